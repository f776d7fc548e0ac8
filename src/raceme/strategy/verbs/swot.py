"""Note strengths, weaknesses, opportunities and threats, each with what shows it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.strategy import queries, rules
from raceme.strategy.models import Strategy, SwotItem
from raceme.strategy.verbs.strategies import draft_strategy, lock_cluster_of, refuse_retired


@transaction.atomic
def note_swot_item(*, kind: str, by: Actor, at: datetime, **values: Any) -> SwotItem:
    """Add a line to one of the four lists, at its end."""
    require(rules.may_steer, by)
    cluster = lock_cluster_of(by)
    strategy = queries.strategy_in_force(by) or draft_strategy(by=by, at=at)
    position = queries.place_after(_list_of(strategy, kind, by))
    item = SwotItem(cluster=cluster, strategy=strategy, kind=kind, position=position, **values)
    return keep_new(item, verb="note_swot_item", by=by, at=at)


@transaction.atomic
def describe_swot_item(item: SwotItem, *, by: Actor, at: datetime, **values: Any) -> SwotItem:
    """Change a line or its evidence. In another list it stands at the end."""
    require(rules.may_steer, by, item)
    lock_cluster_of(by)
    item = lock(item)
    refuse_retired(item.strategy)
    if values.get("kind", item.kind) != item.kind:
        values["position"] = queries.place_after(_list_of(item.strategy, values["kind"], by))
    return change(item, values, verb="describe_swot_item", by=by, at=at)


@transaction.atomic
def drop_swot_item(item: SwotItem, *, by: Actor, at: datetime) -> SwotItem:
    """Strike a line off its list; it stays on record."""
    require(rules.may_steer, by, item)
    item = lock(item)
    refuse_retired(item.strategy)
    if item.ended_at is not None:
        raise Refused(_("This line has already been dropped."))
    return change(item, {"ended_at": at}, verb="drop_swot_item", by=by, at=at)


@transaction.atomic
def restore_swot_item(item: SwotItem, *, by: Actor, at: datetime) -> SwotItem:
    """Take a dropped line back, at the end of its list."""
    require(rules.may_steer, by, item)
    lock_cluster_of(by)
    item = lock(item)
    refuse_retired(item.strategy)
    if item.ended_at is None:
        raise Refused(_("This line stands in its list."))
    values = {
        "ended_at": None,
        "position": queries.place_after(_list_of(item.strategy, item.kind, by)),
    }
    return change(item, values, verb="restore_swot_item", by=by, at=at)


@transaction.atomic
def move_swot_item(item: SwotItem, *, is_up: bool, by: Actor, at: datetime) -> SwotItem:
    """Let a line change places with the one above or below; at the end it stays."""
    require(rules.may_steer, by, item)
    lock_cluster_of(by)
    item = lock(item)
    refuse_retired(item.strategy)
    if item.ended_at is not None:
        raise Refused(_("This line has already been dropped."))
    other = queries.neighbour_of(item, _list_of(item.strategy, item.kind, by), is_up=is_up)
    if other is None:
        return item
    change(other, {"position": item.position}, verb="move_swot_item", by=by, at=at)
    return change(item, {"position": other.position}, verb="move_swot_item", by=by, at=at)


def _list_of(strategy: Strategy, kind: str, by: Actor) -> list[SwotItem]:
    return list(queries.swot_of(by, strategy).filter(kind=kind))
