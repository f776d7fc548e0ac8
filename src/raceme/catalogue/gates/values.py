"""A gate, and the evidence it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from raceme.catalogue.models import Stage

Facts = Mapping[str, Any]  # plain values, fit for JSON


@dataclass(frozen=True, slots=True)
class Link:
    """A page, and what to do there."""

    label: str | Promise
    address: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing a gate asks for: whether it is there, what is known of it, what mends it."""

    code: str
    is_met: bool
    facts: Facts
    mend: Link
    rows: Link | None = None  # where its rows can be seen


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate to a stage, with the evidence it asks for as it stands now."""

    stage: Stage
    evidence: tuple[Evidence, ...]
    is_behind: bool  # the service has passed it

    @property
    def met(self) -> tuple[Evidence, ...]:
        return tuple(one for one in self.evidence if one.is_met)

    @property
    def missing(self) -> tuple[Evidence, ...]:
        return tuple(one for one in self.evidence if not one.is_met)

    @property
    def is_met(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is asked for on the way to the next stage, and how much of it is there."""

    stage: Stage
    asked: int
    met: int

    @property
    def is_met(self) -> bool:
        return self.met == self.asked
