"""Who may plan."""

from raceme.access.actor import Actor
from raceme.access.rules import may_work
from raceme.catalogue.models import Service
from raceme.portfolio.models import Scenario


def may_plan(actor: Actor, thing: Scenario | Service | None = None) -> bool:
    """Only the team may set up scenarios, with services of its own, and compute their plans."""
    return may_work(actor, thing)
