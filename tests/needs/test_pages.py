"""Needs by page and by API: the sheet of a member, the overview, the lists, and who may."""

import json
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from raceme.access.actor import Actor
from raceme.access.models import Cluster, Role
from raceme.members import verbs as member_verbs
from raceme.needs import queries, verbs
from raceme.needs.models import Need
from raceme.vocabulary.topics import topics
from tests.factories import NOW, TODAY, make_actor, make_cluster, make_need, make_organisation

BASE = "/c/here/needs"
API = "/api/v1/c/here/needs"
DATED = {"recorded_on": "2026-11-20", "source": "visit"}


def page_of(browser: Client, address: str, **query: object) -> str:
    answer = browser.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def _board(cluster: Cluster) -> Client:
    board, browser = make_actor(cluster, Role.BOARD), Client()
    assert board.user is not None
    browser.force_login(board.user)
    return browser


def test_without_members_the_page_leads_to_them(browser: Client, cluster: Cluster) -> None:
    assert 'href="/c/here/members/"' in page_of(browser, f"{BASE}/")
    assert "Go to the members" in page_of(browser, f"{BASE}/members/")


def test_without_needs_the_page_leads_to_the_sheet(browser: Client, cluster: Cluster) -> None:
    organisation = make_organisation(cluster)

    assert "Nobody has said yet what it needs" in page_of(browser, f"{BASE}/")
    assert f"{BASE}/members/{organisation.pk}/" in page_of(browser, f"{BASE}/members/")
    assert "Choose a member" in page_of(browser, f"{BASE}/records/")


def test_every_number_of_the_overview_leads_to_its_rows(browser: Client, cluster: Cluster) -> None:
    organisation = make_organisation(cluster)
    make_need(organisation, importance=5, recorded_on=TODAY - timedelta(days=9))
    make_need(organisation, importance=4)
    make_need(make_organisation(cluster), importance=2)

    page = page_of(browser, f"{BASE}/")
    asking = page_of(
        browser, f"{BASE}/records/", show="latest", importance_min=3, topic="funding-search"
    )
    responding = page_of(browser, f"{BASE}/records/", show="latest", topic="funding-search")

    assert f"{BASE}/records/?show=latest&amp;importance_min=3&amp;topic=funding-search" in page
    assert asking.count(">open<") == 1
    assert responding.count(">open<") == 2


def test_the_overview_is_narrowed_and_sorted(browser: Client, cluster: Cluster) -> None:
    first, second = make_organisation(cluster), make_organisation(cluster)
    make_need(first, topic="training", importance=3)
    make_need(second, topic="training", importance=3)
    make_need(first, topic="energy", importance=5, satisfaction=1)

    def shown(**query: object) -> list[str]:
        page = page_of(browser, f"{BASE}/", **query)
        places = {code: page.find(f"{BASE}/topics/{code}/") for code in ("training", "energy")}
        return sorted((code for code in places if places[code] > 0), key=places.__getitem__)

    assert shown() == ["training", "energy"]
    assert shown(sort="importance") == ["energy", "training"]
    assert shown(sort="satisfaction") == ["energy", "training"]
    assert shown(sort="module") == ["energy", "training"]
    assert shown(module="skills-people") == ["training"]
    assert shown(text="energy renewables") == ["energy"]
    assert shown(text="zzz") == []


def test_a_topic_shows_who_asks_and_what_higher_floors_know(
    browser: Client, cluster: Cluster
) -> None:
    need = make_need(make_organisation(cluster))
    make_need(make_organisation(cluster), topic="Ours: a/b? #1")

    page = page_of(browser, f"{BASE}/topics/funding-search/")

    assert need.organisation.name in page
    assert "Ours: a b? #1" in page_of(browser, f"{BASE}/topics/{quote('Ours: a/b? #1')}/")
    assert "Nobody asks for this today" in page_of(browser, f"{BASE}/topics/training/")
    assert browser.get(f"{BASE}/topics/nothing-of-the-kind/").status_code == 404


def test_the_list_shows_what_is_looked_for(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    old = make_need(make_organisation(cluster), recorded_on=TODAY - timedelta(days=9))
    new = make_need(old.organisation, importance=2, source="visit")
    gone = verbs.withdraw_need(make_need(make_organisation(cluster)), by=manager, at=NOW)
    former = make_need(make_organisation(cluster, name="Example Former"), topic="Our own")
    member_verbs.record_leaving(former.organisation, left_on=TODAY, by=manager, at=NOW)

    def shown(**query: object) -> set[Need]:
        page = page_of(browser, f"{BASE}/records/", **query)
        return {one for one in Need.objects.all() if f"{BASE}/records/{one.pk}/" in page}

    assert shown() == {old, new}
    assert shown(show="latest") == {new}
    assert shown(show="everything") == {old, new, gone, former}
    assert shown(source="visit") == {new}
    assert shown(importance_min=3) == {old}
    assert shown(topic="Finding public funding", importance_min=3) == {old}
    assert shown(show="everything", topic="Our own") == {former}
    assert shown(show="everything", text="former") == {former}
    assert shown(show="everything", organisation=gone.organisation_id) == {gone}
    assert shown(source="nonsense") == {old, new}


def test_one_need_is_recorded_by_page(browser: Client, cluster: Cluster) -> None:
    organisation = make_organisation(cluster)
    typed = {"organisation": organisation.pk, "topic": "Passende Förderung finden"}

    page = page_of(browser, f"{BASE}/records/new/", topic="training")
    answer = browser.post(f"{BASE}/records/new/", typed | DATED | {"importance": "4"})

    need = Need.objects.get()
    assert 'value="Specialised training"' in page
    assert answer["Location"] == f"{BASE}/records/{need.pk}/"
    assert (need.topic, need.importance, need.satisfaction) == ("funding-search", 4, None)


def test_a_day_to_come_is_a_slip_of_the_pen(browser: Client, cluster: Cluster) -> None:
    organisation = make_organisation(cluster)
    to_come = {"recorded_on": str(timezone.localdate() + timedelta(days=1)), "source": "visit"}

    one = browser.post(
        f"{BASE}/records/new/",
        to_come | {"organisation": organisation.pk, "topic": "training", "importance": "4"},
    )
    sheet = browser.post(
        f"{BASE}/members/{organisation.pk}/", to_come | {"importance-training": "4"}
    )

    assert (one.status_code, sheet.status_code) == (422, 422)
    assert "This day lies in the future." in one.content.decode()
    assert not Need.objects.exists()


def test_a_record_is_corrected_withdrawn_and_restored_by_page(
    browser: Client, cluster: Cluster
) -> None:
    need = make_need(make_organisation(cluster))
    mine = f"{BASE}/records/{need.pk}"
    typed = {"organisation": need.organisation_id, "topic": "training", "importance": "2"}

    corrected = browser.post(f"{mine}/edit/", typed | DATED)
    wrong = browser.post(f"{mine}/edit/", typed | DATED | {"importance": "9"})
    browser.post(f"{mine}/withdraw/")
    again = browser.post(f"{mine}/withdraw/", follow=True).content.decode()
    edited = browser.post(f"{mine}/edit/", typed | DATED)
    browser.post(f"{mine}/restore/")

    need.refresh_from_db()
    assert (corrected.status_code, wrong.status_code, edited.status_code) == (302, 422, 422)
    assert "This record has already been withdrawn." in again
    assert "It no longer counts." in again
    assert (need.topic, need.importance, need.withdrawn_at) == ("training", 2, None)
    assert "Finding public funding, now Specialised training" in page_of(browser, f"{mine}/")


def test_a_need_revealed_by_projects_is_not_shown_as_a_statement(
    browser: Client, cluster: Cluster
) -> None:
    need = make_need(make_organisation(cluster), source="project")

    page = page_of(browser, f"{BASE}/records/{need.pk}/")
    sheet = page_of(browser, f"{BASE}/members/{need.organisation_id}/")

    assert "revealed by projects, not stated by the member" in page
    assert '<option value="project"' not in sheet


def test_the_sheet_saves_all_that_is_filled_in(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    organisation = make_organisation(cluster)
    make_need(organisation, topic="Our own", importance=2, recorded_on=TODAY - timedelta(days=99))
    address = f"{BASE}/members/{organisation.pk}/"
    filled = {
        "importance-training": "5",
        "satisfaction-training": "2",
        "importance-energy": "1",
        "importance-Our own": "4",
        "topic-new-2": "Quiet rooms",
        "importance-new-2": "3",
    }

    page = page_of(browser, address)
    answer = browser.post(address, DATED | filled)

    said = queries.latest_needs(manager).order_by("topic")
    assert page.count("<select") == 1 + 2 * (len(topics()) + 1 + 3)
    assert "Last: importance 2, satisfaction unknown" in page
    assert answer["Location"] == f"/c/here/members/{organisation.pk}/"
    assert list(said.values_list("topic", "importance", "satisfaction", "source")) == [
        ("Our own", 4, None, "visit"),
        ("Quiet rooms", 3, None, "visit"),
        ("energy", 1, None, "visit"),
        ("training", 5, 2, "visit"),
    ]


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ({}, "Nothing is filled in yet."),
        ({"satisfaction-training": "2"}, "Say also how important it is."),
        ({"topic-new-1": "Quiet rooms"}, "Say also how important it is."),
        ({"importance-new-1": "3"}, "Write which topic is meant."),
        ({"importance-training": "9"}, "Select a valid choice."),
        ({"importance-new-1": "3", "topic-new-1": "\u200b"}, "This field cannot be blank."),
    ],
)
def test_the_sheet_says_what_is_wrong_and_saves_nothing(
    browser: Client, cluster: Cluster, filled: dict[str, str], said: str
) -> None:
    organisation = make_organisation(cluster)

    answer = browser.post(
        f"{BASE}/members/{organisation.pk}/", DATED | {"importance-energy": ""} | filled
    )

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Need.objects.exists()


def test_the_page_of_a_member_shows_its_needs(
    browser: Client, viewer_browser: Client, cluster: Cluster, manager: Actor
) -> None:
    need = make_need(make_organisation(cluster))
    silent = make_organisation(cluster)
    address = f"/c/here/members/{need.organisation_id}/"

    page = page_of(browser, address)
    member_verbs.record_leaving(need.organisation, left_on=TODAY, by=manager, at=NOW)

    assert f"{BASE}/topics/funding-search/" in page
    assert f"{BASE}/members/{need.organisation_id}/" in page
    assert "No need of this organisation counts any more." in page_of(browser, address)
    seen = page_of(viewer_browser, f"/c/here/members/{silent.pk}/")
    assert "This member has not said yet what it needs." in seen
    assert f"{BASE}/members/{silent.pk}/" not in seen


def test_a_viewer_reads_but_records_nothing(viewer_browser: Client, cluster: Cluster) -> None:
    need = make_need(make_organisation(cluster))
    mine = f"{BASE}/records/{need.pk}"

    for address in ("", "members/", "records/", f"records/{need.pk}/", "topics/funding-search/"):
        page = page_of(viewer_browser, f"{BASE}/{address}")
        assert "Record a need" not in page
    assert "History" not in page_of(viewer_browser, f"{mine}/")
    assert viewer_browser.get(f"{BASE}/records/new/").status_code == 403
    assert viewer_browser.get(f"{BASE}/members/{need.organisation_id}/").status_code == 403
    for act in ("edit", "withdraw", "restore"):
        assert viewer_browser.post(f"{mine}/{act}/").status_code == 403


def test_a_note_is_read_found_and_taken_along_by_the_team_only(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    need = make_need(make_organisation(cluster), note="Quarrel with the bank")
    verbs.correct_need(need, note="Quarrel settled", by=manager, at=NOW)

    for reader, may in ((browser, True), (_board(cluster), False)):
        history = {"kind": "needs.need", "thing_id": need.pk}
        for address in (f"{BASE}/records/{need.pk}/", "/c/here/history/"):
            assert ("Quarrel" in page_of(reader, address, **history)) is may
        for wanted, found in (("quarrel", may), (need.organisation.name, True)):
            page = page_of(reader, f"{BASE}/records/", text=wanted)
            assert (f"{BASE}/records/{need.pk}/" in page) is found
        table = reader.get(f"{BASE}/records/download/csv/").content.decode("utf-8-sig")
        assert ("note" in table.splitlines()[0], "Quarrel" in table) == (may, may)
        said = "Quarrel settled" if may else None
        assert reader.get(f"{API}/{need.pk}").json()["note"] == said
        assert reader.get(API).json()["items"][0]["note"] == said


def test_what_belongs_to_others_is_not_there(browser: Client, cluster: Cluster) -> None:
    stranger = make_need(make_organisation(make_cluster("there")), topic="Only theirs")

    for address in (
        f"records/{stranger.pk}/",
        f"members/{stranger.organisation_id}/",
        "topics/Only%20theirs/",
    ):
        assert browser.get(f"{BASE}/{address}").status_code == 404
    assert browser.get(f"{API}/{stranger.pk}").status_code == 404


@pytest.mark.parametrize("place", ["", "records/", "members/", "topics/funding-search/"])
def test_lists_ask_the_database_as_often_for_one_row_as_for_three(
    browser: Client, cluster: Cluster, place: str
) -> None:
    def questions() -> int:
        make_need(make_organisation(cluster))
        with CaptureQueriesContext(connection) as asked:
            page_of(browser, f"{BASE}/{place}")
        return len(asked)

    for_one = questions()
    questions()

    assert questions() == for_one


def test_the_panel_of_a_member_asks_as_often_for_one_need_as_for_three(
    browser: Client, cluster: Cluster
) -> None:
    organisation = make_organisation(cluster)

    def questions(topic: str) -> int:
        make_need(organisation, topic=topic)
        with CaptureQueriesContext(connection) as asked:
            page_of(browser, f"/c/here/members/{organisation.pk}/")
        return len(asked)

    for_one = questions("training")
    questions("energy")

    assert questions("capital") == for_one


def test_the_api_records_corrects_withdraws_and_restores(browser: Client, cluster: Cluster) -> None:
    organisation = make_organisation(cluster)
    values = {
        "organisation_id": organisation.pk,
        "topic": "Training",
        "importance": 4,
        "recorded_on": "2026-11-20",
    }

    def send(method: str, address: str, content: object = None) -> tuple[int, dict[str, object]]:
        answer = browser.generic(method, address, json.dumps(content))
        return answer.status_code, answer.json()

    status, recorded = send("POST", API, values)
    mine = f"{API}/{recorded['id']}"

    assert (status, recorded["topic"], recorded["satisfaction"]) == (201, "training", None)
    assert recorded["topic_label"] == "Specialised training"
    assert send("PUT", mine, values | {"importance": 2})[1]["importance"] == 2
    assert send("POST", f"{mine}/withdraw")[1]["withdrawn_at"] is not None
    assert send("POST", f"{mine}/withdraw")[0] == 409
    assert browser.get(API).json()["items"] == []
    assert len(browser.get(API, {"with_withdrawn": True}).json()["items"]) == 1
    assert send("POST", f"{mine}/restore")[1]["withdrawn_at"] is None
    assert browser.get(mine).json()["importance"] == 2
    wrong = send("POST", API, values | {"importance": 7})
    assert (wrong[0], list(wrong[1]["errors"])) == (422, ["importance"])  # type: ignore[call-overload]
    assert send("POST", API, values | {"organisation_id": 0})[0] == 404


def test_the_api_records_several_or_none(browser: Client, cluster: Cluster) -> None:
    first, second = make_organisation(cluster), make_organisation(cluster)
    stranger = make_organisation(make_cluster("there"))
    values = {"topic": "training", "importance": 4, "recorded_on": "2026-11-20"}

    def send(*members: int, **more: object) -> int:
        body = [values | more | {"organisation_id": member} for member in members]
        return browser.generic("POST", f"{API}/several", json.dumps(body)).status_code

    assert send(first.pk, stranger.pk) == 404
    assert send(first.pk, second.pk, importance=0) == 422
    assert not Need.objects.exists()
    assert send(first.pk, second.pk, first.pk) == 201
    assert Need.objects.count() == 3
    assert len(browser.get(API, {"latest": True}).json()["items"]) == 2
    assert len(browser.get(API, {"organisation_id": first.pk}).json()["items"]) == 2
    asked = browser.get(f"{API}/topics").json()
    assert [(one["topic"], one["asking"], one["satisfaction"]) for one in asked] == [
        ("training", 2, None)
    ]
