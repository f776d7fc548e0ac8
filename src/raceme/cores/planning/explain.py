"""Why each service is in or out, as facts that anybody can check against the plan.

"Without it" means: all editions of it left out, everything else as in the plan. "With it" means:
one edition of it added. Values are differences of V. Codes, and what `amount` and `limit` hold:

In the plan
    required_by_must                it is a must
    answers_topic                   topic; amount: coverage lost without it; limit: demand D_t
    serves_objective                objective; amount: alignment lost without it
    value_lost_without              amount: value lost without it
    brings_income                   amount: income less cost of its editions
    needed_for_cross_sectoral_min   limit: the least number, broken without it
    needed_for_own_income_share     limit: the least share, broken without it
    needed_for_budget               limit: the budget, broken without its income
Not in the plan
    excluded_by_must_not            it is a must-not
    has_no_edition                  its most editions are 0
    no_topic_asked_for              it answers no topic that members find important
    serves_no_objective             it serves no objective that weighs anything
    covered_by_others               topic, service (that gives it most); amount: coverage (1)
    objective_reached_by_others     objective; amount: alignment (1)
    would_add                       amount: value gained with it
    would_add_nothing               nothing is gained with it
    too_expensive_for_what_is_left  amount: net cost of one edition; limit: money left
    not_enough_days_left            amount: days of one edition; limit: days left
    own_income_share_would_fall     amount: the share with it; limit: the least share
    would_displace                  service; amount: value change (0 or less) of the best swap:
                                    that service left out, one edition of this one instead
    less_value_per_euro             amount: value by 1,000 of net cost with it; limit: the least
                                    of those that a chosen service, no must, loses without it
    less_value_per_day              the same by person-day
Either
    chosen_in_resamples             amount: share of resamples in which it is chosen
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from raceme.cores.planning.offer import Flags, Floats, Whole
from raceme.cores.planning.question import VALUE_TIE, Question
from raceme.cores.planning.value import (
    alignment,
    given,
    keeps,
    keeps_budget,
    keeps_cross_sectoral,
    keeps_days,
    keeps_own_income,
)
from raceme.cores.planning.values import Fact

FULL = 1.0 - VALUE_TIE  # coverage and alignment from which there is nothing left to add


@dataclass(frozen=True, slots=True, eq=False)
class _Setting:
    """The plan, and what is needed again and again to compare with it."""

    question: Question
    editions: Whole
    demand: Floats  # T
    value: float
    gives: Floats  # S x T
    coverage: Floats  # T
    alignment: Floats  # O
    lost: Floats  # S, value lost without; 0 where not chosen
    least_per_euro: float  # least value by 1,000 of net cost among chosen services; inf: none
    least_per_day: float


def reasons_of(
    question: Question, editions: Whole, demand: Floats, frequency: Floats | None
) -> tuple[tuple[Fact, ...], ...]:
    """Give, for each service in the order of the offer, the reasons why it is in or out."""
    setting = _setting(question, editions, demand)
    reasons = []
    for service in range(len(editions)):
        facts = _why_in(setting, service) if editions[service] > 0 else _why_out(setting, service)
        if frequency is not None:
            facts.append(Fact("chosen_in_resamples", amount=float(frequency[service])))
        reasons.append(tuple(facts))
    return tuple(reasons)


def _setting(question: Question, editions: Whole, demand: Floats) -> _Setting:
    offer = question.offer
    value = question.value(editions)
    lost = np.zeros(len(editions))
    for service in np.flatnonzero(editions):
        lost[service] = value - question.value(_with(editions, int(service), 0))
    free = (editions > 0) & ~offer.marks(question.limits.must)
    gives = given(offer, question.stakes.members, editions)
    return _Setting(
        question=question,
        editions=editions,
        demand=demand,
        value=value,
        gives=gives,
        coverage=np.minimum(1.0, gives.sum(axis=0)),
        alignment=alignment(offer, editions),
        lost=lost,
        least_per_euro=_least_ratio(1000.0 * lost, editions * offer.net, free),
        least_per_day=_least_ratio(lost, editions * offer.days, free),
    )


def _least_ratio(value: Floats, spent: Floats, among: Flags) -> float:
    counted = among & (spent > 0)
    return float((value[counted] / spent[counted]).min(initial=np.inf))


def _with(editions: Whole, service: int, number: int) -> Whole:
    changed = editions.copy()
    changed[service] = number
    return changed


def _why_in(setting: _Setting, service: int) -> list[Fact]:
    question, offer = setting.question, setting.question.offer
    facts = []
    if offer.services[service].id in question.limits.must:
        facts.append(Fact("required_by_must"))
    facts += _topics_lost(setting, service) + _objectives_lost(setting, service)
    if setting.lost[service] > VALUE_TIE:
        facts.append(Fact("value_lost_without", amount=float(setting.lost[service])))
    earned = -float(offer.net[service] * setting.editions[service])
    if earned > 0:
        facts.append(Fact("brings_income", amount=earned))
    return facts + _limits_broken_without(setting, service)


def _topics_lost(setting: _Setting, service: int) -> list[Fact]:
    offer, stakes = setting.question.offer, setting.question.stakes
    without = np.minimum(1.0, setting.gives.sum(axis=0) - setting.gives[service])
    lost = np.where(stakes.topic_share > 0, setting.coverage - without, 0.0)
    order = np.argsort(-lost * stakes.topic_share, kind="stable")
    return [
        Fact(
            "answers_topic",
            topic=offer.topics[topic],
            amount=float(lost[topic]),
            limit=float(setting.demand[topic]),
        )
        for topic in order
        if lost[topic] > VALUE_TIE
    ]


def _objectives_lost(setting: _Setting, service: int) -> list[Fact]:
    offer, shares = setting.question.offer, setting.question.stakes.objective_share
    lost = setting.alignment - alignment(offer, _with(setting.editions, service, 0))
    order = np.argsort(-lost * shares, kind="stable")
    return [
        Fact("serves_objective", objective=offer.objectives[o].code, amount=float(lost[o]))
        for o in order
        if lost[o] > VALUE_TIE and shares[o] > 0
    ]


def _limits_broken_without(setting: _Setting, service: int) -> list[Fact]:
    offer, limits = setting.question.offer, setting.question.limits
    without = _with(setting.editions, service, 0)
    facts = []
    if not keeps_cross_sectoral(offer, limits, without):
        least = float(limits.cross_sectoral_min)
        facts.append(Fact("needed_for_cross_sectoral_min", limit=least))
    if not keeps_own_income(offer, limits, without):
        facts.append(Fact("needed_for_own_income_share", limit=limits.own_income_share_min))
    if not keeps_budget(offer, limits, without):
        facts.append(Fact("needed_for_budget", limit=limits.budget_eur))
    return facts


def _why_out(setting: _Setting, service: int) -> list[Fact]:
    question, offer = setting.question, setting.question.offer
    facts = []
    if offer.services[service].id in question.limits.must_not:
        facts.append(Fact("excluded_by_must_not"))
    if offer.most[service] == 0:
        facts.append(Fact("has_no_edition"))
    facts += _what_it_meets(setting, service)
    added = question.value(_with(setting.editions, service, 1)) - setting.value
    if added <= VALUE_TIE:
        return [*facts, Fact("would_add_nothing")]
    facts.append(Fact("would_add", amount=added))
    return [*facts, *_what_is_short(setting, service, added), *_best_swap(setting, service)]


def _what_it_meets(setting: _Setting, service: int) -> list[Fact]:
    """Say which of its topics and objectives nobody asks for, or others already answer."""
    offer, stakes = setting.question.offer, setting.question.stakes
    topics = np.flatnonzero((offer.strength[service] > 0) & (stakes.topic_share > 0))
    objectives = np.flatnonzero((offer.serves[service] > 0) & (stakes.objective_share > 0))
    facts = []
    if not len(topics):
        facts.append(Fact("no_topic_asked_for"))
    if not len(objectives):
        facts.append(Fact("serves_no_objective"))
    for topic in topics[setting.coverage[topics] >= FULL]:
        giver = offer.services[int(setting.gives[:, topic].argmax())].id
        amount = float(setting.coverage[topic])
        name = offer.topics[topic]
        facts.append(Fact("covered_by_others", topic=name, service=giver, amount=amount))
    for objective in objectives[setting.alignment[objectives] >= FULL]:
        code, amount = offer.objectives[objective].code, float(setting.alignment[objective])
        facts.append(Fact("objective_reached_by_others", objective=code, amount=amount))
    return facts


def _what_is_short(setting: _Setting, service: int, added: float) -> list[Fact]:
    """Say which limit leaves no room for one edition, and what others make of it."""
    offer, limits = setting.question.offer, setting.question.limits
    net, days = float(offer.net[service]), float(offer.days[service])
    more = _with(setting.editions, service, 1)
    facts = []
    if not keeps_budget(offer, limits, more):
        left = limits.budget_eur - float(offer.net @ setting.editions)
        facts.append(Fact("too_expensive_for_what_is_left", amount=net, limit=left))
        if 1000.0 * added / net < setting.least_per_euro < np.inf:
            least = setting.least_per_euro
            facts.append(Fact("less_value_per_euro", amount=1000.0 * added / net, limit=least))
    if not keeps_days(offer, limits, more):
        left = limits.person_days - float(offer.days @ setting.editions)
        facts.append(Fact("not_enough_days_left", amount=days, limit=left))
        if added / days < setting.least_per_day < np.inf:
            least = setting.least_per_day
            facts.append(Fact("less_value_per_day", amount=added / days, limit=least))
    if not keeps_own_income(offer, limits, more):
        share = float(offer.income @ more) / float(offer.cost @ more)
        least_share = limits.own_income_share_min
        facts.append(Fact("own_income_share_would_fall", amount=share, limit=least_share))
    return facts


def _best_swap(setting: _Setting, service: int) -> list[Fact]:
    """Say which single chosen service would best make way, and what V would change by."""
    question = setting.question
    best: tuple[float, int] | None = None
    for chosen in np.flatnonzero(setting.editions):
        swapped = _with(_with(setting.editions, int(chosen), 0), service, 1)
        if not keeps(question.offer, question.limits, swapped):
            continue
        change = question.value(swapped) - setting.value
        if best is None or change > best[0] + VALUE_TIE:
            best = change, int(chosen)
    if best is None:
        return []
    return [
        Fact(
            "would_displace",
            service=question.offer.services[best[1]].id,
            amount=min(0.0, best[0]),
        )
    ]
