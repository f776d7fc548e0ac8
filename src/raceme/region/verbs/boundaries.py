"""Bring boundaries of regions in, for maps."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import keep_new
from raceme.region import rules
from raceme.region.bridge.boundaries import outlines
from raceme.region.models import Boundaries, Outlines
from raceme.region.verbs.datasets import LARGEST


@transaction.atomic
def take_boundaries(
    *, file_name: str, content: bytes, by: Actor, at: datetime, **facts: Any
) -> Boundaries:
    """Take outlines in; from then on regions of this version of NUTS are shown on a map.

    `facts`: attribution, licence, nuts_version. Newer boundaries take the place of older ones.
    """
    require(rules.may_map, by)
    if not content or len(content) > LARGEST:
        raise Refused(_("The file is empty, or larger than 60 MB."), field="file")
    packed, count = outlines(content, file_name)
    boundaries = Boundaries(
        cluster=by.cluster,
        file_name=file_name[:200],
        region_count=count,
        taken_by=by.user,
        taken_at=at,
        **facts,
    )
    keep_new(boundaries, verb="take_boundaries", by=by, at=at)
    Outlines.objects.create(boundaries=boundaries, content=packed)
    return boundaries
