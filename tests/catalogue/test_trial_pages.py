"""The pages about pilots, reviews and versions."""

from datetime import date

import pytest
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.catalogue import verbs
from raceme.catalogue.models import Pilot, Review, Stage
from tests.catalogue.complete import CONCEPT, bring_to, try_out
from tests.factories import NOW, TODAY, make_cluster, make_organisation, make_service

PILOT = {
    "tried": "One workshop",
    "began_on": "2026-09-01",
    "ended_on": "",
    "outcomes": "",
    "participants-TOTAL_FORMS": "3",
    "participants-INITIAL_FORMS": "0",
    "participants-0-organisation": "Example Works (M1)",
    "participants-0-feedback": "4",
    "participants-0-comment": "Too short.",
    "participants-1-organisation": "other works",
    "participants-1-feedback": "",
    "participants-1-comment": "",
    "participants-2-organisation": "",
    "participants-2-feedback": "",
    "participants-2-comment": "",
}
REVIEW = {"reviewed_on": "2026-11-01", "decision": "change", "reason": "Too long."}


@pytest.fixture
def members(cluster: Cluster) -> None:
    make_organisation(cluster, code="M1", name="Example Works")
    make_organisation(cluster, code="M2", name="Other Works")


def test_without_pilots_and_reviews_the_page_says_what_to_do(
    browser: Client, cluster: Cluster
) -> None:
    service = make_service(cluster)
    address = f"/c/{cluster.slug}/services/{service.pk}/"

    page = browser.get(f"{address}trials/").content.decode()

    assert "Not tried yet" in page
    assert "Not reviewed yet" in page
    assert f'href="{address}pilots/new/"' in page
    assert f'href="{address}reviews/new/"' in page


@pytest.mark.usefixtures("members")
def test_a_pilot_is_recorded_shown_and_completed(browser: Client, cluster: Cluster) -> None:
    service = make_service(cluster)
    trials = f"/c/{cluster.slug}/services/{service.pk}/trials/"
    assert (
        'value="Example Works (M1)"'
        in browser.get(f"/c/{cluster.slug}/services/{service.pk}/pilots/new/").content.decode()
    )

    answer = browser.post(f"/c/{cluster.slug}/services/{service.pk}/pilots/new/", PILOT)
    assert answer["Location"] == trials
    assert "Too short." in browser.get(trials).content.decode()
    pilot = Pilot.objects.get()
    edit = f"/c/{cluster.slug}/services/pilots/{pilot.pk}/"
    shown = [row["organisation"].value() for row in browser.get(edit).context["page"].participants]
    assert shown[:3] == ["Example Works (M1)", "Other Works (M2)", None]
    changed = {"ended_on": "2026-09-30", "participants-1-feedback": "5"}
    changed |= {"participants-INITIAL_FORMS": "2"}
    assert browser.post(edit, PILOT | changed).status_code == 302

    pilot.refresh_from_db()
    marks = {one.organisation.code: one.feedback for one in pilot.participants.all()}
    assert (pilot.ended_on, marks) == (date(2026, 9, 30), {"M1": 4, "M2": 5})


@pytest.mark.usefixtures("members")
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"tried": ""}, "This field is required."),
        ({"began_on": "2126-09-01"}, "This day is still to come."),
        ({"participants-0-organisation": "Nobody"}, "No organisation in your books is called so."),
        ({"participants-1-organisation": "M1"}, "This member stands here twice."),
        ({"participants-2-comment": "Fine."}, "Say which member it was."),
    ],
)
def test_a_pilot_says_beside_the_row_what_is_wrong(
    browser: Client, cluster: Cluster, wrong: dict[str, str], message: str
) -> None:
    service = make_service(cluster)

    answer = browser.post(f"/c/{cluster.slug}/services/{service.pk}/pilots/new/", PILOT | wrong)

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Pilot.objects.exists()


def test_pilots_and_reviews_are_withdrawn_and_restored(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    service = make_service(cluster)
    pilot = try_out(service, manager, (4,))
    facts = {"reviewed_on": TODAY, "decision": "keep", "reason": "Liked."}
    review = verbs.record_review(service, **facts, by=manager, at=NOW)
    services = f"/c/{cluster.slug}/services"

    for thing, path in ((pilot, "pilots"), (review, "reviews")):
        assert browser.post(f"{services}/{path}/{thing.pk}/withdraw/").status_code == 302
        thing.refresh_from_db()
        assert thing.is_withdrawn
        assert browser.post(f"{services}/{path}/{thing.pk}/restore/").status_code == 302
        thing.refresh_from_db()
        assert not thing.is_withdrawn


def test_a_review_is_recorded_shown_and_corrected(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    service = bring_to(make_service(cluster), Stage.IN_PORTFOLIO, manager)
    address = f"/c/{cluster.slug}/services/{service.pk}/"

    assert browser.post(f"{address}reviews/new/", REVIEW | {"reason": ""}).status_code == 422
    assert browser.post(f"{address}reviews/new/", REVIEW).status_code == 302
    page = browser.get(f"{address}trials/").content.decode()
    assert "Too long." in page
    assert "Change the offer" in page
    review = Review.objects.get()
    edit = f"/c/{cluster.slug}/services/reviews/{review.pk}/"
    assert browser.get(edit).context["form"]["decision"].value() == "change"
    more = {"editions": "4", "cost_eur": "1000", "satisfaction": "4.5"}
    assert browser.post(edit, REVIEW | more).status_code == 302

    service.refresh_from_db()
    assert service.stage == "reviewed"
    assert "€250" in browser.get(f"{address}trials/").content.decode()


def test_pilots_and_reviews_of_others_are_not_there(browser: Client, cluster: Cluster) -> None:
    there = make_cluster("there")
    stranger = make_service(there)
    pilot = Pilot.objects.create(cluster=there, service=stranger, tried="x", began_on=TODAY)
    review = Review.objects.create(
        cluster=there, service=stranger, reviewed_on=TODAY, decision="keep", reason="x"
    )
    services = f"/c/{cluster.slug}/services"

    assert browser.get(f"{services}/pilots/{pilot.pk}/").status_code == 404
    assert browser.get(f"{services}/reviews/{review.pk}/").status_code == 404
    assert browser.post(f"{services}/pilots/{pilot.pk}/withdraw/").status_code == 404


def test_a_member_shows_what_it_helps_with_and_what_it_tried(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    firm = make_organisation(cluster, code="M1", name="Example Works")
    address = f"/c/{cluster.slug}/members/{firm.pk}/"
    assert "Services it helps to deliver" not in browser.get(address).content.decode()

    service = make_service(cluster, providers=[verbs.Partner("host", firm, note="the hall")])
    verbs.record_pilot(
        service,
        tried="One workshop",
        began_on=date(2026, 9, 1),
        participants=[verbs.TookPart(firm, 4, "Too short.")],
        by=manager,
        at=NOW,
    )

    page = browser.get(address).content.decode()
    assert "gives the place (the hall)" in page
    assert "satisfaction 4 largely" in page
    assert "Too short." in page


def test_versions_are_listed_compared_and_restored(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    service = bring_to(make_service(cluster, **CONCEPT), Stage.CONCEPT, manager)
    address = f"/c/{cluster.slug}/services/{service.pk}/versions/"
    assert "Compare two versions" not in browser.get(address).content.decode()
    verbs.describe_service(service, format="event", why="Nobody had time.", by=manager, at=NOW)

    page = browser.get(address)
    assert {one.name for one in page.context["compared"] if one.differs} == {"format"}
    assert "Nobody had time." in page.content.decode()
    assert browser.get(f"{address}?first=1&second=9").status_code == 422
    same = browser.get(f"{address}?first=2&second=2").context["compared"]
    assert not any(one.differs for one in same)

    restore = f"{address}1/restore/"
    assert {one.name for one in browser.get(restore).context["compared"] if one.differs} == {
        "format"
    }
    assert browser.get(f"{address}7/restore/").status_code == 404
    assert browser.post(restore, {"why": ""}).status_code == 422
    assert browser.post(restore, {"why": "They asked for it."}).status_code == 302
    assert browser.post(restore, {"why": "Again."}).status_code == 422

    service.refresh_from_db()
    assert (service.version, service.format) == (3, "group")


def test_the_form_asks_why_a_settled_offer_changes(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    service = bring_to(make_service(cluster, **CONCEPT), Stage.CONCEPT, manager)
    address = f"/c/{cluster.slug}/services/{service.pk}/offer/"
    typed = {"calendar": "In May", "price_member_eur": "30"}

    refused = browser.post(address, typed)
    assert refused.status_code == 422
    assert "why" in refused.context["form"].errors
    assert browser.post(address, typed | {"why": "Dearer rooms."}).status_code == 302

    service.refresh_from_db()
    assert (service.calendar, service.price_member_eur, service.version) == ("In May", 30, 2)
