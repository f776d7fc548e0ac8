"""What a person types about needs, made clean."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.foundation.forms import DayInput, Group
from raceme.members.models import Organisation
from raceme.needs.models import Need
from raceme.vocabulary.topics import (
    code_of_topic,
    label_of_topic,
    modules,
    near_topic,
    topic_named,
    topics,
)

# Fields with this attribute suggest the topics of needs/topic_list.html while somebody types.
SUGGEST = {"list": "topics", "autocomplete": "off"}
NEW_ROWS = range(1, 4)

IMPORTANCE = [
    ("1", gettext_lazy("1 not important")),
    ("2", gettext_lazy("2 slightly important")),
    ("3", gettext_lazy("3 important")),
    ("4", gettext_lazy("4 very important")),
    ("5", gettext_lazy("5 vital")),
]
SATISFACTION = [
    ("1", gettext_lazy("1 not at all")),
    ("2", gettext_lazy("2 hardly")),
    ("3", gettext_lazy("3 partly")),
    ("4", gettext_lazy("4 largely")),
    ("5", gettext_lazy("5 fully")),
]


class Degree(forms.TypedChoiceField):
    """A degree from 1 to 5, or nothing: then it was not asked, or nobody knows it."""

    def __init__(
        self, *, choices: Sequence[tuple[str, object]], empty: object, **kwargs: Any
    ) -> None:
        super().__init__(choices=[("", empty), *choices], coerce=int, empty_value=None, **kwargs)


class NeedForm(forms.ModelForm[Need]):
    groups = (
        Group(gettext_lazy("Who needs what"), ("organisation", "topic", "keep_topic")),
        Group(gettext_lazy("How much"), ("importance", "satisfaction")),
        Group(gettext_lazy("How we know"), ("recorded_on", "source", "note")),
    )
    topic = forms.CharField(
        label=gettext_lazy("topic"),
        max_length=80,
        help_text=gettext_lazy("Choose from the list as you type, or write a topic of your own."),
        widget=forms.TextInput(SUGGEST),
    )
    importance = Degree(
        label=gettext_lazy("importance"), choices=IMPORTANCE, empty=gettext_lazy("please choose")
    )
    satisfaction = Degree(
        label=gettext_lazy("satisfaction"),
        choices=SATISFACTION,
        empty=gettext_lazy("unknown"),
        required=False,
        help_text=gettext_lazy("How well the need is answered today, by whomever."),
    )

    class Meta:
        model = Need
        fields = (
            "organisation",
            "topic",
            "importance",
            "satisfaction",
            "recorded_on",
            "source",
            "note",
        )
        widgets = {"recorded_on": DayInput, "note": forms.Textarea(attrs={"rows": 3})}

    def __init__(
        self,
        *args: Any,
        members: QuerySet[Organisation],
        own: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        """Offer these members; `own`: topics of the cluster's own that are in use already."""
        super().__init__(*args, **kwargs)
        ask_about_near_topic(self, "topic", "keep_topic", own)
        member = self.fields["organisation"]
        assert isinstance(member, forms.ModelChoiceField)
        member.queryset = members
        member.label = _("member")
        if "topic" in self.initial:
            self.initial["topic"] = _as_written(self.initial["topic"])

    def clean_recorded_on(self) -> date:
        return not_in_future(self.cleaned_data["recorded_on"])

    def clean(self) -> None:
        super().clean()
        refuse_near_topic(self, "topic", "keep_topic")

    def values(self) -> dict[str, Any]:
        """Give what was typed as the verbs take it."""
        typed = self.cleaned_data
        return {name: value for name, value in typed.items() if name != "keep_topic"}


@dataclass(frozen=True, slots=True)
class Row:
    """One topic of the sheet, as the page shows it."""

    label: str
    question: str
    importance: BoundField
    satisfaction: BoundField
    topic: BoundField | None = None  # where one writes a topic of one's own
    keep: BoundField | None = None  # that it is meant although it is close to a known one
    last: Need | None = None  # what the member said before


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the sheet: a module of the diagnosis talk, or the topics of one's own."""

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a filled row of the sheet says."""

    topic: str
    importance: int
    satisfaction: int | None


class SheetForm(forms.Form):
    """All topics on one sheet for one member; what stays empty was not asked."""

    recorded_on = forms.DateField(label=gettext_lazy("date"), widget=DayInput)
    source = forms.ChoiceField(
        label=gettext_lazy("source"),
        choices=[choice for choice in Need.Source.choices if choice[0] != Need.Source.PROJECT],
    )

    def __init__(
        self, *args: Any, last: Sequence[Need], used: Collection[str] = (), **kwargs: Any
    ) -> None:
        """Build the rows; `last` are the member's words that count now, shown as a hint.

        `used`: topics of the cluster's own that anybody has spoken on.
        """
        super().__init__(*args, **kwargs)
        self._last = {need.topic: need for need in last}
        self.own = [code for code in self._last if topic_named(code) is None]
        for code in [*(topic.code for topic in topics()), *self.own]:
            self._ask(code, label_of_topic(code))
        for number in NEW_ROWS:
            label = _("topic %(number)s of your own") % {"number": number}
            self.fields[f"topic-new-{number}"] = forms.CharField(
                label=label, max_length=80, required=False, widget=forms.TextInput(SUGGEST)
            )
            self._ask(f"new-{number}", label)
            ask_about_near_topic(self, f"topic-new-{number}", f"keep-new-{number}", used)

    def parts(self) -> list[Part]:
        """Give the sheet part by part."""
        parts = [
            Part(
                f"{module.number}. {module.label}",
                tuple(
                    self._row(topic.code, topic.label, topic.question)
                    for topic in topics()
                    if topic.module == module
                ),
            )
            for module in modules()
        ]
        known = tuple(self._row(code, label_of_topic(code)) for code in self.own)
        new = tuple(
            self._row(f"new-{number}", "", topic=self[f"topic-new-{number}"]) for number in NEW_ROWS
        )
        return [*parts, Part(_("Topics of your own"), (*known, *new))]

    def clean_recorded_on(self) -> date:
        return not_in_future(self.cleaned_data["recorded_on"])

    def clean(self) -> None:
        for name in self._rows():
            if self._value("importance", name) is None and not self.has_error(f"importance-{name}"):
                if self._value("satisfaction", name) is not None or self._value("topic", name):
                    self.add_error(f"importance-{name}", _("Say also how important it is."))
            elif f"topic-{name}" in self.fields and not self._value("topic", name):
                self.add_error(f"topic-{name}", _("Write which topic is meant."))
            refuse_near_topic(self, f"topic-{name}", f"keep-{name}")
        if not self.errors and not self.answers():
            raise forms.ValidationError(_("Nothing is filled in yet. One topic is enough."))

    def answers(self) -> list[Answer]:
        """Give the rows that were filled in."""
        return [
            Answer(
                topic=self._value("topic", name) or name,
                importance=importance,
                satisfaction=self._value("satisfaction", name),
            )
            for name in self._rows()
            if (importance := self._value("importance", name)) is not None
        ]

    def _rows(self) -> list[str]:
        start = "importance-"
        return [name.removeprefix(start) for name in self.fields if name.startswith(start)]

    def _value(self, kind: str, name: str) -> Any:
        return self.cleaned_data.get(f"{kind}-{name}")

    def _ask(self, name: str, label: str) -> None:
        self.fields[f"importance-{name}"] = Degree(
            label=_("importance of %(topic)s") % {"topic": label},
            choices=IMPORTANCE,
            empty=gettext_lazy("not asked"),
            required=False,
        )
        self.fields[f"satisfaction-{name}"] = Degree(
            label=_("satisfaction with %(topic)s") % {"topic": label},
            choices=SATISFACTION,
            empty=gettext_lazy("unknown"),
            required=False,
        )

    def _row(
        self, name: str, label: str, question: str = "", topic: BoundField | None = None
    ) -> Row:
        return Row(
            label=label,
            question=question,
            importance=self[f"importance-{name}"],
            satisfaction=self[f"satisfaction-{name}"],
            topic=topic,
            keep=self[f"keep-{name}"] if f"keep-{name}" in self.fields else None,
            last=self._last.get(name),
        )


class TopicSearchForm(forms.Form):
    """Which topics somebody looks for; everything may be left empty."""

    text = forms.CharField(label=gettext_lazy("search"), required=False)
    module = forms.ChoiceField(label=gettext_lazy("module"), required=False)
    sort = forms.ChoiceField(
        label=gettext_lazy("sort by"),
        required=False,
        choices=[
            ("asking", gettext_lazy("members asking")),
            ("importance", gettext_lazy("importance")),
            ("satisfaction", gettext_lazy("least satisfied")),
            ("module", gettext_lazy("module")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        module = self.fields["module"]
        assert isinstance(module, forms.ChoiceField)
        module.choices = [("", _("all")), *((one.code, one.label) for one in modules())]


class SearchForm(forms.Form):
    """Which records somebody looks for; everything may be left empty."""

    text = forms.CharField(label=gettext_lazy("member or note"), required=False)
    topic = forms.CharField(
        label=gettext_lazy("topic"), required=False, widget=forms.TextInput(SUGGEST)
    )
    source = forms.ChoiceField(
        label=gettext_lazy("source"),
        required=False,
        choices=[("", gettext_lazy("all")), *Need.Source.choices],
    )
    importance_min = forms.TypedChoiceField(
        label=gettext_lazy("importance at least"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("any")), *IMPORTANCE[1:]],
    )
    show = forms.ChoiceField(
        label=gettext_lazy("show"),
        required=False,
        choices=[
            ("", gettext_lazy("all words that stand")),
            ("latest", gettext_lazy("the latest word of each member")),
            ("everything", gettext_lazy("withdrawn ones and former members, too")),
        ],
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = self.fields["organisation"]
        assert isinstance(organisation, forms.ModelChoiceField)
        organisation.queryset = organisations


class MemberSearchForm(forms.Form):
    """Which members somebody looks for, by whether they have said what they need."""

    text = forms.CharField(label=gettext_lazy("search"), required=False)
    responded = forms.ChoiceField(
        label=gettext_lazy("show"),
        required=False,
        choices=[
            ("", gettext_lazy("all members")),
            ("yes", gettext_lazy("members that have responded")),
            ("no", gettext_lazy("members that have not responded")),
        ],
    )


def ask_about_near_topic(form: forms.BaseForm, name: str, keep: str, own: Collection[str]) -> None:
    """Let somebody say that a topic close to a known one is meant as it is written."""
    typed = str(form.data.get(form.add_prefix(name), ""))
    if code_of_topic(typed) in own or near_topic(typed) is None:
        return
    label = _("“%(topic)s” is meant: a topic of our own") % {"topic": " ".join(typed.split())}
    form.fields[keep] = forms.BooleanField(label=label, required=False)


def refuse_near_topic(form: forms.BaseForm, name: str, keep: str) -> None:
    """Propose the known topic that is close to what was typed, unless that is meant."""
    near = near_topic(form.cleaned_data.get(name) or "")
    if keep not in form.fields or form.cleaned_data.get(keep) or near is None:
        return
    proposal = _("Did you mean “%(topic)s”? Choose it, or tick that you mean another topic.")
    form.add_error(name, proposal % {"topic": near.label})


def not_in_future(day: date) -> date:
    """Refuse a day that has not come: a slip of the pen would hide all that is said later."""
    if day > timezone.localdate():
        raise forms.ValidationError(_("This day lies in the future."))
    return day


def _as_written(code: str) -> str:
    """Give a topic as a person writes it; a topic of one's own as it was typed."""
    topic = topic_named(code)
    return code if topic is None else topic.label
