"""Keep what a service was: each change of a settled offer makes its next version."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.catalogue import rules
from raceme.catalogue.models import CONCEPT_FIELDS, DRAFTING, Provider, Service, Stage, Version
from raceme.catalogue.queries import Concept, concept_of
from raceme.foundation import history
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import lock
from raceme.members.queries import organisations_visible_to


def begin_versions(service: Service, *, by: Actor, at: datetime) -> None:
    """Keep the first version of a new service; a draft, unless it begins further on."""
    require(rules.may_edit, by, service)
    Version(
        service=service,
        number=service.version,
        concept=concept_of(service),
        author=by.label[:200],
        made_at=at,
        settled_at=None if service.stage in DRAFTING else at,
    ).save(force_insert=True)


def keep_version(
    service: Service,
    *,
    before: Concept,
    why: str,
    by: Actor,
    at: datetime,
    restored_from: int | None = None,
) -> None:
    """Keep the concept of a locked service if it changed: in its draft, or as the next version.

    A settled version says what members were promised. What is promised from now on needs a reason.
    """
    require(rules.may_edit, by, service)
    now = concept_of(service)
    changed = [name for name in now if now[name] != before.get(name)]
    if not changed:
        return
    newest = service.versions.get(number=service.version)
    if not newest.is_settled:
        newest.concept = now
        newest.save(update_fields=["concept"])
        return
    if not why.strip():
        raise Refused(
            _("This changes the offer and makes a new version. Say why in a sentence."), field="why"
        )
    service.version += 1
    service.save(update_fields=["version"])
    Version(
        service=service,
        number=service.version,
        concept=now,
        changed=changed,
        why=why.strip(),
        restored_from=restored_from,
        author=by.label[:200],
        made_at=at,
        settled_at=None if service.stage in DRAFTING else at,
    ).save(force_insert=True)


def settle_version(service: Service, *, by: Actor, at: datetime) -> None:
    """Let the version that stands change no more."""
    require(rules.may_edit, by, service)
    service.versions.filter(number=service.version, settled_at__isnull=True).update(settled_at=at)


@transaction.atomic
def restore_version(service: Service, *, number: int, why: str, by: Actor, at: datetime) -> Service:
    """Make an old version the newest one again; nothing between the two is lost."""
    require(rules.may_edit, by, service)
    service = lock(service)
    old = service.versions.filter(number=number).first()
    if old is None or number == service.version:
        raise Refused(_("Choose an older version to restore."))
    if service.stage == Stage.RETIRED:
        raise Refused(_("This service is retired. Offer it again first."))
    before, values_before = concept_of(service), history.values_of(service)
    for name in CONCEPT_FIELDS:
        # A point that the concept did not have when the version was made stays as it is now.
        if name in old.concept:
            setattr(service, name, _python(name, old.concept[name]))
    service.full_clean()
    service.save()
    _provide_again(service, old.concept.get("providers", []), by=by)
    if concept_of(service) == before:
        raise Refused(_("This version says what the service says now."))
    keep_version(service, before=before, why=why, restored_from=number, by=by, at=at)
    history.record("restore_version", service, by=by, at=at, before=values_before)
    return service


def _python(name: str, value: Any) -> Any:
    field = Service._meta.get_field(name)
    return field.to_python(value)  # type: ignore[union-attr]


def _provide_again(service: Service, providers: list[Mapping[str, Any]], *, by: Actor) -> None:
    known = {one.pk: one for one in organisations_visible_to(by)}
    service.providers.all().delete()
    for one in providers:
        ours = known.get(one["organisation_id"] or 0)
        if ours is None and not one["name"]:
            continue  # it is no organisation of its own any more
        Provider(
            service=service,
            organisation=ours,
            name="" if ours else one["name"],
            role=one["role"],
            note=one["note"],
        ).save(force_insert=True)
