"""The events of the demonstration: one that is over, one to come. All people are invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.catalogue.models import Service
from raceme.events.models import Event, Question, Quota, Registration, Session
from raceme.events.verbs.attending import check_in, excuse, note_attendance
from raceme.events.verbs.details import Answered
from raceme.events.verbs.events import close_event, draft_event, publish_event
from raceme.events.verbs.feedback import give_feedback
from raceme.events.verbs.parts import add_question, add_quota, add_session
from raceme.events.verbs.registrations import Newcomer, Wish, register
from raceme.members.models import Organisation

DELIVERED = "MT-02"  # the circle of exchange, in the catalogue of the example
GIVEN = ("Anna", "Ben", "Clara", "David", "Eva", "Felix", "Greta", "Henri", "Ida", "Jan")
FAMILY = ("Muster", "Beispiel", "Sample", "Example")
FUNCTIONS = ("Head of development", "Managing director", "Sales", "Research assistant")
COMMENTS = ("More time to talk, please.", "The visit was the best part.", "")
MEALS = (
    {"code": "meat", "text": {"en": "with meat", "de": "mit Fleisch"}},
    {"code": "vegetarian", "text": {"en": "vegetarian", "de": "vegetarisch"}},
    {"code": "vegan", "text": {"en": "vegan", "de": "vegan"}},
)


@transaction.atomic
def hold_example_events(cluster: Cluster, *, at: datetime) -> list[Event]:
    """Give an example cluster an event that is over and one to come, unless it has any."""
    if Event.objects.filter(cluster=cluster).exists():
        return []
    by = system_of(cluster)
    return [_that_is_over(cluster, by=by, at=at), _to_come(cluster, by=by, at=at)]


def _to_come(cluster: Cluster, *, by: Actor, at: datetime) -> Event:
    event, sessions, question = _event(
        "innovation-forum", "Example innovation forum", "Beispiel-Innovationsforum",
        cluster, starts=_morning(at + timedelta(days=24)), capacity=14, by=by, at=at,
    )  # fmt: skip
    speakers = add_quota(
        event, name={"en": "Speakers", "de": "Vortragende"}, is_public=False, by=by, at=at
    )
    event = publish_event(event, by=by, at=at - timedelta(days=10))
    _come(event, 17, sessions, question, by=by, at=at - timedelta(days=9))
    person = Newcomer(given_name="Karla", family_name="Muster", function="Professor")
    register(event, [person], quota=speakers, source=Registration.Source.OFFICE, by=by, at=at)
    return event


def _that_is_over(cluster: Cluster, *, by: Actor, at: datetime) -> Event:
    began = _morning(at - timedelta(days=40))
    before = began - timedelta(days=30)
    event, sessions, question = _event(
        "spring-meeting", "Example spring meeting", "Beispiel-Frühjahrstreffen",
        cluster, starts=began, capacity=40, by=by, at=before,
    )  # fmt: skip
    add_question(
        event, form=Question.Form.FEEDBACK, kind=Question.Kind.SCALE, code="talks",
        text={"en": "How good were the talks?", "de": "Wie gut waren die Vorträge?"},
        by=by, at=before,
    )  # fmt: skip
    talks = event.questions.get(code="talks")
    event = publish_event(event, by=by, at=before)
    people = _come(event, 12, sessions, question, by=by, at=before + timedelta(days=1))
    there = [check_in(one, by=by, at=began + timedelta(minutes=5)) for one in people[:10]]
    excuse(people[10], by=by, at=began)
    outcomes = {one.pk: "present" if number % 4 else "absent" for number, one in enumerate(there)}
    note_attendance(sessions[0], outcomes, by=by, at=began)
    for number, one in enumerate(there[:6]):
        give_feedback(
            one,
            rating=5 - number % 3,
            comment=COMMENTS[number % 3],
            answers={talks: Answered(number=Decimal(4))},
            by=by,
            at=event.ends_at + timedelta(days=1),
        )
    return close_event(event, by=by, at=event.ends_at + timedelta(days=7))


def _event(
    code: str,
    title: str,
    title_de: str,
    cluster: Cluster,
    *,
    starts: datetime,
    capacity: int,
    by: Actor,
    at: datetime,
) -> tuple[Event, list[Session], Question]:
    event = draft_event(
        code=code,
        title={"en": title, "de": title_de},
        description={
            "en": "An invented event: talks in the morning, workshops after lunch.",
            "de": "Eine erfundene Veranstaltung: morgens Vorträge, nachmittags Workshops.",
        },
        languages=["en", "de"],
        starts_at=starts,
        ends_at=starts + timedelta(hours=7),
        venue="Example hall",
        address="Musterstrasse 1, Neustadt",
        capacity=capacity,
        service=Service.objects.filter(cluster=cluster, code=DELIVERED).first(),
        has_networking=True,
        reply_to="office@raceme.example",
        by=by,
        at=at,
    )
    sessions = _agenda(event, by=by, at=at)
    question = add_question(
        event, form=Question.Form.REGISTRATION, kind=Question.Kind.ONE, code="lunch",
        text={"en": "What would you like for lunch?", "de": "Was möchten Sie zu Mittag?"},
        options=list(MEALS), is_required=True, by=by, at=at,
    )  # fmt: skip
    return event, sessions, question


def _agenda(event: Event, *, by: Actor, at: datetime) -> list[Session]:
    items = (
        ("Opening", "Eröffnung", "talk", 0, False),
        ("Workshop: Energy in the workshop", "Workshop: Energie im Betrieb", "workshop", 3, True),
        ("Workshop: New markets", "Workshop: Neue Märkte", "workshop", 3, True),
        ("Walk through the plant", "Rundgang durch das Werk", "visit", 5, True),
    )
    return [
        add_session(
            event,
            title={"en": name, "de": name_de},
            kind=kind,
            starts_at=event.starts_at + timedelta(hours=hour),
            ends_at=event.starts_at + timedelta(hours=hour + 1),
            needs_sign_up=is_chosen,
            capacity=8 if is_chosen else None,
            by=by,
            at=at,
        )
        for name, name_de, kind, hour, is_chosen in items
    ]


def _come(
    event: Event,
    number: int,
    sessions: list[Session],
    question: Question,
    *,
    by: Actor,
    at: datetime,
) -> list[Registration]:
    quota = Quota.objects.filter(event=event).order_by("rank")[0]
    firms = list(Organisation.objects.filter(cluster=event.cluster).order_by("pk")[:9])
    people = []
    for place in range(number):
        given, family = GIVEN[place % len(GIVEN)], FAMILY[place % len(FAMILY)]
        firm = firms[place % len(firms)].name if firms else "Example Works"
        person = Newcomer(
            given_name=given,
            family_name=family,
            email=f"{given}.{family}.{place}@raceme.example".lower(),
            organisation_name=firm,
            function=FUNCTIONS[place % len(FUNCTIONS)],
        )
        chosen = [sessions[1 + place % 2]] if place % 3 and place < 10 else []
        wish = Wish(
            answers={question: Answered(chosen=(MEALS[place % 3]["code"],))},  # type: ignore[arg-type]
            consents=("data", "networking") if place % 4 else ("data",),
            sessions=chosen,
        )
        people += register(
            event, [person], quota=quota, wish=wish, source=Registration.Source.OFFICE,
            with_letter=False, by=by, at=at + timedelta(hours=place),
        )  # fmt: skip
    return people


def _morning(day: datetime) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
