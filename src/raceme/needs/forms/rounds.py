"""What the office types about a round: when, to whom, with which letters."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.foundation.forms import DayInput, Group
from raceme.members.models import Organisation, Segment, Standing
from raceme.needs.forms.texts import TextsField
from raceme.needs.models import Questionnaire, Round
from raceme.needs.queries.rounds import Step
from raceme.needs.words import NEEDED_PLACES, PLACES
from raceme.vocabulary import helix


def _roles() -> list[tuple[str, str]]:
    return [(role.code, role.label) for role in helix.roles()]


def _sizes() -> list[tuple[str, str]]:
    return [(size.code, size.label) for size in helix.size_classes()]


class RoundForm(forms.ModelForm[Round]):
    groups = (
        Group(gettext_lazy("What is sent"), ("questionnaire", "name")),
        Group(gettext_lazy("When"), ("planned_on", "closes_on")),
        Group(
            gettext_lazy("Letters"),
            ("reply_to", "reminders_max", "reminder_gap_days"),
            gettext_lazy("What they say is written on the next page."),
        ),
    )

    class Meta:
        model = Round
        fields = (
            "questionnaire",
            "name",
            "planned_on",
            "closes_on",
            "reply_to",
            "reminders_max",
            "reminder_gap_days",
        )
        widgets = {"planned_on": DayInput, "closes_on": DayInput}
        help_texts = {
            "planned_on": gettext_lazy("For your own planning: nothing is sent by itself.")
        }

    def __init__(self, *args: Any, questionnaires: QuerySet[Questionnaire], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding and not self.instance.is_draft:
            del self.fields["questionnaire"], self.fields["planned_on"]
            return
        questionnaire = self.fields["questionnaire"]
        assert isinstance(questionnaire, forms.ModelChoiceField)
        questionnaire.queryset = questionnaires

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        if "closes_on" in self.changed_data and day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed."))
        return day


class LettersForm(forms.Form):
    """The letters of a round, in the languages of its questionnaire."""

    groups = (
        Group(gettext_lazy("Invitation"), ("subject", "letter")),
        Group(gettext_lazy("Reminder"), ("reminder_subject", "reminder")),
    )

    def __init__(self, data: Any = None, *, round_: Round) -> None:
        names = ("subject", "letter", "reminder_subject", "reminder")
        super().__init__(data, initial={name: getattr(round_, name) for name in names})
        spoken = round_.questionnaire.languages
        for name in names:
            is_long = not name.endswith("subject")
            self.fields[name] = TextsField(
                languages=spoken,
                rows=12 if is_long else 0,
                required=True,
                label=_("text") if is_long else _("subject"),
            )

    def clean(self) -> None:
        for name in self.fields:
            for text in self.cleaned_data.get(name, {}).values():
                self._refuse_wrong_places(name, text)

    def _refuse_wrong_places(self, name: str, text: str) -> None:
        found = {piece.split("}")[0] for piece in text.split("{")[1:] if "}" in piece}
        unknown = sorted(found - PLACES)
        if unknown:
            said = _("Nothing is known to put in for {%(place)s}.") % {"place": unknown[0]}
            self.add_error(name, said)
        elif not name.endswith("subject") and not found >= NEEDED_PLACES:
            self.add_error(
                name, _("Somewhere {link} must stand: there the personal link is put in.")
            )


class ChoosingForm(forms.Form):
    """Which organisations somebody wants to ask."""

    standing = forms.MultipleChoiceField(
        label=gettext_lazy("standing"),
        choices=[one for one in Standing.choices if one[0] != Standing.LEFT],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    role = forms.MultipleChoiceField(
        label=gettext_lazy("kind of organisation"),
        choices=_roles,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    size = forms.MultipleChoiceField(
        label=gettext_lazy("size"),
        choices=_sizes,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    segment = forms.ModelChoiceField(
        Segment.objects.none(),
        label=gettext_lazy("segment"),
        required=False,
        empty_label=gettext_lazy("everybody"),
    )
    text = forms.CharField(label=gettext_lazy("name"), required=False)

    def __init__(self, data: Any = None, *, segments: QuerySet[Segment]) -> None:
        super().__init__(data)
        segment = self.fields["segment"]
        assert isinstance(segment, forms.ModelChoiceField)
        segment.queryset = segments
        if not segments.exists():
            del self.fields["segment"]


class TickedForm(forms.Form):
    """Which of the organisations found are to be asked: all, or those ticked."""

    organisations = forms.ModelMultipleChoiceField(Organisation.objects.none(), required=False)

    def __init__(self, data: Any = None, *, found: QuerySet[Organisation]) -> None:
        super().__init__(data)
        self.found = found
        ticked = self.fields["organisations"]
        assert isinstance(ticked, forms.ModelMultipleChoiceField)
        ticked.queryset = found

    def chosen(self) -> Sequence[Organisation]:
        if "all" in self.data:
            return list(self.found)
        return list(self.cleaned_data["organisations"])


class AskedSearchForm(forms.Form):
    """Which of those asked somebody looks for; everything may be left empty."""

    text = forms.CharField(label=gettext_lazy("search"), required=False)
    step = forms.ChoiceField(
        label=gettext_lazy("how far"),
        required=False,
        choices=[
            ("", gettext_lazy("all")),
            ("unanswered", gettext_lazy("has not answered")),
            *Step.choices,
        ],
    )
    role = forms.ChoiceField(
        label=gettext_lazy("kind of organisation"),
        required=False,
        choices=lambda: [("", _("all")), *_roles()],
    )
    size = forms.ChoiceField(
        label=gettext_lazy("size"), required=False, choices=lambda: [("", _("all")), *_sizes()]
    )
    only_troubled = forms.BooleanField(
        label=gettext_lazy("only where a letter failed"), required=False
    )


class RemindForm(forms.Form):
    with_started = forms.BooleanField(
        label=gettext_lazy("also those who have begun and not sent"), required=False
    )


class ReopenForm(forms.Form):
    closes_on = forms.DateField(label=gettext_lazy("new last day to answer"), widget=DayInput)
