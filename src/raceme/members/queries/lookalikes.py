"""Which organisations may be one, and which one a merged record has become."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.db.models import Q, QuerySet

from raceme.access.actor import Actor
from raceme.foundation.models import Change
from raceme.members import rules
from raceme.members.models import Look, Lookalike, Organisation, Person
from raceme.members.queries.organisations import organisations_visible_to
from raceme.members.queries.people import people_found

KIND = "members.organisation"
Two = frozenset[int]
Mergeable = TypeVar("Mergeable", Organisation, Person)


def organisation_numbered(actor: Actor, pk: int) -> Organisation | None:
    """The organisation with this number, or the one that it turned out to be."""
    return _standing_for(_all_of(actor), pk)


def person_numbered(actor: Actor, pk: int) -> Person | None:
    """The person with this number, or the one that it turned out to be."""
    return _standing_for(_everybody_of(actor), pk)


def people_merged_away(actor: Actor) -> QuerySet[Person]:
    """All records of people that have become part of another."""
    return _everybody_of(actor).filter(merged_into__isnull=False, erased_at__isnull=True)


def namesakes_of(actor: Actor, person: Person) -> QuerySet[Person]:
    """People who are called like a person, or reached by the same telephone number."""
    is_alike = Q(family_name__iexact=person.family_name) & (
        Q(given_name__iexact=person.given_name) | Q(given_name="") | Q(given_name__endswith=".")
    )
    if not person.given_name or person.given_name.endswith("."):
        is_alike = Q(family_name__iexact=person.family_name)
    if person.phone:
        is_alike |= Q(phone=person.phone)
    return people_found(actor).filter(is_alike).exclude(pk=person.pk)


def note_of(organisation: Organisation) -> str:
    """What tells an organisation from others of its name: id and town."""
    return ", ".join(filter(None, (organisation.code, organisation.city)))


def organisations_by_code(actor: Actor, codes: Iterable[str]) -> dict[str, Organisation]:
    """Find organisations by their ids; the id of a merged record leads to the one that stays."""
    wanted = set(codes)
    rows = {row.pk: row for row in _all_of(actor).filter(code__in=wanted)}
    found = {row.code: row for row in rows.values() if row.merged_into_id is None}
    become = survivors(actor)
    gone = {row.code: become[pk] for pk, row in rows.items() if pk in become}
    stay = organisations_visible_to(actor).in_bulk(set(gone.values()))
    return found | {code: stay[pk] for code, pk in gone.items() if pk in stay}


def survivors(actor: Actor) -> Mapping[int, int]:
    """For each merged record the number of the one that it is part of now, however often merged."""
    into: dict[int, int] = dict(
        _all_of(actor)
        .filter(merged_into__isnull=False)
        .values_list("pk", "merged_into_id")
        .order_by()
    )
    found: dict[int, int] = {}
    for pk in into:
        last = pk
        while last in into:
            last = into[last] or last
        found[pk] = last
    return found


def merged_into_it(record: Mergeable) -> list[Mergeable]:
    """All records that have become part of one, those that were part of these included."""
    found: list[Mergeable] = []
    newest = [record.pk]
    while newest:
        parts = type(record)._default_manager.filter(merged_into__in=newest).order_by("pk")
        found += parts
        newest = [part.pk for part in parts]
    return found


def lookalikes_visible_to(actor: Actor) -> QuerySet[Lookalike]:
    """All pairs that were found or decided, of organisations that still stand for themselves."""
    if not actor.is_seated:
        return Lookalike.objects.none()
    return Lookalike.objects.filter(
        cluster=actor.cluster, one__merged_into__isnull=True, other__merged_into__isnull=True
    )


def pairs_told_apart(actor: Actor) -> list[Lookalike]:
    """Pairs of organisations that somebody has told apart, the newest decision first."""
    decided = lookalikes_visible_to(actor).filter(decided_at__isnull=False)
    return list(decided.order_by("-decided_at", "-pk"))


def organisations_merged_away(actor: Actor) -> QuerySet[Organisation]:
    """All records that have become part of another."""
    return _all_of(actor).filter(merged_into__isnull=False)


def told_apart(actor: Actor) -> set[Two]:
    """Pairs that are not the same, as somebody said; of merged records the ones that stay."""
    if not actor.is_seated:
        return set()
    decided = Lookalike.objects.filter(cluster=actor.cluster, decided_at__isnull=False)
    become = survivors(actor)
    pairs = decided.values_list("one_id", "other_id").order_by()
    return {frozenset({become.get(one, one), become.get(other, other)}) for one, other in pairs}


def last_look_of(actor: Actor) -> Look | None:
    """The last look through the books, done or under way."""
    return Look.objects.filter(cluster=actor.cluster).first() if actor.is_seated else None


def changed_since(actor: Actor, change: int, *, most: int) -> set[int]:
    """Numbers of organisations entered or changed after a change; at most so many and one."""
    numbers = (
        Change.objects.filter(cluster_id=actor.cluster_id, kind=KIND, pk__gt=change)
        .order_by()
        .values_list("thing_id", flat=True)
        .distinct()
    )
    return set(numbers[: most + 1])


def last_change_of(actor: Actor) -> int:
    """The number of the last change to any organisation; 0 before the first."""
    last = (
        Change.objects.filter(cluster_id=actor.cluster_id, kind=KIND)
        .order_by("-pk")
        .values_list("pk", flat=True)
        .first()
    )
    return last or 0


def _standing_for(rows: QuerySet[Mergeable], pk: int) -> Mergeable | None:
    row = rows.filter(pk=pk).first()
    while row is not None and row.merged_into_id is not None:
        row = rows.filter(pk=row.merged_into_id).first()
    return row


def _everybody_of(actor: Actor) -> QuerySet[Person]:
    if not rules.may_see_people(actor):
        return Person.objects.none()
    return Person.objects.filter(cluster=actor.cluster)


def _all_of(actor: Actor) -> QuerySet[Organisation]:
    if not actor.is_seated:
        return Organisation.objects.none()
    return Organisation.objects.filter(cluster=actor.cluster)
