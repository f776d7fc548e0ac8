"""Whether a consortium keeps the rules of its call: counted, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from raceme.collaboration.models import Call, ConsortiumPartner
from raceme.members.models import Organisation

RESEARCH = ("research", "education")
Role, State = ConsortiumPartner.Role, ConsortiumPartner.State
Test = Callable[[Organisation], bool | None]


class Verdict(StrEnum):
    """Whether a rule of the call is kept."""

    KEPT = "kept"
    IF_ALL_AGREE = "if-all-agree"  # as soon as those asked take part
    UNKNOWN = "unknown"  # the books do not say enough
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Check:
    """One rule of the call: what it wants, and what the consortium has."""

    rule: str  # name of the field of the call, or lead
    wanted: int | None
    have: int  # by those who take part
    hoped: int  # if all at the table take part
    unknown: int  # how many at the table may count, if one knew
    verdict: Verdict
    against: tuple[Organisation, ...] = ()  # whom the rule keeps out


def checks_of(call: Call, partners: Iterable[ConsortiumPartner]) -> tuple[Check, ...]:
    """Look at the rules of a call, for those who take part and for all at the table.

    Associated partners get no funding and count for no rule.
    """
    table = [one for one in partners if one.is_at_the_table and one.role != Role.ASSOCIATED]
    found = (
        _lead(table),
        _at_least("partners_min", call.partners_min, table, lambda one: True),
        _at_most("partners_max", call.partners_max, table),
        _countries(call.countries_min, table),
        _at_least("smes_min", call.smes_min, table, lambda one: one.is_sme),
        _at_least("firms_min", call.firms_min, table, _is_firm),
        _at_least("research_min", call.research_min, table, _is_research),
        _only("countries", call.countries, table, lambda one: one.country.upper()),
        _only("kinds", call.kinds, table, lambda one: one.role),
    )
    return tuple(one for one in found if one is not None)


def _is_firm(one: Organisation) -> bool | None:
    return one.is_firm if one.role else None


def _is_research(one: Organisation) -> bool | None:
    return one.role in RESEARCH if one.role else None


def _lead(table: Sequence[ConsortiumPartner]) -> Check:
    leads = [one.state for one in table if one.role == Role.LEAD]
    have = leads.count(State.AGREED)
    return Check("lead", 1, have, len(leads), 0, _reached(1, have, len(leads), 0))


def _at_least(
    rule: str, wanted: int | None, table: Sequence[ConsortiumPartner], test: Test
) -> Check | None:
    if wanted is None:
        return None
    counts = [(test(one.organisation), one.state == State.AGREED) for one in table]
    have = sum(is_one is True and has_agreed for is_one, has_agreed in counts)
    hoped = sum(is_one is True for is_one, _ in counts)
    unknown = sum(is_one is None for is_one, _ in counts)
    return Check(rule, wanted, have, hoped, unknown, _reached(wanted, have, hoped, unknown))


def _at_most(rule: str, wanted: int | None, table: Sequence[ConsortiumPartner]) -> Check | None:
    if wanted is None:
        return None
    have = sum(one.state == State.AGREED for one in table)
    verdict = Verdict.KEPT if len(table) <= wanted else Verdict.BROKEN
    return Check(rule, wanted, have, len(table), 0, verdict)


def _countries(wanted: int | None, table: Sequence[ConsortiumPartner]) -> Check | None:
    if wanted is None:
        return None
    known = [(one.organisation.country.upper(), one.state) for one in table]
    have = len({country for country, state in known if country and state == State.AGREED})
    hoped = len({country for country, _ in known if country})
    unknown = sum(not country for country, _ in known)
    verdict = _reached(wanted, have, hoped, unknown)
    return Check("countries_min", wanted, have, hoped, unknown, verdict)


def _only(
    rule: str,
    allowed: Sequence[str],
    table: Sequence[ConsortiumPartner],
    value_of: Callable[[Organisation], str],
) -> Check | None:
    if not allowed:
        return None
    fitting = [one for one in table if value_of(one.organisation) in allowed]
    unknown = sum(not value_of(one.organisation) for one in table)
    against = tuple(
        one.organisation
        for one in table
        if value_of(one.organisation) and value_of(one.organisation) not in allowed
    )
    have = sum(one.state == State.AGREED for one in fitting)
    verdict = Verdict.BROKEN if against else Verdict.UNKNOWN if unknown else Verdict.KEPT
    return Check(rule, None, have, len(fitting), unknown, verdict, against)


def _reached(wanted: int, have: int, hoped: int, unknown: int) -> Verdict:
    if have >= wanted:
        return Verdict.KEPT
    if hoped >= wanted:
        return Verdict.IF_ALL_AGREE
    return Verdict.UNKNOWN if hoped + unknown >= wanted else Verdict.BROKEN
