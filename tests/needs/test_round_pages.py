"""Rounds, interviews and near misses by page and by API, as the office works with them."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.members.models import Standing
from raceme.members.queries import Wanted
from raceme.members.verbs import keep_segment
from raceme.needs.documents.definition import definition_of
from raceme.needs.models import Need, Response, Round
from raceme.needs.queries.links import invitation_with
from raceme.needs.verbs.answers import start_response
from tests.factories import NOW, make_need, make_organisation
from tests.needs.asking import (
    guest,
    make_questionnaire,
    make_reachable,
    make_round,
    make_running,
    question_of,
)
from tests.needs.test_asking_pages import API, BASE, OPEN, TODAY, page_of


def test_the_latest_rounds_stand_above_the_questionnaires(
    browser: Client, viewer_browser: Client, cluster: Cluster
) -> None:
    questionnaire = make_questionnaire(cluster)
    before = page_of(browser, f"{BASE}/")
    make_running(cluster, make_reachable(cluster), questionnaire=questionnaire)

    with CaptureQueriesContext(connection) as for_one:
        one = page_of(browser, f"{BASE}/")
    for number in range(2, 7):
        make_round(questionnaire, name=f"Round {number}")
    with CaptureQueriesContext(connection) as for_many:
        many = page_of(browser, f"{BASE}/")

    results = f'href="{BASE}/rounds/{Round.objects.order_by("pk")[0].pk}/results/"'
    assert "Latest rounds" not in before
    assert results in one
    assert results in page_of(viewer_browser, f"{BASE}/rounds/")
    assert "Latest rounds" in page_of(viewer_browser, f"{BASE}/")
    assert many.count("/results/") == 5
    assert len(for_one) == len(for_many)


def test_a_segment_says_whom_a_round_asks(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    make_reachable(cluster)
    school = make_reachable(cluster, role="education")
    make_reachable(cluster, role="education", standing=Standing.LEFT)
    round_ = make_round(make_questionnaire(cluster))
    choose = f"{BASE}/rounds/{round_.pk}/choose/"
    without = page_of(browser, choose)
    wanted = Wanted(role=("education",))
    kept = keep_segment(name="Schools", is_shared=True, wanted=wanted, by=manager, at=NOW)

    narrowed = page_of(browser, choose, segment=str(kept.pk))
    unknown = page_of(browser, choose, segment="0")
    browser.post(f"{choose}?segment={kept.pk}", {"all": "1"})

    assert "Schools" not in without
    assert "1 organisation fits and is not asked yet" in narrowed
    assert "0 organisations fit and are not asked yet" in unknown
    assert [one.organisation for one in round_.invitations.all()] == [school]


def test_a_round_is_prepared_sent_and_closed_by_page(
    browser: Client, cluster: Cluster, mailoutbox: list
) -> None:
    made = make_questionnaire(cluster)
    firm, _school = make_reachable(cluster), make_reachable(cluster, role="education")
    silent = make_organisation(cluster, name="Silent Works")
    facts = {"questionnaire": made.pk, "name": "Autumn", "reply_to": "office@example.org"}
    limits = {"closes_on": str(OPEN["closes_on"]), "reminders_max": 2, "reminder_gap_days": 7}

    late = browser.post(f"{BASE}/rounds/new/", facts | limits | {"closes_on": "2020-01-01"})
    browser.post(f"{BASE}/rounds/new/", facts | limits)
    round_ = Round.objects.get()
    mine = f"{BASE}/rounds/{round_.pk}"
    choosing = page_of(browser, f"{mine}/choose/", role="education", standing="member")
    browser.post(f"{mine}/choose/", {"organisations": [firm.pk, silent.pk]})
    browser.post(f"{mine}/choose/", {"all": "1"})
    draft = page_of(browser, f"{mine}/")
    preview = page_of(browser, f"{mine}/letters/invitation/")
    sending = page_of(browser, f"{mine}/send/")
    with CaptureQueriesContext(connection):
        browser.post(f"{mine}/send/")

    assert late.status_code == 422
    assert "1 organisation fits and is not asked yet" in choosing
    assert "3 organisations chosen; 2 can be written to." in draft
    assert "1: has no main contact" in draft
    assert "/answer/…/" in preview
    assert "Send 2 letters" in sending
    assert f"/c/here/members/{silent.pk}/" in sending
    assert round_.invitations.count() == 3
    round_.refresh_from_db()
    assert round_.sent_at is not None
    page = page_of(browser, f"{mine}/")
    assert "Asked" in page
    closed = browser.post(f"{mine}/close/", follow=True).content.decode()
    assert "No answers are taken any more." in closed
    wrong = browser.post(f"{mine}/reopen/", {"closes_on": "2020-01-01"})
    browser.post(f"{mine}/reopen/", {"closes_on": str(OPEN["closes_on"])})
    assert wrong.status_code == 422
    assert Round.objects.get().is_closed is False


def test_a_sign_that_is_no_number_narrows_nothing(browser: Client, cluster: Cluster) -> None:
    round_, _ = make_running(cluster, make_reachable(cluster))
    training = question_of(round_.questionnaire, "training")

    for address in (
        f"{BASE}/rounds/?questionnaire=²",
        f"{BASE}/questions/{training.pk}/answers/?round=²",
    ):
        assert browser.get(address).status_code == 200


def test_letters_say_what_is_put_in(browser: Client, cluster: Cluster) -> None:
    round_ = make_round(make_questionnaire(cluster), **OPEN)
    texts = {
        f"{name}_{language}": f"{name} {{link}}"
        for name in ("subject", "letter", "reminder_subject", "reminder")
        for language in ("en", "de")
    }

    def sent(**changes: str) -> tuple[int, str]:
        answer = browser.post(f"{BASE}/rounds/{round_.pk}/letters/", texts | changes)
        return answer.status_code, answer.content.decode()

    assert sent()[0] == 302
    assert "Somewhere {link} must stand" in sent(letter_de="Ohne")[1]
    assert "Nothing is known to put in for {salary}." in sent(letter_en="{link} {salary}")[1]
    assert "Write it in English at least." in sent(subject_en="")[1]


def test_the_list_of_those_asked_is_narrowed_and_taken_along(
    browser: Client, cluster: Cluster
) -> None:
    firm, school = make_reachable(cluster), make_reachable(cluster, role="education")
    round_, (first, _second) = make_running(cluster, firm, school, **OPEN)
    start_response(first, language="en", by=guest(first), at=timezone.now())
    mine = f"{BASE}/rounds/{round_.pk}/asked/"

    def rows(**query: object) -> list[tuple[str, str]]:
        content = browser.get(f"{mine}csv/", query).content.decode("utf-8-sig")
        return [(one["member_id"], one["step"]) for one in csv.DictReader(io.StringIO(content))]

    assert rows() == [(firm.code, "started"), (school.code, "asked")]
    assert rows(step="started") == [(firm.code, "started")]
    assert rows(step="unanswered", role="education") == [(school.code, "asked")]
    assert rows(text=firm.name) == [(firm.code, "started")]
    assert rows(size="large") == rows(only_troubled="on") == []
    page = page_of(browser, mine, step="started")
    assert firm.name in page
    assert school.name not in page
    assert browser.get(f"{mine}pdf/").status_code == 404


def test_a_link_is_shown_ended_and_renewed_by_page(browser: Client, cluster: Cluster) -> None:
    _round, (invitation,) = make_running(cluster, make_reachable(cluster), **OPEN)
    mine = f"{BASE}/asked/{invitation.pk}"

    hidden, shown = page_of(browser, f"{mine}/"), page_of(browser, f"{mine}/", link="1")
    browser.post(f"{mine}/end-link/")
    again = browser.post(f"{mine}/end-link/", follow=True).content.decode()
    browser.post(f"{mine}/renew-link/")

    assert invitation.secret not in hidden
    assert invitation.secret in shown
    assert "This link has already been ended." in again
    assert invitation_with(invitation.secret) is None


def test_the_page_of_reminders_says_who_and_why(browser: Client, cluster: Cluster) -> None:
    round_, _ = make_running(cluster, make_reachable(cluster), **OPEN)

    page = page_of(browser, f"{BASE}/rounds/{round_.pk}/remind/")
    sent = browser.post(f"{BASE}/rounds/{round_.pk}/remind/", {"with_started": "on"})

    # The factories wrote their letters on a day that lies within the rest, or long before it.
    is_due = timezone.now() - NOW >= timedelta(days=7)
    assert ("Nobody is to be reminded now." in page) is not is_due
    assert "Each person gets 2 reminders at most in this round" in page
    assert sent.status_code == (302 if is_due else 200)


def test_an_interview_goes_from_the_member_to_its_needs(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    organisation, made = make_reachable(cluster), make_questionnaire(cluster)
    person = organisation.posts.get().person
    first, second = made.parts.all()
    training, exports = question_of(made, "training"), question_of(made, "exports")

    panel = page_of(browser, f"/c/here/members/{organisation.pk}/")
    begun = browser.post(f"{BASE}/interviews/{organisation.pk}/", {"questionnaire": made.pk})
    response = Response.objects.get()
    mine = f"{BASE}/responses/{response.pk}"
    asked = page_of(browser, f"{mine}/{first.pk}/")
    typed = {f"q{training.pk}-importance": "5", f"q{training.pk}-note": "Urgent"}
    led = browser.post(f"{mine}/{first.pk}/", typed | {"go": "next"})
    early = browser.post(f"{mine}/finish/", {"happened_on": str(TODAY), "contact_kind": "visit"})
    browser.post(f"{mine}/{second.pk}/", {f"q{exports.pk}-value": "no", "go": "next"})
    done = browser.post(
        f"{mine}/finish/",
        {"happened_on": str(TODAY), "contact_kind": "visit", "person": person.pk, "minutes": "45"},
    )

    need = Need.objects.get()
    assert f"{BASE}/interviews/{organisation.pk}/" in panel
    assert begun["Location"] == f"{mine}/{first.pk}/"
    assert "Note of the adviser" in asked
    assert led["Location"] == f"{mine}/{second.pk}/"
    assert early.status_code == 422
    assert done["Location"] == f"/c/here/members/{organisation.pk}/"
    assert (need.source, need.note) == ("interview", "Urgent")
    shown = page_of(browser, f"{mine}/")
    assert "Urgent" in shown
    assert "45 minutes" in shown
    browser.post(f"{mine}/take-back/")
    assert "have not been sent yet" in page_of(browser, f"{mine}/")
    assert browser.post(f"{mine}/go-on/")["Location"] == f"{mine}/{second.pk}/"
    browser.post(f"{mine}/set-aside/")
    assert "was set aside" in page_of(browser, f"{mine}/")


def test_the_panel_of_a_member_tells_what_it_was_asked(browser: Client, cluster: Cluster) -> None:
    organisation = make_reachable(cluster)
    address = f"/c/here/members/{organisation.pk}/"
    before = page_of(browser, address)
    make_running(cluster, organisation, **OPEN)

    assert "It has not answered a questionnaire yet." in before
    assert "answer outstanding" in page_of(browser, address)


def test_a_near_miss_is_asked_about_once(browser: Client, cluster: Cluster) -> None:
    organisation = make_organisation(cluster)
    typed = {
        "organisation": organisation.pk,
        "topic": "cyber-security",
        "importance": "4",
        "recorded_on": "2026-11-20",
        "source": "visit",
    }
    address = "/c/here/needs/records/new/"

    asked = browser.post(address, typed)
    kept = browser.post(address, typed | {"keep_topic": "on"})
    again = browser.post(address, typed)

    assert asked.status_code == 422
    assert "Did you mean “Cybersecurity”?" in asked.content.decode()
    assert 'name="keep_topic"' in asked.content.decode()
    assert (kept.status_code, again.status_code) == (302, 302)
    assert set(Need.objects.values_list("topic", flat=True)) == {"cyber-security"}


def test_a_near_miss_on_the_sheet_is_asked_about(browser: Client, cluster: Cluster) -> None:
    organisation = make_organisation(cluster)
    address = f"/c/here/needs/members/{organisation.pk}/"
    typed = {
        "recorded_on": "2026-11-20",
        "source": "visit",
        "topic-new-1": "Cyber Security",
        "importance-new-1": "4",
    }

    asked = browser.post(address, typed)
    kept = browser.post(address, typed | {"keep-new-1": "on"})

    assert (asked.status_code, kept.status_code) == (422, 302)
    assert "Did you mean “Cybersecurity”?" in asked.content.decode()
    assert Need.objects.get().topic == "Cyber Security"


@pytest.mark.parametrize("place", ["", "rounds/", "rounds/{round}/", "rounds/{round}/asked/"])
def test_lists_ask_the_database_as_often_for_one_row_as_for_three(
    browser: Client, cluster: Cluster, place: str
) -> None:
    round_, _ = make_running(cluster, make_reachable(cluster), **OPEN)
    address = f"{BASE}/{place.format(round=round_.pk)}"

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            page_of(browser, address)
        return len(asked)

    def add(number: int) -> None:
        questionnaire = make_questionnaire(cluster, code=f"other-{number}")
        make_running(cluster, make_reachable(cluster), questionnaire=questionnaire, **OPEN)
        questionnaire.rounds.all()

    page_of(browser, address)
    for_one = questions()
    add(1)
    add(2)

    assert questions() == for_one


def test_the_api_goes_from_a_definition_to_the_answers(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    organisation = make_reachable(cluster)
    definition = definition_of(make_questionnaire(cluster)) | {"code": "by-api"}

    def send(address: str, content: object = None) -> tuple[int, dict[str, object]]:
        answer = browser.generic("POST", f"{API}/{address}", json.dumps(content))
        return answer.status_code, answer.json()

    status, drafted = send("questionnaires", definition)
    questionnaire = drafted["questionnaire"]
    assert isinstance(questionnaire, dict)
    facts = {
        "questionnaire_id": questionnaire["id"],
        "name": "By API",
        "closes_on": str(OPEN["closes_on"]),
        "reply_to": "office@example.org",
    }
    made = send("rounds", facts)[1]
    mine = f"rounds/{made['id']}"

    assert (status, drafted["notes"], questionnaire["code"]) == (201, [], "by-api")
    assert browser.get(f"{API}/questionnaires/{questionnaire['id']}").json() == definition
    assert send(f"{mine}/choose", {"organisation_ids": [0]})[0] == 404
    assert send(f"{mine}/send")[0] == 409
    assert send(f"{mine}/choose", {"organisation_ids": [organisation.pk]})[1] == {"number": 1}
    assert send(f"{mine}/send")[1] == {"number": 1}
    assert send(f"{mine}/remind")[0] == 409
    (asked,) = browser.get(f"{API}/{mine}/asked").json()["items"]
    assert (asked["organisation_id"], asked["step"]) == (organisation.pk, "asked")
    assert browser.get(f"{API}/{mine}/asked?step=submitted").json()["items"] == []
    stands = browser.get(f"{API}/{mine}").json()
    assert (stands["asked"], stands["submitted"], stands["response_rate"]) == (1, 0, 0.0)
    assert send(f"{mine}/close")[1]["closed_at"] is not None


def test_the_api_gives_answers_to_the_team(
    browser: Client, viewer_browser: Client, cluster: Cluster
) -> None:
    round_, (invitation,) = make_running(cluster, make_reachable(cluster), **OPEN)
    make_need(invitation.organisation)
    response = start_response(invitation, language="en", by=guest(invitation), at=timezone.now())
    exports = question_of(response.questionnaire, "exports")
    Client().post(
        f"/answer/{invitation.secret}/{exports.part_id}/",
        {f"q{exports.pk}-value": "no", "go": "later"},
    )
    Client().post(f"/answer/{invitation.secret}/review/")

    (one,) = browser.get(f"{API}/rounds/{round_.pk}/answers").json()["items"]

    assert (one["question"], one["kind"], one["is_yes"]) == ("exports", "yes-no", False)
    assert one["organisation_id"] == invitation.organisation_id
    assert viewer_browser.get(f"{API}/rounds/{round_.pk}/answers").json()["items"] == []
    assert viewer_browser.get(f"{API}/rounds/{round_.pk}/asked").json()["items"] == []
