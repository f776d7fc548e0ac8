"""What events hang on the pages of lower floors, and tell on the line of time of a member."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.access.actor import Actor
from raceme.access.http import actor_of
from raceme.catalogue.models import Service
from raceme.events import rules
from raceme.events.models import Registration
from raceme.events.queries.events import events_visible_to, with_numbers
from raceme.events.queries.registrations import (
    registrations_of_organisation,
    registrations_of_person,
)
from raceme.foundation.panels import Panel
from raceme.foundation.timeline import Entry, Source
from raceme.members.models import Organisation, Person

SHOWN = 10
State = Registration.State


def events_of_organisation(request: HttpRequest, organisation: Organisation) -> Panel | None:
    """Show team and board to which events a member has sent people."""
    actor = actor_of(request)
    if not rules.may_see_participants(actor, organisation):
        return None
    rows = list(registrations_of_organisation(actor, organisation)[: SHOWN + 1])
    return Panel(
        "events/of_organisation.html", {"rows": rows[:SHOWN], "has_more": len(rows) > SHOWN}
    )


def events_of_person(request: HttpRequest, person: Person) -> Panel | None:
    """Show team and board what a person has registered for."""
    actor = actor_of(request)
    if person.is_erased or not rules.may_see_participants(actor, person):
        return None
    rows = list(registrations_of_person(actor, person)[: SHOWN + 1])
    if not rows:
        return None
    return Panel("events/of_person.html", {"rows": rows[:SHOWN], "has_more": len(rows) > SHOWN})


def events_of_service(request: HttpRequest, service: Service) -> Panel | None:
    """Show which events deliver a service, with how many came."""
    found = events_visible_to(actor_of(request)).filter(service=service)
    rows = list(with_numbers(found)[:SHOWN])
    return Panel("events/of_service.html", {"rows": rows}) if rows else None


def tell_events(actor: Actor, organisation: Organisation) -> Iterator[Entry]:
    """Who of an organisation registered for what, and who came; one entry for each event."""
    told: dict[int, list[Registration]] = {}
    for one in registrations_of_organisation(actor, organisation):
        told.setdefault(one.event_id, []).append(one)
    for rows in told.values():
        event = rows[0].event
        yield Entry(
            timezone.localdate(event.starts_at, event.zone),
            _("Event: %(event)s") % {"event": event},
            "; ".join(f"{one}: {_outcome(one)}" for one in rows),
            "events:event",
            {"pk": event.pk},
        )


TIMELINE = Source(
    "event", gettext_lazy("Events"), "calendar-event", tell_events, is_taking_part=True
)


def _outcome(registration: Registration) -> str:
    """Say in a word what became of a registration."""
    if registration.is_there:
        return _("was there")
    if registration.excused_at is not None:
        return _("excused")
    return str(registration.get_state_display())
