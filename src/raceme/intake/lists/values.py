"""What a list holds once it is read: what its columns mean, and drafts of what it would enter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from raceme.foundation.tabular.values import Problem


class Holds(StrEnum):
    """What the rows of a list are about."""

    MEMBERS = "members"
    NEEDS = "needs"


class Trust(StrEnum):
    """How sure it is that a column means what it was taken for."""

    SURE = "sure"  # its heading is known
    LIKELY = "likely"  # a part of its heading is known
    GUESS = "guess"  # its values look so
    SAID = "said"  # a person said so
    NONE = "none"  # taken for nothing


@dataclass(frozen=True, slots=True)
class Place:
    """One column of the list: its heading, its first values, and what it is taken for.

    `target` is the name of a field, or `topic:CODE:importance`, `topic:CODE:satisfaction`; empty
    where the column is left aside.
    """

    at: int
    letter: str
    heading: str
    values: tuple[str, ...]
    target: str
    trust: Trust


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said about a list, where it was not left to us to find out."""

    holds: Holds | None = None
    sheet: str | None = None
    header_row: int | None = None  # 0: the list has none
    with_asides: bool = False
    targets: Mapping[int, str] = field(default_factory=dict)
    for_all: Mapping[str, str] = field(default_factory=dict)  # field → value of all rows
    forgives: bool = False  # a cell that cannot be read is left empty, not its row refused


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A person named in a row, and what it does there."""

    row: int
    person: Mapping[str, Any]
    post: Mapping[str, Any]

    @property
    def label(self) -> str:
        names = (self.person.get(name, "") for name in ("title", "given_name", "family_name"))
        return " ".join(filter(None, names))


@dataclass(frozen=True, slots=True)
class MemberDraft:
    """An organisation as one or several rows describe it, and the people named in them."""

    rows: tuple[int, ...]
    values: Mapping[str, Any]  # fields of the organisation, known ones only
    membership: Mapping[str, Any]  # standing, joined_on, left_on, fee_eur, fee_class
    contacts: tuple[ContactDraft, ...]

    @property
    def name(self) -> str:
        return str(self.values.get("name", ""))


@dataclass(frozen=True, slots=True)
class Mentioned:
    """An organisation as a list of needs names it."""

    code: str = ""
    vat: str = ""
    website: str = ""
    name: str = ""

    @property
    def label(self) -> str:
        return self.name or self.code or self.vat or self.website


@dataclass(frozen=True, slots=True)
class NeedDraft:
    """One word of a member on one topic, as a row says it."""

    row: int
    member: Mentioned
    topic: str
    importance: int
    satisfaction: int | None
    recorded_on: date
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Drafts:
    """Everything a list says: drafts of rows without fault, and what is wrong with the others.

    `errors` refuse their row; `notes` do not. `refused` are the rows with errors.
    """

    members: tuple[MemberDraft, ...] = ()
    needs: tuple[NeedDraft, ...] = ()
    errors: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()

    @property
    def refused(self) -> frozenset[int]:
        return frozenset(problem.row for problem in self.errors if problem.row is not None)
