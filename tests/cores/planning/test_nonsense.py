"""What is refused, what is answered all the same, and how one stops a plan."""

from dataclasses import replace
from datetime import date

import pytest
from bench.planning.instance import invented_case

from raceme.cores.errors import BadInput, Stopped
from raceme.cores.planning.compare import compare_plans
from raceme.cores.planning.plan import make_plan
from raceme.cores.planning.values import (
    Fact,
    Figures,
    Limits,
    Member,
    NeedRecord,
    Objective,
    Parameters,
    Status,
    Verdict,
)
from tests.cores.planning.cases import CLINIC, CLUB, MISSION, worked_case

NAN = float("nan")
TODAY = date(2026, 5, 1)
LIMITS = Limits(budget_eur=7000.0, person_days=40.0)
PARAMETERS = Parameters(resamples=5)


def need(**changes):
    return (replace(NeedRecord("A", "export", 3, 3, TODAY), **changes),)


def service(**changes):
    return (replace(CLINIC, **changes),)


@pytest.mark.parametrize(
    "nonsense",
    [
        {"members": (Member("A"), Member("A"))},
        {"members": (Member("A", weight=-1.0),), "needs": ()},
        {"members": (Member("A", weight=NAN),), "needs": ()},
        {"members": (Member(""),), "needs": ()},
        {"needs": need(member_id="nobody")},
        {"needs": need(topic="")},
        {"needs": need(importance=0)},
        {"needs": need(importance=6)},
        {"needs": need(importance=NAN)},
        {"needs": need(satisfaction=0)},
        {"objectives": (Objective("O1", "", 1.0), Objective("O1", "", 1.0))},
        {"objectives": (Objective("O1", "", -1.0), Objective("O2", "", 1.0))},
        {"objectives": (Objective("O1", "", 1.0, full=0.0), Objective("O2", "", 1.0))},
        {"services": (CLINIC, CLINIC)},
        {"services": service(person_days=-1.0)},
        {"services": service(cost_eur=NAN)},
        {"services": service(income_eur=float("inf"))},
        {"services": service(reach=-0.5)},
        {"services": service(max_editions=-1)},
        {"services": service(max_editions=1.5)},
        {"services": service(max_editions=float("inf"))},
        {"services": service(answers={"export": 1.2})},
        {"services": service(answers={"export": NAN})},
        {"services": service(serves={"O1": 5.0})},
        {"services": service(serves={"O9": 1.0})},
        {"limits": replace(LIMITS, budget_eur=-1.0)},
        {"limits": replace(LIMITS, budget_eur=NAN)},
        {"limits": replace(LIMITS, person_days=-1.0)},
        {"limits": replace(LIMITS, own_income_share_min=1.5)},
        {"limits": replace(LIMITS, cross_sectoral_min=-1)},
        {"parameters": replace(PARAMETERS, alignment_weight=1.1)},
        {"parameters": replace(PARAMETERS, resamples=0)},
        {"parameters": replace(PARAMETERS, seed=-1)},
        {"parameters": replace(PARAMETERS, gap=0.1)},
        {"parameters": replace(PARAMETERS, frontier_points=0)},
        {"parameters": replace(PARAMETERS, core_frequency=0.2, out_frequency=0.8)},
        {"parameters": replace(PARAMETERS, nodes_max=0)},
        {"parameters": replace(PARAMETERS, over_served_from=0.9)},
    ],
)
def test_nonsense_is_refused(nonsense):
    with pytest.raises(BadInput):
        make_plan(worked_case(**nonsense))


def test_without_needs_only_the_objectives_count():
    # 0.4 * (3/4 * 0.25 + 1/4 * 1) by the club; a clinic and the club: 0.4 * (3/4 * 0.5 + 1/4)
    plan = make_plan(worked_case(needs=()))

    assert plan.status is Status.OPTIMAL
    assert plan.value == pytest.approx(0.25)
    assert [s.editions for s in plan.services] == [1, 1, 0]
    assert {t.coverage for t in plan.topics} == {None}
    assert {s.frequency for s in plan.services} == {None}
    assert [s.verdict for s in plan.services] == [Verdict.SWING, Verdict.SWING, Verdict.OUT]


@pytest.mark.parametrize("objectives", [(), (Objective("O1", "Innovate", weight=0.0),)])
def test_without_objectives_that_weigh_only_the_needs_count(objectives):
    bare = tuple(replace(s, serves={}) for s in (CLINIC, CLUB, MISSION))

    plan = make_plan(worked_case(objectives=objectives, services=bare))

    # S2 + S3: 0.24 * 0.4 + 0.36 * 1
    assert plan.value == pytest.approx(0.456)


def test_without_services_the_plan_is_empty_and_worth_nothing():
    plan = make_plan(worked_case(services=()))

    assert (plan.status, plan.value, plan.services, plan.cells) == (Status.OPTIMAL, 0.0, (), ())
    assert {topic.coverage for topic in plan.topics} == {0.0}


def test_a_topic_that_nobody_finds_important_does_not_count():
    plan = make_plan(worked_case(needs=need(importance=2)))

    topics = {topic.id: topic for topic in plan.topics}
    assert topics["export"].members == 0
    assert topics["export"].demand == 0.125
    assert topics["export"].coverage is None
    assert topics["export"].fit is None


def test_members_that_weigh_nothing_ask_for_nothing():
    weightless = (Member("A", 0.0), Member("B", 0.0), Member("C", 0.0))

    plan = make_plan(worked_case(members=weightless))

    assert plan.value == pytest.approx(0.25)
    assert {topic.demand for topic in plan.topics} == {0.0}


@pytest.mark.parametrize(
    ("limits", "conflicts"),
    [
        (
            replace(LIMITS, budget_eur=3000.0, must=frozenset({"S2"})),
            (Fact("must", service="S2"), Fact("budget", amount=4000.0, limit=3000.0)),
        ),
        (
            replace(LIMITS, must=frozenset({"S1", "S2", "S3"})),
            # 10 + 20 + 15 days; the money (9000 of 7000) would not do either: one conflict is told
            (
                Fact("must", service="S1"),
                Fact("must", service="S2"),
                Fact("must", service="S3"),
                Fact("budget", amount=9000.0, limit=7000.0),
            ),
        ),
        (
            replace(LIMITS, must=frozenset({"S1"}), must_not=frozenset({"S1"})),
            (Fact("must", service="S1"), Fact("must_not", service="S1")),
        ),
        (replace(LIMITS, must=frozenset({"S9"})), (Fact("must_unknown", service="S9"),)),
        (
            replace(LIMITS, cross_sectoral_min=2),
            (Fact("cross_sectoral_min", amount=1.0, limit=2.0),),
        ),
        (
            replace(LIMITS, must=frozenset({"S2"}), own_income_share_min=0.5),
            # club and mission: 4000 / 11000; with two clinics 6000 / 17000, with none but the
            # club 1000 / 5000
            (
                Fact("must", service="S2"),
                Fact("own_income_share_min", amount=4000 / 11000, limit=0.5),
            ),
        ),
    ],
)
def test_an_infeasible_plan_names_the_limits_that_contradict_each_other(limits, conflicts):
    plan = make_plan(worked_case(limits=limits))

    assert plan.status is Status.INFEASIBLE
    assert plan.conflicts == conflicts
    assert (plan.value, plan.gap, plan.marginal.budget) == (None, None, None)
    assert {s.editions for s in plan.services} == {0}


def test_the_frontier_of_an_infeasible_plan_shows_from_which_budget_there_is_one():
    limits = replace(LIMITS, budget_eur=3000.0, must=frozenset({"S2"}))

    plan = make_plan(worked_case(limits=limits))

    known = [point.value is not None for point in plan.frontier]
    assert known == [point.budget_eur >= 4000.0 for point in plan.frontier]


def test_without_money_only_what_earns_its_cost_is_offered():
    paid = replace(MISSION, income_eur=6000.0)

    plan = make_plan(
        worked_case(services=(CLINIC, CLUB, paid), limits=replace(LIMITS, budget_eur=0.0))
    )

    assert [s.editions for s in plan.services] == [0, 0, 1]
    assert plan.frontier[0].budget_eur == 0.0
    assert plan.frontier[0].value == plan.value
    assert plan.frontier[-1].budget_eur == 6000.0  # one clinic and one club


def test_plans_are_compared_figure_by_figure():
    poor, rich = (
        make_plan(worked_case(limits=replace(LIMITS, budget_eur=budget)))
        for budget in (7000.0, 8000.0)
    )

    comparison = compare_plans([poor, rich, poor])

    assert comparison.value.values == pytest.approx((0.631, 0.67, 0.631))
    assert comparison.net_cost_eur == Figures("net_cost_eur", (7000.0, 8000.0, 7000.0), True)
    assert [one for one in comparison.services if one.differs] == [
        Figures("S1", (0.0, 2.0, 0.0), True),
        Figures("S3", (1.0, 0.0, 1.0), True),
    ]
    assert [one.id for one in comparison.topics if one.differs] == ["export", "funding"]
    assert [one.id for one in comparison.objectives if one.differs] == ["O1"]


def test_a_plan_compared_with_itself_changes_nothing():
    plan = make_plan(worked_case())

    comparison = compare_plans([plan, plan])

    laid = (*comparison.services, *comparison.topics, *comparison.objectives, comparison.value)
    assert not any(one.differs for one in laid)


def test_limits_that_contradict_each_other_are_not_compared_as_zeros():
    plan = make_plan(worked_case())
    impossible = make_plan(worked_case(limits=replace(LIMITS, must=frozenset({"no such"}))))

    comparison = compare_plans([plan, impossible])

    assert comparison.net_cost_eur == Figures("net_cost_eur", (7000.0, None), False)
    assert {one.values[1] for one in comparison.services} == {None}


def test_what_only_one_plan_knows_differs():
    case = worked_case()
    fewer = make_plan(replace(case, services=case.services[:-1]))

    comparison = compare_plans([make_plan(case), fewer])

    last = comparison.services[-1]
    assert (last.values[1], last.differs) == (None, True)


def test_progress_rises_from_0_to_1_through_all_stages():
    told = []

    make_plan(worked_case(), report=told.append)

    shares = [progress.share for progress in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    stages = list(dict.fromkeys(progress.stage for progress in told))
    assert stages == ["demand", "choose", "resample", "frontier", "explain"]


def test_a_plan_that_is_called_off_ends_at_once():
    case = invented_case(members=200, topics=30, services=60, resamples=2000)
    told = []

    with pytest.raises(Stopped):
        make_plan(case, report=told.append, should_stop=lambda: len(told) >= 5)

    assert len(told) == 5
