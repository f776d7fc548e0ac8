"""Who may bring regional statistics in, and have them measured."""

from raceme.access.actor import Actor
from raceme.access.rules import may_work
from raceme.region.models import Dataset, MappingRun, OwnGrouping


def may_map(actor: Actor, thing: Dataset | MappingRun | OwnGrouping | None = None) -> bool:
    """Only the team may bring statistics in, measure them, and keep groupings of industries."""
    return may_work(actor, thing)
