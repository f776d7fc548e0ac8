"""Who may speak for a cluster organisation towards a programme, and who may see what it shows."""

from raceme.access.actor import SYSTEM, Actor
from raceme.access.rules import may_manage
from raceme.programmes.models import Agreement, Officer, Programme


def may_agree(actor: Actor, thing: Agreement | None = None) -> bool:
    """Only managers may agree that figures of their cluster count in a programme, or end it."""
    return may_manage(actor, thing)


def may_lead(actor: Actor, programme: Programme) -> bool:
    """Only officers of a programme may have an edition of it made."""
    if actor.user is None:
        return False
    officers = Officer.objects.filter(programme=programme, ended_at__isnull=True)
    return actor.user.is_active and officers.filter(user=actor.user).exists()


def may_found(actor: Actor) -> bool:
    """Only whoever runs the installation may found programmes and ask clusters, by command."""
    return actor == SYSTEM
