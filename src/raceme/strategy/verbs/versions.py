"""What every change asks of the version of the strategy in which it is made."""

from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation.errors import Refused
from raceme.foundation.records import lock
from raceme.strategy.models import Challenge, Strategy, SwotItem

Placed = TypeVar("Placed", Challenge, SwotItem)


def refuse_retired(strategy: Strategy) -> None:
    """Let a retired version stay as it was."""
    if strategy.is_retired:
        raise Refused(_("This version of the strategy is retired and stays as it was."))


def lock_cluster_of(by: Actor) -> Cluster:
    """Let one change of versions happen at a time: version numbers and codes are counted on."""
    assert by.cluster is not None  # `require` has seen to it
    return lock(by.cluster)


def neighbour_of(row: Placed, siblings: list[Placed], *, is_up: bool) -> Placed | None:
    """Give the row before or after a row of a list; None at its end."""
    place = siblings.index(row) + (-1 if is_up else 1)
    return siblings[place] if 0 <= place < len(siblings) else None


def place_after(siblings: list[Placed]) -> int:
    """Give the place for a new row at the end of a list."""
    return max((one.position for one in siblings), default=0) + 1
