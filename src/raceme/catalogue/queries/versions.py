"""What a service was and is: its concept as plain values, its versions, and how two differ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.access.actor import Actor
from raceme.catalogue import words
from raceme.catalogue.models import CONCEPT_FIELDS, Provider, Service, Version
from raceme.foundation import figures, history
from raceme.members.models import Organisation
from raceme.members.queries import organisations_visible_to
from raceme.vocabulary.categories import label_of_category

Concept = Mapping[str, Any]
LONG_TEXTS = {"need", "description", "kpis"}
MARKS = {"is_cross_sectoral", "is_for_emerging"}
MONEY = {"price_member_eur", "price_guest_eur"}
CODE_LISTS = {
    "targets": words.TARGETS,
    "funding": words.FUNDING,
    "level": words.LEVELS,
    "format": words.FORMATS,
    "delivered_by": words.DELIVERY,
    "aid_basis": words.AID_BASES,
    "confidentiality": words.CONFIDENTIALITY,
}


class Run(StrEnum):
    """What became of a run of words between two versions."""

    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Said:
    """One point of a concept, as two versions say it; in words."""

    name: str
    label: str | Promise
    first: str
    second: str
    runs: tuple[tuple[Run, str], ...]  # the words of both, in one text

    @property
    def differs(self) -> bool:
        return self.first != self.second


def versions_of(actor: Actor, service: Service) -> QuerySet[Version]:
    """The versions of a service's concept, the newest first."""
    if service.cluster_id != actor.cluster_id:
        return Version.objects.none()
    return service.versions.all()


def concept_of(service: Service) -> dict[str, Any]:
    """Give the concept of a service as it stands, as plain values."""
    values = history.values_of(service)
    providers = Provider.objects.filter(service=service)
    return {
        **{name: values[name] for name in CONCEPT_FIELDS},
        "providers": [
            {
                "organisation_id": one.organisation_id,
                "name": one.name,
                "role": one.role,
                "note": one.note,
            }
            for one in providers
        ],
    }


def label_of_point(name: str) -> str | Promise:
    """Say what a point of the concept is called."""
    if name == "providers":
        return gettext_lazy("who takes part in delivering it")
    return str(Service._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def compare_versions(actor: Actor, first: Version, second: Version) -> list[Said]:
    """Lay two versions side by side, point by point, and word by word where it is a text."""
    named = _organisations_in(actor, (first, second))
    currency = actor.cluster.currency if actor.cluster else "EUR"
    return [
        _said(name, first.concept.get(name), second.concept.get(name), named, currency)
        for name in (*CONCEPT_FIELDS, "providers")
    ]


def runs_between(first: str, second: str) -> tuple[tuple[Run, str], ...]:
    """Say word by word what went, what came and what stayed from one text to another."""
    old, new = first.split(), second.split()
    runs: list[tuple[Run, str]] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append((Run.KEPT, " ".join(old[i:j])))
            continue
        runs += [(Run.GONE, " ".join(old[i:j]))] if i < j else []
        runs += [(Run.NEW, " ".join(new[k:m]))] if k < m else []
    return tuple(runs)


def _said(
    name: str, first: Any, second: Any, named: Mapping[int, Organisation], currency: str
) -> Said:
    one, other = (_in_words(name, value, named, currency) for value in (first, second))
    is_rewritten = name in LONG_TEXTS and one and other and one != other
    runs = runs_between(one, other) if is_rewritten else ()
    return Said(name, label_of_point(name), one, other, runs)


def _in_words(name: str, value: Any, named: Mapping[int, Organisation], currency: str) -> str:
    if name == "providers":
        return "; ".join(_provider_in_words(one, named) for one in value or [])
    if name in MARKS:
        return _("yes") if value else _("no")
    if value in (None, "", []):
        return ""
    return _known_in_words(name, value, currency)


def _known_in_words(name: str, value: Any, currency: str) -> str:
    if name == "category":
        return label_of_category(value)
    if name in MONEY:
        return figures.money(Decimal(value), currency)
    if name in CODE_LISTS:
        codes = value if isinstance(value, list) else [value]
        return ", ".join(words.labels_of(codes, CODE_LISTS[name]))
    return str(value)


def _provider_in_words(provider: Mapping[str, Any], named: Mapping[int, Organisation]) -> str:
    ours = named.get(provider["organisation_id"] or 0)
    said = {
        "name": str(ours) if ours else provider["name"] or _("unknown"),
        "role": words.PROVIDER_ROLES.get(provider["role"], provider["role"]),
    }
    return _("%(name)s (%(role)s)") % said


def _organisations_in(actor: Actor, versions: Iterable[Version]) -> dict[int, Organisation]:
    wanted = {
        one["organisation_id"]
        for version in versions
        for one in version.concept.get("providers", [])
        if one["organisation_id"]
    }
    return {one.pk: one for one in organisations_visible_to(actor).filter(pk__in=wanted)}
