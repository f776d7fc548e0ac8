"""What a member does on its own page, and what the office sees of letters and figures."""

from decimal import Decimal

import pytest
from django.core import mail
from django.test import Client

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.catalogue.models import Service
from raceme.collaboration.models import Because, Notice, PartnerPage, Side, Suggestion
from raceme.collaboration.queries.figures import Stage, funnels, reasons_counted
from raceme.collaboration.queries.pages import open_page_of
from raceme.collaboration.verbs import consents, posting, steps
from raceme.collaboration.verbs.notices import review_notice
from raceme.collaboration.verbs.suggestions import drop_suggestion
from raceme.foundation.errors import NotAllowed, Refused
from raceme.members.models import Organisation
from tests.collaboration.partners import introduced_by_hand, make_contact, make_released
from tests.factories import NOW, TODAY, make_notice, make_organisation, make_service

pytestmark = pytest.mark.usefixtures("work_done_at_once")
SAID = {
    "kind": "request", "title": "Somebody who hardens steel", "text": "", "terms": "hardening",
    "showing": "anonymous", "expires_on": "2030-01-31",
}  # fmt: skip


@pytest.fixture
def member(cluster: Cluster) -> Organisation:
    organisation = make_organisation(cluster, name="Example Works", country="AT")
    make_contact(organisation, "Sample", language="")
    return organisation


@pytest.fixture
def page(member: Organisation, manager: Actor) -> PartnerPage:
    return posting.send_link(member, by=manager, at=NOW)


def test_the_link_comes_in_the_language_of_the_country(page: PartnerPage) -> None:
    (letter,) = mail.outbox

    assert letter.to == ["sample@sample.example"]
    assert letter.subject.endswith("Ihre Partnerseite")
    assert f"/partner/{page.secret}/" in letter.body
    answer = Client().get(f"/partner/{page.secret}/")
    assert answer["Content-Language"] == "de"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    english = Client().get(f"/partner/{page.secret}/?language=en").content.decode()
    assert "No suggestion yet" in english


def test_a_member_writes_what_it_looks_for_and_the_office_reviews_it(
    page: PartnerPage, manager: Actor
) -> None:
    answer = Client().post(f"/partner/{page.secret}/notice/new/", SAID)

    notice = Notice.objects.get()
    assert answer["Location"] == f"/partner/{page.secret}/"
    assert (notice.source, notice.state_on(TODAY)) == ("member", "to-review")
    review_notice(notice, by=manager, at=NOW)
    assert Notice.objects.get().state_on(TODAY) == "open"
    wrong = Client().post(f"/partner/{page.secret}/notice/new/", SAID | {"title": ""})
    assert wrong.status_code == 422


def test_a_member_withdraws_its_own_and_nobody_elses(
    page: PartnerPage, member: Organisation, cluster: Cluster
) -> None:
    own, other = make_notice(member), make_notice(make_organisation(cluster))

    answers = [
        Client().post(f"/partner/{page.secret}/notice/{one.pk}/withdraw/") for one in (own, other)
    ]

    assert [answer.status_code for answer in answers] == [302, 404]
    assert list(Notice.objects.filter(withdrawn_at=None)) == [other]


def test_a_new_link_ends_the_old_one(page: PartnerPage, manager: Actor) -> None:
    renewed = posting.renew_link(page, by=manager, at=NOW)

    assert Client().get(f"/partner/{page.secret}/").status_code == 404
    assert Client().get(f"/partner/{renewed.secret}/").status_code == 200


def test_another_main_contact_gets_a_page_of_its_own(
    page: PartnerPage, member: Organisation, manager: Actor
) -> None:
    member.posts.update(ended_on=TODAY)
    make_contact(member, "Newcomer")

    posting.send_link(member, by=manager, at=NOW)

    now = open_page_of(member)
    assert now is not None
    assert now.email == "newcomer@sample.example"
    assert Client().get(f"/partner/{page.secret}/").status_code == 410


def test_who_may_not_be_written_to_gets_no_link(cluster: Cluster, manager: Actor) -> None:
    silent = make_organisation(cluster)
    make_contact(silent, "Silent", is_not_to_contact=True)

    with pytest.raises(Refused):
        posting.send_link(silent, by=manager, at=NOW)


def test_a_viewer_sends_no_links(member: Organisation, viewer: Actor) -> None:
    with pytest.raises(NotAllowed):
        posting.send_link(member, by=viewer, at=NOW)


def test_the_way_of_suggestions_is_counted(cluster: Cluster, manager: Actor) -> None:
    service = make_service(cluster)
    one, other, third, fourth = (make_organisation(cluster) for _ in range(4))
    met = introduced_by_hand(one, other, make_notice(one)).suggestion
    said = {"happened_on": TODAY, "by": manager, "at": NOW}
    steps.note_step(met, state="cooperation", value_eur=Decimal(500), **said)
    steps.note_step(met, state="result", value_eur=Decimal(800), **said)
    Suggestion.objects.filter(pk=met.pk).update(service=service)
    for partner in (third, fourth):
        Suggestion.objects.create(cluster=cluster, one=one, other=partner, proposed_at=NOW)
    left = Suggestion.objects.filter(other=fourth).get()
    drop_suggestion(left, because=Because.PLACE, by=manager, at=NOW)

    whole, by_service = funnels(manager)

    assert [one.number for one in whole.reached] == [3, 1, 1, 1, 1, 1, 1]
    assert whole.reached[1].share == pytest.approx(1 / 3)
    assert (whole.accepted, whole.value_eur, whole.days) == (1.0, Decimal(800), 0.0)
    assert [(one.service, one.reached[0].number) for one in by_service] == [(service, 1)]
    assert reasons_counted(manager) == [(Because.PLACE, 1)]
    assert funnels(manager, year=2020)[0].reached[0].number == 0


def test_each_number_opens_its_rows(cluster: Cluster, browser: Client) -> None:
    one, other, third = (make_organisation(cluster) for _ in range(3))
    introduced_by_hand(one, other, make_notice(one))
    Suggestion.objects.create(cluster=cluster, one=one, other=third, proposed_at=NOW)
    paths = "/c/here/partners/suggestions/"

    found = {
        stage: browser.get(f"{paths}?reached={stage.value}").context["page"].paginator.count
        for stage in Stage
    }

    assert found[Stage.PROPOSED] == 2
    assert found[Stage.RELEASED] == found[Stage.INTRODUCED] == found[Stage.MET] == 1
    assert found[Stage.COOPERATION] == 0


def test_a_service_shows_whom_it_brought_together(
    cluster: Cluster, browser: Client, viewer_browser: Client
) -> None:
    one, other = (make_organisation(cluster) for _ in range(2))
    suggestion = introduced_by_hand(one, other, make_notice(one)).suggestion
    service = make_service(cluster)
    Suggestion.objects.filter(pk=suggestion.pk).update(service=service)
    path = f"/c/here/services/{Service.objects.get().pk}/"

    assert "Members brought together" in browser.get(path).content.decode()
    assert "Members brought together" not in viewer_browser.get(path).content.decode()


def test_the_page_of_a_member_shows_partners_to_the_office_only(
    cluster: Cluster, browser: Client, viewer_browser: Client
) -> None:
    suggestion = make_released(cluster)
    path = f"/c/here/members/{suggestion.one_id}/"

    assert "Hygroscope Sensors" in browser.get(path).content.decode()
    assert "Hygroscope Sensors" not in viewer_browser.get(path).content.decode()


def test_the_office_notes_a_yes_by_telephone(cluster: Cluster, browser: Client) -> None:
    suggestion = make_released(cluster)
    consents.agree(suggestion, Side.ONE, by=system_of(cluster), at=NOW)
    path = f"/c/here/partners/suggestions/{suggestion.pk}/"

    browser.post(f"{path}do/agree-other/")

    suggestion.refresh_from_db()
    assert suggestion.state == "introduced"
    assert "Introduced" in browser.get(path).content.decode()
    assert browser.get(f"{path}release/").status_code == 200


def test_trouble_with_letters_is_shown(cluster: Cluster, browser: Client) -> None:
    suggestion = make_released(cluster)
    page = open_page_of(suggestion.one)
    assert page is not None
    PartnerPage.objects.filter(pk=page.pk).update(mail_trouble="the server is asleep")

    shown = browser.get("/c/here/partners/letters/").content.decode()

    assert "the server is asleep" in shown
    assert browser.post(f"/c/here/partners/letters/send/{page.pk}/").status_code == 302
