"""How long organisations were members: when they came, when they went, and why.

Suspension does not end a membership, and a day between two periods does not make two of them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import F

from raceme.access.actor import Actor
from raceme.members.models import Membership, Standing

AS_MEMBER = (Standing.MEMBER, Standing.SUSPENDED)
# Why a membership ended where the organisation did not leave, but is tied to the cluster otherwise.
TIED_OTHERWISE = "tied-otherwise"


@dataclass(frozen=True, slots=True)
class Spell:
    """One membership of one organisation, without a break."""

    organisation_id: int
    starts_on: date | None  # None: nobody knows
    ends_on: date | None  # the first day it is no member any more; None: it is one today
    reason: str = ""  # why it ended: of LeavingReason, or TIED_OTHERWISE; empty if unknown


@dataclass(frozen=True, slots=True)
class YearOfMembership:
    """Who came and went in one year."""

    year: int
    at_start: int
    joined: int
    left: int
    at_end: int  # today, for the present year
    stayed: int  # of those at the start, how many were there at the end

    @property
    def stability(self) -> float | None:
        """The share of the members at the start of the year that stayed (ECEI 2.3)."""
        return self.stayed / self.at_start if self.at_start else None


def spells_of(actor: Actor) -> list[Spell]:
    """All memberships there were in the actor's cluster organisation, organisation by organisation.

    One question, all rows.
    """
    if not actor.is_seated:
        return []
    periods = Membership.objects.filter(
        cluster=actor.cluster, organisation__merged_into__isnull=True
    ).order_by("organisation_id", F("starts_on").asc(nulls_first=True), "pk")
    rows = periods.values_list("organisation_id", "standing", "starts_on", "ends_on", "reason")
    return [
        spell
        for organisation_id, of_one in groupby(rows.iterator(2000), key=lambda row: row[0])
        for spell in _spells_among(organisation_id, [row[1:] for row in of_one])
    ]


Row = tuple[str, date | None, date | None, str]


def _spells_among(organisation_id: int, periods: list[Row]) -> Iterator[Spell]:
    begun: date | None = None
    is_member = False
    for place, (standing, starts_on, ends_on, _reason) in enumerate(periods):
        if standing not in AS_MEMBER:
            continue
        if not is_member:
            begun, is_member = starts_on, True
        later = [one for one in periods[place + 1 :] if one[0] in AS_MEMBER]
        if ends_on is None or (later and later[0][1] == ends_on):
            if ends_on is None:
                yield Spell(organisation_id, begun, None)
            continue
        following = periods[place + 1] if place + 1 < len(periods) else None
        yield Spell(organisation_id, begun, ends_on, _reason_of(following))
        is_member = False


def _reason_of(following: Row | None) -> str:
    if following is None:
        return ""
    standing, _starts_on, _ends_on, reason = following
    return reason if standing == Standing.LEFT else TIED_OTHERWISE


def joined_in(spells: Iterable[Spell], year: int) -> list[Spell]:
    return [one for one in spells if one.starts_on is not None and one.starts_on.year == year]


def left_in(spells: Iterable[Spell], year: int, *, reason: str | None = None) -> list[Spell]:
    """Memberships that ended in a year, for whatever reason or for one (empty: unknown)."""
    return [
        one
        for one in spells
        if one.ends_on is not None
        and one.ends_on.year == year
        and (reason is None or one.reason == reason)
    ]


def members_on(spells: Iterable[Spell], day: date) -> list[Spell]:
    """Who was a member on a day; a membership since nobody knows when counts as old."""
    return [
        one
        for one in spells
        if (one.starts_on is None or one.starts_on <= day)
        and (one.ends_on is None or one.ends_on > day)
    ]


def years_of_membership(spells: list[Spell], *, today: date) -> list[YearOfMembership]:
    """Who came and went year by year, the newest first, since the first year that is known."""
    joined = Counter(one.starts_on.year for one in spells if one.starts_on is not None)
    left = Counter(one.ends_on.year for one in spells if one.ends_on is not None)
    lost = _lost_by_year(spells, today)
    at_start = sum(one.starts_on is None for one in spells)
    years = []
    for year in range(min([*joined, *left, today.year + 1]), today.year + 1):
        at_end = at_start + joined[year] - left[year]
        stayed = at_start - lost[year]
        years.append(YearOfMembership(year, at_start, joined[year], left[year], at_end, stayed))
        at_start = at_end
    return years[::-1]


def _lost_by_year(spells: list[Spell], today: date) -> Counter[int]:
    """How many of those that were members at the start of a year were none at its end."""
    lost: Counter[int] = Counter()
    for _organisation, of_one in groupby(spells, key=lambda one: one.organisation_id):
        own = list(of_one)
        for one in own:
            if one.ends_on is None or (one.starts_on and one.starts_on.year == one.ends_on.year):
                continue
            year = one.ends_on.year
            if not members_on(own, min(date(year, 12, 31), today)):
                lost[year] += 1
    return lost


def reasons_of(spells: Iterable[Spell]) -> Counter[str]:
    """How often memberships ended for which reason; empty where nobody knows."""
    return Counter(one.reason for one in spells if one.ends_on is not None)
