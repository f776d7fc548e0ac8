"""The search against all plans tried one by one."""

from dataclasses import replace

import pytest
from bench.planning.instance import invented_case
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from raceme.cores.planning.choose import choose
from raceme.cores.planning.conflicts import conflicts_of
from raceme.cores.planning.demand import demand_of
from raceme.cores.planning.offer import offer_of
from raceme.cores.planning.question import Question
from raceme.cores.planning.search import Effort
from raceme.cores.planning.value import stakes_of
from raceme.cores.planning.values import Limits
from tests.cores.planning import brute
from tests.cores.planning.cases import cases, crowded_records, members, worked_case

SLOWLY = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def question_of(case):
    offer = offer_of(case)
    demand = demand_of(case.members, case.needs, offer.topics, resamples=2, seed=1)
    weight = case.parameters.alignment_weight
    stakes = stakes_of(demand.demand, demand.members, offer, weight)
    return Question(offer, stakes, case.limits, Effort(gap=1e-9))


def check_choice(case):
    question = question_of(case)

    choice = choose(question)

    expected = brute.best(case)
    if expected is None:
        assert choice is None
        return
    editions, value = expected
    ids = [service.id for service in question.offer.services]
    assert dict(zip(ids, choice.editions.tolist(), strict=True)) == editions
    assert choice.value == pytest.approx(value, abs=1e-12)
    assert choice.gap <= 1e-6


@given(cases())
@settings(SLOWLY, max_examples=150)
def test_the_choice_is_the_best_of_all_plans(case):
    check_choice(case)


@pytest.mark.slow
@given(cases(most_services=7))
@settings(SLOWLY, max_examples=1500)
def test_the_choice_is_the_best_of_all_plans_of_many_cases(case):
    check_choice(case)


@given(cases(most_services=3), st.sampled_from(["S0", "S2", "S9"]))
@settings(SLOWLY, max_examples=100)
def test_of_twins_the_choice_is_the_one_by_contract(case, id_):
    first = replace(case.services[0], person_days=1.0, max_editions=2)
    twin = replace(first, id=id_)
    others = tuple(s for s in case.services[1:] if s.id != id_)
    # Three days for up to four editions of the twins: there is always something to be tied on.
    limits = Limits(budget_eur=2000.0, person_days=3.0)

    check_choice(replace(case, services=(first, twin, *others), limits=limits))


@given(members(), st.lists(crowded_records(), max_size=10).map(tuple))
@settings(SLOWLY, max_examples=200)
def test_demand_is_that_of_plain_loops(members_, needs_):
    case = worked_case(members=members_, needs=needs_)
    topics = sorted({need.topic for need in needs_})

    demand = demand_of(members_, needs_, topics, resamples=1, seed=1)

    expected, count = brute.demand_and_members(case)
    assert dict(zip(topics, demand.demand.tolist(), strict=True)) == pytest.approx(expected)
    assert dict(zip(topics, demand.members.tolist(), strict=True)) == count


@given(cases())
@settings(SLOWLY, max_examples=40)
def test_a_hint_changes_nothing(case):
    question = question_of(case)
    hint = question.offer.most.copy()

    assert_same(choose(question, hints=[hint]), choose(question))
    assert_same(choose(question, hints=[0 * hint]), choose(question))
    # As many as make the search trust its start.
    assert_same(choose(question, hints=[hint, 0 * hint] * 5), choose(question))


@pytest.mark.parametrize("seed", [1, 2])
def test_a_good_hint_changes_nothing_in_a_whole_cluster(seed):
    case = invented_case(members=100, topics=15, services=30, seed=seed)
    question = question_of(case)
    hint = choose(question).editions
    demand = demand_of(case.members, case.needs, question.offer.topics, resamples=10, seed=seed)

    for drawn, count in zip(demand.resampled_demand, demand.resampled_members, strict=True):
        other = replace(question, stakes=stakes_of(drawn, count, question.offer, 0.4))
        assert_same(choose(other, hints=[hint]), choose(other))


def assert_same(one, other):
    if one is None or other is None:
        assert one is other
    else:
        assert one.editions.tolist() == other.editions.tolist()
        assert one.value == other.value


@given(cases())
@settings(SLOWLY, max_examples=80)
def test_conflicts_are_named_just_when_there_is_no_plan_and_none_too_many(case):
    question = question_of(case)

    conflicts = conflicts_of(question.offer, case.limits, question.effort)

    assert bool(conflicts) == (not brute.can_keep(case, case.limits))
    if {fact.code for fact in conflicts} & {"must_unknown", "must_has_no_edition"}:
        return
    named = limits_named(case, conflicts)
    assert brute.can_keep(case, named) == (not conflicts)
    for gone in conflicts:
        rest = limits_named(case, [fact for fact in conflicts if fact != gone])
        assert brute.can_keep(case, rest)
        check_figure(case, gone, rest)


def check_figure(case, fact, rest):
    """Each figure is the best that the other limits named allow."""
    allowed = [e for e in brute.all_editions(case) if brute.keeps(case, rest, e)]
    services = case.services
    if fact.code == "budget":
        assert fact.amount == pytest.approx(min(brute.net_cost(case, e) for e in allowed))
        assert fact.amount > fact.limit
    if fact.code == "person_days":
        least = min(sum(e[s.id] * s.person_days for s in services) for e in allowed)
        assert fact.amount == pytest.approx(least)
        assert fact.amount > fact.limit
    if fact.code == "cross_sectoral_min":
        most = max(sum(1 for s in services if s.is_cross_sectoral and e[s.id]) for e in allowed)
        assert fact.amount == most < fact.limit
    if fact.code == "own_income_share_min":
        shares = [share_of(case, e) for e in allowed]
        assert fact.amount == pytest.approx(max(shares))
        assert fact.amount < fact.limit


def share_of(case, editions):
    cost = sum(editions[s.id] * s.cost_eur for s in case.services)
    return sum(editions[s.id] * s.income_eur for s in case.services) / cost if cost else 0.0


def limits_named(case, facts):
    codes = {fact.code for fact in facts}
    limits = case.limits
    return Limits(
        budget_eur=limits.budget_eur if "budget" in codes else 1e9,
        person_days=limits.person_days if "person_days" in codes else 1e9,
        own_income_share_min=(
            limits.own_income_share_min if "own_income_share_min" in codes else None
        ),
        cross_sectoral_min=limits.cross_sectoral_min if "cross_sectoral_min" in codes else 0,
        must=frozenset(fact.service for fact in facts if fact.code == "must"),
        must_not=frozenset(fact.service for fact in facts if fact.code == "must_not"),
    )
