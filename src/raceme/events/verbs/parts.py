"""What belongs to an event: items of the agenda, kinds of participants, questions."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.events import rules
from raceme.events.models import Event, Question, Quota, Session
from raceme.events.verbs.places import hand_over
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock, remove


@transaction.atomic
def add_session(event: Event, *, by: Actor, at: datetime, **values: Any) -> Session:
    """Put an item on the agenda."""
    require(rules.may_organise, by, event)
    session = Session(cluster_id=event.cluster_id, event=event, **values)
    return keep_new(session, verb="add_session", by=by, at=at)


@transaction.atomic
def describe_session(session: Session, *, by: Actor, at: datetime, **values: Any) -> Session:
    """Change an item of the agenda; whoever has chosen it keeps it."""
    require(rules.may_organise, by, session)
    return change(session, values, verb="describe_session", by=by, at=at)


@transaction.atomic
def drop_session(session: Session, *, by: Actor, at: datetime) -> None:
    """Take an item off the agenda. If somebody has chosen it or was there, that stays known."""
    require(rules.may_organise, by, session)
    session = lock(session)
    if session.choices.exists() or session.attendances.exists():
        change(session, {"dropped_at": at}, verb="drop_session", by=by, at=at)
    else:
        remove(session, verb="drop_session", by=by, at=at)


@transaction.atomic
def restore_session(session: Session, *, by: Actor, at: datetime) -> Session:
    """Put an item back on the agenda."""
    require(rules.may_organise, by, session)
    return change(session, {"dropped_at": None}, verb="restore_session", by=by, at=at)


@transaction.atomic
def add_quota(event: Event, *, by: Actor, at: datetime, **values: Any) -> Quota:
    """Add a kind of participant."""
    require(rules.may_organise, by, event)
    event = lock(event)
    last = event.quotas.aggregate(last=Max("rank"))["last"] or 0
    quota = Quota(cluster_id=event.cluster_id, event=event, rank=last + 1, **values)
    return keep_new(quota, verb="add_quota", by=by, at=at)


@transaction.atomic
def describe_quota(quota: Quota, *, by: Actor, at: datetime, **values: Any) -> Quota:
    """Change a kind of participant; with more places, those who wait move up."""
    require(rules.may_organise, by, quota)
    event = lock(quota.event)
    quota = change(quota, values, verb="describe_quota", by=by, at=at)
    hand_over(event, by=by, at=at)
    return quota


@transaction.atomic
def drop_quota(quota: Quota, *, by: Actor, at: datetime) -> None:
    """Take a kind of participant away; if somebody is of it, it is only closed for new ones."""
    require(rules.may_organise, by, quota)
    event = lock(quota.event)
    if event.quotas.filter(closed_at__isnull=True).exclude(pk=quota.pk).count() == 0:
        raise Refused(_("An event needs one kind of participant at least."))
    if quota.registrations.exists():
        change(quota, {"closed_at": at}, verb="close_quota", by=by, at=at)
    else:
        remove(quota, verb="drop_quota", by=by, at=at)


@transaction.atomic
def reopen_quota(quota: Quota, *, by: Actor, at: datetime) -> Quota:
    """Let new people be of a kind of participant again."""
    require(rules.may_organise, by, quota)
    return change(quota, {"closed_at": None}, verb="reopen_quota", by=by, at=at)


@transaction.atomic
def add_question(event: Event, *, form: str, by: Actor, at: datetime, **values: Any) -> Question:
    """Ask something more: at registration, or in the evaluation."""
    require(rules.may_organise, by, event)
    event = lock(event)
    last = event.questions.filter(form=form).aggregate(last=Max("rank"))["last"] or 0
    question = Question(
        cluster_id=event.cluster_id, event=event, form=form, rank=last + 1, **values
    )
    return keep_new(question, verb="add_question", by=by, at=at)


@transaction.atomic
def describe_question(question: Question, *, by: Actor, at: datetime, **values: Any) -> Question:
    """Change a question. Once somebody has answered, its kind stays and no choice goes away."""
    require(rules.may_organise, by, question)
    question = lock(question)
    if _is_answered(question):
        if values.get("kind", question.kind) != question.kind:
            raise Refused(_("It has been answered already: its kind stays."), field="kind")
        kept = {one["code"] for one in values.get("options", question.options)}
        if not {one["code"] for one in question.options} <= kept:
            raise Refused(
                _("It has been answered already: no choice can be taken away."), field="options"
            )
    return change(question, values, verb="describe_question", by=by, at=at)


@transaction.atomic
def move_question(question: Question, *, up: bool, by: Actor, at: datetime) -> None:
    """Let a question stand one place higher or lower."""
    require(rules.may_organise, by, question)
    lock(question.event)
    rows = list(question.event.questions.filter(form=question.form, dropped_at__isnull=True))
    place = next((number for number, one in enumerate(rows) if one.pk == question.pk), None)
    if place is None:
        return
    other = place - 1 if up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        for rank, one in enumerate(rows, start=1):
            change(one, {"rank": rank}, verb="move_question", by=by, at=at)


@transaction.atomic
def drop_question(question: Question, *, by: Actor, at: datetime) -> None:
    """Ask something no more; what was answered stays."""
    require(rules.may_organise, by, question)
    question = lock(question)
    if _is_answered(question):
        change(question, {"dropped_at": at}, verb="drop_question", by=by, at=at)
    else:
        remove(question, verb="drop_question", by=by, at=at)


@transaction.atomic
def restore_question(question: Question, *, by: Actor, at: datetime) -> Question:
    """Ask something again."""
    require(rules.may_organise, by, question)
    return change(question, {"dropped_at": None}, verb="restore_question", by=by, at=at)


def _is_answered(question: Question) -> bool:
    return question.answers.exists() or question.feedback_answers.exists()
