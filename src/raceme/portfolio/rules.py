"""Who may plan."""

from raceme.access.actor import Actor
from raceme.access.rules import may_work
from raceme.portfolio.models import Scenario


def may_plan(actor: Actor, scenario: Scenario | None = None) -> bool:
    """Only the team may set up scenarios and compute plans; everybody with a seat reads them."""
    return may_work(actor, scenario)
