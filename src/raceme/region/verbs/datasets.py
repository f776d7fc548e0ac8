"""Bring regional statistics in, and say where they come from and what their columns mean."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, refuse_future, require
from raceme.foundation.records import change, keep_new, lock
from raceme.region import rules
from raceme.region.bridge import files, versions
from raceme.region.models import Dataset, DatasetFile
from raceme.vocabulary import nuts

LARGEST = 60 * 1024 * 1024


@transaction.atomic
def take_dataset(
    *, file_name: str, content: bytes, by: Actor, at: datetime, **facts: Any
) -> Dataset:
    """Take a file in with its provenance; what its columns mean is said next.

    `facts`: title, source, licence, measure and whatever else the table has.
    """
    require(rules.may_map, by)
    if not content:
        raise Refused(_("The file is empty."), field="file")
    if len(content) > LARGEST:
        raise Refused(
            _("The file is larger than %(most)d MB. Leave out years, or pack it (.gz).")
            % {"most": LARGEST // (1024 * 1024)},
            field="file",
        )
    refuse_future(facts.get("published_on"), at=at, field="published_on")
    files.looked_at(content, file_name)  # refuses what is no table
    dataset = Dataset(
        cluster=by.cluster,
        file_name=file_name[:200],
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        taken_by=by.user,
        taken_at=at,
        **facts,
    )
    keep_new(dataset, verb="take_dataset", by=by, at=at)
    DatasetFile.objects.create(dataset=dataset, content=content)
    return dataset


@transaction.atomic
def describe_dataset(dataset: Dataset, *, by: Actor, at: datetime, **facts: Any) -> Dataset:
    """Correct where a dataset comes from, what it counts, and which codes it uses."""
    require(rules.may_map, by, dataset)
    refuse_future(facts.get("published_on"), at=at, field="published_on")
    return change(dataset, facts, verb="describe_dataset", by=by, at=at)


@transaction.atomic
def read_dataset(
    dataset: Dataset,
    *,
    columns: Mapping[str, str],
    only: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> Dataset:
    """Read the file with these columns (role → column), using only rows with these values.

    Refused as a whole at the first row that makes no sense. Mappings made before stay as they are.
    """
    require(rules.may_map, by, dataset)
    unknown = set(columns) - set(files.ROLES)
    if unknown:
        raise Refused(_("Nothing is known as %(role)s.") % {"role": sorted(unknown)[0]})
    kept = DatasetFile.objects.get(dataset=lock(dataset))
    found = files.read(bytes(kept.content), dataset.file_name, columns=columns, only=only)
    kept.panel = found.panel
    kept.save(update_fields=["panel"])
    values = {
        "columns": dict(columns),
        "only": dict(only),
        "counts": found.counts | {"nuts": versions.unknown_by_year(found.panel)},
        "state": Dataset.State.READ,
    }
    return change(dataset, values, verb="read_dataset", by=by, at=at)


@transaction.atomic
def convert_regions(dataset: Dataset, *, to: str, by: Actor, at: datetime) -> Dataset:
    """Bring the regions of a dataset to one version of NUTS in all years.

    The file stays as it came, and is read anew by saying its columns again. Converted cells carry
    the flag x; what was done is kept with the dataset. Mappings made before stay as they are.
    """
    require(rules.may_map, by, dataset)
    kept = DatasetFile.objects.get(dataset=lock(dataset))
    dataset.refresh_from_db()
    seen = versions.versions_of(dataset.counts, dataset.nuts_version)
    if kept.panel is None or seen is None:
        raise Refused(_("Say first what the columns of this dataset mean."))
    if to not in nuts.VERSIONS:
        raise Refused(_("There is no such version of NUTS."), field="to")
    if not seen.is_mixed and seen.stretches[0].version == to:
        raise Refused(_("The regions are of this version already."), field="to")
    found = versions.convert(bytes(kept.panel), said=dataset.nuts_version, to=to)
    kept.panel = found.panel
    kept.save(update_fields=["panel"])
    counts = files.counts_of(found.panel) | {
        "nuts": versions.unknown_by_year(found.panel),
        "converted": found.done,
    }
    values = {"counts": counts, "nuts_version": to}
    return change(dataset, values, verb="convert_regions", by=by, at=at)
