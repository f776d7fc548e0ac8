"""Enter and describe people, and the posts they hold in organisations."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.members import rules
from raceme.members.models import Organisation, Person, Post


@transaction.atomic
def enter_person(*, by: Actor, at: datetime, **values: Any) -> Person:
    """Take a new person into the books."""
    require(rules.may_edit, by)
    return keep_new(Person(cluster=by.cluster, **values), verb="enter_person", by=by, at=at)


@transaction.atomic
def introduce_person(
    organisation: Organisation,
    *,
    post: Mapping[str, Any],
    by: Actor,
    at: datetime,
    **values: Any,
) -> Person:
    """Take a new person into the books together with a post, given as `give_post` takes it."""
    require(rules.may_edit, by, organisation)
    person = enter_person(by=by, at=at, **values)
    give_post(person, organisation, by=by, at=at, **post)
    return person


@transaction.atomic
def describe_person(person: Person, *, by: Actor, at: datetime, **values: Any) -> Person:
    """Change what is known about a person."""
    require(rules.may_edit, by, person)
    refuse_erased(lock(person))
    return change(person, values, verb="describe_person", by=by, at=at)


@transaction.atomic
def give_post(
    person: Person, organisation: Organisation, *, by: Actor, at: datetime, **values: Any
) -> Post:
    """Write down what a person does in an organisation; a new main contact relieves the old one."""
    require(rules.may_edit, by, person)
    require(rules.may_edit, by, organisation)
    refuse_erased(lock(person))
    lock(organisation)
    if values.get("is_main_contact"):
        _relieve_main_contact(organisation, by=by, at=at)
    post = Post(
        cluster_id=organisation.cluster_id, person=person, organisation=organisation, **values
    )
    return keep_new(post, verb="give_post", by=by, at=at)


@transaction.atomic
def describe_post(post: Post, *, by: Actor, at: datetime, **values: Any) -> Post:
    """Change what is known about a post."""
    require(rules.may_edit, by, post)
    refuse_erased(lock(post.person))
    lock(post.organisation)
    post = lock(post)
    if values.get("is_main_contact") and not post.is_main_contact:
        _relieve_main_contact(post.organisation, by=by, at=at)
    return change(post, values, verb="describe_post", by=by, at=at)


@transaction.atomic
def end_post(post: Post, *, ended_on: date, by: Actor, at: datetime) -> Post:
    """Write down that a person has left a post; it stays in the history of both."""
    require(rules.may_edit, by, post)
    post = lock(post)
    if post.ended_on is not None:
        raise Refused(_("This post has already ended."))
    return change(post, {"ended_on": ended_on}, verb="end_post", by=by, at=at)


def refuse_erased(person: Person) -> None:
    """Let nothing be written anew about somebody of whom nothing is to be known."""
    if person.is_erased:
        raise Refused(_("This person has been erased. Enter the person anew, with their consent."))


def _relieve_main_contact(organisation: Organisation, *, by: Actor, at: datetime) -> None:
    for post in organisation.posts.filter(is_main_contact=True, ended_on__isnull=True):
        change(post, {"is_main_contact": False}, verb="describe_post", by=by, at=at)
