"""What members offer and look for: who sees it, how long it holds."""

from datetime import timedelta

import pytest
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.collaboration.models import Notice
from raceme.collaboration.panels import tell_notices
from raceme.collaboration.queries.notices import (
    NoticesWanted,
    notices_found,
    notices_visible_to,
    open_notices,
)
from raceme.collaboration.verbs import notices as verbs
from raceme.foundation.errors import NotAllowed, Refused
from tests.factories import NOW, TODAY, make_notice, make_organisation

LIST = "/c/here/partners/"
ADDRESS = f"{LIST}notices/"


def test_a_notice_of_the_office_stands_for_half_a_year(cluster: Cluster) -> None:
    notice = make_notice(make_organisation(cluster))

    assert notice.expires_on == TODAY + timedelta(days=180)
    assert notice.state_on(TODAY) == "open"
    assert notice.state_on(TODAY + timedelta(days=181)) == "expired"


def test_states_of_rows_and_of_queries_agree(cluster: Cluster, manager: Actor) -> None:
    owner = make_organisation(cluster)
    late = TODAY + timedelta(days=200)
    make_notice(owner, title="Expired by then")
    make_notice(owner, title="Still open", expires_on=late)
    gone = make_notice(owner, title="Gone")
    verbs.withdraw_notice(gone, by=manager, at=NOW)
    Notice.objects.filter(pk=make_notice(owner, title="New").pk).update(reviewed_at=None)

    for state in Notice.State:
        rows = notices_found(
            notices_visible_to(manager), NoticesWanted(state=(state,)), by=manager, day=late
        )
        assert [one.state_on(late) for one in rows] == [state]


def test_key_words_are_kept_once_however_they_are_written(cluster: Cluster) -> None:
    notice = make_notice(
        make_organisation(cluster), terms=["Laser  welding", "laser welding", "", "Copper"]
    )

    assert notice.terms == ["Laser welding", "Copper"]


def test_whoever_may_not_see_hidden_notices_finds_none(
    cluster: Cluster, manager: Actor, viewer: Actor
) -> None:
    owner = make_organisation(cluster, name="Secret Mills")
    make_notice(owner, title="Seen", showing="visible")
    make_notice(owner, title="Text only", showing="anonymous")
    make_notice(owner, title="Not seen", showing="hidden")

    def found_by(actor: Actor, text: str = "") -> set[str]:
        rows = notices_visible_to(actor)
        found = notices_found(rows, NoticesWanted(text=text), by=actor, day=TODAY)
        return {one.title for one in found}

    assert found_by(manager) == {"Seen", "Text only", "Not seen"}
    assert found_by(viewer) == {"Seen", "Text only"}
    assert found_by(viewer, "mills") == {"Seen"}


def test_a_viewer_reads_no_name_of_an_anonymous_owner(
    cluster: Cluster, viewer_browser: Client
) -> None:
    owner = make_organisation(cluster, name="Secret Mills")
    notice = make_notice(owner, title="Text only", showing="anonymous")

    pages = (f"{ADDRESS}{notice.pk}/", f"{ADDRESS}download/csv/", f"{LIST}?sort=organisation")
    for path in (LIST, *pages):
        answer = viewer_browser.get(path)
        assert (path, answer.status_code) == (path, 200)
        assert "Secret Mills" not in answer.content.decode()
    told = viewer_browser.get(f"/api/v1/c/here/partners/notices/{notice.pk}").json()
    assert told["organisation_id"] is None


def test_nobody_but_the_team_writes_notices(cluster: Cluster, viewer: Actor) -> None:
    owner = make_organisation(cluster)

    with pytest.raises(NotAllowed):
        verbs.enter_notice(owner, kind="offer", title="Not mine", by=viewer, at=NOW)


def test_a_notice_cannot_end_before_it_begins(cluster: Cluster, manager: Actor) -> None:
    with pytest.raises(Refused):
        make_notice(make_organisation(cluster), expires_on=TODAY - timedelta(days=1))


def test_prolonging_lets_an_expired_notice_stand_again(cluster: Cluster, manager: Actor) -> None:
    notice = make_notice(make_organisation(cluster), expires_on=TODAY)
    later = NOW + timedelta(days=30)

    verbs.prolong_notice(notice, by=manager, at=later)

    assert list(open_notices(manager, later.date())) == [notice]


def test_withdrawn_and_restored(cluster: Cluster, manager: Actor) -> None:
    notice = make_notice(make_organisation(cluster))
    verbs.withdraw_notice(notice, by=manager, at=NOW)

    with pytest.raises(Refused):
        verbs.withdraw_notice(notice, by=manager, at=NOW)
    assert verbs.restore_notice(notice, by=manager, at=NOW).state_on(TODAY) == "open"


def test_from_the_form_to_the_page(cluster: Cluster, browser: Client) -> None:
    owner = make_organisation(cluster, code="M1", name="Example Mills")
    said = {
        "organisation": "M1",
        "kind": "request",
        "title": "We look for a miller",
        "text": "",
        "terms": "milling, flour",
        "showing": "hidden",
        "expires_on": "2030-01-31",
    }

    answer = browser.post(f"{ADDRESS}new/", said)

    notice = Notice.objects.get()
    assert answer["Location"] == f"{ADDRESS}{notice.pk}/"
    assert (notice.organisation, notice.terms) == (owner, ["milling", "flour"])
    wrong = browser.post(f"{ADDRESS}new/", said | {"organisation": "nobody"})
    assert wrong.status_code == 422


def test_the_line_of_time_names_no_owner_that_must_not_be_known(
    cluster: Cluster, manager: Actor, viewer: Actor
) -> None:
    owner = make_organisation(cluster)
    for showing in Notice.Showing.values:
        make_notice(owner, title=showing, showing=showing)

    def told_to(actor: Actor) -> set[str]:
        return {entry.text for entry in tell_notices(actor, owner)}

    assert told_to(viewer) == {"visible"}
    assert told_to(manager) == {"visible", "anonymous", "hidden"}
