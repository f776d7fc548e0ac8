"""Scenarios and their plans, and the service plans adopted from them."""

from raceme.portfolio.models.scenario import SILENCE, Drawing, Ruling, Scenario, Weighing
from raceme.portfolio.models.service_plan import FIGURES, PlanLine, ServicePlan

__all__ = [
    "FIGURES",
    "SILENCE",
    "Drawing",
    "PlanLine",
    "Ruling",
    "Scenario",
    "ServicePlan",
    "Weighing",
]
