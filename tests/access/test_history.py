"""The history page: who did what, to what, when, in words."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

import raceme
from raceme.access import queries, telling, verbs
from raceme.access.actor import Actor
from raceme.access.models import Cluster, Role
from raceme.catalogue import verbs as catalogue_verbs
from raceme.foundation import acts
from raceme.foundation.models import Change
from raceme.members import verbs as member_verbs
from raceme.needs.verbs import correct_need
from tests.factories import (
    NOW,
    make_actor,
    make_cluster,
    make_need,
    make_organisation,
    make_service,
)

FOUNDING = ("found_cluster", "give_seat")
VERB = re.compile(r'(?:verb=|record\(\s*(?:\w+,\s*)?|_remember\()"(\w+)"')


def newest(actor: Actor) -> telling.Told:
    change = queries.changes_visible_to(actor).first()
    assert change is not None
    return telling.tell(change, actor)


def written(told: telling.Told) -> list[tuple[str, str, str]]:
    return [(one.label, one.before, one.after) for one in told.differences]


def test_a_change_is_told_in_a_sentence_with_the_way_to_the_thing(
    cluster: Cluster, manager: Actor
) -> None:
    service = make_service(cluster, name="Export <club>", answers={"information": 0.5})

    catalogue_verbs.describe_service(
        service, cost_eur=1200, answers={}, is_cross_sectoral=True, by=manager, at=NOW
    )

    told = newest(manager)
    assert told.sentence == (
        f"<strong>{manager.label}</strong> changed the service"
        f' <a href="/c/here/services/{service.pk}/">Export &lt;club&gt;</a>.'
    )
    assert written(told) == [
        ("cost", "1000", "1200"),
        ("joins firms of different sectors", "no", "yes"),
        ("answers", "information: 0.5", "empty"),
    ]


def test_codes_and_days_are_told_as_people_read_them(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster, role="firm")

    member_verbs.describe_organisation(organisation, role="research", by=manager, at=NOW)
    assert written(newest(manager)) == [("kind of organisation", "Firm", "Research organisation")]
    member_verbs.describe_organisation(organisation, joined_on=NOW.date(), by=manager, at=NOW)
    assert written(newest(manager)) == [("member since", "empty", "23 November 2026")]


def test_a_row_is_told_by_its_name_and_not_by_its_number(cluster: Cluster, manager: Actor) -> None:
    first, second = (make_organisation(cluster, name=name) for name in ("First", "Second"))
    need = make_need(first)

    correct_need(need, organisation=second, by=manager, at=NOW)

    assert written(newest(manager)) == [("organisation", "First", "Second")]


def test_the_system_has_a_name_and_a_secret_has_none(cluster: Cluster, manager: Actor) -> None:
    verbs.make_token(name="Example spreadsheet", by=manager, at=NOW)

    told = newest(manager)
    assert "digest" not in [label for label, _, _ in written(told)]
    make_organisation(cluster)
    assert "<strong>The system</strong>" in newest(manager).sentence


def test_what_no_capability_owns_is_told_all_the_same(cluster: Cluster, manager: Actor) -> None:
    Change.objects.create(
        verb="open_window",
        kind="attic.window",
        thing_id=1,
        thing_label="<b>",
        values={"is_open": [False, True], "size_class": ["small", "large"]},
        cluster_id=cluster.pk,
        author="Somebody",
        at=NOW,
    )

    told = newest(manager)
    assert told.sentence == "<strong>Somebody</strong>: open window, “&lt;b&gt;”"
    assert written(told) == [("is open", "no", "yes"), ("size class", "small", "large")]


def test_every_verb_of_every_capability_has_its_sentence() -> None:
    known = {verb for kind in acts.registered().values() for verb in kind.sentences}
    house = Path(raceme.__file__).parent

    files = {*house.glob("*/verbs.py"), *house.glob("*/verbs/*.py")}
    used = {verb for file in files for verb in VERB.findall(file.read_text("utf-8"))}

    assert len(used) > 20
    assert used - known == set()


def test_every_sentence_says_who_and_what() -> None:
    for kind in acts.registered().values():
        for verb, sentence in kind.sentences.items():
            told = str(sentence) % {"who": "WHO", "what": "WHAT"}
            assert ("WHO" in told, "WHAT" in told) == (True, True), verb


@pytest.mark.parametrize(
    ("looked_for", "expected"),
    [
        ("", {"enter_organisation", "begin_period", "create_service", *FOUNDING}),
        ("?kind=catalogue.service", {"create_service"}),
        ("?kind=no.such", {"enter_organisation", "begin_period", "create_service", *FOUNDING}),
        ("?author=system", {"enter_organisation", "begin_period", "create_service", *FOUNDING}),
        ("?since=2026-11-24", set()),
        ("?until=2026-11-22", set()),
        (
            "?since=2026-11-23&until=2026-11-23",
            {"enter_organisation", "begin_period", "create_service", *FOUNDING},
        ),
        ("?since=nonsense", {"enter_organisation", "begin_period", "create_service", *FOUNDING}),
    ],
)
def test_the_page_is_narrowed_down(
    browser: Client, cluster: Cluster, looked_for: str, expected: set[str]
) -> None:
    make_organisation(cluster)
    make_service(cluster)
    make_organisation(make_cluster("there"))

    page = browser.get(f"/c/here/history/{looked_for}")

    assert page.status_code == 200
    assert {one.change.verb for one in page.context["told"]} == expected
    assert {one.change.cluster_id for one in page.context["told"]} <= {cluster.pk}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_as_often_for_one_row_as_for_three(
    browser: Client, cluster: Cluster, rows: int, django_assert_num_queries: object
) -> None:
    for _ in range(rows):
        make_organisation(cluster)
    browser.get("/c/here/history/")

    with django_assert_num_queries(8):  # type: ignore[operator]
        browser.get("/c/here/history/")


def test_a_page_of_a_thing_tells_its_newest_changes_and_leads_to_all(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    service = make_service(cluster)
    make_service(cluster)
    for number in range(6):
        at = datetime(2026, 11, 24, number, tzinfo=UTC)
        catalogue_verbs.describe_service(service, name=f"Name {number}", by=manager, at=at)

    page = browser.get(f"/c/here/services/{service.pk}/").content.decode()
    more = f"/c/here/history/?kind=catalogue.service&amp;thing_id={service.pk}"
    assert page.count("changed the service") == 5
    assert f'href="{more}"' in page
    told = browser.get(more.replace("&amp;", "&")).context["told"]
    assert {one.change.thing_id for one in told} == {service.pk}
    assert len(told) == 7


def test_the_history_of_a_thing_is_for_the_office(viewer_browser: Client, cluster: Cluster) -> None:
    service = make_service(cluster)

    page = viewer_browser.get(f"/c/here/services/{service.pk}/").content.decode()

    assert "What happened to it" not in page
    assert not queries.changes_visible_to(make_actor(cluster, Role.VIEWER)).exists()
