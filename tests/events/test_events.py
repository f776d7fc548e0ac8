"""Events: begun, changed, published, copied, cancelled; what belongs to them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.events.models import Event, EventLetter, Question, Quota
from raceme.events.queries.events import events_without_attendance, numbers_of
from raceme.events.verbs.attending import check_in
from raceme.events.verbs.copying import copy_event
from raceme.events.verbs.details import Answered
from raceme.events.verbs.events import (
    cancel_event,
    close_event,
    describe_event,
    publish_event,
    reopen_event,
    write_letter,
)
from raceme.events.verbs.letters import remind, send_again, write_to
from raceme.events.verbs.parts import (
    describe_question,
    drop_question,
    drop_quota,
    drop_session,
    move_question,
    reopen_quota,
    restore_question,
    restore_session,
)
from raceme.events.verbs.registrations import Wish
from raceme.foundation.errors import NotAllowed, Refused
from tests.events.making import (
    come,
    make_event,
    make_open,
    make_question,
    make_quota,
    make_session,
    states,
)
from tests.factories import NOW, make_actor, make_cluster

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
VIENNA = ZoneInfo("Europe/Vienna")


def kinds_of_letters() -> list[str]:
    return sorted(EventLetter.objects.values_list("kind", flat=True))


def test_a_new_event_has_one_kind_of_participant_and_its_wordings(cluster: Cluster) -> None:
    event = make_event(cluster)

    assert [one.name for one in event.quotas.all()] == [
        {"en": "Participants", "de": "Teilnehmende"}
    ]
    assert sorted(event.wordings.values_list("kind", flat=True)) == ["data", "networking", "photo"]


def test_an_event_of_others_is_not_touched(cluster: Cluster) -> None:
    stranger = make_actor(make_cluster("there"))
    event = make_event(cluster)

    with pytest.raises(NotAllowed):
        publish_event(event, by=stranger, at=NOW)


@pytest.mark.parametrize(
    "values",
    [
        {"ends_at": NOW - timedelta(days=1)},
        {"time_zone": "Middle/Earth"},
        {"languages": []},
        {"title": {"de": "Nur deutsch"}},
    ],
)
def test_nonsense_is_refused(cluster: Cluster, manager: Actor, values: dict[str, object]) -> None:
    event = make_event(cluster)

    with pytest.raises(ValidationError):
        describe_event(event, **values, by=manager, at=LATER)


def test_the_address_of_a_published_page_stays(cluster: Cluster, manager: Actor) -> None:
    event = make_open(cluster)

    with pytest.raises(Refused):
        describe_event(event, code="other", by=manager, at=LATER)


def test_who_comes_is_told_when_time_or_place_changes(cluster: Cluster, manager: Actor) -> None:
    event = make_open(cluster)
    come(event, "Ann")

    describe_event(event, tell=True, contact="Ann", by=manager, at=LATER)
    assert kinds_of_letters() == ["confirmed"]

    describe_event(event, tell=True, venue="Other hall", by=manager, at=LATER)
    assert kinds_of_letters() == ["changed", "confirmed"]


def test_a_cancelled_event_writes_to_all_who_wanted_to_come(
    cluster: Cluster, manager: Actor
) -> None:
    event = make_open(cluster, capacity=1)
    come(event, "Ann")
    come(event, "Ben")

    event = cancel_event(event, because="Storm.", by=manager, at=LATER)

    told = EventLetter.objects.filter(kind="cancelled", state="waiting")
    assert told.count() == 2
    assert not EventLetter.objects.filter(kind="waiting", state="waiting").exists()
    with pytest.raises(Refused):
        come(event, "Cleo")
    with pytest.raises(Refused):
        describe_event(event, venue="Other", by=manager, at=LATER)


def test_closing_can_be_taken_back(cluster: Cluster, manager: Actor) -> None:
    event = close_event(make_open(cluster), by=manager, at=LATER)
    with pytest.raises(Refused):
        come(event, "Ann")

    event = reopen_event(event, by=manager, at=LATER)

    come(event, "Ann")
    assert states(event) == {"Ann": "confirmed"}


def test_the_next_one_keeps_the_time_of_the_day_across_summer_time(
    cluster: Cluster, manager: Actor
) -> None:
    starts = datetime(2026, 12, 1, 9, tzinfo=VIENNA)
    event = make_event(cluster, starts_at=starts, ends_at=starts + timedelta(hours=8))
    make_session(event, "Talk", hour=1)
    make_question(event, "meal")
    make_quota(event, "Guests", places=5)

    new = copy_event(
        event, code="next", starts_at=datetime(2027, 7, 1, 9, tzinfo=VIENNA), by=manager, at=NOW
    )

    (session,) = new.sessions.all()
    assert session.starts_at.astimezone(VIENNA) == datetime(2027, 7, 1, 10, tzinfo=VIENNA)
    assert (new.state, new.earlier, new.registrations.count()) == ("draft", event, 0)
    assert [one.code for one in new.questions.all()] == ["meal"]
    assert [one.places for one in new.quotas.all()] == [None, 5]
    assert new.wordings.count() == 3


def test_a_question_that_was_answered_keeps_its_kind_and_its_choices(
    cluster: Cluster, manager: Actor
) -> None:
    event = make_open(cluster)
    options = [{"code": code, "text": {"en": code}} for code in ("soup", "bread")]
    meal = make_question(event, "meal", kind="one", options=options)
    come(event, "Ann", wish=Wish({meal: Answered(chosen=("soup",))}, ("data",)))

    with pytest.raises(Refused):
        describe_question(meal, kind="text", by=manager, at=LATER)
    with pytest.raises(Refused):
        describe_question(meal, options=options[:1], by=manager, at=LATER)

    drop_question(meal, by=manager, at=LATER)
    meal.refresh_from_db()
    assert meal.dropped_at == LATER
    assert restore_question(meal, by=manager, at=LATER).dropped_at is None


def test_questions_change_places(cluster: Cluster, manager: Actor) -> None:
    event = make_event(cluster)
    for code in ("first", "second", "third"):
        make_question(event, code)

    move_question(Question.objects.get(code="third"), up=True, by=manager, at=LATER)

    assert [one.code for one in event.questions.all()] == ["first", "third", "second"]


def test_what_was_used_is_closed_not_taken_away(cluster: Cluster, manager: Actor) -> None:
    event = make_open(cluster)
    guests, unused = make_quota(event, "Guests"), make_quota(event, "Unused")
    session = make_session(event)
    come(event, "Ann", quota=guests, wish=Wish(consents=("data",), sessions=[session]))

    drop_quota(guests, by=manager, at=LATER)
    drop_quota(unused, by=manager, at=LATER)
    drop_session(session, by=manager, at=LATER)

    assert sorted(str(one) for one in Quota.objects.filter(event=event)) == [
        "Guests",
        "Participants",
    ]
    guests.refresh_from_db()
    session.refresh_from_db()
    assert (guests.is_closed, session.is_dropped) == (True, True)
    assert not reopen_quota(guests, by=manager, at=LATER).is_closed
    assert not restore_session(session, by=manager, at=LATER).is_dropped
    drop_quota(guests, by=manager, at=LATER)
    with pytest.raises(Refused):
        drop_quota(event.quotas.get(closed_at__isnull=True), by=manager, at=LATER)


def test_a_letter_without_the_link_is_refused(cluster: Cluster, manager: Actor) -> None:
    event = make_event(cluster)

    with pytest.raises(Refused):
        write_letter(event, "confirmed", subject={}, text={"en": "Come."}, by=manager, at=LATER)

    kept = write_letter(
        event, "confirmed", subject={"en": "Come"}, text={"en": "{link}"}, by=manager, at=LATER
    )
    assert kept.letters == {"confirmed": {"subject": {"en": "Come"}, "text": {"en": "{link}"}}}
    usual = write_letter(event, "confirmed", subject={}, text={}, by=manager, at=LATER)
    assert usual.letters == {}


def test_messages_and_reminders_reach_those_meant(cluster: Cluster, manager: Actor) -> None:
    event = make_open(cluster, capacity=1)
    (ann,) = come(event, "Ann")
    come(event, "Ben")

    write_to(event, [ann], subject={"en": "Hello"}, text={"en": "Hello."}, by=manager, at=LATER)
    remind(event, by=manager, at=LATER)

    assert EventLetter.objects.get(kind="message").registration == ann
    assert EventLetter.objects.get(kind="reminder").registration == ann
    with pytest.raises(Refused):
        remind(event, by=manager, at=LATER)
    assert send_again(ann, by=manager, at=LATER).kind == "confirmed"


def test_an_event_that_is_over_without_attendance_is_a_break(
    cluster: Cluster, manager: Actor
) -> None:
    event = make_open(cluster)
    (ann,) = come(event, "Ann")
    after = event.ends_at + timedelta(days=1)

    assert list(events_without_attendance(manager, NOW)) == []
    assert list(events_without_attendance(manager, after)) == [event]
    check_in(ann, by=manager, at=event.starts_at)
    assert list(events_without_attendance(manager, after)) == []


def test_numbers_are_counted_by_state(cluster: Cluster, manager: Actor) -> None:
    event = make_open(cluster, capacity=1)
    (ann,) = come(event, "Ann")
    come(event, "Ben")
    check_in(ann, by=manager, at=LATER)

    numbers = numbers_of(Event.objects.get(pk=event.pk))

    assert (numbers.confirmed, numbers.waiting, numbers.there, numbers.expected) == (1, 1, 1, 0)
    assert numbers.share_there == 1.0
