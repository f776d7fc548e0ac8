"""Who may write down what members need, who may ask them, and who may answer."""

from raceme.access.actor import Actor
from raceme.access.rules import may_work
from raceme.members.models import Organisation
from raceme.needs.models import Invitation, Need, Questionnaire, Response, Round


def may_record(actor: Actor, thing: Need | Organisation | None = None) -> bool:
    """Only the team may record needs, and correct or withdraw what is recorded."""
    return may_work(actor, thing)


def may_build(actor: Actor, questionnaire: Questionnaire | None = None) -> bool:
    """Only the team may build questionnaires."""
    return may_work(actor, questionnaire)


def may_send(actor: Actor, thing: Round | Invitation | Organisation | None = None) -> bool:
    """Only the team may send questionnaires, remind, and close rounds."""
    return may_work(actor, thing)


def may_interview(actor: Actor, thing: Organisation | Response | None = None) -> bool:
    """Only the team may go through a questionnaire with a member."""
    return may_work(actor, thing)


def may_read_answers(
    actor: Actor, thing: Round | Response | Questionnaire | Need | None = None
) -> bool:
    """Only the team may read who answered what, and notes; the board and viewers read sums.

    How important a topic is to a member and how satisfied it is becomes a need: all seats read it.
    """
    return may_work(actor, thing)


def may_answer(actor: Actor, invitation: Invitation) -> bool:
    """Whoever came by the personal link may answer for its organisation; so may the team."""
    return actor.link == link_of(invitation) or may_work(actor, invitation)


def may_fill(actor: Actor, response: Response) -> bool:
    """Whoever came by the link of a sheet of answers may fill it in; so may the team."""
    invitation = response.invitation
    is_guest = invitation is not None and actor.link == link_of(invitation)
    return is_guest or may_work(actor, response)


def link_of(invitation: Invitation) -> str:
    """Name a personal link, as an actor carries it."""
    return f"{invitation._meta.label_lower}:{invitation.pk}"
