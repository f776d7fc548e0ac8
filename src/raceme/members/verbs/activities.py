"""What an organisation does besides, what it can do, and its figures year by year."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock, remove
from raceme.members import rules
from raceme.members.models import Activity, Competence, Organisation, YearFigures


@transaction.atomic
def add_activity(
    organisation: Organisation, *, nace: str, revision: str, by: Actor, at: datetime
) -> Activity:
    """Write down a further activity of an organisation, beside its main one."""
    require(rules.may_edit, by, organisation)
    organisation = lock(organisation)
    if (nace, revision) == (organisation.nace, organisation.nace_revision):
        raise Refused(_("This is its main activity already."), field="nace")
    activity = Activity(
        cluster_id=organisation.cluster_id, organisation=organisation, nace=nace, revision=revision
    )
    return keep_new(activity, verb="add_activity", by=by, at=at)


@transaction.atomic
def remove_activity(activity: Activity, *, by: Actor, at: datetime) -> None:
    """Take a further activity away; history keeps it."""
    require(rules.may_edit, by, activity)
    remove(lock(activity), verb="remove_activity", by=by, at=at)


@transaction.atomic
def add_competence(
    organisation: Organisation, *, by: Actor, at: datetime, **values: Any
) -> Competence:
    """Write down something an organisation can do or has."""
    require(rules.may_edit, by, organisation)
    competence = Competence(cluster_id=organisation.cluster_id, organisation=organisation, **values)
    return keep_new(competence, verb="add_competence", by=by, at=at)


@transaction.atomic
def describe_competence(
    competence: Competence, *, by: Actor, at: datetime, **values: Any
) -> Competence:
    """Change what is known about a competence."""
    require(rules.may_edit, by, competence)
    return change(competence, values, verb="describe_competence", by=by, at=at)


@transaction.atomic
def end_competence(competence: Competence, *, by: Actor, at: datetime) -> Competence:
    """Write down that an organisation has a competence no longer."""
    require(rules.may_edit, by, competence)
    if lock(competence).ended_at is not None:
        raise Refused(_("This competence has already ended."))
    return change(competence, {"ended_at": at}, verb="end_competence", by=by, at=at)


@transaction.atomic
def reopen_competence(competence: Competence, *, by: Actor, at: datetime) -> Competence:
    """Let a competence that was ended stand again."""
    require(rules.may_edit, by, competence)
    return change(competence, {"ended_at": None}, verb="reopen_competence", by=by, at=at)


@transaction.atomic
def record_figures(
    organisation: Organisation,
    *,
    by: Actor,
    at: datetime,
    is_present: bool = False,
    **values: Any,
) -> YearFigures:
    """Write down the figures of a year; `is_present`: they are also those that count today."""
    require(rules.may_edit, by, organisation)
    figures = YearFigures(cluster_id=organisation.cluster_id, organisation=organisation, **values)
    keep_new(figures, verb="record_figures", by=by, at=at)
    if is_present:
        _let_count(figures, by=by, at=at)
    return figures


@transaction.atomic
def correct_figures(
    figures: YearFigures, *, by: Actor, at: datetime, is_present: bool = False, **values: Any
) -> YearFigures:
    """Put right the figures of a year; `is_present`: they are also those that count today."""
    require(rules.may_edit, by, figures)
    corrected = change(figures, values, verb="correct_figures", by=by, at=at)
    if is_present:
        _let_count(corrected, by=by, at=at)
    return corrected


def _let_count(figures: YearFigures, *, by: Actor, at: datetime) -> None:
    """Let size class and lists follow the figures of this year; what they leave open stays."""
    known = {"employees": figures.employees, "turnover_eur": figures.turnover_eur}
    values = {name: value for name, value in known.items() if value is not None}
    change(figures.organisation, values, verb="describe_organisation", by=by, at=at)
