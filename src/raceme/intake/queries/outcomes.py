"""What a list would change in the books: new, changed, unchanged, refused. Nothing is changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.utils import timezone

from raceme.access.actor import Actor
from raceme.foundation.tabular.values import Problem
from raceme.intake.lists.values import (
    Drafts,
    MemberDraft,
    Mentioned,
    NeedDraft,
)
from raceme.intake.queries import days, sentences
from raceme.intake.queries.books import (
    Books,
    Recognised,
    books_of,
    organisations_numbered,
    site_of,
)
from raceme.intake.queries.likeness import LikeInBooks, alike_in_books
from raceme.intake.queries.people import KnownPeople, PersonFate, fate_of, people_known
from raceme.members.models import Membership, Organisation, Standing
from raceme.needs.queries import needs_visible_to

SAME, NEW, SKIP = "same", "new", "skip"  # what a person may say of a possible duplicate
EVERY = "*"  # what is said of all of which nothing else is said


class Fate(StrEnum):
    """What would happen to a row of the books."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class MemberOutcome:
    """What would happen with one organisation of the list and the people named with it."""

    draft: MemberDraft
    known: Organisation | None
    changes: Mapping[str, tuple[Any, Any]]  # field → what stands, what would stand
    people: tuple[PersonFate, ...]
    changes_on: date | None = None  # since when it stands otherwise, if it does

    @property
    def fate(self) -> Fate:
        if self.known is None:
            return Fate.NEW
        touches = self.changes or any(one.touches for one in self.people)
        return Fate.CHANGED if touches else Fate.UNCHANGED


@dataclass(frozen=True, slots=True)
class Doubt:
    """An organisation of the list that may be one of the books, and what a person said of it."""

    draft: MemberDraft
    alike: LikeInBooks
    decided: str  # same, new, skip; empty while nobody has said


@dataclass(frozen=True, slots=True)
class NeedOutcome:
    """What would happen with one word of a member."""

    draft: NeedDraft
    organisation: int
    fate: Fate


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything a list would change, and everything that is wrong with it."""

    members: tuple[MemberOutcome, ...] = ()
    needs: tuple[NeedOutcome, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    errors: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    skipped: int = 0  # rows that a person had left out

    @property
    def refused(self) -> frozenset[int]:
        return frozenset(one.row for one in self.errors if one.row is not None)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each there are, by the names that pages and programs use."""
        fates = [one.fate for one in self.members] + [one.fate for one in self.needs]
        people = [one for member in self.members for one in member.people]
        return {
            "new": fates.count(Fate.NEW),
            "changed": fates.count(Fate.CHANGED),
            "unchanged": fates.count(Fate.UNCHANGED),
            "refused": len(self.refused),
            "skipped": self.skipped,
            "alike": sum(not one.decided for one in self.doubts),
            "people_new": sum(one.is_new for one in people),
            "people_changed": sum(one.touches and not one.is_new for one in people),
        }


@dataclass
class _Told:
    errors: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    skipped: int = 0

    def refuse(self, draft: MemberDraft, problem: Problem) -> None:
        """Refuse an organisation, with all rows that describe it."""
        self.errors += [replace(problem, row=row) for row in draft.rows]


def outcome_of(
    drafts: Drafts,
    actor: Actor,
    *,
    file: str,
    at: datetime,
    decisions: Mapping[str, str] | None = None,
    fills_gaps_only: bool = False,
) -> Outcome:
    """Compare drafts with the books as they stand now."""
    told = _Told(list(drafts.errors), list(drafts.notes))
    books = books_of(actor)
    members: tuple[MemberOutcome, ...] = ()
    if drafts.members:
        wanted = _recognised(drafts.members, books, actor, decisions or {}, told, file=file)
        members = _compared(wanted, actor, told, file=file, at=at, fills_gaps_only=fills_gaps_only)
    needs = _of_needs(drafts.needs, books, actor, told, file=file)
    errors = sorted(told.errors, key=lambda problem: problem.row or 0)
    return Outcome(
        members=members,
        needs=needs,
        doubts=tuple(told.doubts),
        errors=tuple(errors),
        notes=tuple(told.notes),
        skipped=told.skipped,
    )


@dataclass(frozen=True, slots=True)
class _Wanted:
    draft: MemberDraft
    number: int | None


def _recognised(
    drafts: Sequence[MemberDraft],
    books: Books,
    actor: Actor,
    decisions: Mapping[str, str],
    told: _Told,
    *,
    file: str,
) -> list[_Wanted]:
    """Find each organisation in the books; what a person has decided stands."""
    sites = Counter(site_of(str(draft.values.get("website", ""))) for draft in drafts)
    mentioned = [_mentioned(draft, sites) for draft in drafts]
    found = [books.recognise(one) for one in mentioned]
    open_ = [at for at, one in enumerate(found) if one.number is None]
    alike = alike_in_books({at: (drafts[at], mentioned[at]) for at in open_}, books, actor)
    wanted: list[_Wanted] = []
    taken: dict[int, int] = {}
    for at, draft in enumerate(drafts):
        number = found[at].number
        if at in alike:
            decided = decisions.get(str(draft.rows[0]), decisions.get(EVERY, ""))
            told.doubts.append(Doubt(draft, alike[at], decided))
            if decided == SKIP:
                told.skipped += len(draft.rows)
                continue
            number = alike[at].number if decided == SAME else None
        if number is not None and number in taken:
            told.refuse(draft, sentences.taken_twice(file, books.names[number], taken[number]))
            continue
        if number is None or found[at].contradicted_by:
            problem = _problem_of(draft, mentioned[at], found[at], books, file=file)
            if problem is not None:
                told.refuse(draft, problem)
                continue
        if number is not None:
            taken[number] = draft.rows[0]
        wanted.append(_Wanted(draft, number))
    return wanted


def _problem_of(
    draft: MemberDraft, one: Mentioned, found: Recognised, books: Books, *, file: str
) -> Problem | None:
    """Say why an organisation can be neither recognised nor entered."""
    if found.contradicted_by:
        return sentences.contradiction(file, found.name, found.contradicted_by)
    if not one.code and books.is_ambiguous(one):
        return sentences.ambiguous(file, one.name)
    return None if draft.name else sentences.nameless(file, one.label)


def _compared(
    wanted: Sequence[_Wanted],
    actor: Actor,
    told: _Told,
    *,
    file: str,
    at: datetime,
    fills_gaps_only: bool,
) -> tuple[MemberOutcome, ...]:
    known = organisations_numbered(one.number for one in wanted if one.number is not None)
    periods = _open_periods(known)
    people = people_known(actor, known)
    today = timezone.localdate(at)
    compared: list[MemberOutcome] = []
    for one in wanted:
        draft = _without_days_to_come(one.draft, today, told, file=file)
        organisation = None if one.number is None else known[one.number]
        changes = {}
        if organisation is not None:
            before = _said_before(organisation, periods.get(organisation.pk))
            changes = _changes(draft, before, fills_gaps_only=fills_gaps_only)
        began = None if organisation is None else periods.get(organisation.pk, {}).get("starts_on")
        if problem := days.impossible_day(draft, changes, began, today, file=file):
            told.refuse(draft, problem)
            continue
        if note := days.undated(draft, changes, today, file=file):
            told.notes.append(note)
        fates = _people(draft, organisation, people, told, file=file, gaps=fills_gaps_only)
        day = days.day_of_change(changes, today)
        compared.append(MemberOutcome(draft, organisation, changes, fates, day))
    return tuple(compared)


def _people(
    draft: MemberDraft,
    organisation: Organisation | None,
    people: KnownPeople,
    told: _Told,
    *,
    file: str,
    gaps: bool,
) -> tuple[PersonFate, ...]:
    fates: list[PersonFate] = []
    for contact in draft.contacts:
        fate = fate_of(contact, organisation, people, fills_gaps_only=gaps)
        if fate.contradicts:
            told.notes.append(sentences.other_name(file, contact, fate.contradicts))
        fates.append(fate)
    return tuple(fates)


def _said_before(organisation: Organisation, period: Mapping[str, Any] | None) -> dict[str, Any]:
    """Give what stands in the books, by the names that drafts use."""
    stands = {one.attname: one.value_from_object(organisation) for one in organisation._meta.fields}
    return stands | dict(period or {})


def _changes(
    draft: MemberDraft, before: Mapping[str, Any], *, fills_gaps_only: bool
) -> dict[str, tuple[Any, Any]]:
    """Find what the list says otherwise. What it leaves empty stays, and so does the id."""
    said = {**draft.values, **draft.membership}
    said.pop("code", None)
    if before["standing"] != Standing.MEMBER and said.get("standing") != Standing.MEMBER:
        said.pop("joined_on", None)  # since when it was a member is for its periods to say
    changes: dict[str, tuple[Any, Any]] = {}
    for name, value in said.items():
        stands = before.get(name)
        is_gap = stands is None or stands == ""
        if value != stands and (is_gap or not fills_gaps_only):
            changes[name] = (stands, value)
    return changes


def _open_periods(known: Mapping[int, Organisation]) -> dict[int, dict[str, Any]]:
    """Say of each organisation since when it stands as it does, and what it pays."""
    periods: dict[int, dict[str, Any]] = {}
    numbers = sorted(known)
    for start in range(0, len(numbers), 500):
        open_now = Membership.objects.filter(
            organisation__in=numbers[start : start + 500], ends_on__isnull=True
        )
        columns = ("starts_on", "fee_class", "fee_eur")
        for number, *told in open_now.values_list("organisation", *columns):
            periods[number] = dict(zip(columns, told, strict=True))
    return periods


def _without_days_to_come(
    draft: MemberDraft, today: date, told: _Told, *, file: str
) -> MemberDraft:
    """A day on which a member will leave has not come: it stays a member until then."""
    left = draft.membership.get("left_on")
    if left is None or left <= today:
        return draft
    told.notes.append(sentences.still_to_come(file, draft.rows[0], left))
    rest = {name: value for name, value in draft.membership.items() if name != "left_on"}
    if rest.get("standing") == Standing.LEFT:
        rest["standing"] = Standing.MEMBER.value
    return replace(draft, membership=rest)


def _of_needs(
    drafts: Sequence[NeedDraft], books: Books, actor: Actor, told: _Told, *, file: str
) -> tuple[NeedOutcome, ...]:
    if not drafts:
        return ()
    former = set(
        Organisation.objects.filter(cluster=actor.cluster, standing=Standing.LEFT).values_list(
            "pk", flat=True
        )
    )
    remedy_for = sentences.remedies(books.names.values())
    outcomes: list[NeedOutcome] = []
    numbers = [books.mentioned(draft.member).number for draft in drafts]
    known = _words_known(actor, {number for number in numbers if number is not None})
    for draft, number in zip(drafts, numbers, strict=True):
        if number is None:
            told.errors.append(
                sentences.unknown_member(file, draft, remedy_for(draft.member.label))
            )
        elif number in former:
            told.errors.append(sentences.former_member(file, draft, books.names[number]))
        else:
            key = _key(draft, number)
            fate = Fate.UNCHANGED if key in known else Fate.NEW
            known.add(key)
            outcomes.append(NeedOutcome(draft, number, fate))
    return tuple(outcomes)


Key = tuple[int, str, date, str, int, int | None]


def _words_known(actor: Actor, organisations: set[int]) -> set[Key]:
    """What these organisations have said and not taken back."""
    columns = ("organisation", "topic", "recorded_on", "source", "importance", "satisfaction")
    said = needs_visible_to(actor).filter(withdrawn_at__isnull=True).order_by()
    known: set[Key] = set()
    numbers = sorted(organisations)
    for start in range(0, len(numbers), 500):
        part = said.filter(organisation__in=numbers[start : start + 500])
        known |= set(part.values_list(*columns))
    return known


def _key(draft: NeedDraft, number: int) -> Key:
    return (
        number,
        draft.topic,
        draft.recorded_on,
        draft.source,
        draft.importance,
        draft.satisfaction,
    )


def _mentioned(draft: MemberDraft, sites: Mapping[str, int]) -> Mentioned:
    """Say by what an organisation is recognised; not by a website that several of them share."""
    said = {name: str(draft.values.get(name, "")) for name in ("code", "vat", "website", "name")}
    if sites[site_of(said["website"])] > 1:
        said["website"] = ""
    return Mentioned(**said)
