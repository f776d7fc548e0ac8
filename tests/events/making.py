"""An event and people who come, made through the verbs, for several tests."""

from datetime import timedelta
from typing import Any

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.events.models import Event, Quota, Registration, Session
from raceme.events.queries.links import guest_at, guest_on
from raceme.events.verbs.events import draft_event, publish_event
from raceme.events.verbs.parts import add_question, add_quota, add_session
from raceme.events.verbs.registrations import Newcomer, Wish, register
from tests.factories import NOW

SOON = NOW + timedelta(days=10)


def make_event(cluster: Cluster, *, code: str = "forum", **values: Any) -> Event:
    facts = {
        "code": code,
        "title": {"en": "Example forum", "de": "Beispielforum"},
        "languages": ["en", "de"],
        "starts_at": SOON,
        "ends_at": SOON + timedelta(hours=6),
        "time_zone": "Europe/Vienna",
        "venue": "Example hall",
        "reply_to": "office@example.org",
    }
    return draft_event(**(facts | values), by=system_of(cluster), at=NOW)


def make_open(cluster: Cluster, **values: Any) -> Event:
    """Make an event for which everybody can register."""
    return publish_event(make_event(cluster, **values), by=system_of(cluster), at=NOW)


def make_quota(event: Event, name: str = "Guests", **values: Any) -> Quota:
    return add_quota(event, name={"en": name}, **values, by=system_of(event.cluster), at=NOW)


def make_session(event: Event, title: str = "Workshop", hour: int = 0, **values: Any) -> Session:
    facts = {
        "title": {"en": title},
        "starts_at": event.starts_at + timedelta(hours=hour),
        "ends_at": event.starts_at + timedelta(hours=hour + 1),
        "needs_sign_up": True,
    }
    return add_session(event, **(facts | values), by=system_of(event.cluster), at=NOW)


def make_question(event: Event, code: str = "meal", **values: Any) -> Any:
    facts = {"form": "registration", "kind": "text", "text": {"en": f"What about {code}?"}}
    return add_question(event, code=code, **(facts | values), by=system_of(event.cluster), at=NOW)


def newcomer(name: str, **values: Any) -> Newcomer:
    facts = {"given_name": name, "family_name": "Sample", "email": f"{name.lower()}@sample.example"}
    return Newcomer(**(facts | values))


def visitor(event: Event) -> Actor:
    return guest_at(event)


def guest(registration: Registration) -> Actor:
    return guest_on(registration)


def come(
    event: Event,
    *names: str,
    quota: Quota | None = None,
    wish: Wish | None = None,
    by: Actor | None = None,
    at: Any = NOW,
    **values: Any,
) -> list[Registration]:
    """Register people by the public page, one or a group."""
    quota = quota or event.quotas.order_by("rank")[0]
    facts = {name: values.pop(name) for name in list(values) if name in NEWCOMER}
    return register(
        event,
        [newcomer(name, **facts) for name in names],
        quota=quota,
        wish=wish or Wish(consents=("data",)),
        by=by or visitor(event),
        at=at,
        **values,
    )


NEWCOMER = ("organisation_name", "email", "phone", "function", "note")


def states(event: Event) -> dict[str, str]:
    """Say how each registration stands, by given name; a place kept for somebody says so."""
    return {
        one.given_name: "offered" if one.is_offered else one.state
        for one in Registration.objects.filter(event=event).order_by("number")
    }
