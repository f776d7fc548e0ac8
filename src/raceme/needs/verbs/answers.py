"""Answer a questionnaire: begin, save as one goes, submit, change, take back."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation import history
from raceme.foundation.errors import Refused, require
from raceme.foundation.models import Change
from raceme.foundation.records import keep_new, lock
from raceme.needs import rules
from raceme.needs.models import Answer, Invitation, Question, Response
from raceme.needs.queries.course import (
    answers_of,
    leaves_of,
    leaves_shown,
    still_missing,
)
from raceme.needs.verbs.evidence import settle_needs, withdraw_needs

NOT_TYPED = ["response", "question", "cluster", "counts", "saved_at"]


class AnswersMissing(Refused):
    """A sheet cannot be sent yet, because questions that must be answered are open."""


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody answers to one question; only what belongs to its kind is filled in."""

    importance: int | None = None
    satisfaction: int | None = None
    degree: int | None = None
    is_yes: bool | None = None
    chosen: tuple[str, ...] = ()
    number: Decimal | None = None
    text: str = ""
    is_declined: bool = False
    note: str = ""


@transaction.atomic
def start_response(invitation: Invitation, *, language: str, by: Actor, at: datetime) -> Response:
    """Begin to answer an invitation; who has begun already goes on with the same sheet."""
    require(rules.may_answer, by, invitation)
    invitation = lock(invitation)
    refuse_unless_open(invitation, at)
    known = Response.objects.filter(invitation=invitation).first()
    if known is not None:
        return known
    response = Response(
        cluster_id=invitation.cluster_id,
        questionnaire=invitation.round.questionnaire,
        organisation=invitation.organisation,
        invitation=invitation,
        mode=Response.Mode.SURVEY,
        person=invitation.person,
        language=language,
        started_at=at,
        saved_at=at,
    )
    return keep_new(response, verb="start_response", by=by, at=at)


@transaction.atomic
def speak_language(response: Response, *, language: str, by: Actor, at: datetime) -> Response:
    """Go on answering in another language of the questionnaire."""
    require(rules.may_fill, by, response)
    if language in response.questionnaire.languages:
        # No history: it tells what was done, and nothing of weight was.
        Response.objects.filter(pk=response.pk).update(language=language)
        response.language = language
    return response


@transaction.atomic
def save_answers(
    response: Response, given: Mapping[Question, Given], *, by: Actor, at: datetime
) -> Response:
    """Keep what was answered so far. After submitting, what is changed counts at once.

    Until then nothing is written into history: it tells of the sheet as it was submitted.
    """
    require(rules.may_fill, by, response)
    response = _lock_to_fill(response, by, at)
    before = answers_of(response)
    old = _in_short(before)
    touched = {
        question.pk
        for question, said in given.items()
        if question.questionnaire_id == response.questionnaire_id
        and _keep(response, question, said, before.get(question.pk), at)
    }
    response.saved_at = at
    response.save(update_fields=["saved_at"])
    if response.is_submitted:
        after = _settle(response, touched, by=by, at=at)
        if (new := _in_short(after)) != old:
            _tell("change_answers", response, old, new, by=by, at=at)
    return response


@transaction.atomic
def submit_response(response: Response, *, by: Actor, at: datetime) -> Response:
    """Let a sheet of answers count: its topics become needs, with the answer as evidence."""
    require(rules.may_fill, by, response)
    response = _lock_to_fill(response, by, at)
    if response.is_submitted:
        return response
    answers = answers_of(response)
    missing = still_missing(leaves_shown(leaves_of(response.questionnaire), answers), answers)
    if missing:
        raise AnswersMissing(
            _("Some questions must still be answered: %(questions)s")
            % {"questions": ", ".join(map(str, missing))}
        )
    response.submitted_at = response.saved_at = at
    if response.invitation is not None:
        Invitation.objects.filter(pk=response.invitation.pk).update(declined_at=None)
    response.full_clean()
    response.save()
    after = _settle(response, set(answers), by=by, at=at)
    _tell("submit_response", response, {}, _in_short(after), by=by, at=at)
    return response


@transaction.atomic
def take_back_response(response: Response, *, by: Actor, at: datetime) -> Response:
    """Let a submitted sheet count no longer: its needs are withdrawn, what was typed stays."""
    require(rules.may_read_answers, by, response)
    response = lock(response)
    if not response.is_submitted:
        raise Refused(_("These answers have not been submitted."))
    before = history.values_of(response)
    withdraw_needs(response, by=by, at=at)
    response.answers.update(counts=False)
    response.submitted_at = None
    response.save(update_fields=["submitted_at"])
    history.record("take_back_response", response, by=by, at=at, before=before)
    return response


def refuse_unless_open(invitation: Invitation, at: datetime) -> None:
    """Refuse if an invitation cannot be answered now, and say why."""
    round_ = invitation.round
    if invitation.organisation.has_left:
        raise Refused(_("Your organisation is no longer a member."))
    if not round_.takes_answers_on(timezone.localdate(at)):
        raise Refused(_("This questionnaire is closed. No answers are taken any more."))


def _lock_to_fill(response: Response, by: Actor, at: datetime) -> Response:
    response = lock(response)
    if response.set_aside_at is not None:
        raise Refused(_("This interview has been set aside."))
    if response.invitation is not None and not rules.may_interview(by, response):
        refuse_unless_open(response.invitation, at)
    return response


def _keep(
    response: Response, question: Question, said: Given, known: Answer | None, at: datetime
) -> bool:
    """Keep the answer to one question; say whether it differs from what stood there."""
    answer = known or Answer(cluster_id=response.cluster_id, response=response, question=question)
    values: dict[str, Any] = asdict(said) | {"chosen": list(said.chosen)}
    if all(getattr(answer, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(answer, name, value)
    answer.saved_at = at
    answer.clean_fields(exclude=NOT_TYPED)
    answer.clean()
    answer.save()
    return True


def _settle(response: Response, touched: set[int], *, by: Actor, at: datetime) -> dict[int, Answer]:
    """Let those answers count that are still asked for, and bring the needs in line with them."""
    answers = answers_of(response)
    leaves = leaves_shown(leaves_of(response.questionnaire), answers)
    asked = {question.pk for leaf in leaves for question in leaf.questions}
    for answer in answers.values():
        counts = answer.question_id in asked and answer.is_given
        if answer.counts != counts:
            touched.add(answer.question_id)
            answer.counts = counts
            answer.save(update_fields=["counts"])
    settle_needs(response, touched, by=by, at=at)
    return answers


def _in_short(answers: Mapping[int, Answer]) -> dict[str, str]:
    """Write answers as history keeps them: by the short name of the question."""
    return {one.question.code: one.in_short for one in answers.values() if one.in_short}


def _tell(
    verb: str,
    response: Response,
    before: dict[str, str],
    after: dict[str, str],
    *,
    by: Actor,
    at: datetime,
) -> Change:
    told = history.record(verb, response, by=by, at=at, before=history.values_of(response))
    told.values = {
        code: [before.get(code), after.get(code)]
        for code in [*after, *(code for code in before if code not in after)]
        if before.get(code) != after.get(code)
    }
    told.save(update_fields=["values"])
    return told
