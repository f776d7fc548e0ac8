"""Events: begun, described, published, closed, cancelled, made from last year's."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.events import rules
from raceme.events.models import Event, EventLetter, Quota, Registration, Wording
from raceme.events.signals import event_cancelled
from raceme.events.verbs.places import hand_over
from raceme.events.verbs.posting import drop_waiting, post
from raceme.events.words import DEFAULT_QUOTA, NEEDED_PLACES, WORDINGS
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.needs.words import filled, in_spoken

State = Event.State
TOLD_ABOUT = ("starts_at", "ends_at", "time_zone", "venue", "address", "online_address", "format")


@transaction.atomic
def draft_event(*, by: Actor, at: datetime, **values: Any) -> Event:
    """Begin an event, with one kind of participant and the usual wordings of consents."""
    require(rules.may_organise, by)
    _refuse_others_service(values, by)
    event = keep_new(Event(cluster=by.cluster, **values), verb="draft_event", by=by, at=at)
    names = in_spoken(DEFAULT_QUOTA, event.languages) or in_spoken(DEFAULT_QUOTA, ["en"])
    quota = Quota(cluster=by.cluster, event=event, name=names)
    keep_new(quota, verb="add_quota", by=by, at=at)
    _write_usual_wordings(event, by=by, at=at)
    return event


@transaction.atomic
def describe_event(
    event: Event, *, tell: bool = False, by: Actor, at: datetime, **values: Any
) -> Event:
    """Change an event. `tell`: write to those who come if time or place has changed."""
    require(rules.may_organise, by, event)
    _refuse_others_service(values, by)
    event = lock(event)
    if event.is_cancelled:
        raise Refused(_("This event is cancelled."))
    if "code" in values and values["code"] != event.code and not event.is_draft:
        raise Refused(_("The address of the public page stays once it is published."), field="code")
    before = {name: getattr(event, name) for name in TOLD_ABOUT}
    event = change(event, values, verb="describe_event", by=by, at=at)
    has_moved = any(getattr(event, name) != was for name, was in before.items())
    if tell and has_moved and event.is_published:
        post(_coming(event), EventLetter.Kind.CHANGED, at=at)
    hand_over(event, by=by, at=at)
    return lock(event)


@transaction.atomic
def publish_event(event: Event, *, by: Actor, at: datetime) -> Event:
    """Let everybody see the public page of an event, and register within its dates."""
    require(rules.may_organise, by, event)
    event = lock(event)
    if event.is_published or event.is_cancelled:
        raise Refused(_("This event is published already, or cancelled."))
    if event.is_over(at):
        raise Refused(_("This event is over. Give it another date first."))
    values = {"state": State.PUBLISHED, "published_at": event.published_at or at, "closed_at": None}
    event = change(event, values, verb="publish_event", by=by, at=at)
    hand_over(event, by=by, at=at)
    return event


@transaction.atomic
def close_event(event: Event, *, by: Actor, at: datetime) -> Event:
    """End an event: nobody registers any more, and its page says that it is over."""
    require(rules.may_organise, by, event)
    event = lock(event)
    if not event.is_published:
        raise Refused(_("Only a published event can be closed."))
    values = {"state": State.CLOSED, "closed_at": at}
    return change(event, values, verb="close_event", by=by, at=at)


@transaction.atomic
def reopen_event(event: Event, *, by: Actor, at: datetime) -> Event:
    """Take back that an event was closed."""
    require(rules.may_organise, by, event)
    event = lock(event)
    if event.state != State.CLOSED:
        raise Refused(_("This event is not closed."))
    values = {"state": State.PUBLISHED, "closed_at": None}
    return change(event, values, verb="reopen_event", by=by, at=at)


@transaction.atomic
def cancel_event(event: Event, *, because: str, by: Actor, at: datetime) -> Event:
    """Say that an event does not take place, and write to all who wanted to come."""
    require(rules.may_organise, by, event)
    event = lock(event)
    if event.is_cancelled:
        raise Refused(_("This event is cancelled already."))
    if event.is_over(at):
        raise Refused(_("This event is over."))
    drop_waiting(event, by=by)
    Registration.objects.filter(event=event).update(offered_until=None)
    values = {"state": State.CANCELLED, "cancelled_at": at, "cancelled_because": because}
    event = change(event, values, verb="cancel_event", by=by, at=at)
    event_cancelled.send(sender=Event, event=event, by=by, at=at)
    open_ = Registration.objects.filter(event=event, state__in=Registration.OPEN)
    post(open_, EventLetter.Kind.CANCELLED, at=at)
    return event


@transaction.atomic
def write_wording(
    event: Event, kind: str, text: dict[str, str], *, by: Actor, at: datetime
) -> Wording:
    """Say anew what people agree to; those who have agreed have agreed to the wording before."""
    require(rules.may_organise, by, event)
    event = lock(event)
    newest = Wording.objects.filter(event=event, kind=kind).order_by("-version").first()
    if newest is not None and newest.text == text:
        return newest
    if newest is not None and not newest.consents.exists():
        return change(newest, {"text": text, "written_at": at}, verb="write_wording", by=by, at=at)
    wording = Wording(
        cluster_id=event.cluster_id,
        event=event,
        kind=kind,
        version=1 if newest is None else newest.version + 1,
        text=text,
        written_at=at,
    )
    return keep_new(wording, verb="write_wording", by=by, at=at)


@transaction.atomic
def write_letter(
    event: Event,
    kind: str,
    *,
    subject: dict[str, str],
    text: dict[str, str],
    by: Actor,
    at: datetime,
) -> Event:
    """Put a letter of an event into the office's own words; empty ones are the usual again."""
    require(rules.may_organise, by, event)
    letters = letters_with(lock(event).letters, kind, subject=subject, text=text)
    return change(event, {"letters": letters}, verb="write_letter", by=by, at=at)


def letters_with(
    letters: Mapping[str, Any], kind: str, *, subject: dict[str, str], text: dict[str, str]
) -> dict[str, Any]:
    """Give the office's own letters with this one among them; an empty one is the usual again."""
    for said in text.values():
        if not all("{" + place + "}" in said for place in NEEDED_PLACES):
            raise Refused(
                _("Somewhere {link} must stand: there the personal link is put in."), field="text"
            )
    others = {known: own for known, own in letters.items() if known != kind}
    return {**others, kind: {"subject": subject, "text": text}} if subject or text else others


def _write_usual_wordings(event: Event, *, by: Actor, at: datetime) -> None:
    for kind, words in WORDINGS.items():
        usual = in_spoken(words, event.languages) or in_spoken(words, ["en"])
        text = {code: filled(said, cluster=event.cluster.name) for code, said in usual.items()}
        write_wording(event, kind, text, by=by, at=at)


def _coming(event: Event) -> list[Registration]:
    return list(Registration.objects.filter(event=event, state__in=Registration.OPEN))


def _refuse_others_service(values: dict[str, Any], by: Actor) -> None:
    if values.get("service") is not None:
        require(rules.may_organise, by, values["service"])
