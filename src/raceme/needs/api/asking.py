"""Questionnaires and rounds, for programs: who is asked, how far they are, what they answered."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Body, Path, Query, Router, Schema, Status
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.foundation.api import RowId
from raceme.members.queries import organisations_visible_to
from raceme.needs.documents.definition import definition_of
from raceme.needs.imports import draft_from_values
from raceme.needs.models import Answer, Invitation, Questionnaire, Round
from raceme.needs.queries.responses import answers_visible_to
from raceme.needs.queries.rounds import (
    invitations_found,
    invitations_visible_to,
    questionnaires_visible_to,
    rounds_visible_to,
    turnout_of,
)
from raceme.needs.verbs import rounds as verbs

questionnaires = Router(tags=["questionnaires"])
rounds = Router(tags=["rounds"])


class QuestionnaireOut(Schema):
    """A questionnaire in the list; its definition tells what it asks."""

    id: int
    code: str
    version: int
    title: dict[str, str]
    languages: list[str]
    frozen_at: datetime | None
    put_away_at: datetime | None


class DraftedOut(Schema):
    """A questionnaire that was drafted, and what was understood otherwise than it was sent."""

    questionnaire: QuestionnaireOut
    notes: list[str]


class RoundIn(Schema):
    """A sending to prepare. Letters that are left out are the usual ones."""

    questionnaire_id: RowId
    name: str
    closes_on: date
    planned_on: date | None = None
    reply_to: str
    reminders_max: int = 2
    reminder_gap_days: int = 7


class RoundOut(Schema):
    """A round: what it asks, until when, and how far it is."""

    id: int
    questionnaire_id: int
    name: str
    planned_on: date | None
    closes_on: date
    sent_at: datetime | None
    closed_at: datetime | None


class TurnoutOut(RoundOut):
    """A round with how many were asked and how far they are."""

    asked: int
    opened: int
    started: int
    submitted: int
    declined: int
    response_rate: float | None


class Chosen(Schema):
    """The organisations that a round is to ask, too."""

    organisation_ids: list[RowId]


class Number(Schema):
    """How many were added, or how many letters are on their way."""

    number: int


class AskedOut(Schema):
    """One of those whom a round asks; for the team."""

    id: int
    organisation_id: int
    step: str
    language: str
    last_letter_at: datetime | None
    reminders: int
    is_troubled: bool


class AskedWanted(Schema):
    """What the list of those asked is narrowed to."""

    step: str = ""
    only_troubled: bool = False


class AnswerOut(Schema):
    """One answer, typed by its kind; for the team."""

    id: int
    response_id: int
    organisation_id: int
    question: str
    kind: str
    importance: int | None
    satisfaction: int | None
    degree: int | None
    is_yes: bool | None
    chosen: list[str]
    number: Decimal | None
    text: str
    is_declined: bool
    note: str
    submitted_at: datetime

    @staticmethod
    def resolve_organisation_id(answer: Answer) -> int:
        return answer.response.organisation_id

    @staticmethod
    def resolve_question(answer: Answer) -> str:
        return answer.question.code

    @staticmethod
    def resolve_kind(answer: Answer) -> str:
        return answer.question.kind

    @staticmethod
    def resolve_submitted_at(answer: Answer) -> datetime | None:
        return answer.response.submitted_at


@questionnaires.get("", response=list[QuestionnaireOut], summary="Which questionnaires are there?")
@paginate
def list_questionnaires(request: ApiRequest, cluster: Path[str]) -> QuerySet[Questionnaire]:
    return questionnaires_visible_to(request.auth)


@questionnaires.post(
    "", response={201: DraftedOut}, summary="Draft a questionnaire from a definition"
)
def draft_questionnaire(
    request: ApiRequest, cluster: Path[str], values: Body[dict[str, Any]]
) -> Status[DraftedOut]:
    made, notes = draft_from_values(values, by=request.auth, at=timezone.now())
    shown = QuestionnaireOut.from_orm(made)
    return Status(201, DraftedOut(questionnaire=shown, notes=notes))


@questionnaires.get("/{int:pk}", response=dict[str, Any], summary="What does it ask?")
def show_definition(request: ApiRequest, cluster: Path[str], pk: int) -> dict[str, Any]:
    return definition_of(get_object_or_404(questionnaires_visible_to(request.auth), pk=pk))


@rounds.get("", response=list[RoundOut], summary="Which rounds are there?")
@paginate
def list_rounds(request: ApiRequest, cluster: Path[str]) -> QuerySet[Round]:
    return rounds_visible_to(request.auth)


@rounds.post("", response={201: RoundOut}, summary="Prepare a round")
def draft_round(request: ApiRequest, cluster: Path[str], values: RoundIn) -> Status[Round]:
    facts = values.model_dump()
    asked = questionnaires_visible_to(request.auth)
    questionnaire = get_object_or_404(asked, pk=facts.pop("questionnaire_id"))
    made = verbs.draft_round(questionnaire, **facts, by=request.auth, at=timezone.now())
    return Status(201, made)


@rounds.get("/{int:pk}", response=TurnoutOut, summary="How does a round stand?")
def show_round(request: ApiRequest, cluster: Path[str], pk: int) -> TurnoutOut:
    round_ = _round(request, pk)
    turnout = turnout_of(round_)
    return TurnoutOut(
        **RoundOut.from_orm(round_).model_dump(),
        asked=turnout.asked,
        opened=turnout.opened,
        started=turnout.started,
        submitted=turnout.submitted,
        declined=turnout.declined,
        response_rate=turnout.share,
    )


@rounds.post("/{int:pk}/choose", response=Number, summary="Let a round ask organisations")
def choose_organisations(
    request: ApiRequest, cluster: Path[str], pk: int, chosen: Chosen
) -> Number:
    round_ = _round(request, pk)
    numbers = set(chosen.organisation_ids)
    organisations = organisations_visible_to(request.auth).in_bulk(numbers)
    if numbers - organisations.keys():
        raise Http404
    made = verbs.choose_organisations(
        round_, list(organisations.values()), by=request.auth, at=timezone.now()
    )
    return Number(number=len(made))


@rounds.post("/{int:pk}/send", response=Number, summary="Send the invitations")
def send_round(request: ApiRequest, cluster: Path[str], pk: int) -> Number:
    letters = verbs.send_round(_round(request, pk), by=request.auth, at=timezone.now())
    return Number(number=len(letters))


@rounds.post("/{int:pk}/remind", response=Number, summary="Remind those who have not answered")
def remind(request: ApiRequest, cluster: Path[str], pk: int) -> Number:
    letters = verbs.remind(_round(request, pk), by=request.auth, at=timezone.now())
    return Number(number=len(letters))


@rounds.post("/{int:pk}/close", response=RoundOut, summary="Close a round")
def close_round(request: ApiRequest, cluster: Path[str], pk: int) -> Round:
    return verbs.close_round(_round(request, pk), by=request.auth, at=timezone.now())


@rounds.get("/{int:pk}/asked", response=list[AskedOut], summary="Who is asked, and how far?")
@paginate
def list_asked(
    request: ApiRequest, cluster: Path[str], pk: int, wanted: Query[AskedWanted]
) -> QuerySet[Invitation]:
    everybody = invitations_visible_to(request.auth).filter(round=_round(request, pk))
    return invitations_found(everybody, step=wanted.step, only_troubled=wanted.only_troubled)


@rounds.get("/{int:pk}/answers", response=list[AnswerOut], summary="What was answered?")
@paginate
def list_answers(request: ApiRequest, cluster: Path[str], pk: int) -> QuerySet[Answer]:
    answers = answers_visible_to(request.auth)
    return answers.filter(response__invitation__round=_round(request, pk)).order_by("pk")


def _round(request: ApiRequest, pk: int) -> Round:
    return get_object_or_404(rounds_visible_to(request.auth), pk=pk)
