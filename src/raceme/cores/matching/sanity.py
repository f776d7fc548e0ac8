"""Refuse organisations, collaborations and wishes that make no sense, and say why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple
from math import isfinite

from raceme.cores.errors import BadInput
from raceme.cores.matching.values import SIZES, Collaboration, Controls, Organisation, Weights


def check_organisations(organisations: Iterable[Organisation]) -> None:
    """Raise BadInput at the first organisation that makes no sense."""
    seen: set[str] = set()
    for one in organisations:
        if not one.id:
            raise BadInput("an organisation has no id")
        if one.id in seen:
            raise BadInput(f"organisation {one.id} is there twice")
        if one.size and one.size not in SIZES:
            raise BadInput(f"the size of organisation {one.id} is none of {', '.join(SIZES)}")
        if one.capacity is not None and not 0 <= one.capacity <= 1:
            raise BadInput(f"the capacity of organisation {one.id} is not between 0 and 1")
        if one.point is not None and not _is_on_earth(one.point):
            raise BadInput(f"organisation {one.id} is at no place on earth")
        seen.add(one.id)


def check_collaborations(
    collaborations: Iterable[Collaboration], organisations: Sequence[Organisation]
) -> None:
    """Raise BadInput at the first collaboration that makes no sense."""
    known = {one.id for one in organisations}
    seen: set[str] = set()
    for one in collaborations:
        if one.id in seen:
            raise BadInput(f"collaboration {one.id} is there twice")
        if not one.members:
            raise BadInput(f"collaboration {one.id} has no members")
        if len(set(one.members)) < len(one.members):
            raise BadInput(f"collaboration {one.id} has a member twice")
        unknown = next((member for member in one.members if member not in known), None)
        if unknown is not None:
            raise BadInput(f"member {unknown} of collaboration {one.id} is not in the list")
        if one.lead and one.lead not in one.members:
            raise BadInput(f"the lead of collaboration {one.id} is none of its members")
        if one.end is not None and one.end < one.start:
            raise BadInput(f"collaboration {one.id} ends before it starts")
        seen.add(one.id)


def check_weights(weights: Weights) -> None:
    """Raise BadInput unless all weights are finite, none negative and one positive."""
    values = astuple(weights)
    if not all(isfinite(value) and value >= 0 for value in values):
        raise BadInput("weights must be finite and not negative")
    if not any(values):
        raise BadInput("at least one weight must be positive")


def check_controls(controls: Controls, count: int) -> None:
    """Raise BadInput unless shares are between 0 and 1 and a positive number is asked for."""
    if not 0 <= controls.cross_sector <= 1:
        raise BadInput("the cross-sector share must be between 0 and 1")
    if not 0 <= controls.diversity <= 1:
        raise BadInput("the diversity must be between 0 and 1")
    if count < 1:
        raise BadInput("at least one partner must be asked for")


def _is_on_earth(point: tuple[float, float]) -> bool:
    north, east = point
    return -90 <= north <= 90 and -180 <= east <= 180
