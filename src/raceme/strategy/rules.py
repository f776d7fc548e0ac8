"""Who may change what the cluster organisation wants, and who reports on it."""

from raceme.access.actor import Actor
from raceme.access.models import ClusterRecord
from raceme.access.rules import may_manage, may_work


def may_steer(actor: Actor, thing: ClusterRecord | None = None) -> bool:
    """Only managers may change the strategy; everybody with a seat reads it."""
    return may_manage(actor, thing)


def may_report(actor: Actor, thing: ClusterRecord | None = None) -> bool:
    """The team writes down what was measured, and how far a measure is."""
    return may_work(actor, thing)
