"""What the library of archetypes holds, and how our services differ from what is usual."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.access.actor import Actor
from raceme.catalogue import words
from raceme.catalogue.archetypes import LIBRARY_VERSION, Archetype, archetype_named, archetypes
from raceme.catalogue.models import Service
from raceme.catalogue.queries.services import services_visible_to
from raceme.foundation import figures
from raceme.vocabulary.categories import label_of_category
from raceme.vocabulary.terms import folded
from raceme.vocabulary.topics import code_of_topic, label_of_topic


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that our service says otherwise than its archetype, both in words."""

    label: str | Promise
    ours: str
    usual: str


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """A kind of service in the library, and the service we made of it, if we offer one."""

    archetype: Archetype
    service: Service | None
    differences: tuple[Difference, ...] = ()


def library_for(
    actor: Actor,
    *,
    text: str = "",
    category: str = "",
    format: str = "",
    topic: str = "",
    funding: str = "",
    target: str = "",
    days_min: float | None = None,
    days_max: float | None = None,
    adopted: str = "",
    cross_sectoral: bool = False,
    emerging: bool = False,
) -> list[LibraryEntry]:
    """Search the library of archetypes; each entry says whether we offer such a service.

    `target` finds what is for everybody, too. `adopted` narrows to what we have ("yes") or have
    not ("no").
    """
    ours = _adopted_by(actor)
    wanted = folded(text).split()
    found = (
        one
        for one in archetypes()
        if (not category or one.category == category)
        and (not format or one.format == format)
        and (not topic or code_of_topic(topic) in one.answers)
        and (not funding or funding in one.funding)
        and (not target or target in one.targets or "all" in one.targets)
        and (days_min is None or one.effort_days >= days_min)
        and (days_max is None or one.effort_days <= days_max)
        and (not adopted or (one.id in ours) == (adopted == "yes"))
        and (not cross_sectoral or one.is_cross_sectoral)
        and (not emerging or one.is_for_emerging_industries)
        and all(word in _searched(one) for word in wanted)
    )
    return [_entry(one, ours.get(one.id)) for one in found]


def entry_of(actor: Actor, archetype: Archetype) -> LibraryEntry:
    """One kind of service of the library, and ours."""
    return _entry(archetype, _adopted_by(actor).get(archetype.id))


def facts_of(archetype: Archetype) -> dict[str, Any]:
    """Give the words and figures of an archetype as the values of a service."""
    return {
        **concept_facts_of(archetype),
        "name": archetype.name,
        "category": archetype.category,
        "description": archetype.description,
        "person_days": _exact(archetype.effort_days),
        "cost_eur": _exact(archetype.cost_eur),
        "income_eur": _exact(archetype.income_eur),
        "reach": archetype.reach,
        "max_editions": archetype.max_editions,
        "is_cross_sectoral": archetype.is_cross_sectoral,
    }


def concept_facts_of(archetype: Archetype) -> dict[str, Any]:
    """Give what a list of services with figures does not say, and the library knows."""
    return {
        "archetype": archetype.id,
        "archetype_version": LIBRARY_VERSION,
        "need": archetype.need,
        "targets": list(archetype.targets),
        "level": str(archetype.level),
        "format": archetype.format,
        "funding": list(archetype.funding),
        "kpis": "\n".join(archetype.kpis),
        "is_for_emerging": archetype.is_for_emerging_industries,
    }


def differences_from_library(service: Service) -> tuple[Difference, ...]:
    """Say what our service says otherwise than the archetype it was adopted from.

    A text that stands as it does in the library in any of its languages is no difference.
    """
    archetype = archetype_named(service.archetype)
    if archetype is None:
        return ()
    compared = (*_texts(service, archetype), *_lists(service, archetype))
    marks = (*_figures(service, archetype), *_marks(service, archetype))
    answers = _answers(service, archetype)
    return tuple(one for one in (*compared, *marks, *answers) if one is not None)


def _adopted_by(actor: Actor) -> dict[str, Service]:
    """Give the services on offer that came from the library, by the id of their archetype."""
    adopted = services_visible_to(actor).filter(retired_at__isnull=True).exclude(archetype="")
    return {one.archetype: one for one in adopted.prefetch_related("answers")}


def _entry(archetype: Archetype, service: Service | None) -> LibraryEntry:
    differences = differences_from_library(service) if service else ()
    return LibraryEntry(archetype, service, differences)


def _texts(service: Service, usual: Archetype) -> Iterator[Difference | None]:
    kpis = ("\n".join(usual.kpis_en), "\n".join(usual.kpis_de))
    texts = {
        "name": (usual.name_en, usual.name_de, usual.name),
        "need": (usual.need_en, usual.need_de, usual.need),
        "description": (usual.description_en, usual.description_de, usual.description),
        "kpis": (*kpis, "\n".join(usual.kpis)),
    }
    for name, (english, german, here) in texts.items():
        ours = getattr(service, name)
        same = " ".join(ours.split()) in {" ".join(text.split()) for text in (english, german)}
        yield None if same else Difference(_label(name), ours, here)


def _lists(service: Service, usual: Archetype) -> Iterator[Difference | None]:
    yield _one_of("category", service.category, usual.category, label_of_category)
    for name, theirs, known in (
        ("format", usual.format, words.FORMATS),
        ("level", str(usual.level), words.LEVELS),
    ):
        yield _one_of(name, getattr(service, name), theirs, _label_in(known))
    for name, many, known in (
        ("targets", usual.targets, words.TARGETS),
        ("funding", usual.funding, words.FUNDING),
    ):
        ours = getattr(service, name)
        both = [", ".join(words.labels_of(codes, known)) for codes in (ours, many)]
        yield None if set(ours) == set(many) else Difference(_label(name), both[0], both[1])


def _figures(service: Service, usual: Archetype) -> Iterator[Difference | None]:
    numbers = {
        "person_days": _exact(usual.effort_days),
        "reach": _exact(usual.reach),
        "max_editions": Decimal(usual.max_editions),
    }
    amounts = {"cost_eur": _exact(usual.cost_eur), "income_eur": _exact(usual.income_eur)}
    currency = service.cluster.currency
    for name, theirs in numbers.items():
        ours = Decimal(str(getattr(service, name)))
        same = ours == theirs
        shown = (figures.number(ours), figures.number(theirs))
        yield None if same else Difference(_label(name), *shown)
    for name, theirs in amounts.items():
        shown = (figures.money(getattr(service, name), currency), figures.money(theirs))
        yield None if getattr(service, name) == theirs else Difference(_label(name), *shown)


def _marks(service: Service, usual: Archetype) -> Iterator[Difference | None]:
    for name, theirs in (
        ("is_cross_sectoral", usual.is_cross_sectoral),
        ("is_for_emerging", usual.is_for_emerging_industries),
    ):
        yield _one_of(
            name, getattr(service, name), theirs, lambda one: _("yes") if one else _("no")
        )


def _answers(service: Service, usual: Archetype) -> Iterator[Difference | None]:
    ours = {one.topic: one.strength for one in service.answers.all()}
    for topic in dict.fromkeys((*ours, *usual.answers)):
        one, other = ours.get(topic), usual.answers.get(topic)
        label = gettext_lazy("answers: %(topic)s") % {"topic": label_of_topic(topic)}
        yield None if one == other else Difference(label, _strength(one), _strength(other))


def _strength(strength: float | None) -> str:
    return _("not answered") if strength is None else figures.share(strength)


def _one_of(name: str, ours: Any, usual: Any, shown: Any) -> Difference | None:
    return None if ours == usual else Difference(_label(name), str(shown(ours)), str(shown(usual)))


def _label_in(known: dict[str, str | Promise]) -> Any:
    return lambda code: known.get(code, code)


def _label(name: str) -> str:
    return str(Service._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _exact(figure: float) -> Decimal:
    return Decimal(str(figure)).quantize(Decimal("0.01"))


def _searched(archetype: Archetype) -> str:
    said: Iterable[str] = (
        archetype.id,
        archetype.name,
        archetype.description,
        archetype.need,
        *archetype.kpis,
    )
    return folded(" ".join(said))
