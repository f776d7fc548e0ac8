"""Enter and describe many organisations and people at once: all of them, or none.

The same rules as the verbs for one, with far fewer questions to the database, so that a list of
ten thousand is loaded within seconds.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, refuse_future, require
from raceme.foundation.records import CHUNK, change_several, keep_several, lock, refuse_moved
from raceme.members import rules
from raceme.members.models import Membership, Organisation, Person, Post, Standing
from raceme.members.verbs.memberships import correct_joining
from raceme.members.verbs.organisations import lock_books
from raceme.members.verbs.people import refuse_erased


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """What is known of an organisation before it is entered, and where it stands since when."""

    values: Mapping[str, Any]
    standing: str = Standing.MEMBER
    joined_on: date | None = None
    left_on: date | None = None
    fee: Mapping[str, str | Decimal | None] = field(default_factory=dict)  # fee_class, fee_eur


@dataclass(frozen=True, slots=True)
class NewPost:
    """What a person does in an organisation, before it is written down."""

    person: Person
    organisation: Organisation
    values: Mapping[str, Any]


@transaction.atomic
def enter_organisations(
    entries: Sequence[NewOrganisation], *, by: Actor, at: datetime
) -> list[Organisation]:
    """Take many new organisations into the books, each with the period it stands in.

    Those without a `code` of their own get the next numbers.
    """
    require(rules.may_edit, by)
    lock_books(by)
    organisations = [_organisation_of(entry, by, at) for entry in entries]
    _refuse_known_codes(organisations)
    _number(organisations, by)
    kept = keep_several(organisations, verb="enter_organisation", by=by, at=at)
    periods = [
        period
        for organisation, entry in zip(kept, entries, strict=True)
        for period in _periods_of(organisation, entry)
    ]
    keep_several(periods, verb="begin_period", by=by, at=at)
    return kept


@transaction.atomic
def describe_organisations(
    changes: Sequence[tuple[Organisation, Mapping[str, Any]]],
    *,
    by: Actor,
    at: datetime,
    as_seen: bool = False,
) -> list[Organisation]:
    """Change what is known about many organisations; not since when they are members.

    `as_seen`, here and below: refuse all if a row no longer says what the one handed in says.
    """
    for organisation, _values in changes:
        require(rules.may_edit, by, organisation)
    return change_several(changes, verb="describe_organisation", by=by, at=at, as_seen=as_seen)


@transaction.atomic
def correct_joinings(
    changes: Sequence[tuple[Organisation, date | None]],
    *,
    by: Actor,
    at: datetime,
    as_seen: bool = False,
) -> None:
    """Put right since when many organisations are members, as `correct_joining` does for one."""
    alone = _only_periods([organisation.pk for organisation, _joined_on in changes])
    simple = []
    for organisation, joined_on in changes:
        require(rules.may_edit, by, organisation)
        period = alone.get(organisation.pk)
        is_to_come = joined_on is not None and joined_on > timezone.localdate(at)
        if period is None or period.standing != Standing.MEMBER or is_to_come:
            if as_seen:
                refuse_moved(organisation, lock(organisation), ["joined_on"])
            correct_joining(organisation, joined_on, by=by, at=at)
        elif period.starts_on != joined_on:
            period.organisation = organisation  # known already: its name is not asked for again
            simple.append((organisation, period, joined_on))
    starts = [(period, {"starts_on": day}) for _one, period, day in simple]
    labels = {period.pk: str(period) for _one, period, _day in simple}
    change_several(starts, verb="correct_period", by=by, at=at, labels=labels)
    joined = [(organisation, {"joined_on": day}) for organisation, _period, day in simple]
    change_several(joined, verb="correct_period", by=by, at=at, as_seen=as_seen)


def _only_periods(organisations: Sequence[int]) -> dict[int, Membership]:
    """Give the periods of organisations that have but one, which goes on."""
    periods: dict[int, list[Membership]] = {}
    for start in range(0, len(organisations), CHUNK):
        part = organisations[start : start + CHUNK]
        for period in Membership.objects.filter(organisation__in=part):
            periods.setdefault(period.organisation_id, []).append(period)
    return {
        number: of_one[0]
        for number, of_one in periods.items()
        if len(of_one) == 1 and of_one[0].ends_on is None
    }


@transaction.atomic
def enter_people(entries: Sequence[Mapping[str, Any]], *, by: Actor, at: datetime) -> list[Person]:
    """Take many new people into the books."""
    require(rules.may_edit, by)
    people = [Person(cluster=by.cluster, **values) for values in entries]
    _refuse_known_addresses([(None, person.email) for person in people], by)
    return keep_several(people, verb="enter_person", by=by, at=at)


@transaction.atomic
def describe_people(
    changes: Sequence[tuple[Person, Mapping[str, Any]]],
    *,
    by: Actor,
    at: datetime,
    as_seen: bool = False,
) -> list[Person]:
    """Change what is known about many people."""
    for person, _values in changes:
        require(rules.may_edit, by, person)
    _refuse_erased([person.pk for person, _values in changes])
    addresses = [(person.pk, values["email"]) for person, values in changes if "email" in values]
    _refuse_known_addresses(addresses, by)
    return change_several(changes, verb="describe_person", by=by, at=at, as_seen=as_seen)


@transaction.atomic
def give_posts(entries: Sequence[NewPost], *, by: Actor, at: datetime) -> list[Post]:
    """Write down what many people do; a new main contact relieves the old one."""
    require(rules.may_edit, by)
    for entry in entries:
        require(rules.may_edit, by, entry.organisation)
        require(rules.may_edit, by, entry.person)
    _refuse_erased([entry.person.pk for entry in entries])
    mains = [one.organisation.pk for one in entries if one.values.get("is_main_contact")]
    _relieve_main_contacts(mains, by=by, at=at)
    posts = [
        Post(
            cluster_id=entry.organisation.cluster_id,
            person=entry.person,
            organisation=entry.organisation,
            **entry.values,
        )
        for entry in entries
    ]
    return keep_several(posts, verb="give_post", by=by, at=at)


@transaction.atomic
def describe_posts(
    changes: Sequence[tuple[Post, Mapping[str, Any]]],
    *,
    by: Actor,
    at: datetime,
    as_seen: bool = False,
) -> list[Post]:
    """Change what is known about many posts."""
    for post, _values in changes:
        require(rules.may_edit, by, post)
    _refuse_erased([post.person_id for post, _values in changes])
    mains = [one.organisation_id for one, values in changes if values.get("is_main_contact")]
    _relieve_main_contacts(mains, by=by, at=at)
    labels = {post.pk: str(post) for post, _values in changes}
    return change_several(
        changes, verb="describe_post", by=by, at=at, as_seen=as_seen, labels=labels
    )


def _organisation_of(entry: NewOrganisation, by: Actor, at: datetime) -> Organisation:
    joined, left = entry.joined_on, entry.left_on
    refuse_future(joined, at=at, field="joined_on")
    refuse_future(left, at=at, field="left_on")
    if joined is not None and left is not None and left < joined:
        raise Refused(_("A member leaves after it has joined."))
    has_left = entry.standing == Standing.LEFT
    # Without the day it left, a former member has no period as member to say this of.
    was_member = entry.standing == Standing.MEMBER or (has_left and left is not None)
    return Organisation(
        cluster=by.cluster,
        standing=entry.standing,
        joined_on=joined if was_member else None,
        left_on=left if has_left else None,
        **entry.values,
    )


def _periods_of(organisation: Organisation, entry: NewOrganisation) -> list[Membership]:
    told = {"cluster_id": organisation.cluster_id, "organisation": organisation}
    if entry.standing != Standing.LEFT:
        period = Membership(standing=entry.standing, starts_on=entry.joined_on, **entry.fee, **told)
        return [period]
    now = Membership(standing=Standing.LEFT, starts_on=entry.left_on, **told)
    if entry.left_on is None:
        return [now]  # nobody knows when: one open period is all that can be said
    before = Membership(
        standing=Standing.MEMBER,
        starts_on=entry.joined_on,
        ends_on=entry.left_on,
        **entry.fee,
        **told,
    )
    return [before, now]


def _number(organisations: Sequence[Organisation], by: Actor) -> None:
    """Give numbers that no organisation has, as `enter_organisation` gives one."""
    without = [one for one in organisations if not one.code]
    if not without:
        return
    known = set(Organisation.objects.filter(cluster=by.cluster).values_list("code", flat=True))
    known |= {one.code for one in organisations if one.code}
    number = len(known) + 1
    for one in without:
        while str(number) in known:
            number += 1
        one.code = str(number)
        known.add(one.code)


def _refuse_known_codes(organisations: Sequence[Organisation]) -> None:
    codes = [one.code for one in organisations if one.code]
    counted = Counter(codes)
    twice = {code for code, count in counted.items() if count > 1}
    for start in range(0, len(organisations), CHUNK):
        chunk = organisations[start : start + CHUNK]
        twice |= set(
            Organisation.objects.filter(
                cluster=chunk[0].cluster, code__in=[one.code for one in chunk if one.code]
            ).values_list("code", flat=True)
        )
    if twice:
        raise Refused(
            _("Another organisation has the id %(code)s.") % {"code": min(twice)}, field="code"
        )


def _refuse_erased(people: Sequence[int]) -> None:
    """Lock people, and refuse if one of them has been erased."""
    for start in range(0, len(people), CHUNK):
        part = Person.objects.filter(pk__in=people[start : start + CHUNK]).order_by("pk")
        for person in part.select_for_update():
            refuse_erased(person)


def _refuse_known_addresses(wanted: Sequence[tuple[int | None, str]], by: Actor) -> None:
    """Refuse an address that somebody else has; each comes with the number of whose it becomes."""
    addresses = [(number, address.strip().lower()) for number, address in wanted if address.strip()]
    if not addresses:
        return
    people = Person.objects.filter(cluster=by.cluster, merged_into__isnull=True)
    held = people.exclude(email="").values_list("email", "pk")
    known = {address.lower(): number for address, number in held}
    is_known = any(known.get(address, number) != number for number, address in addresses)
    if is_known or _has_twice([address for _number, address in addresses]):
        raise Refused(_("Another person has one of these e-mail addresses."), field="email")


def _has_twice(texts: Sequence[str]) -> bool:
    return len(set(texts)) < len(texts)


def _relieve_main_contacts(organisations: Iterable[int], *, by: Actor, at: datetime) -> None:
    wanted = list(organisations)
    for start in range(0, len(wanted), CHUNK):
        held = Post.objects.filter(
            organisation__in=wanted[start : start + CHUNK],
            is_main_contact=True,
            ended_on__isnull=True,
        ).select_related("person", "organisation")
        relieved = [(post, {"is_main_contact": False}) for post in held]
        labels = {post.pk: str(post) for post, _values in relieved}
        change_several(relieved, verb="describe_post", by=by, at=at, labels=labels)
