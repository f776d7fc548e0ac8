"""The pages of events: for the team, for everybody, and behind a personal link."""

import csv
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.events.models import Event, EventLetter, Feedback, Registration
from raceme.events.verbs.attending import check_in
from raceme.events.verbs.details import Answered
from raceme.events.verbs.registrations import Wish
from tests.events.making import (
    come,
    make_event,
    make_open,
    make_question,
    make_quota,
    make_session,
    states,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_tried() -> None:
    cache.clear()


@pytest.fixture
def event(cluster: Cluster) -> Event:
    """An event to come, seen from the clock of the machine: pages read it."""
    starts = timezone.now() + timedelta(days=10)
    return make_open(cluster, starts_at=starts, ends_at=starts + timedelta(hours=6))


@pytest.fixture
def door(event: Event) -> str:
    return f"/events/{event.cluster.slug}/{event.code}"


def typed(event: Event, **values: Any) -> dict[str, Any]:
    facts = {
        "given_name": "Ann",
        "family_name": "Sample",
        "email": "ann@sample.example",
        "quota": event.quotas.order_by("rank")[0].pk,
        "agrees-data": "on",
    }
    return facts | values


def told(answer: Any) -> str:
    """Give a page without the token against forged requests, which is another each time."""
    return re.sub(r'"X-CSRFToken": "\w+"', "", answer.text)


def link(registration: Registration, rest: str = "") -> str:
    return f"/registration/{registration.secret}/{rest}"


def ended(event: Event) -> None:
    """Let the event be over since yesterday."""
    now = timezone.now()
    Event.objects.filter(pk=event.pk).update(
        starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1)
    )


def test_everybody_sees_a_published_event_in_a_language_of_theirs(door: str) -> None:
    german = Client(headers={"Accept-Language": "de-AT,de;q=0.9"}).get(f"{door}/")
    chosen = Client().get(f"{door}/?language=de")

    assert "Beispielforum" in german.text
    assert german["Content-Language"] == "de"
    assert chosen.cookies["event_language"].value == "de"


def test_a_draft_is_not_there(cluster: Cluster) -> None:
    draft = make_event(cluster, code="draft")

    assert Client().get(f"/events/{cluster.slug}/{draft.code}/").status_code == 404


def test_somebody_registers_and_reads_where_the_letter_went(event: Event, door: str) -> None:
    client = Client()

    answer = client.post(f"{door}/register/", typed(event), follow=True)

    assert answer.redirect_chain == [(f"{door}/thanks/", 302)]
    assert "ann@sample.example" in answer.text
    assert states(event) == {"Ann": "confirmed"}
    secret = Registration.objects.get().secret
    assert secret not in answer.text  # only who reads the mail gets the link


def test_what_was_typed_stays_when_something_is_missing(event: Event, door: str) -> None:
    make_question(event, "meal", is_required=True)

    answer = Client().post(f"{door}/register/", typed(event, email="nonsense"))

    assert answer.status_code == 422
    assert 'value="Sample"' in answer.text
    assert set(answer.context["form"].errors) == {"email", f"q{event.questions.get().pk}"}
    assert not Registration.objects.exists()


def test_the_data_may_not_be_used_without_consent(event: Event, door: str) -> None:
    values = typed(event)
    del values["agrees-data"]

    answer = Client().post(f"{door}/register/", values)

    assert set(answer.context["form"].errors) == {"agrees-data"}


def test_a_program_that_fills_in_everything_gets_nowhere(event: Event, door: str) -> None:
    answer = Client().post(f"{door}/register/", typed(event, website="https://spam.example"))

    assert answer["Location"] == f"{door}/thanks/"
    assert not Registration.objects.exists()


def test_too_many_tries_from_one_place_are_stopped(event: Event, door: str) -> None:
    client = Client()
    for _number in range(40):
        client.post(f"{door}/register/", {})

    assert client.post(f"{door}/register/", typed(event)).status_code == 429


def test_the_page_does_not_tell_who_is_registered_already(event: Event, door: str) -> None:
    first = Client().post(f"{door}/register/", typed(event), follow=True)
    second = Client().post(f"{door}/register/", typed(event), follow=True)

    assert first.redirect_chain == second.redirect_chain
    assert told(first) == told(second)
    assert Registration.objects.count() == 1


def test_a_group_registers_together(cluster: Cluster) -> None:
    starts = timezone.now() + timedelta(days=10)
    event = make_open(cluster, starts_at=starts, ends_at=starts + timedelta(hours=1), party_max=3)
    values = typed(event) | {
        "companions-TOTAL_FORMS": "2",
        "companions-INITIAL_FORMS": "0",
        "companions-0-given_name": "Ben",
        "companions-0-family_name": "Sample",
        "companions-0-email": "ben@sample.example",
        "companions-1-given_name": "Cleo",
    }
    door = f"/events/{cluster.slug}/{event.code}"

    half = Client().post(f"{door}/register/", values)
    whole = Client().post(f"{door}/register/", values | {"companions-1-given_name": ""})

    assert half.status_code == 422
    assert whole.status_code == 302
    assert states(event) == {"Ann": "confirmed", "Ben": "confirmed"}


def test_behind_the_link_somebody_changes_and_withdraws_and_comes_again(event: Event) -> None:
    (ann,) = come(event, "Ann")
    client = Client()

    changed = client.post(
        link(ann, "change/"),
        {"given_name": "Anna", "family_name": "Sample", "agrees-data": "on"},
    )
    client.post(link(ann, "do/withdraw/"))
    withdrawn = states(event)
    client.post(link(ann, "do/again/"))

    assert changed["Location"] == link(ann)
    assert withdrawn == {"Anna": "withdrawn"}
    assert states(event) == {"Anna": "confirmed"}


def test_a_wrong_link_opens_nothing_and_many_wrong_ones_are_stopped(event: Event) -> None:
    client = Client()

    assert client.get("/registration/0123abcd/").status_code == 404
    for number in range(30):
        client.get(f"/registration/{number}/")
    assert client.get(link(come(event, "Ann")[0])).status_code == 429


def test_pages_behind_a_link_are_kept_by_nobody(event: Event) -> None:
    answer = Client().get(link(come(event, "Ann")[0]))

    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "data:image/svg+xml" in answer.text


def test_the_calendar_of_a_link_can_be_followed(event: Event) -> None:
    answer = Client().get(link(come(event, "Ann")[0], "calendar.ics"))

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.startswith(b"BEGIN:VCALENDAR")


def test_evaluation_and_certificate_open_after_the_event(event: Event, manager: Actor) -> None:
    (ann,) = come(event, "Ann")
    check_in(ann, by=manager, at=timezone.now())
    client = Client()
    assert client.get(link(ann, "certificate.pdf")).status_code == 404
    early = client.post(link(ann, "feedback/"), {"rating": "5"})
    assert early.status_code == 422

    ended(event)

    assert client.get(link(ann, "certificate.pdf"))["Content-Type"] == "application/pdf"
    assert client.post(link(ann, "feedback/"), {"rating": "5"}).status_code == 302
    assert Feedback.objects.get().rating == 5


def test_the_team_plans_an_event_with_the_clock_of_its_place(
    cluster: Cluster, browser: Client
) -> None:
    values = {
        "title_en": "Example day",
        "languages": ["en"],
        "starts_at": "2027-07-01T09:00",
        "ends_at": "2027-07-01T17:00",
        "time_zone": "Europe/Helsinki",
        "format": "on-site",
        "offer_hours": "48",
        "party_max": "1",
        "reply_to": "office@example.org",
    }

    answer: Any = browser.post("/c/here/events/new/", values)

    assert answer.status_code == 302, answer.context["form"].errors
    event = Event.objects.get()
    assert event.code == "example-day"
    assert event.starts_at.isoformat() == "2027-07-01T06:00:00+00:00"


def test_a_scanned_ticket_is_checked_in_with_one_press(event: Event, browser: Client) -> None:
    (ann,) = come(event, "Ann")
    address = f"/c/here/events/check-in/{ann.ticket}/"

    shown = browser.get(address)
    browser.post(address)
    ann.refresh_from_db()
    there = ann.is_there
    browser.post(address, {"undo": "1"})
    ann.refresh_from_db()

    assert "Ann Sample" in shown.text
    assert (there, ann.is_there) == (True, False)
    assert browser.get("/c/here/events/check-in/XXXX/").status_code == 404
    assert Client().post(address)["Location"].startswith("/sign-in/login/")


def test_those_ticked_are_decided_together_and_the_filter_stays(
    event: Event, browser: Client
) -> None:
    Event.objects.filter(pk=event.pk).update(needs_approval=True)
    event.refresh_from_db()
    numbers = [come(event, name)[0].pk for name in ("Ann", "Ben")]

    answer = browser.post(
        f"/c/here/events/{event.pk}/registrations/decide/",
        {"registration": numbers, "act": "approve", "query": "state=applied"},
    )

    assert answer["Location"].endswith("registrations/?state=applied")
    assert states(event) == {"Ann": "confirmed", "Ben": "confirmed"}


def test_the_file_of_registrations_holds_ids_and_what_is_shown(
    event: Event, browser: Client
) -> None:
    meal = make_question(event, "meal")
    (ann,) = come(event, "Ann", wish=Wish({meal: Answered(text="Soup")}, ("data",)))
    browser.post(
        f"/c/here/events/{event.pk}/registrations/columns/", {"columns": ["email", "q-meal"]}
    )

    address = f"/c/here/events/{event.pk}/registrations/download/csv/"
    text = browser.get(address).content.decode("utf-8-sig")

    (row,) = csv.DictReader(text.splitlines(), dialect=csv.Sniffer().sniff(text))
    assert list(row.values()) == [str(ann.pk), "Ann Sample", "ann@sample.example", "Soup"]
    assert browser.get(f"{address}?text=nobody").content.decode().count("\n") == 1


def test_somebody_registered_by_the_office_stands_in_the_history(
    event: Event, browser: Client
) -> None:
    values = typed(event) | {"with_letter": ""}

    browser.post(f"/c/here/events/{event.pk}/registrations/new/", values)

    made = Registration.objects.get()
    assert (made.source, made.state) == ("office", "confirmed")
    assert not EventLetter.objects.exists()
    page = browser.get(f"/c/here/events/registrations/{made.pk}/")
    assert "What happened to it" in page.text


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_the_database_as_often_for_one_as_for_many(
    event: Event, browser: Client, number: int, django_assert_num_queries: Any
) -> None:
    meal, session = make_question(event, "meal"), make_session(event)
    for one in ("Ann", "Ben", "Cleo")[:number]:
        come(event, one, wish=Wish({meal: Answered(text="Soup")}, ("data",), [session]))
        make_quota(event, one)
    columns = {"columns": ["q-meal", "organisation_id", "agrees_photo"]}
    browser.post(f"/c/here/events/{event.pk}/registrations/columns/", columns)
    pages = {
        "/c/here/events/": 8,
        f"/c/here/events/{event.pk}/registrations/": 17,
        f"/c/here/events/{event.pk}/desk/?text=sample": 11,
        f"/c/here/events/{event.pk}/quotas/": 10,
        f"/c/here/events/{event.pk}/letters/": 9,
        f"/events/here/{event.code}/": 8,
    }

    for address, queries in pages.items():
        with django_assert_num_queries(queries):
            assert browser.get(address).status_code == 200
