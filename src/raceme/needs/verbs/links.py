"""Personal links: opened, ended, renewed; and that somebody does not want to take part."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, lock
from raceme.needs import rules
from raceme.needs.models import Invitation
from raceme.needs.models.round import new_nonce


@transaction.atomic
def note_opening(invitation: Invitation, *, by: Actor, at: datetime) -> Invitation:
    """Write down that a personal link was opened, the first time."""
    require(rules.may_answer, by, invitation)
    if invitation.opened_at is not None:
        return invitation
    return change(invitation, {"opened_at": at}, verb="note_opening", by=by, at=at)


@transaction.atomic
def decline_invitation(invitation: Invitation, *, by: Actor, at: datetime) -> Invitation:
    """Write down that an organisation does not want to take part; it is reminded no more."""
    require(rules.may_answer, by, invitation)
    invitation = lock(invitation)
    response = getattr(invitation, "response", None)
    if response is not None and response.is_submitted:
        raise Refused(_("Your answers have been sent already."))
    return change(invitation, {"declined_at": at}, verb="decline_invitation", by=by, at=at)


@transaction.atomic
def end_link(invitation: Invitation, *, by: Actor, at: datetime) -> Invitation:
    """Let a personal link open nothing any more, for instance because it fell in wrong hands."""
    require(rules.may_send, by, invitation)
    invitation = lock(invitation)
    if invitation.link_ended_at is not None:
        raise Refused(_("This link has already been ended."))
    return change(invitation, {"link_ended_at": at}, verb="end_link", by=by, at=at)


@transaction.atomic
def renew_link(invitation: Invitation, *, by: Actor, at: datetime) -> Invitation:
    """Make a new personal link; the one before opens nothing any more. Answers stay."""
    require(rules.may_send, by, invitation)
    invitation = lock(invitation)
    invitation.nonce = new_nonce()
    values = {
        "nonce": invitation.nonce,
        "digest": Invitation.digest_of(invitation.secret),
        "link_ended_at": None,
    }
    return change(invitation, values, verb="renew_link", by=by, at=at)
