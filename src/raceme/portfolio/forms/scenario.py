"""What a person types about a scenario, and which scenarios to lay side by side."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q, QuerySet
from django.forms.models import model_to_dict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.catalogue.queries import services_visible_to
from raceme.foundation.figures import number
from raceme.foundation.forms import Group
from raceme.portfolio.forms.rulings import RulingsField, RulingsWidget
from raceme.portfolio.models import Ruling, Scenario
from raceme.portfolio.queries import free_name
from raceme.strategy.models import Objective
from raceme.strategy.models.strategies import WEIGHT_MAX
from raceme.strategy.queries import objectives_in_force

WEIGHT = "weight-"  # begins the name of each objective's field


def looks_for_services(data: Mapping[str, Any]) -> bool:
    """Whether somebody looks for services in the list, and does not want to save yet.

    Enter presses the first button of a form: it looks, if other words were typed than before.
    """
    has_new_words = data.get("find", "") != data.get("found", "")
    return "look" in data or ("enter" in data and has_new_words)


class ScenarioForm(forms.ModelForm[Scenario]):
    """`like` fills the form in with what another scenario keeps to; `typed` with what was typed."""

    class Meta:
        model = Scenario
        fields = (
            "name",
            "year",
            "budget_eur",
            "person_days",
            "alignment_weight",
            "own_income_share_min",
            "cross_sectoral_min",
            "seed",
        )

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        like: Scenario | None = None,
        typed: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        origin = like if like is not None else self.instance
        if like is not None:
            self.initial.update(model_to_dict(like, self.Meta.fields))
            self.initial["name"] = free_name(actor, like.name, like.year)
        self._add_rulings(origin, actor)
        weights = self._add_weights(origin, actor)
        self.groups = _groups(weights)
        if typed is not None:
            self._take_over(typed)

    def values(self) -> dict[str, Any]:
        """Give what the verbs about scenarios take."""
        cleaned = dict(self.cleaned_data)
        rulings, services = cleaned.pop("rulings"), self._services
        weights = {
            name.removeprefix(WEIGHT): cleaned.pop(name)
            for name in list(cleaned)
            if name.startswith(WEIGHT)
        }
        return cleaned | {
            "must": [one for one in services if rulings.get(one.pk) == Ruling.Kind.MUST],
            "must_not": [one for one in services if rulings.get(one.pk) == Ruling.Kind.MUST_NOT],
            "objective_weights": {
                code: weight for code, weight in weights.items() if weight is not None
            },
        }

    def _add_rulings(self, origin: Scenario, actor: Actor) -> None:
        """List the services on offer, and the retired ones on which something was settled."""
        rulings = {one.service_id: one.kind for one in _parts_of(origin, "rulings")}
        offered = Q(retired_at__isnull=True) | Q(pk__in=rulings)
        self._services = list(services_visible_to(actor).filter(offered))
        widget = RulingsWidget(self._services)
        self.fields["rulings"] = RulingsField(
            label=_("services that are settled"),
            required=False,
            initial=rulings,
            widget=widget,
            help_text=_("Leave all to the plan, unless something has been settled already."),
        )

    def _add_weights(self, origin: Scenario, actor: Actor) -> list[str]:
        """Ask for the weight of each objective; empty means: as in the strategy."""
        known = {one.objective: one.weight for one in _parts_of(origin, "weighings")}
        names = []
        for objective in objectives_in_force(actor):
            name = f"{WEIGHT}{objective.code}"
            self.fields[name] = _weight_field(objective, known.get(objective.code))
            names.append(name)
        return names

    def _take_over(self, typed: Mapping[str, Any]) -> None:
        for name, field in self.fields.items():
            self.initial[name] = field.widget.value_from_datadict(typed, {}, name)
        widget = self.fields["rulings"].widget
        assert isinstance(widget, RulingsWidget)
        widget.looked_for = str(typed.get("find", ""))


class CompareForm(forms.Form):
    """Which scenarios to lay side by side: two or more that have been computed."""

    scenario = forms.ModelMultipleChoiceField(
        Scenario.objects.none(),
        label=_("scenarios"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose two scenarios or more."),
            "invalid_choice": _("Choose among the scenarios that have been computed."),
            "invalid_pk_value": _("Choose among the scenarios that have been computed."),
        },
    )

    def __init__(self, *args: Any, scenarios: QuerySet[Scenario], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scenario"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = scenarios

    def clean_scenario(self) -> list[Scenario]:
        """Keep the order in which they were asked for."""
        chosen = list(self.cleaned_data["scenario"])
        if len(chosen) < 2:
            raise forms.ValidationError(_("Choose two scenarios or more."))
        asked = self["scenario"].value()
        return sorted(chosen, key=lambda one: asked.index(str(one.pk)))


def _parts_of(scenario: Scenario, name: str) -> list[Any]:
    return list(getattr(scenario, name).all()) if scenario.pk else []


def _weight_field(objective: Objective, weight: float | None) -> forms.FloatField:
    return forms.FloatField(
        label=str(objective),
        required=False,
        initial=weight,
        validators=[MinValueValidator(0.0), MaxValueValidator(WEIGHT_MAX)],
        widget=forms.NumberInput(attrs={"step": "any", "placeholder": number(objective.weight)}),
    )


def _groups(weights: list[str]) -> tuple[Group, ...]:
    needed: tuple[tuple[str | Promise, tuple[str, ...], str | Promise], ...] = (
        (_("The plan"), ("name", "year"), ""),
        (_("What there is"), ("budget_eur", "person_days"), ""),
        (
            _("What the plan must keep to"),
            ("alignment_weight", "own_income_share_min", "cross_sectoral_min"),
            "",
        ),
        (
            _("How much each objective weighs here"),
            tuple(weights),
            _("Empty: as in the strategy, whose weight stands in the field."),
        ),
        ("", ("rulings",), ""),
        (_("For repeating a plan exactly"), ("seed",), ""),
    )
    return tuple(Group(legend, fields, note) for legend, fields, note in needed)
