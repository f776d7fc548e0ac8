"""What each gate asks for: one test for each way in which its evidence can be there or not."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from raceme.access.actor import Actor
from raceme.access.models import Cluster, Role
from raceme.access.verbs import end_seat, give_seat
from raceme.catalogue import gates, queries, verbs
from raceme.catalogue.models import Service, Stage
from raceme.catalogue.verbs import Partner
from raceme.needs.verbs import withdraw_need
from tests.catalogue.complete import CONCEPT, ask_for, cost, seat_of, try_out
from tests.factories import (
    NOW,
    TODAY,
    make_need,
    make_objective,
    make_organisation,
    make_service,
)


def evidence(service: Service, actor: Actor, stage: Stage) -> dict[str, tuple[bool, str]]:
    """Give for each piece of evidence of a gate whether it is there, and what is said of it."""
    looked_at = gates.with_evidence(Service.objects.filter(pk=service.pk)).get()
    known = gates.Circumstances([looked_at], actor, NOW)
    (gate,) = [one for one in gates.gates_of(looked_at, known) if one.stage == stage]
    shown = gates.shown(gate, "EUR")
    return {one.code: (told.is_met, told.sentence) for one, told in shown.rows}


def test_an_idea_serves_an_objective(cluster: Cluster, manager: Actor) -> None:
    make_objective(cluster, code="O1")
    service = make_service(cluster)
    assert evidence(service, manager, Stage.IDEA) == {
        "objective": (False, "It serves no objective in force.")
    }

    verbs.describe_service(service, serves={"O1": 2}, by=manager, at=NOW)

    assert evidence(service, manager, Stage.IDEA) == {"objective": (True, "It serves: O1.")}


@pytest.mark.parametrize(
    ("asking", "is_met"),
    [
        ([("information", 5)], True),
        ([("information", 4)], False),  # 4 needs are one too few
        ([("information", 3), ("skills-own", 2)], True),  # 5 of 5 members on two topics
        ([("energy", 9)], False),  # nobody asks for what it answers
    ],
)
def test_five_needs_of_three_members_confirm_it(
    cluster: Cluster, manager: Actor, asking: list[tuple[str, int]], is_met: bool
) -> None:
    service = make_service(cluster, answers={"information": 0.5, "skills-own": 0.1, "energy": 0})
    for topic, members in asking:
        ask_for(cluster, topic, members=members)

    assert evidence(service, manager, Stage.NEED_CONFIRMED)["needs"][0] is is_met


def test_many_needs_of_two_members_confirm_nothing(cluster: Cluster, manager: Actor) -> None:
    topics = ["information", "skills-own", "energy"]
    service = make_service(cluster, answers=dict.fromkeys(topics, 1))
    for organisation in (make_organisation(cluster), make_organisation(cluster)):
        for topic in topics:
            make_need(organisation, topic=topic, importance=5)

    assert evidence(service, manager, Stage.NEED_CONFIRMED)["needs"] == (
        False,
        "Needs: 6, members: 2. Wanted: 5 needs of 3 members, or a policy mandate.",
    )


def test_only_the_latest_word_counts_and_only_where_it_is_important(
    cluster: Cluster, manager: Actor
) -> None:
    service = make_service(cluster, answers={"information": 1})
    ask_for(cluster, "information", members=4)
    ask_for(cluster, "information", members=3, importance=2)
    changed = make_organisation(cluster)
    make_need(changed, topic="information", importance=5, recorded_on=date(2026, 1, 1))
    make_need(changed, topic="information", importance=1)
    withdrawn = make_need(make_organisation(cluster), topic="information")
    withdraw_need(withdrawn, by=manager, at=NOW)

    asked = queries.asked_for(manager, [service])[service.pk]

    assert (asked.needs, asked.members, asked.importance) == (4, 4, 4.0)
    assert queries.needs_behind(manager, service).count() == 4


def test_the_strength_of_the_needs_is_said(cluster: Cluster, manager: Actor) -> None:
    service = make_service(cluster, answers={"information": 1})
    ask_for(cluster, "information", members=4, importance=5)
    ask_for(cluster, "information", members=1, importance=3)

    # (4 x 5 + 3) / 5 = 4.6
    assert evidence(service, manager, Stage.NEED_CONFIRMED)["needs"] == (
        True,
        "5 needs of 5 members; mean importance 4.6 of 5.",
    )


def test_a_policy_mandate_stands_for_needs(cluster: Cluster, manager: Actor) -> None:
    service = make_service(cluster, mandate="Regional council, 3 May 2026, item 4.")

    assert evidence(service, manager, Stage.NEED_CONFIRMED)["needs"] == (
        True,
        "Policy asked for it. Needs: 0, members: 0.",
    )


def test_a_concept_says_what_for_whom_how_and_with_whom(cluster: Cluster, manager: Actor) -> None:
    bare = make_service(cluster)
    full = make_service(cluster, **CONCEPT)

    assert [met for met, _ in evidence(bare, manager, Stage.CONCEPT).values()] == [False] * 4
    assert evidence(full, manager, Stage.CONCEPT) == {
        "description": (True, "It is described."),
        "targets": (True, "small and medium-sized firms, start-ups"),
        "format": (True, "standing group"),
        "delivery": (True, "by our own team"),
    }


@pytest.mark.parametrize(
    ("facts", "is_met", "sentence"),
    [
        ({}, False, "How it is delivered has not been said."),
        ({"delivered_by": "team"}, True, "by our own team"),
        (
            {"delivered_by": "partners"},
            False,
            "by our team together with others, but nobody is named.",
        ),
        (
            {"delivered_by": "third-party", "providers": [Partner("delivers", name="Bank")]},
            True,
            "by others, as a benefit of membership: Bank",
        ),
    ],
)
def test_whoever_does_not_deliver_alone_names_partners(
    cluster: Cluster, manager: Actor, facts: dict[str, Any], is_met: bool, sentence: str
) -> None:
    service = make_service(cluster, **facts)

    assert evidence(service, manager, Stage.CONCEPT)["delivery"] == (is_met, sentence)


def test_a_business_case_costs_it_and_says_who_pays(cluster: Cluster, manager: Actor) -> None:
    service = make_service(cluster)
    assert evidence(service, manager, Stage.BUSINESS_CASE) == {
        "costing": (False, "There is no costing yet."),
        "funding": (False, "Who pays has not been said."),
    }

    verbs.cost_service(service, person_days=Decimal(1), members=None, guests=0, by=manager, at=NOW)
    assert evidence(service, manager, Stage.BUSINESS_CASE)["costing"] == (
        False,
        "The costing lacks: the cost of a person-day, how many members take part,"
        " the price for members.",
    )

    cost(service, manager)
    verbs.describe_service(service, funding=["sponsorship"], by=manager, at=NOW)
    assert evidence(service, manager, Stage.BUSINESS_CASE) == {
        "costing": (True, "One edition costs €700 and brings €500."),
        "funding": (True, "sponsors"),
    }


def test_a_pilot_has_three_members_who_say_what_they_thought(
    cluster: Cluster, manager: Actor
) -> None:
    service = make_service(cluster)
    assert evidence(service, manager, Stage.PILOT)["pilot-members"] == (
        False,
        "0 members took part. Wanted: 3 to 5.",
    )

    try_out(service, manager, (4, None))
    assert [met for met, _ in evidence(service, manager, Stage.PILOT).values()] == [False, False]

    second = try_out(service, manager, (3, 5))
    assert evidence(service, manager, Stage.PILOT) == {
        "pilot-members": (True, "4 members took part."),
        "pilot-feedback": (True, "3 of 4 said how satisfied they are."),
    }

    verbs.withdraw_pilot(second, by=manager, at=NOW)
    assert [met for met, _ in evidence(service, manager, Stage.PILOT).values()] == [False, False]


@pytest.mark.parametrize(
    ("marks", "is_met", "sentence"),
    [
        ((None,), False, "Nobody has said yet how satisfied it is."),
        ((3, 4), True, "Mean 3.5 of 5. Wanted: 3.5 or more."),  # the bound itself is enough
        ((3, 3, 4), False, "Mean 3.33 of 5. Wanted: 3.5 or more."),
    ],
)
def test_it_is_evaluated_by_satisfaction(
    cluster: Cluster,
    manager: Actor,
    marks: tuple[int | None, ...],
    is_met: bool,
    sentence: str,
) -> None:
    service = make_service(cluster)
    try_out(service, manager, marks)

    assert evidence(service, manager, Stage.EVALUATED)["satisfaction"] == (is_met, sentence)


def test_it_is_evaluated_by_outcomes(cluster: Cluster, manager: Actor) -> None:
    service = make_service(cluster)
    pilot = try_out(service, manager, (4,))
    assert evidence(service, manager, Stage.EVALUATED)["outcomes"][0] is False

    verbs.correct_pilot(pilot, outcomes="A contract.", by=manager, at=NOW)

    assert evidence(service, manager, Stage.EVALUATED)["outcomes"][0] is True


def test_in_the_portfolio_it_has_owner_calendar_and_price(cluster: Cluster, manager: Actor) -> None:
    service = make_service(cluster)
    assert [met for met, _ in evidence(service, manager, Stage.IN_PORTFOLIO).values()] == [
        False,
        False,
        False,
    ]

    verbs.describe_service(
        service,
        owner=seat_of(manager),
        calendar="Every March",
        price_member_eur=Decimal(0),
        by=manager,
        at=NOW,
    )

    assert evidence(service, manager, Stage.IN_PORTFOLIO) == {
        "owner": (True, "Somebody of the team answers for it."),
        "calendar": (True, "Every March"),
        "price": (True, "Free for members."),
    }


def test_an_owner_who_has_left_answers_no_more(cluster: Cluster, manager: Actor) -> None:
    seat = give_seat(cluster, email="a@example.org", name="", role=Role.ADVISER, by=manager, at=NOW)
    service = make_service(cluster, owner=seat)
    assert evidence(service, manager, Stage.IN_PORTFOLIO)["owner"][0] is True

    end_seat(seat, by=manager, at=NOW)

    assert evidence(service, manager, Stage.IN_PORTFOLIO)["owner"] == (
        False,
        "Whoever answered for it has left the team.",
    )


def test_a_review_is_good_for_a_year(cluster: Cluster, manager: Actor) -> None:
    service = make_service(cluster)
    assert evidence(service, manager, Stage.REVIEWED)["review"] == (
        False,
        "It has not been reviewed yet.",
    )

    facts = {"decision": "keep", "reason": "Liked."}
    long_ago = date(2025, 11, 22)
    old = verbs.record_review(service, reviewed_on=long_ago, **facts, by=manager, at=NOW)
    assert evidence(service, manager, Stage.REVIEWED)["review"][0] is False

    verbs.correct_review(old, reviewed_on=long_ago + timedelta(days=1), by=manager, at=NOW)
    assert evidence(service, manager, Stage.REVIEWED)["review"][0] is True

    verbs.withdraw_review(old, by=manager, at=NOW)
    assert evidence(service, manager, Stage.REVIEWED)["review"][0] is False
    verbs.restore_review(old, by=manager, at=NOW)
    assert evidence(service, manager, Stage.REVIEWED)["review"] == (
        True,
        "Reviewed on 23 November 2025: keep it as it is.",
    )


@pytest.mark.parametrize(
    ("day", "before"),
    [(TODAY, date(2025, 11, 23)), (date(2028, 2, 29), date(2027, 2, 28))],
)
def test_a_year_before_is_the_same_day_of_the_year_before(day: date, before: date) -> None:
    assert queries.a_year_before(day) == before


def test_every_gate_but_that_of_retiring_asks_for_something(
    cluster: Cluster, manager: Actor
) -> None:
    service = gates.with_evidence(Service.objects.filter(pk=make_service(cluster).pk)).get()

    asked = gates.gates_of(service, gates.Circumstances([service], manager, NOW))

    assert [gate.stage for gate in asked] == [one for one in Stage if one != Stage.RETIRED]
    assert all(gate.evidence for gate in asked)


@pytest.mark.parametrize("rows", [1, 3])
def test_gates_of_many_services_ask_the_database_as_often_as_those_of_one(
    cluster: Cluster, manager: Actor, rows: int, django_assert_num_queries: Any
) -> None:
    make_objective(cluster, code="O1")
    ask_for(cluster, "information", members=2)
    for _ in range(rows):
        service = make_service(cluster, answers={"information": 1}, serves={"O1": 1}, **CONCEPT)
        cost(service, manager)
        try_out(service, manager, (4,))

    with django_assert_num_queries(12):
        services = list(gates.with_evidence(Service.objects.all()))
        known = gates.Circumstances(services, manager, NOW)
        for one in services:
            gates.gates_of(one, known)
