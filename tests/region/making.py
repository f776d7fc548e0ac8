"""A small panel with something of everything: strengths, hidden cells, flags, a region of one."""

from functools import cache
from typing import Any

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.region.background import map_dataset
from raceme.region.bridge.files import Read
from raceme.region.bridge.files import read as read_file
from raceme.region.bridge.measuring import Kept, Measured, measured
from raceme.region.models import Dataset, DatasetFile, MappingRun, OwnGrouping, ResultTable
from raceme.region.verbs import found_grouping, read_dataset, take_dataset, write_group
from raceme.region.verbs import map_dataset as have_mapped
from tests.factories import NOW

# Jobs of 2020; three years grow by what stands behind. C25 of AT12 is confidential.
INDUSTRIES = ("C10", "C25", "C28", "J62", "M71", "G47")
REGIONS = {
    "AT11": (900, 100, 60, 20, 40, 500),
    "AT12": (300, None, 400, 100, 150, 600),
    "AT21": (200, 700, 500, 90, 140, 450),
    "AT31": (250, 1200, 1100, 200, 260, 700),
    "AT13": (100, 90, 80, 900, 700, 1500),
    "SI03": (350, 500, 350, 60, 70, 400),
}
YEARS = (2018, 2019, 2020)
GROWTH = (1.0, 0.97, 1.01, 1.12, 1.06, 1.0)  # a year, by industry
FACTS = {
    "title": "Example jobs",
    "source": "Example office, table 1",
    "licence": "CC BY 4.0",
    "measure": "jobs",
    "nace_revision": "2",
    "nuts_version": "2013",
}
COLUMNS = {"region": "geo", "industry": "nace_r2", "year": "year", "value": "jobs", "flag": "flag"}


def panel_csv() -> bytes:
    lines = ["geo,nace_r2,year,jobs,flag"]
    for place, (region, jobs) in enumerate(REGIONS.items()):
        for year in YEARS:
            for industry, count, growth in zip(INDUSTRIES, jobs, GROWTH, strict=True):
                own = 1.0 + 0.01 * place * (year - 2018)
                value = "" if count is None else round(count * growth ** (year - 2018) * own)
                flag = "c" if count is None else "b" if (region, year) == ("SI03", 2019) else ""
                lines.append(f"{region},{industry},{year},{value},{flag}")
    return "\n".join(lines).encode()


def make_dataset(by: Actor, content: bytes | None = None, **facts: str) -> Dataset:
    """Bring the panel in and read it."""
    dataset = take_dataset(
        file_name="jobs.csv", content=content or panel_csv(), by=by, at=NOW, **(FACTS | facts)
    )
    return read_dataset(dataset, columns=COLUMNS, only={}, by=by, at=NOW)


def make_run(by: Actor, dataset: Dataset | None = None, **settings: object) -> MappingRun:
    """Have the panel measured."""
    run = have_mapped(dataset or make_dataset(by), by=by, at=NOW, **settings)
    map_dataset(run_id=run.pk)  # tests never commit, so nothing begins by itself
    return MappingRun.objects.get(pk=run.pk)


def make_rows(cluster: Cluster) -> MappingRun:
    """The same for a cluster that only needs something to show: measured once a process."""
    read, tables, counts = _once()
    dataset = Dataset.objects.create(
        cluster=cluster, file_name="jobs.csv", size=1, digest="0", columns=COLUMNS,
        counts=read.counts, state="read", taken_at=NOW, **FACTS,
    )  # fmt: skip
    DatasetFile.objects.create(dataset=dataset, content=panel_csv(), panel=read.panel)
    run = MappingRun.objects.create(
        cluster=cluster, dataset=dataset, region_length=4, industry_length=3, state="done",
        started_at=NOW, heard_of_at=NOW, finished_at=NOW, counts=counts,
    )  # fmt: skip
    ResultTable.objects.bulk_create(
        ResultTable(run=run, name=one.name, row_count=one.row_count, content=one.content)
        for one in tables
    )
    return run


def make_grouping(cluster: Cluster, *, name: str = "Value chains") -> OwnGrouping:
    """A grouping of two groups: its third version."""
    by = system_of(cluster)
    grouping = found_grouping(name=name, source="A study of ours", by=by, at=NOW)
    write_group(grouping, label="Metal", activities=["25", "28"], by=by, at=NOW)
    write_group(grouping, label="Makers", activities=["10", "62.01"], by=by, at=NOW)
    return grouping


@cache
def _once() -> tuple[Read, tuple[Kept, ...], dict[str, Any]]:
    read = read_file(panel_csv(), "jobs.csv", columns=COLUMNS, only={})
    run = MappingRun(dataset=Dataset(**FACTS), region_length=4, industry_length=3)
    about = Measured({})
    tables = tuple(kept for _share, kept in measured(run, read.panel, about))
    return read, tables, about.counts
