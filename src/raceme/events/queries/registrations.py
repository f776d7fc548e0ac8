"""Who has registered, for whoever may know, and what each has said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from raceme.access.actor import Actor
from raceme.events import rules
from raceme.events.models import (
    Attendance,
    Event,
    EventLetter,
    Question,
    Registration,
    RegistrationAnswer,
    Session,
    SessionChoice,
    Wording,
)
from raceme.events.queries.wordings import has_agreed
from raceme.members.models import Organisation, Person

State = Registration.State


@dataclass(frozen=True, slots=True)
class Searched:
    """What somebody looks for among the registrations of an event."""

    text: str = ""
    state: tuple[str, ...] = ()
    quota: tuple[int, ...] = ()
    presence: str = ""  # there, not-there, excused
    agreed: str = ""  # a kind of consent
    books: str = ""  # member, known, unknown
    session: int | None = None
    answer: str = ""  # "<number of a question>:<short answer>"


def registrations_visible_to(actor: Actor) -> QuerySet[Registration]:
    """All registrations of the actor's cluster organisation; for team and board."""
    if not rules.may_see_participants(actor):
        return Registration.objects.none()
    rows = Registration.objects.filter(cluster=actor.cluster)
    return rows.select_related("event__cluster", "quota", "organisation", "person", "lead")


def registrations_found(rows: QuerySet[Registration], wanted: Searched) -> QuerySet[Registration]:
    """Narrow registrations down to what somebody looks for."""
    for word in wanted.text.split():
        rows = rows.filter(_holds(word))
    if wanted.state:
        rows = rows.filter(_in_states(wanted.state))
    if wanted.quota:
        rows = rows.filter(quota__in=wanted.quota)
    if wanted.presence:
        rows = rows.filter(PRESENCES[wanted.presence])
    if wanted.agreed:
        rows = rows.filter(Q(has_agreed(Wording.Kind(wanted.agreed))))
    if wanted.books:
        rows = rows.filter(BOOKS[wanted.books])
    if wanted.session is not None:
        chosen = SessionChoice.objects.filter(session=wanted.session)
        rows = rows.filter(pk__in=chosen.values("registration"))
    if wanted.answer:
        rows = rows.filter(pk__in=_answered(wanted.answer))
    return rows


PRESENCES = {
    "there": Q(checked_in_at__isnull=False),
    "not-there": Q(checked_in_at__isnull=True, state=State.CONFIRMED),
    "excused": Q(excused_at__isnull=False),
}
BOOKS = {
    "member": Q(organisation__standing="member"),
    "known": Q(organisation__isnull=False),
    "unknown": Q(organisation__isnull=True),
}


def found_at_the_desk(event: Event, text: str, *, limit: int) -> list[Registration]:
    """Find by name, organisation, number or ticket whoever stands at the desk."""
    rows = Registration.objects.filter(event=event, erased_at__isnull=True)
    for word in text.split():
        exact = Q(ticket=word.upper())
        if word.isdigit():
            exact |= Q(number=min(int(word), 2**31 - 1))
        rows = rows.filter(_holds(word) | exact)
    # Who is expected stands above who has withdrawn.
    rows = rows.select_related("event", "quota").order_by("family_name", "given_name", "pk")
    return sorted(rows[: limit * 3], key=lambda one: not one.is_open)[:limit]


def registration_with_ticket(actor: Actor, ticket: str) -> Registration | None:
    """Find whose ticket a QR code holds."""
    return registrations_visible_to(actor).filter(ticket=ticket.upper()).first()


def latest_arrivals(event: Event, *, limit: int) -> QuerySet[Registration]:
    """Who was checked in last."""
    rows = Registration.objects.filter(event=event, checked_in_at__isnull=False)
    return rows.select_related("quota").order_by("-checked_in_at", "-pk")[:limit]


def with_answers(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    """Read the answers with the rows, so that a list asks once for all."""
    answers = RegistrationAnswer.objects.select_related("question")
    return rows.prefetch_related(Prefetch("answers", answers))


def answers_of(registration: Registration) -> dict[int, RegistrationAnswer]:
    """What somebody answered, by the number of the question."""
    rows = RegistrationAnswer.objects.filter(registration=registration)
    return {one.question_id: one for one in rows.select_related("question")}


def letters_to(registration: Registration) -> QuerySet[EventLetter]:
    """The letters about a registration, the newest first."""
    return EventLetter.objects.filter(registration=registration)


def people_of_session(session: Session) -> list[tuple[Registration, Attendance | None, bool]]:
    """Who may be in a session, what was noted, and whether each has chosen it.

    Where people choose, those who chose it come first; else all who have a place.
    """
    noted = {one.registration_id: one for one in session.attendances.all()}
    chosen = set(session.choices.values_list("registration", flat=True))
    people = Registration.objects.filter(event=session.event, state=State.CONFIRMED)
    rows = [
        (one, noted.get(one.pk), one.pk in chosen)
        for one in people.order_by("family_name", "given_name", "pk")
    ]
    return sorted(rows, key=lambda row: not row[2]) if session.needs_sign_up else rows


def registrations_of_organisation(
    actor: Actor, organisation: Organisation
) -> QuerySet[Registration]:
    """Who registered for an organisation, the latest event first."""
    rows = registrations_visible_to(actor).filter(organisation=organisation)
    return rows.order_by("-event__starts_at", "number")


def registrations_of_person(actor: Actor, person: Person) -> QuerySet[Registration]:
    """What a person registered for, the latest event first."""
    rows = registrations_visible_to(actor).filter(Q(person=person) | Q(person__merged_into=person))
    return rows.order_by("-event__starts_at", "number")


def certified(event: Event) -> QuerySet[Registration]:
    """Who gets a certificate: those who were there."""
    rows = Registration.objects.filter(
        event=event, checked_in_at__isnull=False, erased_at__isnull=True
    )
    return rows.order_by("family_name", "given_name", "pk")


def may_have_certificate(registration: Registration, at: datetime) -> bool:
    """Whether somebody was there, and the event has ended."""
    return registration.is_there and registration.event.is_over(at)


def _holds(word: str) -> Q:
    return (
        Q(given_name__icontains=word)
        | Q(family_name__icontains=word)
        | Q(email__icontains=word)
        | Q(organisation_name__icontains=word)
        | Q(organisation__name__icontains=word)
    )


def _in_states(states: tuple[str, ...]) -> Q:
    plain = Q(state__in=[one for one in states if one != "offered"])
    return plain | Q(offered_until__isnull=False) if "offered" in states else plain


def _answered(text: str) -> list[int]:
    """Say who gave a short answer; asked row by row, because not every database looks in lists."""
    number, _sign, code = text.partition(":")
    question = Question.objects.filter(pk=int(number) if number.isdigit() else 0).first()
    if question is None:
        return []
    rows = RegistrationAnswer.objects.filter(question=question)
    if question.kind == Question.Kind.YES_NO:
        return list(rows.filter(is_yes=code == "yes").values_list("registration", flat=True))
    pairs = rows.values_list("registration", "chosen")
    return [pk for pk, chosen in pairs if code in chosen]
