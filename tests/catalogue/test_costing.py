"""Costing services: rows into the core, and its figures into the books."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.catalogue import bridge, queries, verbs
from raceme.catalogue.models import CostLine, Service, Terms
from raceme.catalogue.queries.costing import house_rate
from raceme.catalogue.verbs import Item
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from tests.catalogue.complete import LINES, TERMS, cost
from tests.factories import NOW, make_cluster, make_service

D = Decimal


def afresh(service: Service) -> Service:
    return queries.with_links(Service.objects.filter(pk=service.pk)).get()


def test_the_house_says_once_what_a_day_costs(cluster: Cluster, manager: Actor) -> None:
    assert house_rate(manager) is None

    verbs.set_day_rate(day_rate_eur=D(300), by=manager, at=NOW)
    verbs.set_day_rate(day_rate_eur=D(320), by=manager, at=NOW)

    assert house_rate(manager) == D(320)
    assert [one.verb for one in Change.objects.filter(kind="catalogue.dayrate")] == [
        "set_day_rate",
        "set_day_rate",
    ]
    with pytest.raises(ValidationError):
        verbs.set_day_rate(day_rate_eur=D(-1), by=manager, at=NOW)


def test_days_lines_and_participants_become_cost_and_income(
    cluster: Cluster, manager: Actor
) -> None:
    service = make_service(cluster, reach=10.0)
    cost(service, manager)

    costing = bridge.costing_of(afresh(service), house_rate(manager))

    # 2 x 300 + 100 = 700; 10 x 20 + 300 = 500; 700 / 10 members = 70.
    assert costing is not None
    assert (costing.cost_eur, costing.income_eur) == (D(700), D(500))
    assert (costing.result_eur, costing.cost_per_member_eur) == (D(-200), D(70))


def test_a_rate_of_its_own_counts_before_that_of_the_house(
    cluster: Cluster, manager: Actor
) -> None:
    service = make_service(cluster)
    cost(service, manager)
    verbs.cost_service(service, **TERMS, day_rate_eur=D(0), lines=LINES, by=manager, at=NOW)

    costing = bridge.costing_of(afresh(service), house_rate(manager))

    assert costing is not None
    assert costing.cost_eur == D(100)


def test_costing_leaves_the_figures_alone_until_they_are_taken_from_it(
    cluster: Cluster, manager: Actor
) -> None:
    service = make_service(cluster, person_days=5, cost_eur=1000)
    cost(service, manager)
    figures = bridge.figures_from(afresh(service), house_rate(manager))
    assert bridge.differing(afresh(service), figures) == {
        "person_days": D(2),
        "cost_eur": D(700),
        "income_eur": D(500),
    }

    service = verbs.use_costing(service, by=manager, at=NOW)

    assert (service.person_days, service.cost_eur, service.income_eur) == (D(2), D(700), D(500))
    assert bridge.differing(afresh(service), figures) == {}
    change = Change.objects.filter(kind="catalogue.service").first()
    assert change is not None
    assert (change.verb, change.values["cost_eur"]) == ("use_costing", ["1000", "700"])


def test_figures_are_taken_to_the_cent(cluster: Cluster, manager: Actor) -> None:
    service = make_service(cluster, price_member_eur=D(0))
    verbs.cost_service(
        service,
        person_days=D("0.3333"),
        day_rate_eur=D("100.05"),
        members=3,
        guests=0,
        by=manager,
        at=NOW,
    )

    # 0.3333 x 100.05 = 33.346665
    assert verbs.use_costing(service, by=manager, at=NOW).cost_eur == D("33.35")


def test_an_open_costing_gives_no_figures(cluster: Cluster, manager: Actor) -> None:
    service = make_service(cluster)
    with pytest.raises(Refused):
        verbs.use_costing(service, by=manager, at=NOW)
    verbs.cost_service(service, person_days=D(1), members=None, guests=None, by=manager, at=NOW)

    with pytest.raises(Refused):
        verbs.use_costing(service, by=manager, at=NOW)

    case = bridge.case_of(afresh(service), None)
    assert case is not None
    assert bridge.lacking_in(case) == [
        "day_rate_eur",
        "members",
        "guests",
        "price_member_eur",
        "price_guest_eur",
    ]


def test_history_shows_the_lines_of_a_costing(cluster: Cluster, manager: Actor) -> None:
    service = make_service(cluster)
    cost(service, manager)
    change = Change.objects.get(kind="catalogue.terms")
    assert change.values["lines"] == [
        [],
        ["Room: 100.00 (cost, edition)", "Sponsor: 300.00 (income, edition)"],
    ]

    verbs.cost_service(service, **TERMS, lines=LINES, by=manager, at=NOW)
    assert Change.objects.filter(kind="catalogue.terms").count() == 1
    verbs.cost_service(service, **TERMS, lines=(), by=manager, at=NOW)

    newest = Change.objects.filter(kind="catalogue.terms").first()
    assert newest is not None
    assert list(newest.values) == ["lines"]


@pytest.mark.parametrize(
    "wrong",
    [
        Item("cost", "Room", D(-1)),
        Item("cost", "", D(1)),
        Item("income", "Sponsor", D(1)),  # nobody is said to pay it
        Item("cost", "Room", D(1), source="public"),
        Item("income", "Fees", D(1), source="pay-per-use"),  # prices are reckoned
        Item("gift", "Room", D(1)),
        Item("cost", "Room", D(1), per="head"),
    ],
)
def test_a_line_that_makes_no_sense_is_refused_and_nothing_is_kept(
    cluster: Cluster, manager: Actor, wrong: Item
) -> None:
    service = make_service(cluster)

    with pytest.raises(ValidationError) as refusal:
        verbs.cost_service(service, **TERMS, lines=[LINES[0], wrong], by=manager, at=NOW)

    assert set(refusal.value.message_dict) == {"lines"}
    assert refusal.value.message_dict["lines"][0].startswith("Line 2: ")
    assert not Terms.objects.exists()
    assert not CostLine.objects.exists()


def test_trying_other_values_keeps_nothing(cluster: Cluster, manager: Actor) -> None:
    service = make_service(cluster)
    cost(service, manager)
    case = bridge.case_of(afresh(service), D(300))
    assert case is not None

    tried = bridge.costed(bridge.what_if(case, {"members": 30}))

    # 30 x 20 + 300 = 900
    assert (tried.income_eur, bridge.costed(case).income_eur) == (D(900), D(500))


def test_what_if_fewer_or_more_come(cluster: Cluster, manager: Actor) -> None:
    service = make_service(cluster)
    cost(service, manager)
    case = bridge.case_of(afresh(service), D(300))
    assert case is not None

    points = bridge.points_around(case)

    # Each brings 20; 0, 5, 7.5 -> 8, 10, 12.5 -> 13 and 15 of the expected ten.
    assert [(one.participants, one.result_eur) for one in points] == [
        (0, D(-400)),
        (5, D(-300)),
        (8, D(-240)),
        (10, D(-200)),
        (13, D(-140)),
        (15, D(-100)),
    ]
    assert bridge.points_around(bridge.what_if(case, {"members": 0})) == ()


def test_only_the_team_costs(cluster: Cluster, manager: Actor, viewer: Actor) -> None:
    service = make_service(cluster)
    stranger = make_service(make_cluster("there"))

    with pytest.raises(NotAllowed):
        verbs.set_day_rate(day_rate_eur=D(1), by=viewer, at=NOW)
    for actor, whose in ((viewer, service), (manager, stranger)):
        with pytest.raises(NotAllowed):
            verbs.cost_service(whose, **TERMS, by=actor, at=NOW)
        with pytest.raises(NotAllowed):
            verbs.use_costing(whose, by=actor, at=NOW)
