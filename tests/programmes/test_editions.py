"""What an edition holds besides member firms; whoever tries to work out more finds nothing."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.cores.mapping import attack
from raceme.cores.mapping.publication import FIRMS, TOTAL, SmallCells
from raceme.meetings.verbs.afterwards import record_outcome
from raceme.members.models import Organisation
from raceme.programmes import bridge, queries, verbs
from raceme.programmes.bridge import tables
from raceme.programmes.bridge.firms import firms_of
from raceme.programmes.documents.tables import landscapes, own_rows
from raceme.programmes.models import Agreement, Programme
from raceme.programmes.queries import Span, deeds_of
from raceme.programmes.words import INDICATOR_SET
from raceme.strategy.verbs import add_indicator
from tests.factories import NOW, make_actor, make_objective, make_profile, make_request
from tests.meetings.making import hold, make_matching
from tests.programmes.making import DECEMBER, cells_of, hold_event, tables_of

YEAR = Span(DECEMBER.replace(month=1, day=1, hour=0), DECEMBER)


def pk_of(cluster: Cluster, nace: str, place: int = 0) -> int:
    return Organisation.objects.filter(cluster=cluster, nace=nace).order_by("pk")[place].pk


def test_a_firm_is_reached_once_however_often_it_came(clusters: list[Cluster]):
    hold_event(clusters[0], (6, 0, 0, 0))
    hold_event(clusters[0], (6, 0, 0, 0))

    cells = cells_of(tables_of(clusters[:1]), measure="reached")

    assert cells["Cluster north", TOTAL] == 6
    assert cells["Cluster north", "mobility"] == 6
    assert cells["Cluster north", "digital"] == 0


def test_the_cost_of_an_event_is_shared_by_all_who_were_there(clusters: list[Cluster]):
    hold_event(clusters[0], (6, 0, 0, 0), strangers=4)

    cells = cells_of(tables_of(clusters[:1]), measure="cost")

    # 1,000 for ten people, six of them from member firms.
    assert cells["Cluster north", "mobility"] == 600
    assert cells["Cluster north", TOTAL] == 600


def test_what_was_before_or_comes_after_the_span_does_not_count(clusters: list[Cluster]):
    hold_event(clusters[0], (6, 0, 0, 0))

    # The event is on 3 December 2026.
    assert cells_of(tables_of(clusters[:1], at=NOW), measure="reached")["total", TOTAL] == 0
    next_year = cells_of(tables_of(clusters[:1], at=DECEMBER + timedelta(days=40)),
                         measure="reached")  # fmt: skip
    assert next_year["total", TOTAL] == 0


def test_a_result_is_shared_by_those_in_the_meeting_and_counts_in_one_year(
    clusters: list[Cluster],
):
    north = clusters[0]
    matching = make_matching(north)
    names = Organisation.objects.filter(cluster=north, nace="29.10").order_by("pk")
    ann = make_profile(matching, "Ann", organisation_name=names[0].name)
    ben = make_profile(matching, "Ben", organisation_name="Stranger")
    meeting = hold(make_request(ann, ben), 1, at=NOW)
    record_outcome(meeting, months=0, kind="follow-up", by=system_of(north), at=DECEMBER)
    record_outcome(meeting, months=3, kind="order", band="250k", by=system_of(north), at=DECEMBER)
    record_outcome(meeting, months=12, kind="order", band="1m", by=system_of(north), at=DECEMBER)
    later = DECEMBER + timedelta(days=365)

    this_year = deeds_of([north], YEAR)
    next_year = deeds_of([north], Span(later.replace(month=1, day=1), later))

    # Three months after 3 December is next year; it is worth at least 250,000 by then, for two.
    assert this_year.gained == set()
    assert this_year.reached == {pk_of(north, "29.10")}
    assert next_year.value == {pk_of(north, "29.10"): 125_000.0}


def publications(clusters: list[Cluster]) -> tuple[list[str], dict, dict]:
    keys = [str(one.pk) for one in clusters]
    firms = firms_of(clusters, deeds_of(clusters, YEAR))
    return keys, tables._by_place(firms, keys), dict(tables.shown_figures(firms, keys, firms_min=5))


def test_nobody_can_compute_a_hidden_count_from_all_counts_that_are_shown(
    clusters: list[Cluster],
):
    hold_event(clusters[0], (11, 2, 5, 0))
    hold_event(clusters[1], (6, 3, 13, 0))
    keys, places, shown = publications(clusters)
    publication = tables.publication_of_counts(places, keys)
    told = {key: cell for key, cell in publication.cells.items() if key in shown}
    hidden = [cell for key, cell in publication.cells.items() if key not in shown]

    assert [key for key, cell in told.items() if 0 < cell.firms < 5] == []
    assert all(shown[key] == cell.firms for key, cell in told.items())
    small = [one for one in hidden if SmallCells().is_small(one)]
    assert small
    bounds = attack.bounds(
        told, attack.floors_of(hidden, SmallCells()), publication.sums,
        asked=[(cell.key, FIRMS) for cell in small],
    )  # fmt: skip
    assert min(bound.width for bound in bounds) >= 5


def test_twelve_members_and_eleven_reached_do_not_tell_that_one_was_not(clusters: list[Cluster]):
    hold_event(clusters[0], (11, 0, 0, 0))

    kept = tables_of(clusters)

    place = ("Cluster north", "mobility")
    assert None in {cells_of(kept)[place], cells_of(kept, measure="reached")[place]}


@pytest.mark.parametrize(("largest", "is_shown"), [(900.0, False), (2.0, True)])
def test_an_amount_is_hidden_where_one_firm_has_nearly_all(largest: float, is_shown: bool):
    columns = frozenset({"ecosystems:mobility", "emerging:none"})
    firms = [
        tables.Firm("1", columns, was_reached=True, cost=cost) for cost in [largest, *[1.0] * 9]
    ]

    shown = tables.shown_figures(firms, ["1"], firms_min=5)

    place = ("1", "ecosystems:mobility")
    assert shown[*place, "reached"] == 10
    assert ((*place, "cost") in shown) == is_shown


def test_an_amount_is_hidden_with_the_count_that_it_would_tell_of(clusters: list[Cluster]):
    hold_event(clusters[0], (8, 0, 3, 0))
    keys, places, _shown = publications(clusters)
    counted = {(*place, "reached") for place in places} - {(keys[0], TOTAL, "reached")}

    amounts = tables.publication_of_amounts(places, keys, "cost", counted)

    assert amounts.cells[keys[0], TOTAL].is_confidential
    assert not amounts.cells[keys[0], "ecosystems:mobility"].is_confidential


def test_no_small_figure_is_stored_whatever_is_counted(programme: Programme, officer: Actor,
                                                       clusters: list[Cluster]):  # fmt: skip
    hold_event(clusters[0], (11, 2, 5, 1))
    hold_event(clusters[1], (2, 3, 13, 0))

    edition = verbs.make_edition(programme, by=officer, at=DECEMBER)

    for grouping in ("ecosystems", "emerging"):
        for measure in ("firms", "reached", "gained"):
            figures = cells_of(edition.tables, grouping, measure).values()
            assert [one for one in figures if one is not None and 0 < one < 5] == []
    assert "Secret" not in json.dumps([edition.tables, edition.own, edition.definitions])


def test_a_cluster_of_few_firms_tells_nothing_of_itself(programme: Programme, officer: Actor,
                                                        clusters: list[Cluster]):  # fmt: skip
    Organisation.objects.filter(cluster=clusters[2]).exclude(nace="55.10").delete()

    edition = verbs.make_edition(programme, by=officer, at=DECEMBER)

    west = next(row for row in own_rows(edition) if row.name == "Cluster west")
    assert west.figures is None
    assert "Cluster west" in browser_page(officer, "?show=own")


def test_activity_plan_and_strategy_are_counted_for_each_cluster(clusters: list[Cluster]):
    north = clusters[0]
    hold_event(north, (6, 0, 0, 0), strangers=1)
    objective = make_objective(north)
    add_indicator(objective, name="Orders", unit="number", by=system_of(north), at=NOW)

    values = bridge.edition_values(clusters[:1], firms_min=5, at=DECEMBER)

    assert values["own"] == [
        {
            "cluster": "north",
            "name": "Cluster north",
            "figures": {
                "events": 1, "people": 7, "meetings": 0,
                # No service plan is in force: unknown, not 0.
                "services": None, "cost_planned": None, "income_planned": None,
                "on_course": 0, "behind": 0, "unknown": 1,
            },
        }
    ]  # fmt: skip


def test_overlaps_and_gaps_are_told_of_what_is_shown(programme: Programme, officer: Actor):
    edition = verbs.make_edition(programme, by=officer, at=DECEMBER)

    table = next(one for one in landscapes(edition) if one.code == "ecosystems")
    remarks = {row.label: row.remark for row in table.rows}
    mobility = next(row for row in table.rows if row.figures[0] == 38)
    assert mobility.clusters == ["Cluster north", "Cluster south", "Cluster west"]
    assert mobility.remark == "gap: firms, but none was reached"
    assert remarks["Textiles"] == "gap: no member firm"


def test_whoever_agreed_to_an_earlier_set_is_asked_again(
    programme: Programme, officer: Actor, clusters: list[Cluster]
):
    earlier = Agreement.objects.get(cluster=clusters[0])
    Agreement.objects.filter(pk=earlier.pk).update(indicators=INDICATOR_SET - 1)

    assert list(queries.clusters_in(programme)) == clusters[1:]
    assert list(queries.clusters_to_ask_again(programme)) == clusters[:1]
    assert "Cluster north" in browser_page(officer, "")
    agreed = verbs.agree(earlier, by=make_actor(clusters[0]), at=NOW)
    assert agreed.indicators == INDICATOR_SET
    assert list(queries.clusters_in(programme)) == clusters


@pytest.mark.parametrize("show", ["", "firms", "reached", "gained", "cost", "value", "own", "x"])
def test_every_part_of_an_edition_has_a_page(programme: Programme, officer: Actor, show: str):
    verbs.make_edition(programme, by=officer, at=DECEMBER)

    page = browser_page(officer, f"?year=2026&show={show}")

    assert "Cluster south" in page
    assert "Secret" not in page


def browser_page(officer: Actor, query: str) -> str:
    assert officer.user is not None
    client = Client()
    client.force_login(officer.user)
    answer = client.get(f"/programme/growth/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_amount_of_which_nothing_may_be_shown_is_hidden_all_the_same():
    """Told that a hidden sum has no end, the solver once called the check impossible."""
    steel = frozenset({"ecosystems:energy-intensive", "emerging:none"})
    other = frozenset({"ecosystems:none", "emerging:none"})
    gained = [tables.Firm("2", one, has_gained=True, value=5000.0) for one in (steel, *[other] * 3)]
    rest = [tables.Firm(one, other) for one in ("1", "2") for _one in range(20)]

    shown = tables.shown_figures([*gained, *rest], ["1", "2"], firms_min=5)

    assert {key: one for key, one in shown.items() if key[2] == "value" and one} == {}
    assert shown["2", TOTAL, "firms"] == 24
