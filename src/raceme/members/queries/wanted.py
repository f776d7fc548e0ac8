"""What somebody looks for among the organisations: typed on a page, sent by a program, or saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

Stored = Mapping[str, Sequence[str]]
YES, NO, NEVER = "yes", "no", "never"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter on organisations; whatever is empty does not matter.

    Its names are those of the address of the list (`?standing=member&size=micro`), of the API and
    of what a segment stores. Of several values of one kind, one must fit.
    """

    text: str = ""
    standing: tuple[str, ...] = ()  # none: all but those that have left
    with_former: bool = False
    role: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    start_up: str = ""  # YES or NO
    sme: str = ""  # YES or NO
    employees_from: int | None = None
    employees_until: int | None = None
    group: tuple[str, ...] = ()  # of industries, as list and code: emerging:mobility
    nace: tuple[str, ...] = ()  # sections (C), or how a code begins (25, 25.6)
    country: tuple[str, ...] = ()
    nuts: tuple[str, ...] = ()  # how a code begins: AT is Austria, AT3 its west
    competence: str = ""
    silent: str = ""  # no contact for so many months, or NEVER
    contact_before: date | None = None
    joined_from: date | None = None
    joined_until: date | None = None
    left_from: date | None = None
    left_until: date | None = None
    further: tuple[tuple[str, str], ...] = ()  # of capabilities above, by name

    def stored(self) -> dict[str, list[str]]:
        """Give what is not empty, in a form that can be kept, and sent in an address."""
        kept = {name: _texts(getattr(self, name)) for name in OWN}
        kept |= {name: [value] for name, value in self.further}
        return {name: texts for name, texts in kept.items() if texts}

    @classmethod
    def from_stored(cls, stored: Stored) -> Wanted:
        """Read what `stored` gave."""
        first = {name: texts[0] for name, texts in stored.items() if texts}
        return cls(
            text=first.get("text", ""),
            standing=tuple(stored.get("standing", ())),
            with_former="with_former" in first,
            role=tuple(stored.get("role", ())),
            size=tuple(stored.get("size", ())),
            start_up=first.get("start_up", ""),
            sme=first.get("sme", ""),
            employees_from=_whole(first.get("employees_from")),
            employees_until=_whole(first.get("employees_until")),
            group=tuple(stored.get("group", ())),
            nace=tuple(stored.get("nace", ())),
            country=tuple(stored.get("country", ())),
            nuts=tuple(stored.get("nuts", ())),
            competence=first.get("competence", ""),
            silent=first.get("silent", ""),
            contact_before=_day(first.get("contact_before")),
            joined_from=_day(first.get("joined_from")),
            joined_until=_day(first.get("joined_until")),
            left_from=_day(first.get("left_from")),
            left_until=_day(first.get("left_until")),
            further=tuple(pair for pair in first.items() if pair[0] not in OWN),
        )


OWN = tuple(one.name for one in fields(Wanted) if one.name != "further")


def _texts(value: object) -> list[str]:
    if value is None or value is False or value == "":
        return []
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return [YES if value is True else str(value)]  # a date writes itself as 2026-11-23


def _whole(text: str | None) -> int | None:
    return None if text is None else int(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
