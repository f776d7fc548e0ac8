"""The worked example of docs/algorithms/planning.md, number by number."""

from dataclasses import replace

import pytest

from raceme.cores.planning.demand import score
from raceme.cores.planning.plan import make_plan
from raceme.cores.planning.values import Fact, Fit, Limits, Status, Verdict
from tests.cores.planning.cases import CLINIC, worked_case


@pytest.fixture(scope="module")
def plan():
    return make_plan(worked_case())


def by_id(rows):
    return {row.id: row for row in rows}


def test_the_score_rises_with_importance_and_with_lack():
    assert score(1, 1) == 0.0  # (1 + 0 - 1) / 8
    assert score(5, 1) == 1.0  # (5 + 4 - 1) / 8
    assert score(4, None) == 0.375  # (4 + 0 - 1) / 8: unknown is as satisfied as important
    assert score(2, 5) == 0.125  # (2 + 0 - 1) / 8: more than satisfied takes nothing away


def test_demand_is_the_weighted_mean_of_the_latest_scores(plan):
    # Answering: A, B (weight 1 each), C (weight 2); D has said nothing. Weights: 4.
    # funding: A (5+3-1)/8 = 0.875, B (4+0-1)/8 = 0.375, C none = 0.  1.25 / 4 = 0.3125
    # export:  A (3-1)/8 = 0.25, B the later (2-1)/8 = 0.125, C (5+2-1)/8 = 0.75 twice.
    #          1.875 / 4 = 0.46875
    topics = by_id(plan.topics)

    assert topics["funding"].demand == 0.3125
    assert topics["export"].demand == 0.46875
    assert topics["funding"].members == 2  # A, B
    assert topics["export"].members == 2  # A, C; to B it has become unimportant


def test_the_best_plan_is_club_and_mission(plan):
    # Shares of V: funding 0.6 * 0.3125/0.78125 = 0.24, export 0.36, O1 0.4 * 3/4 = 0.3, O2 0.1
    # Net costs 2000 (S1), 4000 (S2), 3000 (S3); days 10, 20, 15. Money 7000, days 40.
    # S2 + S3: funding 0.4, export 0.5 + 1 * 1/2 = 1, O1 0.75/3 = 0.25, O2 1 + 0.5, cut at 1
    #          0.24*0.4 + 0.36*1 + 0.3*0.25 + 0.1*1 = 0.096 + 0.36 + 0.075 + 0.1 = 0.631
    # S1 + S2:   funding 0.8*1/2 + 0.4 = 0.8, export 0.5, O1 0.5, O2 1
    #            0.192 + 0.18 + 0.15 + 0.1 = 0.622
    # 2 S1 + S3: 0.192 + 0.18 + 0.075 + 0.05 = 0.497.  2 S1 + S2 costs 8000.
    assert plan.status is Status.OPTIMAL
    assert plan.value == pytest.approx(0.631, abs=1e-12)
    assert plan.gap == pytest.approx(0.0, abs=1e-9)
    assert {s.id: s.editions for s in plan.services} == {"S1": 0, "S2": 1, "S3": 1}
    assert plan.totals.net_cost_eur == 7000.0
    assert plan.totals.person_days == 35.0
    assert plan.totals.income_eur == 4000.0


def test_coverage_and_alignment_are_those_of_the_plan(plan):
    topics = by_id(plan.topics)

    assert topics["funding"].coverage == pytest.approx(0.4)
    assert topics["funding"].fit is Fit.UNMET
    assert topics["export"].coverage == pytest.approx(1.0)
    assert topics["export"].fit is Fit.COVERED
    assert [o.alignment for o in plan.objectives] == pytest.approx([0.25, 1.0])


def test_the_matrix_says_what_each_service_gives(plan):
    given = {(cell.topic, cell.service): cell.given for cell in plan.cells}

    assert given == pytest.approx(
        {
            ("export", "S2"): 0.5,  # 0.5 * min(1, 10/2)
            ("export", "S3"): 0.5,  # 1.0 * min(1, 1/2)
            ("funding", "S1"): 0.0,  # not offered
            ("funding", "S2"): 0.4,
        }
    )


def test_with_1000_more_two_clinics_replace_the_mission():
    # 2 S1 + S2 costs 8000 and takes 40 days: funding 1.6*... 0.8*min(1, 2/2) + 0.4 = 1.2, cut at 1
    # 0.24 + 0.36*0.5 + 0.3*0.5 + 0.1 = 0.24 + 0.18 + 0.15 + 0.1 = 0.67
    plan = make_plan(worked_case(limits=Limits(budget_eur=8000.0, person_days=40.0)))

    assert {s.id: s.editions for s in plan.services} == {"S1": 2, "S2": 1, "S3": 0}
    assert plan.value == pytest.approx(0.67, abs=1e-12)


def test_ten_percent_more_buys_nothing_here_and_the_frontier_knows_why(plan):
    # 7700 euro are not enough for 8000; more days alone change nothing.
    assert plan.marginal.budget == 0.0
    assert plan.marginal.person_days == 0.0
    # Ten budgets of 1400: 1400 nothing; 2800 S1 0.171; 4200 S2 0.451 ...; 8400 0.67
    assert [point.budget_eur for point in plan.frontier] == [1400.0 * n for n in range(1, 11)]
    values = [point.value for point in plan.frontier]
    assert values[:3] == pytest.approx([0.0, 0.171, 0.451])
    assert values[4] == plan.value
    assert values[5] == pytest.approx(0.67)


def test_reasons_of_a_chosen_service(plan):
    # Without the mission export falls from 1 to 0.5; O2 stays full by the club.
    # Value lost: 0.36 * 0.5 = 0.18
    facts = {fact.code: fact for fact in by_id(plan.services)["S3"].reasons}

    assert facts["answers_topic"].topic == "export"
    assert facts["answers_topic"].amount == pytest.approx(0.5)
    assert facts["answers_topic"].limit == 0.46875
    assert facts["value_lost_without"].amount == pytest.approx(0.18)
    assert "serves_objective" not in facts


def test_reasons_of_a_service_left_out(plan):
    # One clinic more: funding 0.4 -> 0.8 (0.24*0.4 = 0.096), O1 0.25 -> 0.5 (0.3*0.25 = 0.075).
    # It costs 2000, nothing is left. Per 1000: 0.0855. Club loses 0.451/4 = 0.10025 by 1000
    # without it: export 0.18 + funding 0.096 + O1 0.075 + O2 only half lost 0.05 = 0.401
    # -> 0.10025; the mission 0.18/3 = 0.06. The least is 0.06, so no less value per euro.
    # Swap for the mission: 0.622 - 0.631 = -0.009.
    facts = {fact.code: fact for fact in by_id(plan.services)["S1"].reasons}

    assert facts["would_add"].amount == pytest.approx(0.171)
    assert facts["too_expensive_for_what_is_left"] == Fact(
        "too_expensive_for_what_is_left", amount=2000.0, limit=0.0
    )
    assert facts["would_displace"].service == "S3"
    assert facts["would_displace"].amount == pytest.approx(-0.009)
    assert "less_value_per_euro" not in facts
    assert "not_enough_days_left" in make_codes(worked_case(), days=44.0, budget=9999.0)


def make_codes(case, *, days, budget):
    plan = make_plan(replace(case, limits=Limits(budget_eur=budget, person_days=days)))
    return {fact.code for service in plan.services for fact in service.reasons}


def test_a_service_in_all_resamples_is_core(plan):
    for service in plan.services:
        expected = (
            Verdict.CORE
            if service.frequency >= 0.8
            else Verdict.OUT
            if service.frequency <= 0.2
            else Verdict.SWING
        )
        assert service.verdict is expected
    assert by_id(plan.services)["S2"].verdict is Verdict.CORE


def test_of_twins_the_one_with_the_earlier_id_is_offered():
    twin = replace(CLINIC, id="S0")
    limits = Limits(budget_eur=2000.0, person_days=40.0)

    plan = make_plan(worked_case(services=(CLINIC, twin), limits=limits))

    assert {s.id: s.editions for s in plan.services} == {"S0": 1, "S1": 0}


def test_nothing_needless_is_offered_even_for_free():
    free = replace(CLINIC, id="S0", cost_eur=0.0, income_eur=0.0, answers={}, serves={})

    plan = make_plan(worked_case(services=(CLINIC, free)))

    assert {s.id: s.editions for s in plan.services} == {"S0": 0, "S1": 2}
    assert [f.code for f in plan.services[0].reasons] == [
        "no_topic_asked_for",
        "serves_no_objective",
        "would_add_nothing",
        "chosen_in_resamples",
    ]
