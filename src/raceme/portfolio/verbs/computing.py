"""Compute the plans of scenarios, and stop a computation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.catalogue.queries import services_offered
from raceme.foundation import background, history
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import lock
from raceme.needs.queries import needs_in_force
from raceme.portfolio import rules
from raceme.portfolio.models import Drawing, Scenario


@transaction.atomic
def compute_plan(scenario: Scenario, *, by: Actor, at: datetime) -> Scenario:
    """Have the best plan for a scenario computed, in the background."""
    require(rules.may_plan, by, scenario)
    scenario = lock(scenario)
    if scenario.is_under_way and not scenario.is_cut_off(at):
        raise Refused(_("This plan is being computed already."))
    if not services_offered(by).exists():
        raise Refused(_("There is no service to choose from. Adopt some from the library first."))
    if not needs_in_force(by).exists():
        raise Refused(_("No member has said what it needs. Record some needs first."))
    scenario.state = Scenario.State.WAITING
    scenario.stage, scenario.share_done, scenario.trouble = "", 0.0, ""
    scenario.started_at = scenario.heard_of_at = at
    scenario.finished_at = scenario.stop_asked_at = None
    scenario.save()
    _record(scenario, "compute_plan", by=by, at=at)
    background.start("portfolio.compute_plan", scenario_id=scenario.pk)
    return scenario


@transaction.atomic
def stop_plan(scenario: Scenario, *, by: Actor, at: datetime) -> Scenario:
    """Ask a computation to stop; the plan computed before stays."""
    require(rules.may_plan, by, scenario)
    scenario = lock(scenario)
    if not scenario.is_under_way:
        raise Refused(_("Nothing is being computed here."))
    scenario.stop_asked_at = at
    if scenario.state == Scenario.State.WAITING or scenario.is_cut_off(at):
        scenario.state = Scenario.State.STOPPED
    scenario.save()
    _record(scenario, "stop_plan", by=by, at=at)
    return scenario


def _record(scenario: Scenario, verb: str, *, by: Actor, at: datetime) -> None:
    history.record(verb, scenario, by=by, at=at, before=history.values_of(scenario))


@transaction.atomic
def begin_computation(scenario_id: int, *, at: datetime) -> Scenario | None:
    """Take up a waiting computation; None if another has taken it up, or it was stopped."""
    scenario = Scenario.objects.select_for_update().get(pk=scenario_id)
    if scenario.state != Scenario.State.WAITING and not scenario.is_cut_off(at):
        return None
    scenario.state = Scenario.State.RUNNING
    scenario.heard_of_at = at
    scenario.save(update_fields=["state", "heard_of_at"])
    return scenario


def report_progress(scenario: Scenario, *, stage: str, share: float, at: datetime) -> bool:
    """Write down how far a computation is; say whether it may go on."""
    mine = Scenario.objects.filter(pk=scenario.pk, started_at=scenario.started_at)
    mine.filter(state=Scenario.State.RUNNING).update(stage=stage, share_done=share, heard_of_at=at)
    return mine.filter(state=Scenario.State.RUNNING, stop_asked_at__isnull=True).exists()


@transaction.atomic
def keep_plan(
    scenario: Scenario,
    answer: dict[str, Any],
    *,
    summary: dict[str, Any],
    answered_for: str,
    answered_until: int,
    by: Actor,
    at: datetime,
) -> Scenario | None:
    """Store the plan that was computed; None if the computation was given up meanwhile.

    `answered_until`: the newest change that it takes into account.
    """
    require(rules.may_plan, by, scenario)
    kept = _finish(
        scenario,
        Scenario.State.DONE,
        verb="keep_plan",
        by=by,
        at=at,
        answer=answer,
        summary=summary,
        answered_at=at,
        answered_for=answered_for,
        answered_until=answered_until,
        answered_version=scenario.limits_version,
        share_done=1.0,
    )
    if kept is not None:
        kept.drawings.all().delete()
        background.start("portfolio.draw_pictures", scenario_id=kept.pk)
    return kept


@transaction.atomic
def confirm_plan(
    scenario: Scenario, *, answered_until: int, by: Actor, at: datetime
) -> Scenario | None:
    """Write down that computing again would give the same plan: nothing it rests on differs."""
    require(rules.may_plan, by, scenario)
    return _finish(
        scenario,
        Scenario.State.DONE,
        verb="confirm_plan",
        by=by,
        at=at,
        answered_until=answered_until,
        answered_version=scenario.limits_version,
        share_done=1.0,
    )


@transaction.atomic
def keep_pictures(
    scenario: Scenario, *, language: str, pictures: Mapping[str, Mapping[str, str]], drawn_by: str
) -> None:
    """Store the pictures of a plan in a language, unless the plan has been computed anew since."""
    if lock(scenario).answered_at == scenario.answered_at:
        Drawing.objects.update_or_create(
            scenario=scenario,
            language=language,
            defaults={"pictures": pictures, "drawn_by": drawn_by},
        )


@transaction.atomic
def give_up_computation(
    scenario: Scenario, *, state: Scenario.State, trouble: str, by: Actor, at: datetime
) -> Scenario | None:
    """Write down that a computation ended without a plan; the plan before it stays."""
    require(rules.may_plan, by, scenario)
    return _finish(scenario, state, verb="give_up_computation", by=by, at=at, trouble=trouble)


def _finish(
    scenario: Scenario,
    state: Scenario.State,
    *,
    verb: str,
    by: Actor,
    at: datetime,
    **values: Any,
) -> Scenario | None:
    locked = lock(scenario)
    if locked.started_at != scenario.started_at or locked.state != Scenario.State.RUNNING:
        return None
    locked.state, locked.finished_at = state, at
    for name, value in values.items():
        setattr(locked, name, value)
    locked.save()
    _record(locked, verb, by=by, at=at)
    return locked


@transaction.atomic
def resume_cut_off_plans(*, at: datetime) -> int:
    """Take up again what was being computed when the machine stopped; say how many there are."""
    running = Scenario.objects.select_for_update().filter(state=Scenario.State.RUNNING)
    cut_off = [scenario for scenario in running if scenario.is_cut_off(at)]
    for scenario in cut_off:
        scenario.state, scenario.started_at, scenario.heard_of_at = Scenario.State.WAITING, at, at
        scenario.save(update_fields=["state", "started_at", "heard_of_at"])
        background.start("portfolio.compute_plan", scenario_id=scenario.pk)
    return len(cut_off)
