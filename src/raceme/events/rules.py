"""Who may organise events, know who comes, check people in, and act by a personal link."""

from raceme.access.actor import Actor
from raceme.access.models import ClusterRecord
from raceme.access.rules import may_see_the_office, may_work
from raceme.events.models import Event, Registration


def may_organise(actor: Actor, thing: ClusterRecord | None = None) -> bool:
    """Only the team may make events, change what belongs to them, and decide who comes."""
    return may_work(actor, thing)


def may_see_participants(actor: Actor, thing: ClusterRecord | None = None) -> bool:
    """Team and board may read who comes; viewers read numbers."""
    return may_see_the_office(actor, thing)


def may_check_in(actor: Actor, thing: Event | Registration | None = None) -> bool:
    """Only the team may say who has come."""
    return may_work(actor, thing)


def may_attend(actor: Actor, registration: Registration) -> bool:
    """Whoever came by the personal link may act on this registration; so may the team."""
    return actor.link == link_of(registration) or may_work(actor, registration)


def may_register(actor: Actor, event: Event) -> bool:
    """Whoever came to the public page may register for this event; so may the team."""
    return actor.link == door_of(event) or may_work(actor, event)


def link_of(registration: Registration) -> str:
    """Name a personal link, as an actor carries it."""
    return f"{registration._meta.label_lower}:{registration.pk}"


def door_of(event: Event) -> str:
    """Name the public page of an event, as an actor who came by it carries it."""
    return f"{event._meta.label_lower}:{event.pk}"
