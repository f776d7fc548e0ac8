"""Who comes by a personal link, and what the link opens."""

from raceme.access.actor import Actor, guest_of
from raceme.needs import rules
from raceme.needs.models import Invitation, Response


def invitation_with(secret: str) -> Invitation | None:
    """Find the invitation whose personal link this is; None for a link that never was one."""
    return (
        Invitation.objects.filter(digest=Invitation.digest_of(secret))
        .select_related("cluster", "organisation", "person", "round__questionnaire")
        .first()
    )


def guest_on(invitation: Invitation) -> Actor:
    """Let whoever came by a personal link act, for its organisation and nothing else."""
    person, organisation = invitation.person, invitation.organisation
    label = f"{person} ({organisation})" if person is not None else str(organisation)
    return guest_of(invitation.cluster, label=label, link=rules.link_of(invitation))


def response_to(invitation: Invitation) -> Response | None:
    """Give the sheet of answers to an invitation, if it has been begun."""
    return (
        Response.objects.filter(invitation=invitation)
        .select_related("questionnaire", "organisation", "invitation__round")
        .first()
    )
