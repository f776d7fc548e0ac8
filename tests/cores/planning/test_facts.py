"""Every reason given is true: checked against the plan by the plain loops of `brute`."""

import pytest
from bench.planning.instance import invented_case
from hypothesis import given, settings

from raceme.cores.planning.choose import choose
from raceme.cores.planning.demand import demand_of
from raceme.cores.planning.explain import reasons_of
from raceme.cores.planning.plan import make_plan
from tests.cores.planning import brute
from tests.cores.planning.cases import cases
from tests.cores.planning.test_brute import SLOWLY, question_of, share_of

NEGLIGIBLE = 1e-9


class Check:
    """One test by code of fact, named after it."""

    def __init__(self, case, editions, frequency):
        self.case = case
        self.limits = case.limits
        self.editions = editions
        self.frequency = frequency
        self.services = {service.id: service for service in case.services}
        self.asked = brute.demand_and_members(case)
        self.value = self.value_of(editions)

    def value_of(self, editions):
        return brute.value(self.case, editions, self.asked)

    def without(self, id_):
        return {**self.editions, id_: 0}

    def plus(self, id_):
        return {**self.editions, id_: self.editions[id_] + 1}

    def coverage(self, topic, editions):
        members = self.asked[1][topic]
        parts = (
            s.answers.get(topic, 0) * min(1, editions[s.id] * s.reach / members)
            for s in self.services.values()
        )
        return min(1, sum(parts))

    def alignment(self, code, editions):
        full = next(o.full for o in self.case.objectives if o.code == code)
        served = sum(s.serves.get(code, 0) / 4 for s in self.services.values() if editions[s.id])
        return min(1, served / full)

    def days(self, editions):
        return sum(editions[s.id] * s.person_days for s in self.services.values())

    def crossing(self, editions):
        return sum(1 for s in self.services.values() if s.is_cross_sectoral and editions[s.id])

    def required_by_must(self, id_, fact):
        assert id_ in self.limits.must

    def answers_topic(self, id_, fact):
        lost = self.coverage(fact.topic, self.editions) - self.coverage(
            fact.topic, self.without(id_)
        )
        assert fact.amount == pytest.approx(lost)
        assert fact.limit == pytest.approx(self.asked[0][fact.topic])

    def serves_objective(self, id_, fact):
        lost = self.alignment(fact.objective, self.editions) - self.alignment(
            fact.objective, self.without(id_)
        )
        assert fact.amount == pytest.approx(lost)
        assert lost > 0

    def value_lost_without(self, id_, fact):
        assert fact.amount == pytest.approx(self.value - self.value_of(self.without(id_)))
        assert fact.amount > 0

    def brings_income(self, id_, fact):
        service = self.services[id_]
        earned = self.editions[id_] * (service.income_eur - service.cost_eur)
        assert fact.amount == pytest.approx(earned)
        assert earned > 0

    def needed_for_cross_sectoral_min(self, id_, fact):
        assert self.crossing(self.without(id_)) < fact.limit <= self.crossing(self.editions)

    def needed_for_own_income_share(self, id_, fact):
        assert share_of(self.case, self.without(id_)) < self.limits.own_income_share_min

    def needed_for_budget(self, id_, fact):
        assert brute.net_cost(self.case, self.without(id_)) > fact.limit

    def excluded_by_must_not(self, id_, fact):
        assert id_ in self.limits.must_not

    def has_no_edition(self, id_, fact):
        assert self.services[id_].max_editions == 0

    def no_topic_asked_for(self, id_, fact):
        weight = 1 - self.case.parameters.alignment_weight
        demand, members = self.asked
        asked = {t for t in demand if members[t] > 0 and demand[t] > 0 and weight > 0}
        answered = {t for t, strength in self.services[id_].answers.items() if strength > 0}
        assert not asked & answered

    def serves_no_objective(self, id_, fact):
        weight = self.case.parameters.alignment_weight
        weighed = {o.code for o in self.case.objectives if o.weight > 0 and weight > 0}
        assert not weighed & set(self.services[id_].serves)

    def covered_by_others(self, id_, fact):
        assert self.editions[fact.service] > 0
        assert fact.amount == pytest.approx(self.coverage(fact.topic, self.editions))
        assert fact.amount == pytest.approx(1)

    def objective_reached_by_others(self, id_, fact):
        assert self.alignment(fact.objective, self.editions) == pytest.approx(1)

    def would_add(self, id_, fact):
        assert fact.amount == pytest.approx(self.value_of(self.plus(id_)) - self.value)
        assert fact.amount > 0

    def would_add_nothing(self, id_, fact):
        assert self.value_of(self.plus(id_)) == pytest.approx(self.value, abs=2 * NEGLIGIBLE)

    def too_expensive_for_what_is_left(self, id_, fact):
        left = self.limits.budget_eur - brute.net_cost(self.case, self.editions)
        assert fact.limit == pytest.approx(left, abs=1e-6)
        assert fact.amount == pytest.approx(self.services[id_].net_cost_eur)
        assert fact.amount > fact.limit

    def not_enough_days_left(self, id_, fact):
        left = self.limits.person_days - self.days(self.editions)
        assert fact.limit == pytest.approx(left, abs=1e-6)
        assert fact.amount == self.services[id_].person_days > fact.limit

    def own_income_share_would_fall(self, id_, fact):
        assert fact.amount == pytest.approx(share_of(self.case, self.plus(id_)))
        assert fact.amount < fact.limit == self.limits.own_income_share_min

    def would_displace(self, id_, fact):
        swaps = {}
        for chosen in (other for other, number in self.editions.items() if number):
            swapped = {**self.without(chosen), id_: 1}
            if self.services[id_].max_editions and brute.keeps(self.case, self.limits, swapped):
                swaps[chosen] = self.value_of(swapped) - self.value
        assert fact.amount == pytest.approx(max(swaps.values()), abs=2 * NEGLIGIBLE)
        assert swaps[fact.service] == pytest.approx(fact.amount, abs=2 * NEGLIGIBLE)

    def less_value_per_euro(self, id_, fact):
        added = self.value_of(self.plus(id_)) - self.value
        assert fact.amount == pytest.approx(1000 * added / self.services[id_].net_cost_eur)
        assert (
            fact.amount < fact.limit == pytest.approx(self.least(lambda s: s.net_cost_eur / 1000))
        )

    def less_value_per_day(self, id_, fact):
        added = self.value_of(self.plus(id_)) - self.value
        assert fact.amount == pytest.approx(added / self.services[id_].person_days)
        assert fact.amount < fact.limit == pytest.approx(self.least(lambda s: s.person_days))

    def least(self, spent):
        return min(
            (self.value - self.value_of(self.without(id_))) / (number * spent(self.services[id_]))
            for id_, number in self.editions.items()
            if number and id_ not in self.limits.must and spent(self.services[id_]) > 0
        )

    def chosen_in_resamples(self, id_, fact):
        assert fact.amount == self.frequency[id_]


def check_all(check, reasons):
    for id_, facts in reasons.items():
        for fact in facts:
            getattr(check, fact.code)(id_, fact)


LIMITS_THAT_HOLD_OUT = {
    "excluded_by_must_not",
    "has_no_edition",
    "too_expensive_for_what_is_left",
    "not_enough_days_left",
    "own_income_share_would_fall",
    "would_add_nothing",
}


@given(cases())
@settings(SLOWLY, max_examples=80)
def test_every_fact_is_true_and_no_service_is_without_one(case):
    question = question_of(case)
    choice = choose(question)
    if choice is None:
        return
    ids = [service.id for service in question.offer.services]
    demand = demand_of(case.members, case.needs, question.offer.topics, resamples=2, seed=1)

    given_ = reasons_of(question, choice.editions, demand.demand, None)

    reasons = dict(zip(ids, given_, strict=True))
    editions = dict(zip(ids, choice.editions.tolist(), strict=True))
    check_all(Check(case, editions, {}), reasons)
    assert all(reasons.values())
    for id_, facts in reasons.items():
        codes = {fact.code for fact in facts}
        assert editions[id_] or codes & LIMITS_THAT_HOLD_OUT


def test_every_fact_of_a_whole_cluster_is_true():
    case = invented_case(members=60, topics=12, services=30, resamples=5, seed=4)

    plan = make_plan(case)

    editions = {service.id: service.editions for service in plan.services}
    frequency = {service.id: service.frequency for service in plan.services}
    reasons = {service.id: service.reasons for service in plan.services}
    check_all(Check(case, editions, frequency), reasons)
    codes = {fact.code for facts in reasons.values() for fact in facts}
    assert codes >= {"answers_topic", "serves_objective", "would_add", "would_displace"}
    assert codes >= {"too_expensive_for_what_is_left", "less_value_per_euro"}
