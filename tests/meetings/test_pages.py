"""The pages behind the personal link, and those of the office."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from raceme.access.models import Cluster, Role
from raceme.events.models import Consent
from raceme.meetings.models import Matchmaking, Meeting, MeetingRequest, Outcome, Profile
from raceme.meetings.verbs.requests import ask
from tests.events.making import make_open
from tests.factories import NOW, make_actor, make_matchmaking, make_profile, make_request
from tests.meetings.addresses import (
    ACTS,
    FORM_PAGES,
    MORE_VALUES,
    READ_PAGES,
    rows_of_meetings,
)
from tests.meetings.making import arrange, guest

pytestmark = pytest.mark.django_db


@pytest.fixture
def matchmaking(cluster: Cluster) -> Matchmaking:
    """Matchmaking of an event that is to come whatever day it is today."""
    starts_at = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=5)
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=6)}
    return make_matchmaking(make_open(cluster, **times), mode="pick", has_preferences=True)


@pytest.fixture
def ann(matchmaking: Matchmaking) -> Profile:
    return make_profile(matchmaking, "Ann", offers=["energy"], seeks=["training"])


@pytest.fixture
def ben(matchmaking: Matchmaking) -> Profile:
    return make_profile(matchmaking, "Ben", offers=["training"], description="Teaches welding.")


def address(profile: Profile, page: str, **values: Any) -> str:
    return reverse(f"meeting:{page}", kwargs={"secret": profile.registration.secret, **values})


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_participants_see_who_comes_with_what_fits(
    client: Client, ann: Profile, ben: Profile
) -> None:
    answer = client.get(address(ann, "people"))

    assert answer.status_code == 200
    assert [row[0] for row in answer.context["rows"]] == [ben]
    assert answer.context["rows"][0][1] == (["training"], [])
    assert "ben@sample.example" not in text_of(answer)


def test_people_are_found_by_words_and_topics(client: Client, ann: Profile, ben: Profile) -> None:
    def found(**query: str) -> list[Profile]:
        answer: Any = client.get(address(ann, "people"), query)
        return [row[0] for row in answer.context["rows"]]

    assert [found(text="welding"), found(text="welding dogs")] == [[ben], []]
    assert [found(fits="on"), found(offers="energy"), found(country="SI")] == [[ben], [], []]


def test_whoever_has_not_agreed_sees_nobody(client: Client, ann: Profile, ben: Profile) -> None:
    Consent.objects.filter(registration=ann.registration).update(taken_back_at=NOW)

    people = client.get(address(ann, "people"))

    assert people.context["rows"] == []
    assert client.get(address(ann, "person", pk=ben.pk)).status_code == 404
    assert client.get(address(ben, "person", pk=ann.pk)).status_code == 404


def test_a_wrong_link_opens_nothing(client: Client, ann: Profile) -> None:
    wrong = reverse("meeting:people", kwargs={"secret": "x" * 40})

    assert client.get(wrong).status_code == 404


def test_from_asking_to_the_timetable(client: Client, ann: Profile, ben: Profile) -> None:
    person = address(ann, "person", pk=ben.pk)
    times = client.get(person).context["form"].fields["times"].choices
    asked = client.post(person, {"message": "Lathes?", "times": [times[1][0]]})
    request = MeetingRequest.objects.get()
    inbox = client.get(address(ben, "inbox"))
    page = client.get(address(ben, "request", pk=request.pk))
    before = text_of(page)
    groups = page.context["form"].fields["time"].choices
    accepted = client.post(address(ben, "request", pk=request.pk), {"time": times[1][0]})
    after = text_of(client.get(address(ben, "request", pk=request.pk)))

    assert [asked.status_code, accepted.status_code] == [302, 302]
    assert inbox.context["to_answer"] == [request]
    assert groups[0][1] == [times[1]]
    assert ["ann@sample.example" in before, "ann@sample.example" in after] == [False, True]
    meeting = Meeting.objects.get()
    assert [row[0] for row in client.get(address(ann, "timetable")).context["rows"]] == [meeting]
    feed = client.get(address(ann, "calendar"))
    assert feed["Content-Type"] == "text/calendar; charset=utf-8"
    assert text_of(feed).count("BEGIN:VEVENT") == 1


def test_a_request_is_declined_with_a_word(client: Client, ann: Profile, ben: Profile) -> None:
    request = ask(ann, ben, by=guest(ann), at=timezone.now())

    client.post(address(ben, "act", pk=request.pk, act="decline"), {"because": "No lathes."})

    request.refresh_from_db()
    assert (request.state, request.settled_because) == ("declined", "No lathes.")


def test_nobody_answers_the_requests_of_others(client: Client, ann: Profile, ben: Profile) -> None:
    cleo = make_profile(ann.matchmaking, "Cleo")
    request = ask(ann, ben, by=guest(ann), at=timezone.now())

    assert client.get(address(cleo, "request", pk=request.pk)).status_code == 404
    assert client.post(address(cleo, "act", pk=request.pk, act="accept")).status_code == 404
    assert client.post(address(ann, "act", pk=request.pk, act="accept")).status_code == 404


def test_a_preference_is_said_and_taken_back(client: Client, ann: Profile, ben: Profile) -> None:
    where = address(ann, "prefer", pk=ben.pk)

    client.post(where, {"degree": "must"})
    assert [one.degree for one in ann.preferences.all()] == ["must"]
    client.post(where, {"degree": ""})
    assert ann.preferences.count() == 0
    assert client.post(where, {"degree": "hate"}).status_code == 404


def test_a_profile_and_absences_are_written(client: Client, ann: Profile) -> None:
    page = client.get(address(ann, "absences"))
    code = page.context["form"].fields["away"].choices[0][0]

    client.post(
        address(ann, "profile"), {"headline": "Pumps", "attends": "both", "seeks": ["energy"]}
    )
    client.post(address(ann, "absences"), {"away": [code]})

    ann.refresh_from_db()
    assert (ann.headline, ann.seeks, ann.absences.count()) == ("Pumps", ["energy"], 1)


def test_a_meeting_is_rated_and_its_outcome_said(
    client: Client, ann: Profile, ben: Profile
) -> None:
    meeting = arrange(make_request(ann, ben), 1, at=NOW)
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=NOW, ends_at=NOW + timedelta(minutes=20), state="held", settled_at=NOW
    )

    rated = client.post(
        address(ann, "meeting", pk=meeting.pk), {"rating": "5", "wants_more": "true", "note": "!"}
    )
    said = client.post(address(ben, "meeting", pk=meeting.pk), {"months": "3", "kind": "order"})

    assert [rated.status_code, said.status_code] == [302, 302]
    own = ann.participations.get()
    assert (own.rating, own.wants_more, own.note) == (5, True, "!")
    assert [(one.kind, one.evidence) for one in Outcome.objects.all()] == [("order", "said")]


def test_the_list_of_people_asks_the_same_number_of_questions_for_one_and_three(
    client: Client, ann: Profile, ben: Profile, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(address(ann, "people"))
    with django_assert_num_queries(1000, exact=False) as one:
        client.get(address(ann, "people"))
    make_profile(ann.matchmaking, "Cleo")
    make_profile(ann.matchmaking, "Dan")

    with django_assert_num_queries(len(one)):
        client.get(address(ann, "people"))


@pytest.mark.parametrize("what", ["participants", "requests", "meetings"])
def test_lists_ask_the_same_number_of_questions_for_one_and_three(
    client: Client,
    ann: Profile,
    ben: Profile,
    what: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    arrange(make_request(ann, ben), 1, at=NOW)
    manager = make_actor(ann.cluster)
    assert manager.user is not None
    client.force_login(manager.user)
    pk, cluster = ann.matchmaking_id, ann.cluster.slug
    where = reverse("meetings:show", kwargs={"cluster": cluster, "pk": pk, "what": what})
    assert client.get(where).status_code == 200
    with django_assert_num_queries(1000, exact=False) as one:
        client.get(where)
    for number, name in ((2, "Cleo"), (3, "Dan")):
        arrange(make_request(ann, make_profile(ann.matchmaking, name)), number, at=NOW)

    with django_assert_num_queries(len(one)):
        client.get(where)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_what_is_its_own(client: Client, cluster: Cluster, role: Role) -> None:
    rows = rows_of_meetings(make_open(cluster), make_open(cluster, code="other"))
    actor = make_actor(cluster, role)
    assert actor.user is not None
    client.force_login(actor.user)
    for name, allowed in {**READ_PAGES, **FORM_PAGES, **ACTS}.items():
        values = {"pk": rows.get(name, rows["meetings"]), **MORE_VALUES.get(name, {})}
        where = reverse(name, kwargs={"cluster": cluster.slug, **values})
        is_act = name in ACTS and name != "meetings:request_of_meeting"
        status = (client.post if is_act else client.get)(where).status_code
        if role not in allowed:
            assert (name, status in {403, 404}) == (name, True)
        else:
            assert (name, status) == (name, 302 if name in ACTS else 200)


def test_the_office_books_on_behalf(client: Client, ann: Profile, ben: Profile) -> None:
    manager = make_actor(ann.cluster)
    assert manager.user is not None
    client.force_login(manager.user)
    where = reverse("meetings:book", kwargs={"cluster": ann.cluster.slug, "pk": ann.matchmaking_id})

    answer = client.post(where, {"asking": ann.pk, "asked": ben.pk, "how": "book"})

    assert answer.status_code == 302
    request = MeetingRequest.objects.get()
    assert (request.state, request.source, request.asked_by) == (
        "accepted", "office", manager.label,
    )  # fmt: skip


def test_a_file_has_the_ids(client: Client, ann: Profile, ben: Profile) -> None:
    request = make_request(ann, ben)
    manager = make_actor(ann.cluster)
    assert manager.user is not None
    client.force_login(manager.user)
    values = {"cluster": ann.cluster.slug, "pk": ann.matchmaking_id}

    answer = client.get(
        reverse("meetings:download", kwargs={**values, "what": "requests", "kind": "csv"})
    )

    head, row = text_of(answer).lstrip("\ufeff").splitlines()[:2]
    assert head.split(";" if ";" in head else ",")[0] == "id"
    assert row.split(";" if ";" in row else ",")[0] == str(request.pk)
