"""Adopt a scenario as the service plan of its year, and take that back."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.portfolio import rules
from raceme.portfolio.bridge.adoption import lines_offered
from raceme.portfolio.models import Scenario, ServicePlan
from raceme.portfolio.queries import newest_change_since, service_plan_of


@transaction.atomic
def adopt_plan(
    scenario: Scenario,
    *,
    adopted_on: date,
    adopted_by: str,
    note: str = "",
    why_outdated: str = "",
    by: Actor,
    at: datetime,
) -> ServicePlan:
    """Make what was computed for a scenario the service plan of its year.

    Its services are written down as they stand now; the plan that was in force is superseded. A
    plan that rests on what has changed since needs a reason.
    """
    require(rules.may_adopt, by, scenario)
    # Whoever adopts at the same time waits here, so that one plan is in force.
    assert by.cluster is not None
    lock(by.cluster)
    scenario = lock(scenario)
    is_outdated = scenario.is_outdated(newest_change_since(by, [scenario]))
    computed_at = _computed_at(scenario, at)
    if adopted_on > timezone.localdate(at):
        raise Refused(_("This day is still to come."), field="adopted_on")
    if is_outdated and not why_outdated.strip():
        raise Refused(
            _("What this plan rests on has changed since. Compute it again, or say why not."),
            field="why_outdated",
        )
    lines = lines_offered(scenario, by)
    if not lines:
        raise Refused(_("This plan offers no service, so there is nothing to adopt."))
    earlier = service_plan_of(by, scenario.year)
    if earlier is not None:
        earlier = _end(earlier, ServicePlan.State.SUPERSEDED, by=by, at=at)
    plan = ServicePlan(
        cluster=by.cluster,
        year=scenario.year,
        scenario=scenario,
        name=scenario.name,
        adopted_on=adopted_on,
        adopted_by=adopted_by,
        note=note,
        budget_eur=scenario.budget_eur,
        person_days=scenario.person_days,
        computed_at=computed_at,
        summary=scenario.summary,
        why_outdated=why_outdated.strip() if is_outdated else "",
    )
    keep_new(plan, verb="adopt_plan", by=by, at=at)
    for line in lines:
        line.cluster, line.plan = by.cluster, plan
        keep_new(line, verb="adopt_line", by=by, at=at)
    if earlier is not None:
        change(earlier, {"superseded_by": plan}, verb="supersede_plan", by=by, at=at)
    return plan


@transaction.atomic
def take_back_adoption(plan: ServicePlan, *, by: Actor, at: datetime) -> ServicePlan:
    """Take the adoption of a service plan back; the plan that it superseded is in force again."""
    require(rules.may_adopt, by, plan)
    assert by.cluster is not None
    lock(by.cluster)
    if not lock(plan).is_in_force:
        raise Refused(_("This plan is not in force, so there is nothing to take back."))
    plan = _end(plan, ServicePlan.State.TAKEN_BACK, by=by, at=at)
    before = plan.superseded.filter(state=ServicePlan.State.SUPERSEDED).order_by("-ended_at", "-pk")
    earlier = before.first()
    if earlier is not None:
        _begin(earlier, by=by, at=at)
    return plan


@transaction.atomic
def put_in_force(plan: ServicePlan, *, by: Actor, at: datetime) -> ServicePlan:
    """Let a plan that was superseded or taken back be in force again, in the place of another."""
    require(rules.may_adopt, by, plan)
    assert by.cluster is not None
    lock(by.cluster)
    if lock(plan).is_in_force:
        raise Refused(_("This plan is in force already."))
    other = service_plan_of(by, plan.year)
    if other is not None:
        other = _end(other, ServicePlan.State.SUPERSEDED, by=by, at=at)
    plan = _begin(plan, by=by, at=at)
    if other is not None:
        change(other, {"superseded_by": plan}, verb="supersede_plan", by=by, at=at)
    return plan


def _computed_at(scenario: Scenario, at: datetime) -> datetime:
    """Say when the plan was computed; refuse what is not ready to be adopted."""
    if scenario.is_under_way and not scenario.is_cut_off(at):
        raise Refused(_("This plan is being computed. Adopt it when the computation is done."))
    if scenario.answered_at is None:
        raise Refused(_("This plan has not been computed yet. Compute it, then adopt it."))
    if scenario.is_infeasible:
        raise Refused(_("No plan keeps all limits of this scenario, so there is none to adopt."))
    return scenario.answered_at


def _end(plan: ServicePlan, state: ServicePlan.State, *, by: Actor, at: datetime) -> ServicePlan:
    values = {"state": state, "ended_at": at}
    verb = "supersede_plan" if state == ServicePlan.State.SUPERSEDED else "take_back_adoption"
    return change(plan, values, verb=verb, by=by, at=at)


def _begin(plan: ServicePlan, *, by: Actor, at: datetime) -> ServicePlan:
    values = {"state": ServicePlan.State.IN_FORCE, "ended_at": None, "superseded_by": None}
    return change(plan, values, verb="put_in_force", by=by, at=at)
