"""Regional statistics of the demonstration: a published panel of Eurostat, and its figures."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from raceme.access.actor import system_of
from raceme.access.models import Cluster
from raceme.region.background import map_dataset as compute_mapping
from raceme.region.models import Dataset, MappingRun
from raceme.region.verbs import map_dataset, read_dataset, take_dataset

FILE = "sbs_persons_employed_2008_2013.tsv.gz"
FACTS = {
    "title": "Persons employed by region and industry, 2008 to 2013",
    "source": "Eurostat, structural business statistics, sbs_r_nuts06_r2",
    "licence": "CC BY 4.0, © European Union",
    "link": "https://ec.europa.eu/eurostat/databrowser/product/view/sbs_r_nuts06_r2",
    "published_on": date(2017, 1, 1),
    "measure": "persons employed",
    "nace_revision": "2",
    "nuts_version": "2013",
    "note": (
        "One indicator of the table, from a copy of 2017 (kproductivity/creative-industries)."
        " Sections and divisions B to N without K, S95."
    ),
}
COLUMNS = {"region": "geo", "industry": "nace_r2", "year": "time_period", "value": "obs_value"}


def map_example_regions(cluster: Cluster, folder: Path, *, at: datetime) -> MappingRun | None:
    """Bring the published panel in and have it measured, unless the cluster has a dataset."""
    if Dataset.objects.filter(cluster=cluster).exists() or not (folder / FILE).exists():
        return None
    by = system_of(cluster)
    with transaction.atomic():
        content = (folder / FILE).read_bytes()
        dataset = take_dataset(file_name=FILE, content=content, by=by, at=at, **FACTS)
        dataset = read_dataset(dataset, columns=COLUMNS, only={}, by=by, at=at)
        run = map_dataset(dataset, by=by, at=at)
    # Where a worker was asked to do it, this finds nothing waiting, or the worker does not.
    compute_mapping(run_id=run.pk)
    return run
