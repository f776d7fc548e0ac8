"""What a person types about a scenario, made clean."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.catalogue.models import Service
from raceme.catalogue.queries import services_offered
from raceme.foundation.forms import Group
from raceme.portfolio.models import Ruling, Scenario


class ScenarioForm(forms.ModelForm[Scenario]):
    groups = (
        Group(_("The plan"), ("name", "year")),
        Group(_("What there is"), ("budget_eur", "person_days")),
        Group(
            _("What the plan must keep to"),
            ("alignment_weight", "own_income_share_min", "cross_sectoral_min"),
        ),
        Group(
            _("Services that are settled"),
            ("must", "must_not"),
            _("Leave both empty to let the plan choose freely."),
        ),
        Group(_("For repeating a plan exactly"), ("seed",)),
    )
    must = forms.ModelMultipleChoiceField(
        Service.objects.none(),
        label=_("must be offered"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    must_not = forms.ModelMultipleChoiceField(
        Service.objects.none(),
        label=_("must not be offered"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

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

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in (("must", Ruling.Kind.MUST), ("must_not", Ruling.Kind.MUST_NOT)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)
            field.queryset = services_offered(actor)
            if self.instance.pk:
                field.initial = list(
                    self.instance.rulings.filter(kind=kind).values_list("service_id", flat=True)
                )


class CompareForm(forms.Form):
    """Which two scenarios to lay side by side."""

    first = forms.ModelChoiceField(Scenario.objects.none(), label=_("first scenario"))
    second = forms.ModelChoiceField(Scenario.objects.none(), label=_("second scenario"))

    def __init__(self, *args: Any, scenarios: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = scenarios
