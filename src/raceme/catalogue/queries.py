"""Which services there are, what they answer and serve, and what the library holds."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Prefetch, Q, QuerySet

from raceme.access.actor import Actor
from raceme.catalogue.archetypes import Archetype, archetypes
from raceme.catalogue.models import Contribution, Service, TopicAnswer
from raceme.strategy.models import Objective
from raceme.strategy.queries import objectives_in_force
from raceme.vocabulary.categories import SERVED_BY_CATEGORY
from raceme.vocabulary.terms import folded
from raceme.vocabulary.topics import code_of_topic, label_of_topic

SORTS = {
    "code": ["code", "pk"],
    "name": ["name", "pk"],
    "category": ["category", "code", "pk"],
    "cost": ["-cost_eur", "code", "pk"],
    "days": ["-person_days", "code", "pk"],
}


@dataclass(frozen=True, slots=True)
class Served:
    """That a service serves an objective, how much (0 to 4), and whether somebody said so."""

    objective: Objective
    strength: float
    is_stated: bool  # False: because the objective names the service's category


@dataclass(frozen=True, slots=True)
class Answered:
    """A topic, and how strongly our service and its archetype answer it (0 to 1)."""

    topic: str
    strength: float | None  # None: ours does not answer it
    usual: float | None  # None: the archetype does not answer it, or there is none

    @property
    def label(self) -> str:
        return label_of_topic(self.topic)


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """A kind of service in the library, and the service we made of it, if we offer one."""

    archetype: Archetype
    service: Service | None


def services_visible_to(actor: Actor) -> QuerySet[Service]:
    """All services of the actor's cluster organisation, retired ones included."""
    if not actor.is_seated:
        return Service.objects.none()
    return Service.objects.filter(cluster=actor.cluster)


def services_offered(actor: Actor) -> QuerySet[Service]:
    """The services on offer today, with what they answer and what they serve."""
    return with_links(services_visible_to(actor).filter(retired_at__isnull=True))


def with_links(services: QuerySet[Service]) -> QuerySet[Service]:
    """Fetch what services answer and serve along with them, in two more queries for all."""
    contributions = Contribution.objects.select_related("objective")
    return services.prefetch_related("answers", Prefetch("contributions", contributions))


def services_answering(actor: Actor, topic: str) -> QuerySet[Service]:
    """The services on offer that answer a need topic, the strongest answer first.

    Each carries `strength_of_answer`, from 0 to 1.
    """
    return (
        services_offered(actor)
        .alias(answer=FilteredRelation("answers", condition=Q(answers__topic=code_of_topic(topic))))
        .filter(answer__strength__gt=0)
        .annotate(strength_of_answer=F("answer__strength"))
        .order_by("-strength_of_answer", "code", "pk")
    )


def services_serving(actor: Actor, objective: Objective) -> QuerySet[Service]:
    """The services on offer that serve an objective, by a word of ours or by their category."""
    return services_offered(actor).filter(_serves(actor, [objective]))


def services_without_objective(actor: Actor) -> QuerySet[Service]:
    """The services on offer that serve no objective in force."""
    return services_offered(actor).exclude(_serves(actor, objectives_in_force(actor)))


def services_without_need_or_objective(
    actor: Actor, *, asked_topics: Collection[str]
) -> QuerySet[Service]:
    """The services on offer that answer none of the topics asked for, and serve no objective."""
    asked_for = TopicAnswer.objects.filter(
        service=OuterRef("pk"), topic__in=asked_topics, strength__gt=0
    )
    return services_without_objective(actor).exclude(Exists(asked_for))


def found_among(
    services: QuerySet[Service],
    *,
    text: str = "",
    category: str = "",
    topic: str = "",
    objective: str = "",
    cross_sectoral: bool = False,
    with_retired: bool = False,
    sort: str = "code",
    by: Actor,
) -> QuerySet[Service]:
    """Narrow a list of services to what somebody looks for."""
    if not with_retired:
        services = services.filter(retired_at__isnull=True)
    if category:
        services = services.filter(category=category)
    if cross_sectoral:
        services = services.filter(is_cross_sectoral=True)
    if topic:
        answered = TopicAnswer.objects.filter(topic=code_of_topic(topic), strength__gt=0)
        services = services.filter(pk__in=answered.values("service"))
    if objective:
        wanted = [one for one in objectives_in_force(by) if one.code == objective]
        services = services.filter(_serves(by, wanted))
    for word in text.split():
        services = services.filter(
            Q(name__icontains=word) | Q(code__icontains=word) | Q(description__icontains=word)
        )
    return services.order_by(*SORTS.get(sort, SORTS["code"]))


def objectives_served(service: Service, in_force: Iterable[Objective]) -> list[Served]:
    """Say which of the objectives in force a service serves.

    What somebody stated counts, and then only that (also where it is 0). A service without a
    word on any objective in force serves those that name its category, with 3 of 4.
    """
    stated = {one.objective_id: one.strength for one in service.contributions.all()}
    objectives = list(in_force)
    if any(one.pk in stated for one in objectives):
        return [Served(one, stated[one.pk], True) for one in objectives if one.pk in stated]
    return [
        Served(one, SERVED_BY_CATEGORY, False)
        for one in objectives
        if service.category in one.categories
    ]


def answers_compared(service: Service, archetype: Archetype | None) -> list[Answered]:
    """List what a service answers, the strongest first, beside what its archetype answers."""
    ours = {one.topic: one.strength for one in service.answers.all()}
    usual = archetype.answers if archetype else {}
    dropped = [topic for topic in usual if topic not in ours]
    return [Answered(one, ours.get(one), usual.get(one)) for one in [*ours, *dropped]]


def library_for(
    actor: Actor,
    *,
    text: str = "",
    category: str = "",
    format: str = "",
    topic: str = "",
    cross_sectoral: bool = False,
    emerging: bool = False,
) -> list[LibraryEntry]:
    """Search the library of archetypes; each entry says whether we offer such a service."""
    adopted = {
        service.archetype: service
        for service in services_visible_to(actor).filter(retired_at__isnull=True)
        if service.archetype
    }
    words = folded(text).split()
    return [
        LibraryEntry(one, adopted.get(one.id))
        for one in archetypes()
        if (not category or one.category == category)
        and (not format or one.format == format)
        and (not topic or code_of_topic(topic) in one.answers)
        and (not cross_sectoral or one.is_cross_sectoral)
        and (not emerging or one.is_for_emerging_industries)
        and all(word in _searched(one) for word in words)
    ]


def formats_of_library() -> Sequence[str]:
    """List the formats of the library's services, in the order of the alphabet."""
    return sorted({one.format for one in archetypes()})


def facts_of(archetype: Archetype) -> dict[str, Any]:
    """Give the words and figures of an archetype as the values of a service."""
    return {
        "name": archetype.name,
        "category": archetype.category,
        "description": archetype.description,
        "person_days": _exact(archetype.effort_days),
        "cost_eur": _exact(archetype.cost_eur),
        "income_eur": _exact(archetype.income_eur),
        "reach": archetype.reach,
        "max_editions": archetype.max_editions,
        "is_cross_sectoral": archetype.is_cross_sectoral,
        "is_for_emerging": archetype.is_for_emerging_industries,
    }


def _exact(figure: float) -> Decimal:
    return Decimal(str(figure)).quantize(Decimal("0.01"))


def _searched(archetype: Archetype) -> str:
    return folded(f"{archetype.id} {archetype.name} {archetype.description} {archetype.need}")


def _serves(actor: Actor, objectives: Iterable[Objective]) -> Q:
    """Say in a condition what `objectives_served` says of one service."""
    wanted = list(objectives)
    in_force = list(objectives_in_force(actor))
    words = Contribution.objects.filter(service=OuterRef("pk"))
    stated = words.filter(objective__in=wanted, strength__gt=0)
    silent = ~Exists(words.filter(objective__in=in_force))
    categories = {name for one in wanted if one in in_force for name in one.categories}
    return Q(Exists(stated)) | Q(silent, category__in=categories)
