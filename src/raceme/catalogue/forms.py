"""What a person types about a service, made clean."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.catalogue import words
from raceme.catalogue.archetypes import Archetype, archetype_named, archetypes
from raceme.catalogue.models import Service
from raceme.catalogue.queries import formats_of_library
from raceme.foundation.forms import Group
from raceme.strategy.models import Objective
from raceme.vocabulary.categories import categories, category_named
from raceme.vocabulary.topics import code_of_topic, label_of_topic, topics

EMPTY_ROWS = 3


class ServiceForm(forms.ModelForm[Service]):
    groups = (
        Group(gettext_lazy("What it is"), ("name", "code", "category", "description")),
        Group(
            gettext_lazy("What one edition takes and brings"),
            ("person_days", "cost_eur", "income_eur", "reach", "max_editions"),
            gettext_lazy("An edition is one delivery: an event, a case, or a year of a platform."),
        ),
        Group(gettext_lazy("What is special"), ("is_cross_sectoral", "is_for_emerging")),
    )

    class Meta:
        model = Service
        fields = (
            "name",
            "code",
            "category",
            "description",
            "person_days",
            "cost_eur",
            "income_eur",
            "reach",
            "max_editions",
            "is_cross_sectoral",
            "is_for_emerging",
        )
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("person_days", "cost_eur", "income_eur", "reach"):
            # 350, not 350.00: the table keeps more decimals than anybody types.
            if name in self.initial:
                self.initial[name] = _plain(self.initial[name])
        own = self.instance.category
        choices = [("", ""), *((one.code, one.label) for one in categories())]
        if own and category_named(own) is None:
            choices.append((own, own))
        self.fields["category"] = forms.ChoiceField(
            label=Service._meta.get_field("category").verbose_name, choices=choices
        )


class AnswerForm(forms.Form):
    """One need topic a service answers; an emptied row is taken away."""

    topic = forms.CharField(
        label=gettext_lazy("topic"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "topics"}),
    )
    strength = forms.FloatField(
        label=gettext_lazy("strength, 0 to 1"),
        min_value=0,
        max_value=1,
        required=False,
        widget=forms.NumberInput(attrs={"step": "0.05"}),
    )

    def clean_topic(self) -> str:
        return code_of_topic(self.cleaned_data["topic"])

    def clean(self) -> None:
        typed = self.cleaned_data
        if typed.get("topic") and typed.get("strength") is None and "strength" not in self.errors:
            self.add_error("strength", _("Say how well it answers the topic, from 0 to 1."))
        if typed.get("strength") is not None and typed.get("topic") == "":
            self.add_error("topic", _("Say which topic this strength is about."))


class BaseAnswerForms(BaseFormSet[AnswerForm]):
    def clean(self) -> None:
        seen: set[str] = set()
        for form in self.forms:
            topic = form.cleaned_data.get("topic") if form.is_valid() else None
            if topic and topic in seen:
                form.add_error("topic", _("This topic stands here twice."))
            seen.add(topic or "")

    def strengths(self) -> dict[str, float]:
        rows = (form.cleaned_data for form in self.forms)
        return {row["topic"]: row["strength"] for row in rows if row.get("topic")}


AnswerForms = formset_factory(AnswerForm, formset=BaseAnswerForms, extra=EMPTY_ROWS)


class ServesForm(forms.Form):
    """How much a service serves each objective in force; all left open: by its category."""

    def __init__(
        self, *args: Any, objectives: Iterable[Objective], stated: dict[int, float], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.objectives = {str(one.pk): one for one in objectives}
        for key, objective in self.objectives.items():
            now = stated.get(objective.pk)
            mark = "" if now is None else f"{now:g}"
            choices = [("", _("not stated")), *words.CONTRIBUTIONS]
            if mark not in dict(choices):
                choices.append((mark, mark))
            self.fields[key] = forms.ChoiceField(
                label=str(objective), choices=choices, required=False, initial=mark
            )

    def strengths(self) -> dict[str, float]:
        marks = self.cleaned_data.items()
        return {self.objectives[key].code: float(mark) for key, mark in marks if mark}


@dataclass(frozen=True)
class ServicePage:
    """The forms on the page of one service, which are sent together."""

    form: ServiceForm
    answers: BaseAnswerForms
    serves: ServesForm

    def is_valid(self) -> bool:
        """Check all forms, and say at the top if something is wrong further below."""
        main, answers, serves = (
            self.form.is_valid(),
            self.answers.is_valid(),
            self.serves.is_valid(),
        )
        if self.form.is_bound and not answers:
            self.form.add_error(None, _("Something is wrong with the topics below."))
        if self.form.is_bound and not serves:
            self.form.add_error(None, _("Something is wrong with the objectives below."))
        return main and answers and serves

    def values(self) -> dict[str, Any]:
        """Give what was typed as the arguments of a verb."""
        return {
            **self.form.cleaned_data,
            "answers": self.answers.strengths(),
            "serves": self.serves.strengths(),
        }


def service_page(
    typed: Any, service: Service | None, objectives: Iterable[Objective]
) -> ServicePage:
    """Put the forms of a page together; `typed` is what was sent, or None."""
    answers = service.answers.all() if service else []
    stated = {o.objective_id: o.strength for o in service.contributions.all()} if service else {}
    rows = [{"topic": label_of_topic(one.topic), "strength": one.strength} for one in answers]
    return ServicePage(
        form=ServiceForm(typed, instance=service),
        answers=cast(BaseAnswerForms, AnswerForms(typed, initial=rows, prefix="answers")),
        serves=ServesForm(typed, objectives=objectives, stated=stated, prefix="serves"),
    )


class SearchForm(forms.Form):
    """What somebody looks for among the services; everything may be left empty."""

    text = forms.CharField(label=gettext_lazy("search"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("category"), required=False)
    objective = forms.ChoiceField(label=gettext_lazy("serves"), required=False)
    topic = forms.CharField(
        label=gettext_lazy("answers"),
        required=False,
        widget=forms.TextInput(attrs={"list": "topics"}),
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("sort by"),
        required=False,
        choices=[
            ("code", gettext_lazy("id")),
            ("name", gettext_lazy("name")),
            ("category", gettext_lazy("category")),
            ("cost", gettext_lazy("cost")),
            ("days", gettext_lazy("person-days")),
        ],
    )
    cross_sectoral = forms.BooleanField(label=gettext_lazy("cross-sectoral only"), required=False)
    with_retired = forms.BooleanField(label=gettext_lazy("show retired ones"), required=False)

    def __init__(self, *args: Any, objectives: Iterable[Objective], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("all"))]
        _choose(self, "category", everything + [(one.code, one.label) for one in categories()])
        _choose(self, "objective", everything + [(one.code, str(one)) for one in objectives])


class LibraryForm(forms.Form):
    """What somebody looks for in the library."""

    text = forms.CharField(label=gettext_lazy("search"), required=False)
    topic = forms.ChoiceField(label=gettext_lazy("answers the need"), required=False)
    format = forms.ChoiceField(label=gettext_lazy("format"), required=False)
    cross_sectoral = forms.BooleanField(label=gettext_lazy("cross-sectoral only"), required=False)
    emerging = forms.BooleanField(
        label=gettext_lazy("for emerging industries only"), required=False
    )
    category = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        formats = [(one, str(words.FORMATS[one])) for one in formats_of_library()]
        known = [(one.code, one.label) for one in topics()]
        _choose(self, "topic", [("", _("all")), *known])
        _choose(self, "format", [("", _("all")), *formats])
        _choose(self, "category", [("", ""), *((one.code, one.label) for one in categories())])


class AdoptForm(forms.Form):
    archetypes = forms.MultipleChoiceField(
        error_messages={"required": gettext_lazy("Tick at least one service to adopt.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "archetypes", [(one.id, one.name) for one in archetypes()])

    def chosen(self) -> list[Archetype]:
        found = (archetype_named(id_) for id_ in self.cleaned_data["archetypes"])
        return [one for one in found if one is not None]


def _plain(figure: Decimal | float) -> str:
    return format(Decimal(str(figure)).normalize(), "f")


def _choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
