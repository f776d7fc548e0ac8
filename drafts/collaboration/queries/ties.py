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
from raceme.collaboration.models import Exclusion, Suggestion
from raceme.meetings.models import Meeting
from raceme.meetings.queries.meetings import meetings_visible_to
from raceme.members.models import Relation
from raceme.members.queries import relations_visible_to

# Of a relation nobody can date, only that it is there today is known.
UNDATED = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Tie:
    """Something that organisations did together: what, since when, and the row that says so."""

    kind: str  # relation, meeting, introduction, service
    row: int
    members: tuple[int, ...]
    since: date
    words: str = ""

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Each two of those who did it together, the smaller number first."""
        return combinations(sorted(set(self.members)), 2)


def ties_of(actor: Actor, *, at: date) -> list[Tie]:
    """All that the cluster's organisations are known to have done together until a day."""
    found = [
        *_relations(actor, at),
        *_meetings(actor),
        *_introductions(actor),
        *_services(actor, at),
    ]
    return [one for one in found if len(set(one.members)) > 1 and one.since <= at]


def pairs_apart(actor: Actor, *, on: date) -> set[tuple[int, int]]:
    """Pairs that are not suggested to each other on a day: excluded, under way, or of one owner."""
    rows = Exclusion.objects.filter(cluster=actor.cluster, ended_at__isnull=True)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gt=on))
    under_way = Suggestion.objects.filter(cluster=actor.cluster, state__in=Suggestion.OPEN)
    owned = relations_visible_to(actor).filter(kind=Relation.Kind.OWNS, ended_at__isnull=True)
    return {
        (min(pair), max(pair))
        for pair in [
            *rows.values_list("one_id", "other_id"),
            *under_way.order_by().values_list("one_id", "other_id"),
            *owned.order_by().values_list("organisation_id", "other_id"),
        ]
    }


def _relations(actor: Actor, at: date) -> Iterator[Tie]:
    rows = relations_visible_to(actor).filter(ended_at__isnull=True)
    for one in rows.exclude(kind=Relation.Kind.OWNS):
        members = (one.organisation_id, one.other_id)
        yield Tie("relation", one.pk, members, one.since or at - UNDATED, one.note)


def _meetings(actor: Actor) -> Iterator[Tie]:
    rows = meetings_visible_to(actor).filter(state=Meeting.State.HELD)
    for one in rows:
        people = (one.request.asking.registration, one.request.asked.registration)
        members = tuple(
            person.organisation_id for person in people if person.organisation_id is not None
        )
        yield Tie("meeting", one.pk, members, timezone.localdate(one.starts_at))


def _introductions(actor: Actor) -> Iterator[Tie]:
    rows = Suggestion.objects.filter(cluster=actor.cluster, introduced_at__isnull=False)
    for pk, one, other, moment in rows.order_by().values_list(
        "pk", "one_id", "other_id", "introduced_at"
    ):
        yield Tie("introduction", pk, (one, other), timezone.localdate(moment))


def _services(actor: Actor, at: date) -> Iterator[Tie]:
    """Those who deliver a service together."""
    members: dict[int, list[int]] = defaultdict(list)
    rows = Provider.objects.filter(service__cluster=actor.cluster, organisation__isnull=False)
    for service, organisation in rows.values_list("service_id", "organisation_id"):
        if organisation is not None:
            members[service].append(organisation)
    for service, several in members.items():
        yield Tie("service", service, tuple(several), at - UNDATED)
