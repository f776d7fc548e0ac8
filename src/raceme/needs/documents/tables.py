"""Tables about needs, rounds and answers that people take with them: tidy, with ids."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.needs.models import Need
from raceme.needs.queries.needs import TopicAsked
from raceme.needs.queries.rounds import Step

if TYPE_CHECKING:
    from raceme.needs.queries.needs import WithWords
    from raceme.needs.queries.rounds import Asked


def sheet_of_needs(needs: QuerySet[Need], *, with_notes: bool) -> Sheet:
    """Give records of needs, one a row, with the ids of all they belong to."""
    noted = (Heading(_("note")),) if with_notes else ()
    headings = (
        Heading("id", Style.WHOLE),
        Heading("member_id"),
        Heading(_("member")),
        Heading("topic"),
        Heading(_("topic in words")),
        Heading(_("importance"), Style.WHOLE),
        Heading(_("satisfaction"), Style.WHOLE),
        Heading(_("date"), Style.DATE),
        Heading(_("source")),
        *noted,
        Heading(_("withdrawn"), Style.DATE),
        Heading("answer_id", Style.WHOLE),
    )
    rows = [
        (
            need.pk,
            need.organisation.code,
            need.organisation.name,
            need.topic,
            need.topic_label,
            need.importance,
            need.satisfaction,
            need.recorded_on,
            need.source,
            *((need.note,) if with_notes else ()),
            None if need.withdrawn_at is None else timezone.localdate(need.withdrawn_at),
            need.answer_id,
        )
        for need in needs
    ]
    return Sheet(_("Needs"), headings, rows)


def sheet_of_topics(topics: Iterable[TopicAsked]) -> Sheet:
    """Give what members ask for, one topic a row."""
    headings = (
        Heading("topic"),
        Heading(_("topic in words")),
        Heading(_("module")),
        Heading(_("members asking"), Style.WHOLE),
        Heading(_("members heard"), Style.WHOLE),
        Heading(_("mean importance"), Style.DECIMAL),
        Heading(_("mean satisfaction"), Style.DECIMAL),
        Heading(_("last word"), Style.DATE),
    )
    rows = [
        (
            one.topic,
            one.label,
            "" if one.module is None else one.module.label,
            one.asking,
            one.responding,
            one.importance,
            one.satisfaction,
            one.last_on,
        )
        for one in topics
    ]
    return Sheet(_("Topics"), headings, rows)


def sheet_of_members(members: QuerySet[WithWords]) -> Sheet:
    """Give the members with how many topics they have spoken on (`topics`), and when last."""
    headings = (
        Heading("member_id"),
        Heading(_("member")),
        Heading(_("topics spoken on"), Style.WHOLE),
        Heading(_("last word"), Style.DATE),
    )
    rows = list(members.values_list("code", "name", "topics", "last_on"))
    return Sheet(_("Members"), headings, rows)


def sheet_of_asked(invitations: QuerySet[Asked]) -> Sheet:
    """Give those whom a round asks, one a row, and how far each of them is."""
    headings = (
        Heading("invitation_id", Style.WHOLE),
        Heading("member_id"),
        Heading(_("member")),
        Heading(_("kind of organisation")),
        Heading(_("size")),
        Heading(_("person")),
        Heading(_("e-mail address")),
        Heading(_("language")),
        Heading("step"),
        Heading(_("how far")),
        Heading(_("last letter"), Style.DATE),
        Heading(_("reminders"), Style.WHOLE),
        Heading(_("a letter failed")),
        Heading(_("submitted"), Style.DATE),
    )
    rows = [
        (
            one.pk,
            one.organisation.code,
            one.organisation.name,
            one.organisation.role,
            one.organisation.size,
            "" if one.person is None else str(one.person),
            one.email,
            one.language,
            one.step,
            str(Step(one.step).label),
            None if one.last_letter_at is None else timezone.localdate(one.last_letter_at),
            one.reminders,
            _("yes") if one.is_troubled else _("no"),
            _submitted_on(one),
        )
        for one in invitations
    ]
    return Sheet(_("Asked"), headings, rows)


def _submitted_on(invitation: Asked) -> date | None:
    response = getattr(invitation, "response", None)
    if response is None or response.submitted_at is None:
        return None
    return timezone.localdate(response.submitted_at)
