"""What a person types about a service, made clean."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.access.models import Seat
from raceme.catalogue import words
from raceme.catalogue.forms.choosing import (
    SUGGEST,
    choices_of,
    label_of_organisation,
    organisation_meant,
)
from raceme.catalogue.models import Service, Stage
from raceme.catalogue.verbs import Partner
from raceme.foundation.errors import Refused, show_refusal
from raceme.foundation.forms import Group
from raceme.members.models import Organisation
from raceme.strategy.models import Objective
from raceme.vocabulary.categories import categories, category_named
from raceme.vocabulary.topics import code_of_topic, label_of_topic

EMPTY_ROWS = 3
EMPTY_PROVIDERS = 2


class ServiceForm(forms.ModelForm[Service]):
    groups = (
        Group(gettext_lazy("What it is"), ("name", "code", "category", "need", "description")),
        Group(
            gettext_lazy("For whom and how"),
            ("targets", "level", "format", "delivered_by", "funding", "kpis"),
        ),
        Group(
            gettext_lazy("What one edition takes and brings"),
            ("person_days", "cost_eur", "income_eur", "reach", "max_editions"),
            gettext_lazy("An edition is one delivery: an event, a case, or a year of a platform."),
        ),
        Group(gettext_lazy("What is special"), ("is_cross_sectoral", "is_for_emerging", "mandate")),
    )
    targets = forms.MultipleChoiceField(
        label=gettext_lazy("for whom"),
        choices=words.TARGETS.items(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    funding = forms.MultipleChoiceField(
        label=gettext_lazy("who pays"),
        choices=words.FUNDING.items(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Service
        fields = (
            "name",
            "code",
            "category",
            "need",
            "description",
            "targets",
            "level",
            "format",
            "delivered_by",
            "funding",
            "kpis",
            "person_days",
            "cost_eur",
            "income_eur",
            "reach",
            "max_editions",
            "is_cross_sectoral",
            "is_for_emerging",
            "mandate",
        )
        widgets = {
            "description": forms.Textarea(attrs={"rows": 5}),
            "kpis": forms.Textarea(attrs={"rows": 3}),
            "mandate": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("person_days", "cost_eur", "income_eur", "reach"):
            # 350, not 350.00: the table keeps more decimals than anybody types.
            if name in self.initial:
                self.initial[name] = plain(self.initial[name])
        own = self.instance.category
        choices = [("", ""), *((one.code, one.label) for one in categories())]
        if own and category_named(own) is None:
            choices.append((own, own))
        self.fields["category"] = forms.ChoiceField(
            label=Service._meta.get_field("category").verbose_name, choices=choices
        )


class BeginningForm(forms.Form):
    """Where a new service stands, and why; at the end of its page."""

    stage = forms.ChoiceField(
        label=gettext_lazy("stage"),
        choices=[one for one in Stage.choices if one[0] != Stage.RETIRED],
        required=False,
        help_text=gettext_lazy("An idea, unless you offer it already or have worked on it."),
    )
    reason = forms.CharField(
        label=gettext_lazy("why it stands there"),
        required=False,
        help_text=gettext_lazy("In a sentence, unless it is an idea: offered since 2019, say."),
    )

    def clean_stage(self) -> str:
        return self.cleaned_data["stage"] or str(Stage.IDEA)


class WhyForm(forms.Form):
    """Why an offer changes; at the end of its page."""

    why = forms.CharField(
        label=gettext_lazy("why the offer changes"),
        required=False,
        help_text=gettext_lazy(
            "A change of what members are offered makes a new version. Figures, topics and"
            " objectives may change without one."
        ),
    )


class ArrangeForm(forms.ModelForm[Service]):
    """How a service is offered: who answers for it, when, at what price."""

    groups = (
        Group(gettext_lazy("Who and when"), ("owner", "calendar")),
        Group(gettext_lazy("At what price"), ("price_member_eur", "price_guest_eur")),
        Group(gettext_lazy("Under which rules"), ("aid_basis", "confidentiality")),
        Group(
            gettext_lazy("If this changes the offer"),
            ("why",),
            gettext_lazy("Other prices and rules make a new version of the offer."),
        ),
    )
    why = forms.CharField(label=gettext_lazy("why the offer changes"), required=False)

    class Meta:
        model = Service
        fields = (
            "owner",
            "calendar",
            "price_member_eur",
            "price_guest_eur",
            "aid_basis",
            "confidentiality",
        )

    def __init__(self, *args: Any, seats: QuerySet[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("price_member_eur", "price_guest_eur"):
            if self.initial.get(name) is not None:
                self.initial[name] = plain(self.initial[name])
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        # Whoever has left stays in the list as long as the service is still theirs.
        if self.instance.owner_id is not None:
            seats = (seats | Seat.objects.filter(pk=self.instance.owner_id)).distinct()
        owner.queryset = seats
        owner.empty_label = _("nobody yet")


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


class ProviderForm(forms.Form):
    """Who takes part in delivering a service; an emptied row is taken away."""

    who = forms.CharField(
        label=gettext_lazy("organisation or person"),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs=SUGGEST),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("what it does"),
        choices=choices_of(words.PROVIDER_ROLES),
        required=False,
    )
    note = forms.CharField(label=gettext_lazy("note"), max_length=250, required=False)

    def clean(self) -> None:
        typed = self.cleaned_data
        if typed.get("who") and not typed.get("role") and "role" not in self.errors:
            self.add_error("role", _("Say what it does."))
        if not typed.get("who") and (typed.get("role") or typed.get("note")):
            self.add_error("who", _("Say who it is."))


class BaseProviderForms(BaseFormSet[ProviderForm]):
    def partners(self, among: QuerySet[Organisation]) -> list[Partner]:
        rows = (form.cleaned_data for form in self.forms)
        return [_partner(row, among) for row in rows if row.get("who")]


ProviderForms = formset_factory(ProviderForm, formset=BaseProviderForms, extra=EMPTY_PROVIDERS)


def _partner(row: dict[str, str], among: QuerySet[Organisation]) -> Partner:
    ours = organisation_meant(row["who"], among)
    return Partner(row["role"], ours, "" if ours else row["who"], row["note"])


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
    providers: BaseProviderForms
    last: BeginningForm | WhyForm
    organisations: QuerySet[Organisation]

    def is_valid(self) -> bool:
        """Check all forms, and say at the top if something is wrong further below."""
        main = self.form.is_valid()
        rest = {
            _("Something is wrong with those who take part in delivering it, below."): (
                self.providers.is_valid()
            ),
            _("Something is wrong with the topics below."): self.answers.is_valid(),
            _("Something is wrong with the objectives below."): self.serves.is_valid(),
            _("Something is wrong with the stage below."): self.last.is_valid(),
        }
        if self.form.is_bound:
            for message, is_right in rest.items():
                if not is_right:
                    self.form.add_error(None, message)
        return main and all(rest.values())

    def values(self) -> dict[str, Any]:
        """Give what was typed as the arguments of a verb."""
        return {
            **self.form.cleaned_data,
            **self.last.cleaned_data,
            "answers": self.answers.strengths(),
            "serves": self.serves.strengths(),
            "providers": self.providers.partners(self.organisations),
        }

    def refuse(self, refusal: Exception) -> None:
        """Put what a verb refused beside the field it is about, wherever on the page that is."""
        if isinstance(refusal, Refused) and refusal.field in self.last.fields:
            show_refusal(self.last, refusal)
            self.form.add_error(None, str(refusal.message))
        else:
            show_refusal(self.form, refusal)


def service_page(
    typed: Any,
    service: Service | None,
    objectives: Iterable[Objective],
    organisations: QuerySet[Organisation],
) -> ServicePage:
    """Put the forms of a page together; `typed` is what was sent, or None."""
    answers = service.answers.all() if service else []
    stated = {o.objective_id: o.strength for o in service.contributions.all()} if service else {}
    topics = [{"topic": label_of_topic(one.topic), "strength": one.strength} for one in answers]
    partners = [
        {
            "who": label_of_organisation(one.organisation) if one.organisation else one.name,
            "role": one.role,
            "note": one.note,
        }
        for one in (service.providers.all() if service else [])
    ]
    return ServicePage(
        form=ServiceForm(typed, instance=service),
        answers=cast(BaseAnswerForms, AnswerForms(typed, initial=topics, prefix="answers")),
        serves=ServesForm(typed, objectives=objectives, stated=stated, prefix="serves"),
        providers=cast(
            BaseProviderForms, ProviderForms(typed, initial=partners, prefix="providers")
        ),
        last=WhyForm(typed) if service else BeginningForm(typed),
        organisations=organisations,
    )


def plain(figure: Decimal | float) -> str:
    """Write a figure as people type it, without the decimals that the table keeps."""
    return format(Decimal(str(figure)).normalize(), "f")
