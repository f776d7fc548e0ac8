"""Who works with whom, as far as the books know: the past that suggestions are made from."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from django.utils import timezone

from raceme.access.actor import Actor
from raceme.catalogue.models import Provider
from raceme.collaboration.models import Consortium, ConsortiumPartner
from raceme.collaboration.queries.consortia import partners_visible_to
from raceme.meetings.models import Meeting
from raceme.meetings.queries.meetings import meetings_visible_to
from raceme.members.models import Relation
from raceme.members.queries import relations_visible_to

# Of a relation nobody can date, only that it is there today is known.
UNDATED = timedelta(days=365)
# Whoever says yes to an idea that came to nothing has not worked together.
WORKED_TOGETHER = Consortium.HANDED_IN


@dataclass(frozen=True, slots=True)
class Tie:
    """Something that organisations did together: what, since when, and the row that says so."""

    kind: str  # partner, supplies, meeting, service, consortium
    row: int
    members: tuple[int, ...]
    since: date
    words: str = ""
    is_dated: bool = True  # else `since` is a guess, good enough for suggestions only

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Each two of those who did it together, the smaller number first."""
        return combinations(sorted(set(self.members)), 2)


def ties_of(actor: Actor, *, at: date) -> list[Tie]:
    """All that the cluster's organisations are known to have done together until a day."""
    found = [
        *_relations(actor, at),
        *_meetings(actor),
        *_services(actor, at),
        *_consortia(actor),
    ]
    return [one for one in found if len(set(one.members)) > 1 and one.since <= at]


def pairs_apart(actor: Actor) -> set[tuple[int, int]]:
    """Pairs that are not suggested to each other: one owns the other."""
    owned = relations_visible_to(actor).filter(kind=Relation.Kind.OWNS, ended_at__isnull=True)
    pairs = owned.order_by().values_list("organisation_id", "other_id")
    return {(min(pair), max(pair)) for pair in pairs}


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


def _services(actor: Actor, at: date) -> Iterator[Tie]:
    """Those who deliver a service together."""
    members: dict[int, list[int]] = defaultdict(list)
    rows = Provider.objects.filter(service__cluster=actor.cluster, organisation__isnull=False)
    for service, organisation in rows.values_list("service_id", "organisation_id"):
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
