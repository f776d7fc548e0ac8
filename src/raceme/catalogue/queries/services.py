"""Which services there are, and what they answer and serve."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from raceme.access.actor import Actor
from raceme.access.models import Role, Seat
from raceme.access.queries import seats_visible_to
from raceme.catalogue.archetypes import Archetype
from raceme.catalogue.models import (
    RUNNING,
    Contribution,
    Provider,
    Review,
    Service,
    Stage,
    StageChange,
    TopicAnswer,
)
from raceme.members.models import Organisation
from raceme.strategy.models import Objective
from raceme.strategy.queries import objectives_in_force
from raceme.vocabulary.categories import SERVED_BY_CATEGORY
from raceme.vocabulary.topics import code_of_topic, label_of_topic

# Who of those who hold a seat can answer for a service, and the word for services of nobody.
OWNERS = (Role.MANAGER, Role.ADVISER)
NOBODY = "nobody"

_PLACE_OF_STAGE = Case(
    *(When(stage=stage, then=Value(stage.place)) for stage in Stage),
    output_field=IntegerField(),
)
SORTS: dict[str, list[str | Case]] = {
    "code": ["code", "pk"],
    "name": ["name", "pk"],
    "category": ["category", "code", "pk"],
    "cost": ["-cost_eur", "code", "pk"],
    "days": ["-person_days", "code", "pk"],
    "stage": [_PLACE_OF_STAGE, "code", "pk"],
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


def services_visible_to(actor: Actor) -> QuerySet[Service]:
    """All services of the actor's cluster organisation, retired ones included."""
    if not actor.is_seated:
        return Service.objects.none()
    return Service.objects.filter(cluster=actor.cluster)


def services_offered(actor: Actor) -> QuerySet[Service]:
    """The services on offer today, with what they answer and what they serve."""
    return with_links(services_visible_to(actor).filter(retired_at__isnull=True))


def with_links(services: QuerySet[Service]) -> QuerySet[Service]:
    """Fetch what services answer and serve along with them, in a few more queries for all."""
    contributions = Contribution.objects.select_related("objective")
    providers = Provider.objects.select_related("organisation")
    return services.select_related("owner__user").prefetch_related(
        "answers", Prefetch("contributions", contributions), Prefetch("providers", providers)
    )


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


def with_stage_since(services: QuerySet[Service]) -> QuerySet[Service]:
    """Let each service carry since when it stands at its stage, as `stage_since`."""
    changes = StageChange.objects.filter(service=OuterRef("pk"))
    return services.annotate(stage_since=Subquery(changes.values("at")[:1]))


def services_with(actor: Actor, organisation: Organisation) -> QuerySet[Provider]:
    """In which services on offer an organisation takes part, and as what."""
    offered = services_visible_to(actor).filter(retired_at__isnull=True)
    rows = Provider.objects.filter(organisation=organisation, service__in=offered)
    return rows.select_related("service").order_by("service__code", "pk")


def seats_of_team(actor: Actor) -> QuerySet[Seat]:
    """The seats of those who can answer for a service: the team."""
    return seats_visible_to(actor).filter(role__in=OWNERS).order_by("user__name", "pk")


def services_due_for_review(actor: Actor, today: date) -> QuerySet[Service]:
    """The services in the portfolio whose yearly review is due."""
    return services_visible_to(actor).filter(_is_due_for_review(today))


def a_year_before(day: date) -> date:
    """Give the same day of the year before; for the 29th of February the 28th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


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
    stage: str = "",
    format: str = "",
    delivered_by: str = "",
    owner: str = "",
    topic: str = "",
    objective: str = "",
    cross_sectoral: bool = False,
    emerging: bool = False,
    with_retired: bool = False,
    review_due_on: date | None = None,
    sort: str = "code",
    by: Actor,
) -> QuerySet[Service]:
    """Narrow a list of services to what somebody looks for.

    `owner` is the number of a seat, or `NOBODY` for services that nobody answers for;
    `review_due_on` a day on which their yearly review is due.
    """
    if not with_retired and stage != Stage.RETIRED:
        services = services.filter(retired_at__isnull=True)
    columns = {
        "category": category,
        "stage": stage,
        "format": format,
        "delivered_by": delivered_by,
        "is_cross_sectoral": cross_sectoral,
        "is_for_emerging": emerging,
    }
    services = services.filter(**{name: value for name, value in columns.items() if value})
    if owner:
        services = services.filter(_is_of(owner, by))
    if review_due_on:
        services = services.filter(_is_due_for_review(review_due_on))
    if topic:
        answered = TopicAnswer.objects.filter(topic=code_of_topic(topic), strength__gt=0)
        services = services.filter(pk__in=answered.values("service"))
    if objective:
        wanted = [one for one in objectives_in_force(by) if one.code == objective]
        services = services.filter(_serves(by, wanted))
    for word in text.split():
        services = services.filter(_says(word))
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


def _is_of(owner: str, by: Actor) -> Q:
    """Say who answers for a service: a seat by its number, or nobody."""
    if owner == NOBODY:
        return Q(owner__isnull=True) | Q(owner__ended_at__isnull=False)
    return Q(owner__in=[one for one in seats_of_team(by) if str(one.pk) == owner])


def _says(word: str) -> Q:
    """Say in which texts of a service a word is looked for."""
    return (
        Q(name__icontains=word)
        | Q(code__icontains=word)
        | Q(description__icontains=word)
        | Q(need__icontains=word)
    )


def _is_due_for_review(today: date) -> Q:
    """Say of which services in the portfolio nobody has taken the yearly look."""
    since = a_year_before(today)
    reviews = Review.objects.filter(
        service=OuterRef("pk"), withdrawn_at__isnull=True, reviewed_on__gte=since
    )
    came = StageChange.objects.filter(
        service=OuterRef("pk"), to_stage=Stage.IN_PORTFOLIO, at__date__gte=since
    )
    return Q(~Exists(reviews), ~Exists(came), stage__in=RUNNING)


def _serves(actor: Actor, objectives: Iterable[Objective]) -> Q:
    """Say in a condition what `objectives_served` says of one service."""
    wanted = list(objectives)
    in_force = list(objectives_in_force(actor))
    words = Contribution.objects.filter(service=OuterRef("pk"))
    stated = words.filter(objective__in=wanted, strength__gt=0)
    silent = ~Exists(words.filter(objective__in=in_force))
    categories = {name for one in wanted if one in in_force for name in one.categories}
    return Q(Exists(stated)) | Q(silent, category__in=categories)
