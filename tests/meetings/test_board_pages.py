"""The board as pages: what is shown, what a form does, with and without htmx."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from raceme.meetings.models import Meeting, MeetingRequest, Placing, Profile, Timetable
from raceme.meetings.queries.board import placings_of
from tests.factories import NOW, make_profile
from tests.meetings.floor import Fair

pytestmark = pytest.mark.django_db(transaction=True)
ALL = ("AB", "AC", "AD", "BC", "BD", "CD")


@pytest.fixture
def fair(cluster):
    fair = Fair(cluster)
    fair.ask(*ALL)
    return fair


@pytest.fixture
def browser(manager):
    client = Client()
    client.force_login(manager.user)
    return client


def address(fair, name, pk=None, **values):
    kwargs = {"cluster": fair.cluster.slug, "pk": pk or fair.matchmaking.pk, **values}
    return reverse(f"meetings:{name}", kwargs=kwargs)


def shown(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_an_empty_board_offers_to_compute(fair, browser):
    answer = browser.get(address(fair, "board"))

    assert answer.status_code == 200
    assert "6 meetings without a time" in shown(answer)


def test_the_form_computes_a_version_and_the_board_shows_it(fair, browser):
    form = {"scope": "all", "seconds": "5", "seed": "1"}

    answer = browser.post(address(fair, "compute"), form, follow=True)

    assert "Version 1" in shown(answer)
    assert "0 meetings without a time" in shown(answer)
    assert "proved to be the best" in shown(answer)


def test_choosing_a_meeting_shows_free_cells_and_why_not_elsewhere(fair, browser):
    timetable = fair.compute()
    request = fair.requests["AB"].pk

    page = shown(browser.get(f"{address(fair, 'board')}?choose={request}"))
    part = browser.get(
        f"{address(fair, 'board')}?choose={request}",
        headers={"HX-Request": "true", "HX-Target": "choice"},
    )

    seat, free = placings_of(timetable)[request], fair.free_slot(timetable)
    busy = next(one for one in placings_of(timetable).values() if one.slot != seat.slot)
    assert f'data-chosen="{request}"' in page
    assert "Ann Sample has a meeting then" in page
    assert f'value="{free.code}|{busy.place}"' in page
    assert "data-grid" in page
    assert "data-grid" not in shown(part)
    assert f'data-chosen="{request}"' in shown(part)


def test_a_meeting_is_moved_by_the_form_and_taken_back(fair, browser):
    timetable = fair.compute()
    request = fair.requests["AB"].pk
    before = placings_of(timetable)[request]
    act = {"pk": timetable.pk, "act": "place"}
    free = fair.free_slot(timetable)
    cell = f"{free.code}|{before.place}"

    browser.post(address(fair, "board_act", **act), {"request": request, "cell": cell})
    moved = placings_of(timetable)[request]
    browser.post(address(fair, "board_act", pk=timetable.pk, act="undo"))

    assert (moved.number, moved.place) == (free.number, before.place)
    assert placings_of(timetable)[request] == before


def test_what_is_not_free_is_refused_with_the_reason(fair, browser):
    timetable = fair.compute()
    rows = placings_of(timetable)
    one = rows[fair.requests["AB"].pk]
    other = next(its for its in rows.values() if its.slot != one.slot)
    act = address(fair, "board_act", pk=timetable.pk, act="place")

    answer = browser.post(
        act, {"request": one.request, "cell": f"{other.slot}|{other.place}"}, follow=True
    )

    assert "has a meeting then" in shown(answer)
    assert placings_of(timetable) == rows


def test_locks_taking_off_and_swapping_by_their_buttons(fair, browser):
    timetable = fair.compute()
    request = fair.requests["AB"].pk

    for act in ("lock", "lift", "unlock", "lift"):
        browser.post(address(fair, "board_act", pk=timetable.pk, act=act), {"request": request})
        states = Placing.objects.filter(timetable=timetable, request=request)
        assert list(states.values_list("is_locked", flat=True)) == {
            "lock": [True],
            "unlock": [False],
        }.get(act, [True] if states.exists() else [])


def test_the_changes_are_shown_and_published(fair, browser):
    timetable = fair.compute()
    page = address(fair, "publish", pk=timetable.pk)

    preview = shown(browser.get(page))
    answer = browser.post(page, {"tell": "yes"}, follow=True)

    assert "6 meetings change. 4 people must be told." in preview
    assert "Published." in shown(answer)
    assert Meeting.objects.count() == 6


def test_a_draft_by_hand_a_version_thrown_away_and_the_list_of_versions(fair, browser):
    fair.publish(fair.compute())
    browser.post(address(fair, "draft_by_hand"))
    draft = Timetable.objects.get(state="draft")
    browser.post(address(fair, "board_act", pk=draft.pk, act="drop"))

    page = shown(browser.get(address(fair, "versions")))

    assert "thrown away" in page
    assert placings_of(draft).keys() == {one.pk for one in fair.requests.values()}


def test_a_no_show_leads_to_what_changes_and_publishing_tells_the_partners(fair, browser):
    happens_now(fair)
    fair.publish(fair.compute(at=_now()), at=_now())

    form = {"profile": fair.people["Ann"].pk, "until": ""}
    answer = browser.post(address(fair, "day_act", act="absent"), form, follow=True)

    assert "3 meetings change. 4 people must be told." in shown(answer)
    assert Profile.objects.get(pk=fair.people["Ann"].pk).is_absent
    draft = Timetable.objects.get(state="draft")
    browser.post(address(fair, "publish", pk=draft.pk), {"tell": "yes"})
    assert sorted(fair.told()) == ["BC", "BD", "CD"]


def test_a_walk_in_is_registered_and_gets_a_time_without_moving_anybody(fair, browser):
    happens_now(fair)
    fair.publish(fair.compute(at=_now()), at=_now())
    before = fair.told()
    form = {
        "family_name": "Late",
        "given_name": "Lee",
        "quota": fair.event.quotas.get().pk,
        "agrees": "on",
        "asked": fair.people["Ann"].pk,
    }

    answer = browser.post(address(fair, "desk"), form, follow=True)

    request = MeetingRequest.objects.get(source="walk-in")
    fair.requests["LA"] = request
    assert "1 meeting changes. 2 people must be told." in shown(answer)
    browser.post(
        address(fair, "publish", pk=Timetable.objects.get(state="draft").pk), {"tell": "no"}
    )
    assert {pair: fair.told()[pair] for pair in before} == before
    assert "LA" in fair.told()


def test_a_walk_in_who_does_not_agree_is_not_registered(fair, browser):
    form = {
        "family_name": "Late",
        "quota": fair.event.quotas.get().pk,
        "asked": fair.people["Ann"].pk,
    }

    answer = browser.post(address(fair, "desk"), form)

    assert answer.status_code == 422
    assert Profile.objects.count() == 4


def test_the_screen_shows_what_comes_next(fair, browser):
    happens_now(fair)
    fair.publish(fair.compute(at=_now()), at=_now())

    page = shown(browser.get(address(fair, "screen")))

    assert "Next, at" in page
    assert " Sample · " in page
    assert 'hx-trigger="every 20s"' in page


def test_meetings_are_marked_on_the_day(fair, browser):
    happens_now(fair)
    fair.publish(fair.compute(at=_now()), at=_now())
    Meeting.objects.update(starts_at=_now() - timedelta(minutes=1))
    held, missed = Meeting.objects.order_by("pk")[:2]
    who = missed.participations.order_by("pk")[0]

    browser.post(address(fair, "mark", pk=held.pk, what="held"))
    browser.post(address(fair, "mark", pk=missed.pk, what="no-show"), {"missing": who.profile_id})

    held.refresh_from_db()
    missed.refresh_from_db()
    who.refresh_from_db()
    assert [held.state, missed.state, who.is_missing] == ["held", "no-show", True]


def test_papers_are_pdf_of_all_and_of_one(fair, browser):
    fair.publish(fair.compute())
    whole = browser.get(address(fair, "papers", kind="timetables"))
    signs = browser.get(address(fair, "papers", kind="signs"))
    own = browser.get(address(fair, "timetable", pk=fair.people["Ann"].pk))

    pages = [len(PdfReader(BytesIO(one.content)).pages) for one in (whole, signs, own)]
    text = PdfReader(BytesIO(own.content)).pages[0].extract_text()
    assert pages == [4, 2, 1]
    assert "Ann Sample" in text
    assert all(f"{name} Sample" in text for name in ("Ben", "Cleo", "Dan"))


def test_the_board_asks_the_database_as_often_for_many_as_for_few(
    fair, browser, django_assert_num_queries
):
    fair.compute()
    with CaptureQueriesContext(connection) as few:
        browser.get(address(fair, "board"))
    for name in ("Eve", "Fay", "Gus"):
        fair.people[name] = make_profile(fair.matchmaking, name)
    fair.ask("EF", "EG", "FG")
    fair.compute("rest")

    with django_assert_num_queries(len(few)):
        browser.get(address(fair, "board"))


def _now():
    return timezone.now()


def happens_now(fair):
    """Let the event begin in five minutes by the clock of the machine, as pages see it."""
    starts_at = _now().replace(second=0, microsecond=0) + timedelta(minutes=5)
    fair.matchmaking.blocks.update(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    type(fair.event).objects.filter(pk=fair.event.pk).update(
        starts_at=starts_at - timedelta(hours=1), ends_at=starts_at + timedelta(hours=6)
    )
    fair.event.refresh_from_db()
    fair.matchmaking.refresh_from_db()
    assert starts_at > NOW
