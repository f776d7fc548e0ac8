"""Interviews: an adviser goes through the questionnaire with a member, at the table or by phone."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.members.models import Organisation, Person
from raceme.members.verbs import correct_visit, record_visit
from raceme.needs import rules
from raceme.needs.models import Invitation, Question, Questionnaire, Response
from raceme.needs.verbs.answers import submit_response
from raceme.needs.verbs.questionnaires import freeze_questionnaire


@transaction.atomic
def start_interview(
    organisation: Organisation, questionnaire: Questionnaire, *, by: Actor, at: datetime
) -> Response:
    """Begin an interview, or go on with the sheet that the member or a colleague has begun.

    Where a running round asks the organisation by the same questionnaire, the interview is its
    answer: the member is reminded no more, and the round counts it.
    """
    require(rules.may_interview, by, organisation)
    require(rules.may_build, by, questionnaire)
    organisation = lock(organisation)
    if organisation.has_left:
        raise Refused(_("This organisation has left. Make it a member again before you ask it."))
    questionnaire = freeze_questionnaire(questionnaire, by=by, at=at)
    invitation = _open_invitation(organisation, questionnaire, at)
    begun = _begun(organisation, questionnaire, invitation)
    if begun is not None:
        return begun
    language = questionnaire.language
    response = Response(
        cluster_id=organisation.cluster_id,
        questionnaire=questionnaire,
        organisation=organisation,
        invitation=invitation,
        mode=Response.Mode.INTERVIEW,
        language=language,
        interviewer=by.user,
        started_at=at,
        saved_at=at,
    )
    return keep_new(response, verb="start_interview", by=by, at=at)


@transaction.atomic
def finish_interview(
    response: Response,
    *,
    happened_on: date,
    contact_kind: str,
    person: Person | None,
    minutes: int | None,
    note: str,
    by: Actor,
    at: datetime,
) -> Response:
    """Submit what was said in an interview; the talk stands among the contacts of the member.

    What the member has sent itself before stays its own answer; the talk about it is a contact.
    """
    require(rules.may_interview, by, response)
    if person is not None:
        require(rules.may_interview, by, person)
    if happened_on > timezone.localdate(at):
        raise Refused(_("This day lies in the future."), field="happened_on")
    response = lock(response)
    if response.is_interview or not response.is_submitted:
        values = {
            "mode": Response.Mode.INTERVIEW,
            "interviewer": by.user,
            "happened_on": happened_on,
            "person": person,
        }
        response = change(response, values, verb="describe_interview", by=by, at=at)
    response = submit_response(response, by=by, at=at)
    contact = {
        "happened_on": happened_on,
        "kind": contact_kind,
        "adviser": by.user,
        "minutes": minutes,
        "note": note,
    }
    return _with_contact(response, contact, person, by=by, at=at)


@transaction.atomic
def set_aside_interview(response: Response, *, by: Actor, at: datetime) -> Response:
    """Give up an interview that was begun by mistake; what was typed stays on record."""
    require(rules.may_interview, by, response)
    response = lock(response)
    if response.is_submitted or response.invitation_id is not None:
        raise Refused(_("Only an interview that was begun, outside of a round, can be set aside."))
    return change(response, {"set_aside_at": at}, verb="set_aside_interview", by=by, at=at)


def _with_contact(
    response: Response, contact: dict[str, Any], person: Person | None, *, by: Actor, at: datetime
) -> Response:
    """Write down that the talk was, or put right what was written of it the first time."""
    people = [] if person is None else [person]
    topics = response.answers.filter(
        counts=True, question__kind=Question.Kind.TOPIC, importance__isnull=False
    ).values_list("question__code", flat=True)
    if response.visit is not None and not response.visit.is_withdrawn:
        correct_visit(response.visit, people=people, topics=topics, by=by, at=at, **contact)
        return response
    visit = record_visit(
        response.organisation, people=people, topics=topics, by=by, at=at, **contact
    )
    return change(response, {"visit": visit}, verb="describe_interview", by=by, at=at)


def _open_invitation(
    organisation: Organisation, questionnaire: Questionnaire, at: datetime
) -> Invitation | None:
    asked = Invitation.objects.filter(
        organisation=organisation,
        round__questionnaire=questionnaire,
        round__sent_at__isnull=False,
        round__closed_at__isnull=True,
    )
    return asked.order_by("-round__closes_on", "-pk").first()


def _begun(
    organisation: Organisation, questionnaire: Questionnaire, invitation: Invitation | None
) -> Response | None:
    if invitation is not None:
        return Response.objects.filter(invitation=invitation).first()
    return Response.objects.filter(
        organisation=organisation,
        questionnaire=questionnaire,
        invitation__isnull=True,
        submitted_at__isnull=True,
        set_aside_at__isnull=True,
    ).first()
