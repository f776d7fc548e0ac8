"""Nobody learns the other's name before both have agreed: by page, letter, program or file."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from raceme.access.actor import system_of
from raceme.access.models import Cluster
from raceme.collaboration.models import Notice, PartnerLetter, PartnerPage, Side, Suggestion
from raceme.collaboration.queries.pages import guest_on, open_page_of
from raceme.collaboration.queries.suggestions import contact_for
from raceme.collaboration.verbs import consents
from raceme.collaboration.verbs.posting import open_page, post
from raceme.collaboration.verbs.reminding import remind_of_suggestion
from raceme.collaboration.verbs.searching import find_partners
from raceme.collaboration.verbs.suggestions import release_suggestion
from raceme.members.models import Relation
from tests.collaboration.partners import make_contact, make_pair, make_released
from tests.factories import NOW, make_cluster, make_notice, make_organisation

pytestmark = pytest.mark.usefixtures("work_done_at_once")
# By which each of the two could be known; also those hidden in what the other side wrote.
TELLING = {
    Side.ONE: ("quernstone", "mahler", "+43 000 11", "musterstadt"),
    Side.OTHER: ("hygroscope", "feuchter", "+43 000 22", "beispielhofen", "hygroscope.example"),
}
PAGES = ("suggestion", "decline", "note_step")


@pytest.fixture
def suggestion(cluster: Cluster) -> Suggestion:
    return make_released(cluster)


def page_of(suggestion: Suggestion, side: Side) -> PartnerPage:
    page = open_page_of(suggestion.organisation_on(side))
    assert page is not None
    return page


def all_that_one_reads(suggestion: Suggestion, side: Side) -> str:
    """Every page behind the link, and every letter so far, in one text."""
    page, client = page_of(suggestion, side), Client()
    paths = [reverse("partner:page", kwargs={"secret": page.secret})]
    for name in PAGES:
        values = {"secret": page.secret, "pk": suggestion.pk}
        paths.append(reverse(f"partner:{name}", kwargs=values))
    read = [client.get(path).content.decode() for path in paths]
    read += [f"{one.subject} {one.body}" for one in mail.outbox if one.to == [page.email]]
    return " ".join(read).casefold()


def assert_nothing_told(suggestion: Suggestion) -> None:
    for side in Side:
        read = all_that_one_reads(suggestion, side)
        told = [word for word in TELLING[side.opposite] if word in read]
        assert (side, told) == (side, [])


def test_while_both_are_asked(suggestion: Suggestion) -> None:
    remind_of_suggestion(suggestion, by=system_of(suggestion.cluster), at=NOW)

    assert_nothing_told(suggestion)


@pytest.mark.parametrize("side", list(Side))
def test_when_one_has_agreed_or_taken_it_back_or_declined(
    suggestion: Suggestion, side: Side
) -> None:
    speaker = guest_on(page_of(suggestion, side))

    consents.agree(suggestion, side, by=speaker, at=NOW)
    assert_nothing_told(suggestion)
    consents.withdraw_consent(suggestion, side, by=speaker, at=NOW)
    assert_nothing_told(suggestion)
    consents.decline_suggestion(
        suggestion, side, because="other", note="Quernstone Hygroscope", by=speaker, at=NOW
    )
    mine = all_that_one_reads(suggestion, side.opposite)
    assert [word for word in TELLING[side] if word in mine] == []


def test_only_then_both_know_each_other(suggestion: Suggestion) -> None:
    for side in Side:
        consents.agree(suggestion, side, by=guest_on(page_of(suggestion, side)), at=NOW)

    suggestion.refresh_from_db()
    for side in Side:
        contact = contact_for(suggestion, side)
        assert contact is not None
        assert contact.organisation.casefold() in all_that_one_reads(suggestion, side)


def test_a_letter_asked_for_too_early_names_nobody(suggestion: Suggestion) -> None:
    """Even if an introduction were posted by mistake: what it says is decided when it is sent."""

    for side in Side:
        for kind in PartnerLetter.Kind:
            post(page_of(suggestion, side), kind, suggestion=suggestion, at=NOW)

    assert_nothing_told(suggestion)


def test_names_of_common_partners_are_told_to_the_office_only(cluster: Cluster) -> None:
    mill, probe = make_pair(cluster)
    third = make_organisation(cluster, name="Zymurgy Institute")
    for one in (mill, probe):
        Relation.objects.create(cluster=cluster, organisation=one, other=third, kind="partner")
    system = system_of(cluster)
    find_partners(organisation=mill, number=1, by=system, at=NOW)
    suggestion = release_suggestion(Suggestion.objects.get(), by=system, at=NOW)

    assert "common_partners" in {one["code"] for one in suggestion.reasons}
    for side in Side:
        assert "zymurgy" not in all_that_one_reads(suggestion, side)


def test_the_text_of_a_hidden_request_stays_with_its_owner(cluster: Cluster) -> None:
    mill, _probe = make_pair(cluster)
    notice = make_notice(
        mill, title="Secret plans for porridge", text="Never tell.", terms=["moisture sensors"],
        showing=Notice.Showing.HIDDEN,
    )  # fmt: skip
    system = system_of(cluster)
    find_partners(notice=notice, by=system, at=NOW)
    suggestion = release_suggestion(Suggestion.objects.get(), by=system, at=NOW)

    assert "porridge" in all_that_one_reads(suggestion, Side.ONE)
    read = all_that_one_reads(suggestion, Side.OTHER)
    assert "porridge" not in read
    assert "never tell" not in read


def test_a_link_opens_no_suggestion_of_others(suggestion: Suggestion, cluster: Cluster) -> None:
    third = make_organisation(cluster, name="Third Works")
    make_contact(third, "Dritter")
    page = open_page(third, by=system_of(cluster), at=NOW)

    for name in (*PAGES, "agree", "withdraw"):
        path = reverse(f"partner:{name}", kwargs={"secret": page.secret, "pk": suggestion.pk})
        client = Client()
        answer = client.post(path) if name in {"agree", "withdraw"} else client.get(path)
        assert (name, answer.status_code) == (name, 404)


def test_an_ended_link_opens_nothing(suggestion: Suggestion) -> None:
    page = page_of(suggestion, Side.ONE)
    path = reverse("partner:suggestion", kwargs={"secret": page.secret, "pk": suggestion.pk})
    PartnerPage.objects.filter(pk=page.pk).update(ended_at=NOW)

    assert Client().get(path).status_code == 410
    assert Client().get("/partner/nobody/").status_code == 404


def test_viewers_read_neither_page_nor_file_nor_api(
    suggestion: Suggestion, viewer_browser: Client
) -> None:
    for path in (
        "/c/here/partners/suggestions/",
        f"/c/here/partners/suggestions/{suggestion.pk}/",
        "/c/here/partners/suggestions/download/csv/",
        "/c/here/partners/searches/",
        "/api/v1/c/here/partners/suggestions",
        f"/api/v1/c/here/partners/suggestions/{suggestion.pk}",
    ):
        assert (path, viewer_browser.get(path).status_code) == (path, 403)


def test_another_cluster_sees_nothing(suggestion: Suggestion, browser: Client) -> None:
    make_cluster("there")

    assert browser.get(f"/c/there/partners/suggestions/{suggestion.pk}/").status_code == 404
