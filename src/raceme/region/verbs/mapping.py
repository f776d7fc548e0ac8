"""Have a dataset measured in the background, and keep what came out."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.foundation import background, history
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import keep_new, lock
from raceme.region import rules
from raceme.region.models import LEVELS, Dataset, MappingRun, ResultTable
from raceme.region.queries import versions_visible_to


@transaction.atomic
def map_dataset(dataset: Dataset, *, by: Actor, at: datetime, **settings: Any) -> MappingRun:
    """Have all figures of a dataset computed, in the background.

    `settings`: levels, stars, smallest region, whether a cell without a row is zero, versions of
    own groupings. Without levels those with the most codes are taken.
    """
    require(rules.may_map, by, dataset)
    dataset = lock(dataset)
    if not dataset.is_read:
        raise Refused(_("Say first what the columns of this dataset mean."))
    waiting = dataset.runs.filter(state__in=("waiting", "running"))
    if any(not one.is_cut_off(at) for one in waiting):
        raise Refused(_("This dataset is being measured already."))
    for side in LEVELS:
        name = f"{side}_length"
        lengths = [one["length"] for one in dataset.counts[side]]
        if settings.get(name) is None:
            settings[name] = usual_level(dataset, side)
        elif settings[name] not in lengths:
            raise Refused(_("The dataset has no codes of this length."), field=name)
    _refuse_unfit_groupings(dataset, settings.get("groupings", []), by)
    run = MappingRun(
        cluster=dataset.cluster, dataset=dataset, started_at=at, heard_of_at=at, **settings
    )
    keep_new(run, verb="map_dataset", by=by, at=at)
    background.start("region.map_dataset", run_id=run.pk)
    return run


def _refuse_unfit_groupings(dataset: Dataset, wanted: list[int], by: Actor) -> None:
    versions = versions_visible_to(by).filter(
        pk__in=wanted, grouping__nace_revision=dataset.nace_revision
    )
    if versions.count() < len(set(wanted)):
        raise Refused(
            _("A grouping does not fit: it is in another edition of NACE than the dataset."),
            field="groupings",
        )


def usual_level(dataset: Dataset, side: str) -> int:
    """The length of code that most codes of a dataset have; of equally many, the shorter."""
    levels = dataset.counts[side]
    best = max(levels, key=lambda one: (one["count"], -one["length"]))
    return int(best["length"])


@transaction.atomic
def begin_mapping(run_id: int, *, at: datetime) -> MappingRun | None:
    """Take up a waiting run; None if another has taken it up."""
    run = MappingRun.objects.select_for_update().get(pk=run_id)
    if run.state != MappingRun.State.WAITING and not run.is_cut_off(at):
        return None
    run.state, run.heard_of_at = MappingRun.State.RUNNING, at
    run.save(update_fields=["state", "heard_of_at"])
    return run


def report_progress(run: MappingRun, *, stage: str, share: float, at: datetime) -> None:
    """Write down how far a run is."""
    mine = MappingRun.objects.filter(pk=run.pk, state=MappingRun.State.RUNNING)
    mine.update(stage=stage, share_done=share, heard_of_at=at)


@transaction.atomic
def keep_tables(
    run: MappingRun,
    tables: Iterable[ResultTable],
    *,
    counts: dict[str, Any],
    measured_by: str,
    by: Actor,
    at: datetime,
) -> MappingRun | None:
    """Store all tables of a run at once; None if it was given up meanwhile."""
    require(rules.may_map, by, run)
    locked = lock(run)
    if locked.state != MappingRun.State.RUNNING:
        return None
    ResultTable.objects.filter(run=locked).delete()
    ResultTable.objects.bulk_create(list(tables))
    return _finish(
        locked,
        "keep_tables",
        {"state": MappingRun.State.DONE, "counts": counts, "measured_by": measured_by},
        by=by,
        at=at,
    )


@transaction.atomic
def give_up_mapping(run: MappingRun, *, trouble: str, by: Actor, at: datetime) -> MappingRun | None:
    """Write down that a run ended without tables, and why."""
    require(rules.may_map, by, run)
    locked = lock(run)
    if not locked.is_under_way:
        return None
    values = {"state": MappingRun.State.FAILED, "trouble": trouble}
    return _finish(locked, "give_up_mapping", values, by=by, at=at)


@transaction.atomic
def resume_cut_off_mappings(*, at: datetime) -> int:
    """Take up again what was being computed when the machine stopped; say how many there are."""
    running = MappingRun.objects.select_for_update().filter(state=MappingRun.State.RUNNING)
    cut_off = [run for run in running if run.is_cut_off(at)]
    for run in cut_off:
        run.state, run.heard_of_at = MappingRun.State.WAITING, at
        run.save(update_fields=["state", "heard_of_at"])
        background.start("region.map_dataset", run_id=run.pk)
    return len(cut_off)


def _finish(
    run: MappingRun, verb: str, values: dict[str, Any], *, by: Actor, at: datetime
) -> MappingRun:
    before = history.values_of(run)
    for name, value in values.items():
        setattr(run, name, value)
    run.finished_at, run.share_done = at, 1.0
    run.save()
    history.record(verb, run, by=by, at=at, before=before)
    return run
