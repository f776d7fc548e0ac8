"""Facts of a plan as sentences in the reader's language.

A core says why with codes and figures; here each code has its sentence. Which figures a code
carries is listed in `raceme.cores.planning.explain` and `raceme.cores.planning.conflicts`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.cores.planning.values import Fact, Plan
from raceme.portfolio.documents import figures
from raceme.vocabulary.topics import label_of_topic


@dataclass(frozen=True, slots=True)
class Names:
    """How services and objectives of a plan are called, and in which currency it counts."""

    services: Mapping[str, str]
    objectives: Mapping[str, str]
    currency: str


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence, and how its figures are written."""

    sentence: Promise
    figure: Callable[[float, str], str]


def _percent(value: float, _currency: str) -> str:
    return figures.percent(value)


def _points(value: float, _currency: str) -> str:
    return figures.number(value, decimals=4)


def _days(value: float, _currency: str) -> str:
    return figures.days(round(value, 1))


def _count(value: float, _currency: str) -> str:
    return figures.number(value)


REASONS: Mapping[str, _Said] = {
    "required_by_must": _Said(gettext_lazy("It was set as a must."), _count),
    "answers_topic": _Said(
        gettext_lazy("It adds %(amount)s to the coverage of “%(topic)s”."),
        _percent,
    ),
    "serves_objective": _Said(
        gettext_lazy("It adds %(amount)s to the objective “%(objective)s”."),
        _percent,
    ),
    "value_lost_without": _Said(
        gettext_lazy("Without it the plan would lose %(amount)s of its value."), _points
    ),
    "brings_income": _Said(
        gettext_lazy("It brings in %(amount)s more than it costs."), figures.money
    ),
    "needed_for_cross_sectoral_min": _Said(
        gettext_lazy("It is needed to have at least %(limit)s cross-sectoral services."), _count
    ),
    "needed_for_own_income_share": _Said(
        gettext_lazy("It is needed to earn at least %(limit)s of the cost."), _percent
    ),
    "needed_for_budget": _Said(
        gettext_lazy("Without its income the plan would exceed the budget of %(limit)s."),
        figures.money,
    ),
    "excluded_by_must_not": _Said(gettext_lazy("It was excluded beforehand."), _count),
    "has_no_edition": _Said(gettext_lazy("None of its editions is on offer."), _count),
    "no_topic_asked_for": _Said(
        gettext_lazy("It answers no topic that members find important."), _count
    ),
    "serves_no_objective": _Said(
        gettext_lazy("It serves no objective that carries weight."), _count
    ),
    "covered_by_others": _Said(
        gettext_lazy("The topic “%(topic)s” is already covered, mostly by “%(service)s”."), _percent
    ),
    "objective_reached_by_others": _Said(
        gettext_lazy("The objective “%(objective)s” is already served in full by others."), _percent
    ),
    "would_add": _Said(
        gettext_lazy("One edition would add %(amount)s to the value of the plan."), _points
    ),
    "would_add_nothing": _Said(
        gettext_lazy("It would add nothing to the value of the plan."), _count
    ),
    "too_expensive_for_what_is_left": _Said(
        gettext_lazy("One edition costs %(amount)s net; %(limit)s of the budget are left."),
        figures.money,
    ),
    "not_enough_days_left": _Said(
        gettext_lazy("One edition takes %(amount)s person-days; %(limit)s are left."), _days
    ),
    "own_income_share_would_fall": _Said(
        gettext_lazy("With it own income would fall to %(amount)s of the cost; %(limit)s are set."),
        _percent,
    ),
    "would_displace": _Said(
        gettext_lazy(
            "To make room, “%(service)s” would have to give way; that would change the value by"
            " %(amount)s."
        ),
        _points,
    ),
    "less_value_per_euro": _Said(
        gettext_lazy(
            "It adds %(amount)s of value for each 1,000 of net cost; the least of the services"
            " chosen gives %(limit)s."
        ),
        _points,
    ),
    "less_value_per_day": _Said(
        gettext_lazy(
            "It adds %(amount)s of value for each person-day; the least of the services chosen"
            " gives %(limit)s."
        ),
        _points,
    ),
    "chosen_in_resamples": _Said(
        gettext_lazy("It is chosen in %(amount)s of the resamples of members."), _percent
    ),
}

CONFLICTS: Mapping[str, _Said] = {
    "must": _Said(gettext_lazy("“%(service)s” is a must."), _count),
    "must_not": _Said(gettext_lazy("“%(service)s” is excluded."), _count),
    "must_unknown": _Said(
        gettext_lazy("“%(service)s” is a must, and there is no such service."), _count
    ),
    "must_has_no_edition": _Said(
        gettext_lazy("“%(service)s” is a must, and none of its editions is on offer."), _count
    ),
    "budget": _Said(
        gettext_lazy("The budget is %(limit)s; the other limits need at least %(amount)s."),
        figures.money,
    ),
    "person_days": _Said(
        gettext_lazy("There are %(limit)s person-days; the other limits need at least %(amount)s."),
        _days,
    ),
    "own_income_share_min": _Said(
        gettext_lazy(
            "Own income is to be at least %(limit)s of the cost; the other limits allow %(amount)s"
            " at most."
        ),
        _percent,
    ),
    "cross_sectoral_min": _Said(
        gettext_lazy(
            "At least %(limit)s cross-sectoral services are wanted; the other limits allow"
            " %(amount)s at most."
        ),
        _count,
    ),
}


def names_in(plan: Plan, currency: str) -> Names:
    """Collect how the services and objectives of a plan are called."""
    return Names(
        services={service.id: service.name for service in plan.services},
        objectives={objective.code: objective.name for objective in plan.objectives},
        currency=currency,
    )


def sentence(fact: Fact, names: Names) -> str:
    """Say a reason, or a limit of a conflict, in the reader's language.

    Raises KeyError for a code that has no sentence: a core must not invent reasons unheard.
    """
    said = REASONS.get(fact.code) or CONFLICTS[fact.code]
    return str(said.sentence) % {
        "topic": "" if fact.topic is None else label_of_topic(fact.topic),
        "objective": _name_of(fact.objective, names.objectives),
        "service": _name_of(fact.service, names.services),
        "amount": _figure(said, fact.amount, names.currency),
        "limit": _figure(said, fact.limit, names.currency),
    }


def _name_of(code: str | None, names: Mapping[str, str]) -> str:
    return "" if code is None else names.get(code, code)


def _figure(said: _Said, value: float | None, currency: str) -> str:
    return _("unknown") if value is None else said.figure(value, currency)
