"""Sheets of answers, for the team."""

from django.db.models import QuerySet

from raceme.access.actor import Actor
from raceme.members.models import Organisation
from raceme.needs import rules
from raceme.needs.models import Answer, Invitation, Response


def responses_visible_to(actor: Actor) -> QuerySet[Response]:
    """All sheets of answers with their names: for the team only."""
    if not rules.may_read_answers(actor):
        return Response.objects.none()
    return Response.objects.filter(cluster=actor.cluster).select_related(
        "questionnaire", "organisation", "person", "interviewer", "invitation__round", "visit"
    )


def responses_of(actor: Actor, organisation: Organisation) -> QuerySet[Response]:
    """The sheets of one organisation, the latest first; not those that were set aside."""
    return responses_visible_to(actor).filter(organisation=organisation, set_aside_at__isnull=True)


def invitations_open_to(actor: Actor, organisation: Organisation) -> QuerySet[Invitation]:
    """The rounds that ask an organisation and are not closed."""
    if not rules.may_send(actor):
        return Invitation.objects.none()
    return Invitation.objects.filter(
        cluster=actor.cluster,
        organisation=organisation,
        round__sent_at__isnull=False,
        round__closed_at__isnull=True,
    ).select_related("round__questionnaire", "response")


def answers_visible_to(actor: Actor) -> QuerySet[Answer]:
    """The answers that count, with who gave them: for the team only."""
    if not rules.may_read_answers(actor):
        return Answer.objects.none()
    return Answer.objects.filter(
        cluster=actor.cluster, counts=True, response__submitted_at__isnull=False
    ).select_related("question__part", "response__organisation", "response__questionnaire")
