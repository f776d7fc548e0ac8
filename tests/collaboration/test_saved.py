"""Saved searches: who is told of what, once, and nothing by which a secret could be known."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.collaboration.models import FoundLetter, Notice, PartnerPage, SavedSearch
from raceme.collaboration.verbs import notices, posting
from raceme.collaboration.verbs import saved as verbs
from raceme.foundation.errors import NotAllowed, Refused
from raceme.members.models import Organisation
from tests.collaboration.partners import make_contact
from tests.factories import NOW, make_cluster, make_notice, make_organisation

pytestmark = pytest.mark.usefixtures("work_done_at_once")


@pytest.fixture
def member(cluster: Cluster) -> Organisation:
    organisation = make_organisation(cluster, name="Example Works")
    make_contact(organisation, "Sample")
    return organisation


@pytest.fixture
def page(member: Organisation, manager: Actor) -> PartnerPage:
    page = posting.open_page(member, by=manager, at=NOW)
    mail.outbox.clear()
    return page


@pytest.fixture
def other(cluster: Cluster) -> Organisation:
    return make_organisation(cluster, name="Quernstone Mills")


def test_a_member_is_told_of_what_fits_and_of_nothing_else(
    page: PartnerPage, other: Organisation
) -> None:
    said = {"terms": "thin copper, laser", "kind": "offer"}
    assert Client().post(f"/partner/{page.secret}/search/new/", said).status_code == 302

    make_notice(other, kind="offer", title="We weld copper", text="Even if thin.")
    make_notice(other, kind="request", title="Who welds thin copper?")
    make_notice(other, kind="offer", title="We mill copper")

    (letter,) = mail.outbox
    assert letter.to == ["sample@sample.example"]
    assert "We weld copper" in letter.subject
    assert "From: Quernstone Mills" in letter.body
    assert f"/partner/{page.secret}/" in letter.body


def test_somebody_of_the_office_is_told(manager: Actor, other: Organisation) -> None:
    verbs.save_search(terms=["copper"], by=manager, at=NOW)
    mail.outbox.clear()

    notice = make_notice(other, title="Who welds copper?")

    (letter,) = mail.outbox
    assert manager.user is not None
    assert letter.to == [manager.user.email]
    assert f"/c/here/partners/notices/{notice.pk}/" in letter.body


def test_hidden_ones_and_ones_own_are_never_told(
    page: PartnerPage, member: Organisation, other: Organisation, manager: Actor
) -> None:
    verbs.save_search(member, by=manager, at=NOW)

    make_notice(member, title="Mine")
    make_notice(other, title="Secret", showing="hidden")

    assert mail.outbox == []
    assert not FoundLetter.objects.exists()


def test_an_anonymous_one_names_nobody_and_is_not_found_by_the_name(
    page: PartnerPage, member: Organisation, other: Organisation, manager: Actor
) -> None:
    verbs.save_search(member, terms=["grain"], by=manager, at=NOW)
    text = "We at Quernstone buy grain."

    make_notice(other, title="Quernstone Mills wants grain", text=text, showing="anonymous")
    (letter,) = mail.outbox
    assert "grain" in letter.body
    assert "quernstone" not in f"{letter.subject} {letter.body}".casefold()

    verbs.save_search(member, terms=["quernstone"], by=manager, at=NOW)
    make_notice(other, title="Quernstone wants rye", showing="anonymous")
    assert len(mail.outbox) == 1


def test_what_a_member_writes_is_told_once_and_after_the_review(
    page: PartnerPage, member: Organisation, other: Organisation, manager: Actor
) -> None:
    verbs.save_search(member, terms=["copper"], by=manager, at=NOW)
    notice = notices.write_notice(
        other, kind="offer", title="Copper", showing="visible", by=manager, at=NOW
    )
    assert mail.outbox == []

    notices.review_notice(notice, by=manager, at=NOW)
    verbs.tell_who_looks_for(notice, by=manager, at=NOW)

    assert len(mail.outbox) == 1


def test_one_that_becomes_visible_is_told_then(
    page: PartnerPage, member: Organisation, other: Organisation, manager: Actor
) -> None:
    verbs.save_search(member, terms=["copper"], by=manager, at=NOW)
    notice = make_notice(other, title="Copper", showing="hidden")
    said = {"kind": "offer", "title": "Copper", "text": "", "terms": [], "showing": "visible"}

    notices.describe_notice(
        notice, **said, expires_on=notice.expires_on, by=manager, at=NOW + timedelta(days=1)
    )

    assert len(mail.outbox) == 1


def test_an_ended_search_is_silent_and_can_go_on(
    page: PartnerPage, member: Organisation, other: Organisation, manager: Actor
) -> None:
    search = verbs.save_search(member, terms=["copper"], by=manager, at=NOW)
    assert Client().post(f"/partner/{page.secret}/search/{search.pk}/end/").status_code == 302
    make_notice(other, title="Copper one")
    with pytest.raises(Refused):
        verbs.end_search(search, by=manager, at=NOW)

    verbs.resume_search(search, by=manager, at=NOW)
    make_notice(other, title="Copper two")

    assert [one.subject.endswith("Copper two") for one in mail.outbox] == [True]


def test_nobody_saves_or_ends_for_others(
    page: PartnerPage, member: Organisation, other: Organisation, manager: Actor, viewer: Actor
) -> None:
    theirs = verbs.save_search(other, by=manager, at=NOW)
    mine = verbs.save_search(terms=["copper"], by=manager, at=NOW)

    assert Client().post(f"/partner/{page.secret}/search/{theirs.pk}/end/").status_code == 404
    for act in (
        lambda: verbs.save_search(by=viewer, at=NOW),
        lambda: verbs.save_search(member, by=viewer, at=NOW),
        lambda: verbs.end_search(mine, by=system_of(make_cluster("there")), at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_who_has_lost_the_seat_is_told_no_more(
    manager: Actor, other: Organisation, cluster: Cluster
) -> None:
    verbs.save_search(terms=["copper"], by=manager, at=NOW)
    assert manager.user is not None
    manager.user.seats.update(ended_at=NOW)

    make_notice(other, title="Copper")

    assert mail.outbox == []


def test_the_page_of_the_office(browser: Client, other: Organisation) -> None:
    path = "/c/here/partners/saved/"
    browser.post(path, {"terms": "copper, brass", "kind": ""})
    search = SavedSearch.objects.get()

    assert search.terms == ["copper", "brass"]
    browser.post(f"{path}{search.pk}/end/")
    assert "Go on" in browser.get(path).content.decode()
    assert Notice.objects.count() == 0
