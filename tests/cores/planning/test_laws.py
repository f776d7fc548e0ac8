"""What must hold for every plan, whatever the case."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from bench.planning.instance import invented_case
from hypothesis import given, settings
from hypothesis import strategies as st

from raceme.cores.planning.choose import choose
from raceme.cores.planning.demand import demand_of
from raceme.cores.planning.plan import make_plan
from raceme.cores.planning.values import PlanCase, Status, Verdict
from tests.cores.planning.cases import cases, members, needs, worked_case
from tests.cores.planning.test_brute import SLOWLY, question_of


def best_value(case: PlanCase) -> float | None:
    choice = choose(question_of(case))
    return None if choice is None else choice.value


def with_limits(case, **changes):
    return replace(case, limits=replace(case.limits, **changes))


@pytest.fixture(scope="module")
def cluster():
    """A cluster of 60 members, with all limits binding."""
    return invented_case(members=60, topics=12, services=25, resamples=12, seed=3)


@pytest.fixture(scope="module")
def plan(cluster):
    return make_plan(cluster)


@given(cases(), st.sampled_from([0.0, 50.0, 333.0]), st.sampled_from([0.0, 0.5, 3.0]))
@settings(SLOWLY, max_examples=60)
def test_more_money_or_days_never_lower_the_value(case, money, days):
    before = best_value(case)

    after = best_value(
        with_limits(
            case,
            budget_eur=case.limits.budget_eur + money,
            person_days=case.limits.person_days + days,
        )
    )

    assert before is None or after >= before - 1e-9


@given(cases())
@settings(SLOWLY, max_examples=60)
def test_a_must_or_must_not_never_raises_the_value(case):
    free = best_value(with_limits(case, must=frozenset(), must_not=frozenset()))
    bound = best_value(case)

    assert bound is None or bound <= free + 1e-9


@given(cases())
@settings(SLOWLY, max_examples=40)
def test_the_value_is_between_0_and_1(case):
    value = best_value(case)

    assert value is None or -1e-12 <= value <= 1 + 1e-12


@given(cases(), st.sampled_from([0.25, 4.0]))
@settings(SLOWLY, max_examples=40)
def test_only_the_proportions_of_weights_count(case, factor):
    scaled = replace(
        case,
        members=tuple(replace(m, weight=m.weight * factor) for m in case.members),
        objectives=tuple(replace(o, weight=o.weight * factor) for o in case.objectives),
    )

    first, second = choose(question_of(case)), choose(question_of(scaled))

    assert (first is None) == (second is None)
    if first is not None:
        assert first.editions.tolist() == second.editions.tolist()
        assert first.value == pytest.approx(second.value, abs=1e-12)


@given(members(), needs())
@settings(SLOWLY, max_examples=80)
def test_demand_lies_between_0_and_1_and_the_interval_is_in_order(members_, needs_):
    topics = sorted({need.topic for need in needs_})

    demand = demand_of(members_, needs_, topics, resamples=50, seed=7)

    for figures in (demand.demand, demand.low, demand.high):
        assert ((figures >= 0) & (figures <= 1)).all()
    assert (demand.low <= demand.high).all()


def test_one_answering_member_leaves_no_doubt_about_what_was_answered():
    case = worked_case()
    only_a = tuple(need for need in case.needs if need.member_id == "A")

    demand = demand_of(case.members, only_a, ["export", "funding"], resamples=20, seed=1)

    assert demand.demand.tolist() == [0.25, 0.875]
    assert demand.low.tolist() == demand.high.tolist() == [0.25, 0.875]


def test_the_interval_narrows_with_the_square_root_of_the_members():
    widths = []
    for copies in (1, 16):
        case = invented_case(members=50 * copies, topics=6, services=1, seed=5)
        topics = [f"t{number:02d}" for number in range(6)]
        demand = demand_of(case.members, case.needs, topics, resamples=400, seed=1)
        widths.append(float((demand.high - demand.low).mean()))

    assert widths[0] / widths[1] == pytest.approx(4.0, rel=0.25)


def test_the_order_of_rows_changes_nothing(cluster, plan):
    shuffled = random.Random(1)  # nothing secret: an order of rows

    def mixed(rows):
        return tuple(shuffled.sample(rows, len(rows)))

    other = replace(
        cluster,
        members=mixed(cluster.members),
        needs=mixed(cluster.needs),
        objectives=mixed(cluster.objectives),
        services=mixed(cluster.services),
    )

    assert make_plan(other) == plan


def test_the_number_of_workers_changes_nothing(cluster, plan):
    assert make_plan(cluster, workers=1) == plan
    assert make_plan(cluster, workers=3) == plan


def test_another_seed_draws_other_members_and_keeps_the_plan(cluster, plan):
    other = make_plan(replace(cluster, parameters=replace(cluster.parameters, seed=99)))

    assert other.value == plan.value
    assert [s.editions for s in other.services] == [s.editions for s in plan.services]
    assert [t.low for t in other.topics] != [t.low for t in plan.topics]


def test_the_frontier_never_falls_and_passes_through_the_plan(cluster, plan):
    points = {point.budget_eur: point.value for point in plan.frontier}
    values = [points[budget] for budget in sorted(points)]

    assert len(points) == cluster.parameters.frontier_points
    assert points[cluster.limits.budget_eur] == plan.value
    known = [value for value in values if value is not None]
    assert all(b >= a - 1e-9 for a, b in pairwise(known))


def test_marginal_values_are_those_of_plans_with_ten_percent_more(cluster, plan):
    money, days = cluster.limits.budget_eur * 1.1, cluster.limits.person_days * 1.1

    with_money = best_value(with_limits(cluster, budget_eur=money))
    with_days = best_value(with_limits(cluster, person_days=days))

    assert plan.marginal.budget == pytest.approx(with_money - plan.value, abs=2e-9)
    assert plan.marginal.person_days == pytest.approx(with_days - plan.value, abs=2e-9)


def test_frequencies_are_counted_over_the_resamples(cluster, plan):
    resamples = cluster.parameters.resamples

    for service in plan.services:
        assert service.frequency * resamples == pytest.approx(round(service.frequency * resamples))
    assert {s.verdict for s in plan.services} >= {Verdict.CORE, Verdict.OUT}


def test_a_must_is_in_every_resample_and_a_must_not_in_none(cluster, plan):
    out = next(s.id for s in plan.services if s.editions == 0)
    chosen = next(s.id for s in plan.services if s.editions > 0)

    bound = with_limits(cluster, must=frozenset({out}), must_not=frozenset({chosen}))

    services = {service.id: service for service in make_plan(bound).services}
    assert (services[out].frequency, services[out].verdict) == (1.0, Verdict.CORE)
    assert (services[chosen].frequency, services[chosen].verdict) == (0.0, Verdict.OUT)


def test_a_search_cut_short_says_how_far_from_proven_it_is():
    large = invented_case(members=300, topics=30, services=60, resamples=1, seed=2)
    hurried = replace(large.parameters, nodes_max=1, frontier_points=1)

    first = make_plan(replace(large, parameters=hurried))
    proven = best_value(large)

    assert first.status is Status.FEASIBLE
    assert first.gap > 1e-6
    assert first.value <= proven + 1e-9
    assert proven <= first.value * (1 + first.gap) + 1e-9
