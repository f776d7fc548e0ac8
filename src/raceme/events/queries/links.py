"""Who comes by a personal link or by the public page, and what that opens."""

from raceme.access.actor import Actor, guest_of
from raceme.events import rules
from raceme.events.models import Event, Registration


def registration_with(secret: str) -> Registration | None:
    """Find the registration whose personal link this is; None for one that is none any more."""
    return (
        Registration.objects.filter(digest=Registration.digest_of(secret), erased_at__isnull=True)
        .select_related("cluster", "event__cluster", "quota", "organisation", "person")
        .first()
    )


def guest_on(registration: Registration) -> Actor:
    """Let whoever came by a personal link act, on this registration and nothing else."""
    return guest_of(
        registration.event.cluster, label=str(registration), link=rules.link_of(registration)
    )


def event_shown(whose: str, code: str) -> Event | None:
    """Find an event that has a public page: one that was published once, also if it is over."""
    return (
        Event.objects.filter(cluster__slug=whose, code=code)
        .exclude(state=Event.State.DRAFT)
        .select_related("cluster")
        .first()
    )


def guest_at(event: Event) -> Actor:
    """Let a visitor of the public page register."""
    return guest_of(event.cluster, label="public page", link=rules.door_of(event))
