"""The thread: how objective, need, service and plan hang together, and where it is broken."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.access.http import address_of
from raceme.catalogue.models import TopicAnswer
from raceme.catalogue.queries import services_offered, services_without_need_or_objective
from raceme.members.queries import members_of
from raceme.needs.queries import needs_in_force, responding_members, topics_asked_for
from raceme.portfolio.models import Scenario
from raceme.portfolio.queries import latest_plan, scenarios_visible_to
from raceme.strategy.queries import objectives_in_force, objectives_without_indicator
from raceme.vocabulary.topics import topic_named


@dataclass(frozen=True)
class BrokenRow:
    """One row at which the thread is broken, and the page that mends it."""

    label: str
    detail: str
    address: str


@dataclass(frozen=True)
class Break:
    """A kind of break in the thread, with all its rows."""

    code: str
    title: Promise
    remedy: Promise
    rows: tuple[BrokenRow, ...]


@dataclass(frozen=True)
class Kind:
    """A kind of break that may be: how it is called, what mends it, and how its rows are found."""

    title: Promise
    remedy: Promise
    detail: Promise  # what `detail` of its rows holds
    find: Callable[[Actor], tuple[BrokenRow, ...]]


@dataclass(frozen=True)
class ThreadCounts:
    """How many of each there are along the thread, counted now."""

    members: int
    members_responding: int
    objectives: int
    needs: int
    topics_asked: int
    services: int
    scenarios: int
    plan: Scenario | None


@dataclass(frozen=True)
class Step:
    """One of the five steps from nothing to the first plan."""

    title: Promise
    text: Promise
    action: Promise
    address: str
    is_done: bool


def counts_along_thread(actor: Actor) -> ThreadCounts:
    """Count what hangs on the thread."""
    return ThreadCounts(
        members=members_of(actor).count(),
        members_responding=responding_members(actor).count(),
        objectives=objectives_in_force(actor).count(),
        needs=needs_in_force(actor).count(),
        topics_asked=sum(topic.asking > 0 for topic in topics_asked_for(actor)),
        services=services_offered(actor).count(),
        scenarios=scenarios_visible_to(actor).count(),
        plan=latest_plan(actor),
    )


def breaks_of(actor: Actor) -> list[Break]:
    """Find where the thread is broken; a kind without rows is whole and is not listed."""
    found = (Break(code, kind.title, kind.remedy, kind.find(actor)) for code, kind in KINDS.items())
    return [one for one in found if one.rows]


def first_steps(actor: Actor, counts: ThreadCounts) -> list[Step]:
    """Say what is to be done until the first plan stands, and how much of it is done."""
    return [
        Step(
            _("Enter your members"),
            _("One by one, or a whole spreadsheet with the command raceme import."),
            _("Enter a member"),
            address_of(actor, "members:new"),
            counts.members > 0,
        ),
        Step(
            _("State three objectives"),
            _("What shall be different in three to seven years?"),
            _("State an objective"),
            address_of(actor, "strategy:new_objective"),
            counts.objectives > 0,
        ),
        Step(
            _("Record what members need"),
            _("After a visit or a survey: how important is a topic, how satisfied are they?"),
            _("Record needs"),
            address_of(actor, "needs:topics"),
            counts.needs > 0,
        ),
        Step(
            _("Adopt services from the library"),
            _("93 kinds of services that cluster organisations offer, to adapt to yours."),
            _("Open the library"),
            address_of(actor, "catalogue:library"),
            counts.services > 0,
        ),
        Step(
            _("Compute the plan"),
            _("Which services do most for needs and objectives, with your money and days?"),
            _("Go to the plan"),
            address_of(actor, "portfolio:list"),
            counts.plan is not None,
        ),
    ]


def _unanswered_needs(actor: Actor) -> tuple[BrokenRow, ...]:
    answered = set(
        TopicAnswer.objects.filter(service__in=services_offered(actor), strength__gt=0).values_list(
            "topic", flat=True
        )
    )
    library = address_of(actor, "catalogue:library")
    return tuple(
        BrokenRow(
            label=topic.label,
            detail=str(topic.asking),
            # The library knows the topics of the vocabulary; for others a service is to be made.
            address=f"{library}?{urlencode({'topic': topic.topic})}"
            if topic_named(topic.topic)
            else address_of(actor, "catalogue:new"),
        )
        for topic in topics_asked_for(actor)
        if topic.asking > 0 and topic.topic not in answered
    )


def _idle_services(actor: Actor) -> tuple[BrokenRow, ...]:
    asked = [topic.topic for topic in topics_asked_for(actor) if topic.asking > 0]
    return tuple(
        BrokenRow(
            label=service.name,
            detail=service.code,
            address=address_of(actor, "catalogue:edit", pk=service.pk),
        )
        for service in services_without_need_or_objective(actor, asked_topics=asked)
    )


def _unmeasured_objectives(actor: Actor) -> tuple[BrokenRow, ...]:
    return tuple(
        BrokenRow(
            label=str(objective),
            detail=objective.code,
            address=address_of(actor, "strategy:new_indicator", pk=objective.pk),
        )
        for objective in objectives_without_indicator(actor)
    )


KINDS = {
    "needs-without-service": Kind(
        _("Needs that no service answers"),
        _("Adopt a service that answers the topic, or say of a service that it does."),
        _("Members asking"),
        _unanswered_needs,
    ),
    "services-without-reason": Kind(
        _("Services that no objective and no need asked for"),
        _("Say what the service answers or serves, or retire it."),
        _("Id"),
        _idle_services,
    ),
    "objectives-without-indicator": Kind(
        _("Objectives without indicator"),
        _("Say how you will know that the objective is reached."),
        _("Code"),
        _unmeasured_objectives,
    ),
}
