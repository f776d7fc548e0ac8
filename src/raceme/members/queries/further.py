"""Filters that capabilities above the members offer in their list: who needs this, who booked that.

A capability registers them in its `apps.py`; a segment keeps them like all others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise

from raceme.access.actor import Actor
from raceme.members.models import Organisation

Organisations = QuerySet[Organisation]


@dataclass(frozen=True, slots=True)
class FurtherFilter:
    """A choice in the members' list, and how it narrows the list down."""

    name: str
    label: str | Promise
    choices: Callable[[], list[tuple[str, str]]]
    narrow: Callable[[Organisations, str, Actor], Organisations]


_registered: dict[str, FurtherFilter] = {}


def offer_filter(one: FurtherFilter) -> None:
    """Offer a filter in the list of members; offering it twice changes nothing."""
    _registered[one.name] = one


def further_filters() -> tuple[FurtherFilter, ...]:
    """All filters that capabilities above have registered."""
    return tuple(_registered.values())


def narrowed_further(
    organisations: Organisations, further: tuple[tuple[str, str], ...], actor: Actor
) -> Organisations:
    """Narrow down by these filters; one that nobody offers any more finds nobody, never all."""
    for name, value in further:
        one = _registered.get(name)
        if one is None:
            return organisations.none()
        organisations = one.narrow(organisations, value, actor)
    return organisations
