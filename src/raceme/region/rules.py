"""Who may bring regional statistics in, and have them measured."""

from raceme.access.actor import Actor
from raceme.access.rules import may_work
from raceme.region.models import Dataset, MappingRun


def may_map(actor: Actor, thing: Dataset | MappingRun | None = None) -> bool:
    """Only the team may bring statistics in, say what their columns mean, and measure them."""
    return may_work(actor, thing)
