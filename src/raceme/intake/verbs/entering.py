"""What was compared is entered, through the verbs of members and needs; called within a load."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import lock, refuse_moved
from raceme.intake import rules
from raceme.intake.models import Upload
from raceme.intake.queries.books import organisations_numbered
from raceme.intake.queries.outcomes import (
    NEW,
    Doubt,
    Fate,
    MemberOutcome,
    NeedOutcome,
    Outcome,
)
from raceme.intake.queries.people import PersonFate
from raceme.members import verbs as members
from raceme.members.models import Membership, Organisation, Person, Post, Standing
from raceme.needs import verbs as needs
from raceme.vocabulary.terms import folded

_OF_MEMBERSHIP = ("standing", "joined_on", "left_on", "fee_eur", "fee_class")
_OF_STANDING = _OF_MEMBERSHIP[:3]
_FEE = ("fee_class", "fee_eur")


def enter(outcome: Outcome, upload: Upload, *, by: Actor, at: datetime) -> None:
    """Enter what is new and change what differs, exactly as the outcome says."""
    require(rules.may_import, by, upload)
    standing = upload.for_all.get("membership.standing") or Standing.MEMBER
    organisations = _enter_new(outcome.members, standing, by=by, at=at)
    _change_known(outcome.members, by=by, at=at)
    _enter_people(outcome.members, organisations, by=by, at=at)
    _tell_apart(outcome.doubts, upload, organisations, by=by, at=at)
    _record_words(outcome.needs, by=by, at=at)


def _enter_new(
    outcomes: Sequence[MemberOutcome], standing: str, *, by: Actor, at: datetime
) -> dict[int, Organisation]:
    """Enter new organisations; give all that the list names, by their first row."""
    new = [one for one in outcomes if one.known is None]
    entries = []
    for one in new:
        said = one.draft.membership
        entries.append(
            members.NewOrganisation(
                values=one.draft.values,
                standing=said.get("standing", standing),
                joined_on=said.get("joined_on"),
                left_on=said.get("left_on"),
                fee={name: said[name] for name in _FEE if name in said},
            )
        )
    entered = members.enter_organisations(entries, by=by, at=at)
    found = {one.draft.rows[0]: row for one, row in zip(new, entered, strict=True)}
    return found | {one.draft.rows[0]: one.known for one in outcomes if one.known is not None}


def _tell_apart(
    doubts: Sequence[Doubt],
    upload: Upload,
    organisations: dict[int, Organisation],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Keep what a person has said of a pair: that these are two is not to be asked again.

    What was said of all the rest at once, nobody has looked at: those pairs are still proposed.
    """
    said = [
        (organisations[doubt.draft.rows[0]], doubt.alike.number)
        for doubt in doubts
        if upload.decisions.get(str(doubt.draft.rows[0])) == NEW
        and doubt.draft.rows[0] in organisations
    ]
    others = organisations_numbered(number for _entered, number in said)
    for entered, number in said:
        members.tell_apart(entered, others[number], by=by, at=at)


def _change_known(outcomes: Sequence[MemberOutcome], *, by: Actor, at: datetime) -> None:
    described = []
    for one in outcomes:
        if one.known is None or not one.changes:
            continue
        after = {name: after for name, (_before, after) in one.changes.items()}
        values = {name: value for name, value in after.items() if name not in _OF_MEMBERSHIP}
        if values:
            described.append((one.known, values))
    members.describe_organisations(described, by=by, at=at, as_seen=True)
    joinings = []
    for one in outcomes:
        touched = [name for name in _OF_MEMBERSHIP if name in one.changes]
        if one.known is None or not touched:
            continue
        after = {name: after for name, (_before, after) in one.changes.items()}
        if touched == ["joined_on"] and one.known.standing != Standing.LEFT:
            joinings.append((one.known, after["joined_on"]))
            continue
        with _named(one.known):
            _change_standing(one.known, after, one.changes_on, by=by, at=at)
    members.correct_joinings(joinings, by=by, at=at, as_seen=True)


@contextmanager
def _named(organisation: Organisation) -> Iterator[None]:
    """Let a refusal say which of the many organisations it is about."""
    try:
        yield
    except Refused as refusal:
        raise Refused(f"{organisation}: {refusal.message}") from refusal


def _change_standing(
    organisation: Organisation, after: dict[str, Any], on: date | None, *, by: Actor, at: datetime
) -> None:
    """Bring the periods of one organisation to what the list says of its membership."""
    refuse_moved(organisation, lock(organisation), _OF_STANDING)
    standing = after.get("standing", organisation.standing)
    if on is not None:
        if standing == Standing.LEFT and "joined_on" in after:
            joined_on = after["joined_on"]
            members.describe_organisation(organisation, joined_on=joined_on, by=by, at=at)
        members.change_standing(organisation, standing=standing, on=on, by=by, at=at)
    elif standing == Standing.LEFT and after.get("left_on"):
        period = organisation.memberships.get(ends_on__isnull=True)
        _correct(period, {"starts_on": after["left_on"]}, by=by, at=at)
    elif "joined_on" in after:
        members.describe_organisation(organisation, joined_on=after["joined_on"], by=by, at=at)
    fee = {name: after[name] for name in _FEE if name in after}
    if fee:
        _correct(organisation.memberships.get(ends_on__isnull=True), fee, by=by, at=at)


def _correct(period: Membership, values: dict[str, Any], *, by: Actor, at: datetime) -> None:
    stands = {
        name: getattr(period, name)
        for name in ("starts_on", "reason", "note", "fee_class", "fee_eur")
    }
    members.correct_period(period, by=by, at=at, **(stands | values))


@dataclass
class _People:
    """People and posts to be entered or changed, each once."""

    new: dict[tuple[str, ...], dict[str, Any]] = field(default_factory=dict)
    changed: dict[int, tuple[Person, dict[str, Any]]] = field(default_factory=dict)
    posts: list[tuple[tuple[str, ...] | Person, Organisation, dict[str, Any]]] = field(
        default_factory=list
    )
    changed_posts: dict[int, tuple[Post, dict[str, Any]]] = field(default_factory=dict)
    with_main_contact: set[int] = field(default_factory=set)  # organisations
    claimed: set[int] = field(default_factory=set)  # organisations that get one by this list


def _enter_people(
    outcomes: Sequence[MemberOutcome],
    organisations: dict[int, Organisation],
    *,
    by: Actor,
    at: datetime,
) -> None:
    people = _People()
    known = [one.known.pk for one in outcomes if one.known is not None]
    people.with_main_contact = _with_main_contact(known)
    for one in outcomes:
        organisation = organisations[one.draft.rows[0]]
        for fate in one.people:
            _gather(people, fate, organisation)
    keys = list(people.new)
    entered = dict(
        zip(
            keys, members.enter_people([people.new[key] for key in keys], by=by, at=at), strict=True
        )
    )
    members.describe_people(list(people.changed.values()), by=by, at=at, as_seen=True)
    members.give_posts(
        [
            members.NewPost(
                person if isinstance(person, Person) else entered[person], organisation, values
            )
            for person, organisation, values in people.posts
        ],
        by=by,
        at=at,
    )
    members.describe_posts(list(people.changed_posts.values()), by=by, at=at, as_seen=True)


def _gather(people: _People, fate: PersonFate, organisation: Organisation) -> None:
    who: tuple[str, ...] | Person
    if fate.known is None:
        who = _key_of(fate, organisation)
        people.new.setdefault(who, dict(fate.draft.person))
    else:
        who = fate.known
        after = {name: after for name, (_before, after) in fate.changes.items()}
        if after:
            people.changed[who.pk] = (who, people.changed.get(who.pk, (who, {}))[1] | after)
    if fate.post is not None:
        changed = {name: after for name, (_before, after) in fate.post_changes.items()}
        if changed:
            earlier = people.changed_posts.get(fate.post.pk, (fate.post, {}))[1]
            people.changed_posts[fate.post.pk] = (fate.post, earlier | changed)
        return
    post = dict(fate.draft.post)
    post["is_main_contact"] = _becomes_main_contact(people, post, organisation.pk)
    people.posts.append((who, organisation, post))


def _becomes_main_contact(people: _People, post: dict[str, Any], organisation: int) -> bool:
    """The first person named is whom one turns to, unless the list, or the books, say otherwise."""
    if organisation in people.claimed:
        return False
    is_free = organisation not in people.with_main_contact
    becomes = bool(post.get("is_main_contact", is_free))
    if becomes:
        people.claimed.add(organisation)
    return becomes


def _key_of(fate: PersonFate, organisation: Organisation) -> tuple[str, ...]:
    """One address is one person; without one, a name is one person in one organisation."""
    address = str(fate.draft.person.get("email", "")).casefold()
    return (address,) if address else ("", str(organisation.pk), folded(fate.draft.label))


def _with_main_contact(organisations: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(organisations), 500):
        held = Post.objects.filter(
            organisation__in=organisations[start : start + 500],
            is_main_contact=True,
            ended_on__isnull=True,
        )
        found |= set(held.values_list("organisation", flat=True))
    return found


def _record_words(outcomes: Sequence[NeedOutcome], *, by: Actor, at: datetime) -> None:
    new = [one for one in outcomes if one.fate == Fate.NEW]
    organisations = organisations_numbered(one.organisation for one in new)
    words = [
        needs.Word(
            organisation=organisations[one.organisation],
            topic=one.draft.topic,
            importance=one.draft.importance,
            satisfaction=one.draft.satisfaction,
            recorded_on=one.draft.recorded_on,
            source=one.draft.source,
            note=one.draft.note,
        )
        for one in new
    ]
    needs.record_needs(words, by=by, at=at)
