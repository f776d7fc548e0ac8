"""Who works with whom, as far as the books know: the past that suggestions are made from."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from django.db.models import Q
from django.utils import timezone

from raceme.access.actor import Actor
from raceme.catalogue.models import Provider
from raceme.collaboration import rules
from raceme.collaboration.models import (
    Because,
    Consent,
    Consortium,
    ConsortiumPartner,
    Suggestion,
)
from raceme.collaboration.queries.consortia import partners_visible_to
from raceme.meetings.models import Meeting
from raceme.meetings.queries.meetings import meetings_visible_to
from raceme.members.models import Relation
from raceme.members.queries import relations_visible_to

# Of a relation nobody can date, only that it is there today is known.
UNDATED = timedelta(days=365)
# For these reasons a pair is never suggested again; else not before so many days have passed.
FOR_GOOD = (Because.COMPETITOR, Because.KNOWN, Because.NEVER)
DAYS_APART = {Because.TIME: 180}
USUALLY_APART = 365
# Whoever says yes to an idea that came to nothing has not worked together.
WORKED_TOGETHER = Consortium.HANDED_IN

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tie:
    """Something that organisations did together: what, since when, and the row that says so."""

    kind: str  # partner, supplies, meeting, introduction, service, consortium
    row: int
    members: tuple[int, ...]
    since: date
    words: str = ""
    is_dated: bool = True  # else `since` is a guess, good enough for suggestions only

    def pairs(self) -> Iterator[Pair]:
        """Each two of those who did it together, the smaller number first."""
        return combinations(sorted(set(self.members)), 2)


def ties_of(actor: Actor, *, at: date) -> list[Tie]:
    """All that the cluster's organisations are known to have done together until a day."""
    found = [
        *_relations(actor, at),
        *_meetings(actor),
        *_introductions(actor),
        *_services(actor, at),
        *_consortia(actor),
    ]
    return [one for one in found if len(set(one.members)) > 1 and one.since <= at]


def pairs_apart(actor: Actor, *, on: date) -> set[Pair]:
    """Pairs not to be suggested on a day: under way, turned down, or one owns the other."""
    rows = Suggestion.objects.filter(cluster=actor.cluster).order_by()
    under_way = rows.filter(state__in=Suggestion.OPEN).values_list("one_id", "other_id")
    owned = relations_visible_to(actor).filter(kind=Relation.Kind.OWNS, ended_at__isnull=True)
    found = {
        *map(in_order, under_way),
        *map(in_order, owned.order_by().values_list("organisation_id", "other_id")),
    }
    for one, other, because, day in _turned_down(actor):
        days = timedelta(days=DAYS_APART.get(Because(because), USUALLY_APART))
        if because in FOR_GOOD or day + days > on:
            found.add(in_order((one, other)))
    return found


def in_order(pair: Pair) -> Pair:
    """A pair is the same whoever of the two comes first."""
    return (min(pair), max(pair))


def _turned_down(actor: Actor) -> Iterator[tuple[int, int, str, date]]:
    """Pairs that one of the two, or the office, did not want, why, and since when."""
    is_refused = Q(consents__answer=Consent.Answer.NO, state=Suggestion.State.DECLINED)
    rows = Suggestion.objects.filter(cluster=actor.cluster, closed_at__isnull=False).order_by()
    pairs = ("one_id", "other_id")
    for one, other, because, moment in (
        *rows.filter(is_refused).values_list(*pairs, "consents__because", "closed_at"),
        *rows.exclude(because="").values_list(*pairs, "because", "closed_at"),
    ):
        if moment is not None and because:
            yield one, other, because, timezone.localdate(moment)


def _relations(actor: Actor, at: date) -> Iterator[Tie]:
    rows = relations_visible_to(actor).filter(ended_at__isnull=True)
    for one in rows.exclude(kind=Relation.Kind.OWNS):
        members = (one.organisation_id, one.other_id)
        since = one.since or at - UNDATED
        yield Tie(one.kind, one.pk, members, since, one.note, is_dated=one.since is not None)


def _meetings(actor: Actor) -> Iterator[Tie]:
    rows = meetings_visible_to(actor).filter(state=Meeting.State.HELD)
    for one in rows:
        people = (one.request.asking.registration, one.request.asked.registration)
        members = tuple(
            person.organisation_id for person in people if person.organisation_id is not None
        )
        yield Tie("meeting", one.pk, members, timezone.localdate(one.starts_at))


def _introductions(actor: Actor) -> Iterator[Tie]:
    """Those whose names were exchanged; for whoever may see suggestions."""
    if not rules.may_see_brokerage(actor):
        return
    rows = Suggestion.objects.filter(cluster=actor.cluster, introduced_at__isnull=False)
    for pk, one, other, moment in rows.order_by().values_list(
        "pk", "one_id", "other_id", "introduced_at"
    ):
        if moment is not None:
            yield Tie("introduction", pk, (one, other), timezone.localdate(moment))


def _services(actor: Actor, at: date) -> Iterator[Tie]:
    """Those who deliver a service together."""
    members: dict[int, list[int]] = defaultdict(list)
    rows = Provider.objects.filter(service__cluster=actor.cluster, organisation__isnull=False)
    for service, organisation in rows.order_by("pk").values_list("service_id", "organisation_id"):
        if organisation is not None:
            members[service].append(organisation)
    for service, several in members.items():
        yield Tie("service", service, tuple(several), at - UNDATED, is_dated=False)


def _consortia(actor: Actor) -> Iterator[Tie]:
    """Those who handed in a proposal together; for whoever may see consortia."""
    members: dict[Consortium, list[int]] = defaultdict(list)
    rows = partners_visible_to(actor).filter(
        state=ConsortiumPartner.State.AGREED, consortium__stage__in=WORKED_TOGETHER
    )
    for one in rows:
        members[one.consortium].append(one.organisation_id)
    for consortium, several in members.items():
        assert consortium.submitted_on is not None  # a constraint of the table
        words = f"{consortium.title} {consortium.idea}"
        yield Tie("consortium", consortium.pk, tuple(several), consortium.submitted_on, words)
