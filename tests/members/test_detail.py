"""The page of one member: everything known, on one timeline."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation import timeline
from raceme.members import verbs
from raceme.members.models import Organisation
from tests.browser.member_life import live
from tests.factories import NOW, TODAY, make_need, make_organisation


def told(actor: Actor, organisation: Organisation, kind: str = "") -> list[tuple[date | None, str]]:
    entries = timeline.told_of("organisation", actor, organisation, kind=kind)
    return [(one.entry.on, one.entry.text) for one in entries]


@pytest.fixture
def member(cluster: Cluster, manager: Actor) -> Organisation:
    organisation = make_organisation(cluster, nace="25.62", employees=38)
    live(organisation, make_organisation(cluster, name="Example Foundry"), by=manager)
    make_need(organisation, topic="funding-search", recorded_on=date(2026, 9, 10))
    make_need(organisation, topic="recruiting", recorded_on=date(2026, 9, 10))
    return organisation


def test_everything_stands_on_one_timeline_newest_first(
    member: Organisation, manager: Actor
) -> None:
    assert told(manager, member) == [
        (date(2026, 9, 10), "Said what it needs on 2 topics (survey)"),
        (date(2026, 9, 3), "Visit on the spot with Dr. Ann Example, Sam Sample"),
        (date(2025, 12, 31), "Figures of 2025"),
        (date(2025, 1, 31), "Left Circle for new materials"),
        (date(2024, 2, 1), "Took a seat in Circle for new materials"),
        (date(2021, 5, 1), "Supplies Example Foundry"),
        (date(2019, 4, 1), "Became a member"),
    ]


def test_it_is_narrowed_by_kind(member: Organisation, manager: Actor) -> None:
    assert told(manager, member, "membership") == [(date(2019, 4, 1), "Became a member")]
    assert told(manager, member, "people") == []


def test_what_nobody_can_date_comes_last(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster)
    verbs.record_leaving(organisation, left_on=TODAY, reason="moved", by=manager, at=NOW)

    assert told(manager, organisation) == [
        (TODAY, "Left"),
        (None, "Became a member, nobody knows when"),
    ]


def test_people_come_and_go_on_it(cluster: Cluster, manager: Actor, viewer: Actor) -> None:
    organisation = make_organisation(cluster)
    verbs.introduce_person(
        organisation,
        family_name="Example",
        post={"function": "Sales", "starts_on": date(2020, 1, 1), "ended_on": date(2021, 1, 1)},
        by=manager,
        at=NOW,
    )

    assert told(manager, organisation, "people") == [
        (date(2021, 1, 1), "Example works here no longer"),
        (date(2020, 1, 1), "Example works here as Sales"),
    ]
    assert told(viewer, organisation, "people") == []


def test_a_long_note_is_cut_and_the_next_step_said(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster)
    visit = verbs.record_visit(
        organisation,
        happened_on=TODAY,
        kind="call",
        note="word " * 200,
        next_step="Send it",
        by=manager,
        at=NOW,
    )

    def note() -> str:
        return timeline.told_of("organisation", manager, organisation)[0].entry.note

    before = note()
    verbs.finish_step(visit, by=manager, at=NOW)

    assert before.startswith("word word")
    assert before.endswith("word …\nNext step: Send it")
    assert len(before) < 430
    assert note().endswith("Done: Send it")


def test_the_page_shows_it_page_by_page(browser: Client, cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster)
    for day in range(1, 26):
        verbs.record_visit(
            organisation, happened_on=date(2026, 1, day), kind="call", by=manager, at=NOW
        )
    page = f"/c/{cluster.slug}/members/{organisation.pk}/"

    first = browser.get(page, {"kind": "contact"})
    second = browser.get(page, {"kind": "contact", "page": "2"})

    assert [len(first.context["told"]), len(second.context["told"])] == [20, 5]
    assert browser.get(page, {"kind": "nonsense"}).status_code == 404


def test_the_facts_are_said_in_words(
    browser: Client, cluster: Cluster, member: Organisation
) -> None:
    shown = " ".join(
        browser.get(f"/c/{cluster.slug}/members/{member.pk}/").content.decode().split()
    )

    for words in (
        "25.62 Machining",
        "AT312 Linz-Wels",
        "28.41 Manufacture of metal forming machinery",
        "Small",
        "gazelle",
        "Five-axis milling",
        "level 4 of 5",
        "Managing director",
    ):
        assert words in shown


def test_markets_languages_and_what_may_be_published_are_said(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    organisation = make_organisation(
        cluster,
        nace="90.03",
        languages="German; en, Klingon",
        customer_sectors="hotels",
        latitude=48.3,
        longitude=14.25,
    )
    verbs.describe_organisation(organisation, public_parts=["name", "logo"], by=manager, at=NOW)

    shown = " ".join(
        browser.get(f"/c/{cluster.slug}/members/{organisation.pk}/").content.decode().split()
    )

    assert organisation.languages == "de, en, Klingon"
    for words in (
        "German, English, Klingon",
        "hotels",
        "48.3000, 14.2500",
        "name and website, logo",
        "<dt>Emerging industries</dt><dd>Creative industries",
        "<dt>Industrial ecosystems</dt><dd>Cultural and creative industries",
    ):
        assert words in shown
    with pytest.raises(ValidationError):
        verbs.describe_organisation(organisation, public_parts=["all"], by=manager, at=NOW)


def test_how_much_it_took_part_in_a_year_is_counted(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    organisation = make_organisation(cluster)
    today = timezone.localdate()
    for days in (0, 364, 366):
        day = today - timedelta(days=days)
        verbs.record_visit(
            organisation, happened_on=day, kind="call", by=manager, at=timezone.now()
        )

    page = browser.get(f"/c/{cluster.slug}/members/{organisation.pk}/", {"kind": "membership"})

    counted = {source.kind: number for source, number in page.context["taken_part"]}
    assert counted["contact"] == 2
    assert set(counted.values()) == {0, 2}
    assert {"event", "meeting", "questionnaire", "pilot", "consortium"} <= counted.keys()
    assert [one.source.kind for one, _address in page.context["told"]] == ["membership"]


def test_what_is_missing_to_call_it_an_sme_is_said(browser: Client, cluster: Cluster) -> None:
    organisation = make_organisation(cluster, employees=38, independence="linked")

    shown = browser.get(f"/c/{cluster.slug}/members/{organisation.pk}/").content.decode()

    assert organisation.is_sme is None
    assert "turnover or balance sheet total is unknown" in shown
    assert "staff and money of its partner or linked enterprises" in shown


@pytest.mark.parametrize(
    ("role", "employees", "is_sme"),
    [("firm", 38, True), ("firm", 250, False), ("research", 38, None), ("public", 900, False)],
)
def test_only_a_firm_is_an_sme(
    cluster: Cluster, role: str, employees: int, is_sme: bool | None
) -> None:
    organisation = make_organisation(
        cluster,
        role=role,
        employees=employees,
        turnover_eur=1_000_000,
        independence="autonomous",
    )

    assert organisation.is_sme is is_sme


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_as_often_for_one_row_as_for_three(
    browser: Client, cluster: Cluster, manager: Actor, rows: int, django_assert_num_queries
) -> None:
    organisation = make_organisation(cluster)
    by = {"by": manager, "at": NOW}
    for number in range(rows):
        other = make_organisation(cluster)
        person = verbs.introduce_person(organisation, family_name="X", post={}, **by)
        verbs.record_visit(organisation, happened_on=TODAY, kind="call", people=[person], **by)
        verbs.add_competence(organisation, term=f"Competence {number}", **by)
        verbs.add_activity(organisation, nace=f"28.1{number + 1}", revision="2", **by)
        verbs.record_figures(organisation, year=2020 + number, **by)
        verbs.add_relation(organisation, other, kind="partner", since=TODAY, **by)
        verbs.add_relation(other, organisation, kind="supplies", since=TODAY, **by)
        make_need(organisation, topic=f"own {number}")
    page = f"/c/{cluster.slug}/members/{organisation.pk}/"
    browser.get(page)

    with django_assert_num_queries(40):
        browser.get(page)


def test_a_number_is_given_to_whom_has_none(cluster: Cluster, manager: Actor) -> None:
    make_organisation(cluster, code="2")

    entered = verbs.enter_organisation(name="Example Mills", role="firm", by=manager, at=NOW)
    another = verbs.enter_organisation(name="Example Works", role="firm", by=manager, at=NOW)

    # With one organisation the next number would be 2, which is taken.
    assert (entered.code, another.code) == ("3", "4")


def test_an_emptied_number_stays_what_it_was(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster, code="M1")

    described = verbs.describe_organisation(organisation, code="", name="Other", by=manager, at=NOW)

    assert (described.code, described.name) == ("M1", "Other")
