"""What a person types about scenarios and service plans, made clean."""

from raceme.portfolio.forms.scenario import CompareForm, ScenarioForm, looks_for_services
from raceme.portfolio.forms.service_plan import AddLineForm, AdoptForm, LineForm

__all__ = [
    "AddLineForm",
    "AdoptForm",
    "CompareForm",
    "LineForm",
    "ScenarioForm",
    "looks_for_services",
]
