"""Who may change what the cluster organisation wants."""

from raceme.access.actor import Actor
from raceme.access.rules import may_manage
from raceme.strategy.models import Indicator, Objective, Strategy


def may_steer(actor: Actor, thing: Strategy | Objective | Indicator | None = None) -> bool:
    """Only managers may change the strategy; everybody with a seat reads it."""
    return may_manage(actor, thing)
