"""All that is kept on one person, as tables that can be handed out to that person."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.foundation.models import Change
from raceme.foundation.tabular.values import Cell
from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.members.models import Person, Post, VisitPerson
from raceme.members.queries.groups import group_seats_of
from raceme.members.queries.people import parts_of, posts_of
from raceme.members.signals import kept_on_person
from raceme.vocabulary.topics import label_of_topic

# What says nothing about the person, or is told by name in another column.
NOT_TOLD = {"id", "cluster", "merged_into"}


def sheets_about(actor: Actor, person: Person) -> list[Sheet]:
    """What is kept: facts, posts, contacts, history, and what capabilities above know."""
    told: Sequence[tuple[object, Any]] = kept_on_person.send(Person, person=person, actor=actor)
    return [
        _facts(person),
        _posts(actor, person),
        _groups(actor, person),
        _contacts(actor, person),
        _history(actor, person),
        *(sheet for _receiver, sheets in told for sheet in sheets or ()),
    ]


def as_plain_values(sheets: list[Sheet]) -> dict[str, list[dict[str, Any]]]:
    """The same for programs: of each table a list of rows."""
    return {
        sheet.name: [
            {heading.title: cell for heading, cell in zip(sheet.headings, row, strict=True)}
            for row in sheet.rows
        ]
        for sheet in sheets
    }


def _facts(person: Person) -> Sheet:
    rows = [
        (str(field.verbose_name), _shown(person, field))
        for field in person._meta.fields
        if field.name not in NOT_TOLD
    ]
    return Sheet(_("Person"), (Heading(_("What")), Heading(_("Value"))), rows)


def _shown(person: Person, field: models.Field[Any, Any]) -> Cell:
    value = field.value_from_object(person)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        is_purposes = field.name == "purposes"
        return ", ".join(person.purpose_labels if is_purposes else map(label_of_topic, value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return None if value is None else str(value)


def _posts(actor: Actor, person: Person) -> Sheet:
    headings = (
        Heading(_("Organisation")),
        Heading(_("Function")),
        Heading(_("Department")),
        Heading(_("Decides as")),
        Heading(_("Main contact")),
        Heading(_("Since"), Style.DATE),
        Heading(_("Until"), Style.DATE),
    )
    return Sheet(_("Posts"), headings, [_row_of_post(one) for one in posts_of(actor, person)])


def _row_of_post(post: Post) -> tuple[Cell, ...]:
    return (
        post.organisation.name,
        post.function,
        post.department,
        str(post.get_level_display()),
        _("yes") if post.is_main_contact else _("no"),
        post.starts_on,
        post.ended_on,
    )


def _groups(actor: Actor, person: Person) -> Sheet:
    headings = (
        Heading(_("Group")),
        Heading(_("Organisation")),
        Heading(_("As")),
        Heading(_("Since"), Style.DATE),
        Heading(_("Until"), Style.DATE),
    )
    rows = [
        (one.group.name, one.organisation.name, str(one.get_role_display()), one.since, one.until)
        for one in group_seats_of(actor, person)
    ]
    return Sheet(_("Groups and committees"), headings, rows)


def _contacts(actor: Actor, person: Person) -> Sheet:
    headings = (
        Heading(_("Date"), Style.DATE),
        Heading(_("Kind")),
        Heading(_("Organisation")),
        Heading(_("Note")),
        Heading(_("Next step")),
    )
    return Sheet(_("Contacts"), headings, [_row_of_part(one) for one in parts_of(actor, person)])


def _row_of_part(part: VisitPerson) -> tuple[Cell, ...]:
    visit = part.visit
    return (
        visit.happened_on,
        str(visit.get_kind_display()),
        visit.organisation.name,
        visit.note,
        visit.next_step,
    )


def _history(actor: Actor, person: Person) -> Sheet:
    headings = (
        Heading(_("When")),
        Heading(_("Who")),
        Heading(_("What was done")),
        Heading(_("What")),
        Heading(_("Before")),
        Heading(_("After")),
    )
    posts = posts_of(actor, person).values("pk")
    about = models.Q(kind=Person._meta.label_lower, thing_id=person.pk)
    about |= models.Q(kind=Post._meta.label_lower, thing_id__in=posts)
    changes = Change.objects.filter(about, cluster_id=actor.cluster_id)
    rows = [row for change in changes for row in _rows_of_change(change)]
    return Sheet(_("History"), headings, rows)


def _rows_of_change(change: Change) -> list[tuple[Cell, ...]]:
    act = (change.at.isoformat(), change.author, change.verb)
    return [
        (*act, name, _text(before), _text(after)) for name, (before, after) in change.values.items()
    ] or [(*act, "", "", "")]


def _text(value: object) -> str:
    return "" if value is None else str(value)
