"""Who may plan, and who may adopt what was planned."""

from raceme.access.actor import Actor
from raceme.access.rules import may_manage, may_work
from raceme.catalogue.models import Service
from raceme.portfolio.models import PlanLine, Scenario, ServicePlan


def may_plan(actor: Actor, thing: Scenario | Service | None = None) -> bool:
    """Only the team may set up scenarios, with services of its own, and compute their plans."""
    return may_work(actor, thing)


def may_adopt(actor: Actor, thing: Scenario | ServicePlan | None = None) -> bool:
    """Only managers may make a scenario the service plan of its year, or take that back."""
    return may_manage(actor, thing)


def may_arrange(actor: Actor, thing: ServicePlan | PlanLine | Service | None = None) -> bool:
    """Only the team may say who does what when in a service plan, and change it by hand."""
    return may_work(actor, thing)
