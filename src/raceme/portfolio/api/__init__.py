"""Scenarios, plans and service plans, for programs."""

from raceme.portfolio.api import scenarios, service_plans
from raceme.portfolio.api.router import router

__all__ = ["router", "scenarios", "service_plans"]
