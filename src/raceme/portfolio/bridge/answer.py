"""A plan that was computed: how it comes about, and how it is kept with its scenario."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.timezone import localdate

from raceme.access.actor import Actor
from raceme.catalogue.queries import services_offered
from raceme.cores.planning.plan import make_plan
from raceme.cores.planning.values import Limits, Parameters, Plan, PlanCase, Status
from raceme.members.queries import members_of
from raceme.needs.queries import needs_in_force
from raceme.portfolio.documents.heading import PlanHeading
from raceme.portfolio.documents.plan_json import plan_as_json, plan_from_json
from raceme.portfolio.documents.summary import alignment_share, answered_share, offered, unmet
from raceme.portfolio.models import Scenario


def heading_of(scenario: Scenario, case: PlanCase, actor: Actor, *, at: datetime) -> PlanHeading:
    """Say where a scenario's plan comes from, as every document of it does."""
    sources = Counter(needs_in_force(actor).values_list("source", flat=True))
    return PlanHeading(
        cluster=scenario.cluster.name,
        year=scenario.year,
        currency=scenario.cluster.currency,
        limits=case.limits,
        parameters=case.parameters,
        members=members_of(actor).count(),
        answering=len(case.members),
        records=len(case.needs),
        uses_library=not services_offered(actor).exclude(archetype=F("code")).exists(),
        made_on=localdate(at),
        sources=dict(sorted(sources.items())),
        name=scenario.name,
    )


def computed(
    case: PlanCase,
    heading: PlanHeading,
    *,
    tell: Callable[[str, float], None],
    is_stopped: Callable[[], bool],
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Compute the plan of a case and give it as in plan.json, with its summary.

    `tell` hears stage and share of the work, both it and `is_stopped` are called in this thread.
    Raises Stopped when asked to stop, BadInput and NoSolution as planning does.
    """
    plan = make_plan(
        case,
        report=lambda progress: tell(progress.stage, progress.share),
        should_stop=is_stopped,
    )
    return plan_as_json(plan, heading), summary_of(plan)


def summary_of(plan: Plan) -> dict[str, Any]:
    """Give the figures of a plan that lists and comparisons show, so that they need not read it.

    Where no plan keeps all limits there is none of them, and none is 0.
    """
    chosen = offered(plan)
    figures = {
        "value": plan.value,
        "services": len(chosen),
        "editions": sum(one.editions for one in chosen),
        "person_days": plan.totals.person_days,
        "cost_eur": plan.totals.cost_eur,
        "income_eur": plan.totals.income_eur,
        "net_cost_eur": plan.totals.net_cost_eur,
        "answered_share": answered_share(plan),
        "alignment_share": alignment_share(plan),
        "unmet": len(unmet(plan)),
    }
    if plan.status == Status.INFEASIBLE:
        figures = dict.fromkeys(figures)
    return {"status": plan.status.value, **figures}


def plan_of(scenario: Scenario) -> Plan:
    """Give the plan that was computed for a scenario."""
    return plan_from_json(_kept(scenario))


def heading_kept_with(scenario: Scenario) -> PlanHeading:
    """Give the heading of the plan as it was computed, whatever has changed since."""
    answer = _kept(scenario)
    limits, parameters, basis = answer["limits"], answer["parameters"], answer["basis"]
    return PlanHeading(
        cluster=answer["cluster"],
        year=answer["year"],
        currency=answer["currency"],
        limits=Limits(
            budget_eur=limits["budget_eur"],
            person_days=limits["person_days"],
            own_income_share_min=limits["own_income_share_min"],
            cross_sectoral_min=limits["cross_sectoral_min"],
            must=frozenset(limits["must"]),
            must_not=frozenset(limits["must_not"]),
        ),
        parameters=Parameters(
            alignment_weight=parameters["lambda"],
            resamples=parameters["resamples"],
            seed=answer["seed"],
            core_frequency=parameters["core_frequency"],
            out_frequency=parameters["out_frequency"],
        ),
        members=basis["members"],
        answering=basis["answering"],
        records=basis["records"],
        uses_library=basis["uses_library"],
        made_on=localdate(scenario.answered_at),
        sources=basis["sources"],
        name=scenario.name,
    )


def _kept(scenario: Scenario) -> dict[str, Any]:
    assert scenario.answer is not None, "ask only for scenarios that were computed"
    answer: dict[str, Any] = scenario.answer
    return answer
