"""Adopt services from the library."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.catalogue import rules
from raceme.catalogue.archetypes import Archetype
from raceme.catalogue.models import Service
from raceme.catalogue.queries import facts_of, services_visible_to
from raceme.catalogue.verbs.services import create_service
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import lock


@transaction.atomic
def adopt_archetype(archetype: Archetype, *, by: Actor, at: datetime) -> Service:
    """Make a service of our own from one of the library; its figures are there to overwrite.

    It begins as an idea: the library says what others offer, not that our members ask for it.
    """
    require(rules.may_edit, by)
    # Whoever adopts at the same time waits here, so that nothing is adopted twice.
    assert by.cluster is not None
    lock(by.cluster)
    ours = services_visible_to(by)
    if ours.filter(archetype=archetype.id, retired_at__isnull=True).exists():
        raise Refused(
            _("“%(name)s” is already one of your services.") % {"name": archetype.name},
            field="archetypes",
        )
    return create_service(
        by=by,
        at=at,
        code=_free_code(archetype.id, set(ours.values_list("code", flat=True))),
        answers=archetype.answers,
        **facts_of(archetype),
    )


@transaction.atomic
def adopt_archetypes(archetypes: Iterable[Archetype], *, by: Actor, at: datetime) -> list[Service]:
    """Make services of our own from several of the library: all of them, or none."""
    return [adopt_archetype(archetype, by=by, at=at) for archetype in archetypes]


def _free_code(wanted: str, taken: set[str]) -> str:
    code, number = wanted, 1
    while code in taken:
        number += 1
        code = f"{wanted}-{number}"
    return code
