"""Datasets are measured while nobody waits."""

import logging

from django.utils import timezone

from raceme import __version__
from raceme.access.actor import system_of
from raceme.cores.errors import BadInput
from raceme.foundation.background import work
from raceme.region import verbs
from raceme.region.bridge.measuring import Measured, measured
from raceme.region.models import DatasetFile, MappingRun, ResultTable

log = logging.getLogger(__name__)


@work("region.map_dataset")
def map_dataset(*, run_id: int) -> None:
    """Measure a waiting run; asked twice, the second finds nothing waiting."""
    run = verbs.begin_mapping(run_id, at=timezone.now())
    if run is None:
        return
    try:
        tables, about = _measure(run)
    except BadInput as trouble:
        _give_up(run, str(trouble))
    except Exception:
        # Whoever waits must learn of it, in words of the page; the cause is for whoever runs this.
        log.exception("measuring run %s failed", run_id)
        _give_up(run, "")
    else:
        verbs.keep_tables(
            run,
            tables,
            counts=about.counts,
            measured_by=__version__,
            by=system_of(run.cluster),
            at=timezone.now(),
        )


def _measure(run: MappingRun) -> tuple[list[ResultTable], Measured]:
    about = Measured({})
    panel = DatasetFile.objects.get(dataset=run.dataset).panel
    if panel is None:
        raise BadInput("the dataset was not read")
    tables = []
    for share, kept in measured(run, bytes(panel), about):
        tables.append(
            ResultTable(run=run, name=kept.name, row_count=kept.row_count, content=kept.content)
        )
        verbs.report_progress(run, stage=kept.name, share=share, at=timezone.now())
    return tables, about


def _give_up(run: MappingRun, trouble: str) -> None:
    verbs.give_up_mapping(run, trouble=trouble, by=system_of(run.cluster), at=timezone.now())
