"""A programme of the demonstration, over both example clusters; the manager is its officer, too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from raceme.access.actor import SYSTEM, Actor, system_of
from raceme.access.models import Cluster, User
from raceme.programmes.models import Programme
from raceme.programmes.verbs import (
    agree,
    ask_cluster,
    found_programme,
    make_edition,
    name_officer,
)

SLUG = "example-programme"


@transaction.atomic
def found_example_programme(
    clusters: Iterable[Cluster], officer: User, *, at: datetime
) -> Programme | None:
    """Join the example clusters in a programme and freeze this year, unless it stands already."""
    if Programme.objects.filter(slug=SLUG).exists():
        return None
    programme = found_programme(
        slug=SLUG,
        name="Example programme",
        agency="Example ministry (invented)",
        by=SYSTEM,
        at=at,
    )
    name_officer(programme, officer, by=SYSTEM, at=at)
    for cluster in clusters:
        agreement = ask_cluster(programme, cluster, by=SYSTEM, at=at)
        agree(agreement, by=system_of(cluster), at=at)
    make_edition(programme, by=Actor(label=str(officer), user=officer), at=at)
    return programme
