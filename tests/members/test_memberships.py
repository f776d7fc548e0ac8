"""Where an organisation stands: periods, their correction, and who came and went by year."""

from datetime import date
from itertools import pairwise

import pytest
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from raceme.members import verbs
from raceme.members.models import Membership, Organisation, Standing
from raceme.members.queries import spells
from raceme.members.queries.spells import Spell
from tests.factories import NOW, TODAY, make_cluster, make_organisation

JAN, JUN, SEP = date(2024, 1, 15), date(2025, 6, 30), date(2026, 9, 1)


def periods_of(organisation: Organisation) -> list[tuple[str, date | None, date | None]]:
    return list(organisation.memberships.values_list("standing", "starts_on", "ends_on"))


def change(organisation: Organisation, standing: str, on: date, by: Actor, **values: object):
    return verbs.change_standing(organisation, standing=standing, on=on, by=by, at=NOW, **values)


def test_a_prospect_becomes_a_member_with_a_fee_and_leaves_with_a_reason(
    cluster: Cluster, manager: Actor
) -> None:
    organisation = make_organisation(cluster, standing="prospect", joined_on=JAN)

    change(organisation, "member", JUN, manager, fee_class="small", fee_eur=500)
    left = verbs.record_leaving(organisation, left_on=SEP, reason="too-dear", by=manager, at=NOW)

    assert periods_of(organisation) == [
        ("prospect", JAN, JUN),
        ("member", JUN, SEP),
        ("left", SEP, None),
    ]
    assert (left.standing, left.joined_on, left.left_on) == ("left", JUN, SEP)
    assert organisation.memberships.get(standing="member").fee_eur == 500
    assert organisation.memberships.get(standing="left").reason == "too-dear"


@pytest.mark.parametrize(
    ("standing", "on"),
    [("member", TODAY), ("partner", date(2026, 11, 24)), ("partner", date(2024, 1, 14))],
)
def test_a_change_that_cannot_be_is_refused(
    cluster: Cluster, manager: Actor, standing: str, on: date
) -> None:
    # It is a member already; the day is still to come; the day is before it joined.
    organisation = make_organisation(cluster, joined_on=JAN)

    with pytest.raises(Refused):
        change(organisation, standing, on, manager)


def test_a_period_is_corrected_and_the_one_before_gives_way(
    cluster: Cluster, manager: Actor
) -> None:
    organisation = make_organisation(cluster, joined_on=JAN)
    change(organisation, "partner", SEP, manager)
    period = organisation.memberships.get(standing="partner")

    corrected = verbs.correct_period(
        period, standing="left", starts_on=JUN, reason="moved", by=manager, at=NOW
    )

    organisation.refresh_from_db()
    assert periods_of(organisation) == [("member", JAN, JUN), ("left", JUN, None)]
    assert (corrected.reason, organisation.left_on) == ("moved", JUN)


@pytest.mark.parametrize("starts_on", [date(2026, 11, 24), date(2024, 1, 1), None])
def test_a_period_starts_neither_later_nor_before_the_one_ahead(
    cluster: Cluster, manager: Actor, starts_on: date | None
) -> None:
    organisation = make_organisation(cluster, joined_on=JAN)
    change(organisation, "partner", SEP, manager)

    with pytest.raises(Refused):
        verbs.correct_period(
            organisation.memberships.get(standing="partner"),
            starts_on=starts_on,
            by=manager,
            at=NOW,
        )


def test_a_slip_is_taken_back_and_history_keeps_it(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster, joined_on=JAN)
    change(organisation, "left", JUN, manager, reason="closed")

    back = verbs.take_back_period(organisation.memberships.get(standing="left"), by=manager, at=NOW)

    gone = Change.objects.get(verb="take_back_period", effect="gone")
    assert periods_of(organisation) == [("member", JAN, None)]
    assert (back.standing, back.left_on) == ("member", None)
    assert gone.values["reason"] == ["closed", None]


def test_only_the_last_change_is_taken_back(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster, joined_on=JAN)
    first = organisation.memberships.get()

    with pytest.raises(Refused, match="only period"):
        verbs.take_back_period(first, by=manager, at=NOW)
    change(organisation, "partner", JUN, manager)
    with pytest.raises(Refused, match="last change"):
        verbs.take_back_period(first, by=manager, at=NOW)


def test_nobody_changes_how_an_organisation_of_another_cluster_stands(manager: Actor) -> None:
    stranger = make_organisation(make_cluster("there"))

    with pytest.raises(NotAllowed):
        change(stranger, "partner", TODAY, manager)
    with pytest.raises(NotAllowed):
        verbs.take_back_period(stranger.memberships.get(), by=manager, at=NOW)


def make_periods(cluster: Cluster, *periods: tuple[str, date | None, date | None, str]) -> int:
    organisation = make_organisation(cluster)
    organisation.memberships.all().delete()
    for standing, starts_on, ends_on, reason in periods:
        Membership.objects.create(
            cluster=cluster,
            organisation=organisation,
            standing=standing,
            starts_on=starts_on,
            ends_on=ends_on,
            reason=reason,
        )
    return organisation.pk


def test_memberships_are_told_apart_by_breaks_only(cluster: Cluster, manager: Actor) -> None:
    old = make_periods(cluster, ("member", None, JUN, ""), ("left", JUN, None, "closed"))
    paused = make_periods(
        cluster, ("member", JAN, JUN, ""), ("suspended", JUN, SEP, ""), ("member", SEP, None, "")
    )
    back = make_periods(
        cluster,
        ("member", JAN, JUN, ""),
        ("left", JUN, SEP, ""),
        ("member", SEP, TODAY, ""),
        ("partner", TODAY, None, ""),
    )
    slip = make_periods(
        cluster, ("member", JAN, JUN, ""), ("left", JUN, JUN, ""), ("member", JUN, None, "")
    )
    make_periods(cluster, ("prospect", JAN, None, ""))

    found = sorted(spells.spells_of(manager), key=lambda one: (one.organisation_id, str(one)))

    assert found == sorted(
        [
            Spell(old, None, JUN, "closed"),
            Spell(paused, JAN, None),
            Spell(back, JAN, JUN, ""),
            Spell(back, SEP, TODAY, spells.TIED_OTHERWISE),
            Spell(slip, JAN, None),
        ],
        key=lambda one: (one.organisation_id, str(one)),
    )


def test_years_add_up_worked_by_hand() -> None:
    # One old member that left in 2025, one that joined in 2024 and stayed, one that joined and
    # left within 2025.
    told = [
        Spell(1, None, date(2025, 3, 1), "closed"),
        Spell(2, JAN, None),
        Spell(3, date(2025, 2, 1), date(2025, 12, 31), "moved"),
    ]

    years = spells.years_of_membership(told, today=TODAY)

    assert [
        (one.year, one.at_start, one.joined, one.left, one.at_end, one.stayed) for one in years
    ] == [
        (2026, 1, 0, 0, 1, 1),
        # Two at the start (1, 2), one joins (3), two leave (1, 3): one is left, of two.
        (2025, 2, 1, 2, 1, 1),
        (2024, 1, 1, 0, 2, 1),
    ]
    assert years[1].stability == 0.5
    assert spells.reasons_of(spells.left_in(told, 2025)) == {"closed": 1, "moved": 1}


def test_the_year_ends_as_the_next_begins() -> None:
    told = [
        Spell(number, date(2020 + number % 4, 5, 1), date(2024, 1 + number % 9, 1), "")
        for number in range(30)
    ]

    years = spells.years_of_membership(told, today=TODAY)

    for later, earlier in pairwise(years):
        assert later.at_start == earlier.at_end
        assert earlier.at_start + earlier.joined - earlier.left == earlier.at_end


def test_without_any_date_there_is_no_year_to_tell() -> None:
    assert spells.years_of_membership([Spell(1, None, None)], today=TODAY) == []


def test_the_page_changes_the_standing_and_takes_it_back(browser: Client, cluster: Cluster) -> None:
    organisation = make_organisation(cluster, joined_on=JAN)
    address = f"/c/{cluster.slug}/members"

    browser.post(
        f"{address}/{organisation.pk}/standing/",
        {"standing": "suspended", "on": "2026-09-01", "note": "fee unpaid"},
    )
    suspended = organisation.memberships.get(standing="suspended")
    shown = browser.get(f"{address}/{organisation.pk}/").content.decode()
    browser.post(f"{address}/periods/{suspended.pk}/take-back/")

    organisation.refresh_from_db()
    assert "fee unpaid" in shown
    assert organisation.standing == Standing.MEMBER


def test_the_page_says_why_a_reason_does_not_fit(browser: Client, cluster: Cluster) -> None:
    organisation = make_organisation(cluster, joined_on=JAN)

    answer = browser.post(
        f"/c/{cluster.slug}/members/{organisation.pk}/standing/",
        {"standing": "partner", "on": "2026-09-01", "reason": "moved"},
    )

    assert answer.status_code == 422
    assert "A reason belongs to leaving." in answer.content.decode()


def test_fees_are_shown_to_team_and_board_only(
    browser: Client, viewer_browser: Client, cluster: Cluster, manager: Actor
) -> None:
    organisation = make_organisation(cluster, standing="prospect", joined_on=JAN)
    change(organisation, "member", JUN, manager, fee_class="gold", fee_eur=500)
    page = f"/c/{cluster.slug}/members/{organisation.pk}/"
    api = f"/api/v1{page}periods"

    assert "Fee class gold" in browser.get(page).content.decode()
    assert "gold" not in viewer_browser.get(page).content.decode()
    assert "500" not in viewer_browser.get(page).content.decode()
    assert [one["fee_class"] for one in browser.get(api).json()] == ["", "gold"]
    assert [one["fee_class"] for one in viewer_browser.get(api).json()] == ["", ""]
