"""Where a topic and a service of a plan cross: the rows behind a cell of the gap matrix."""

from dataclasses import dataclass

from django.db.models import QuerySet

from raceme.access.actor import Actor
from raceme.catalogue.models import Service
from raceme.catalogue.queries import services_visible_to
from raceme.cores.planning.values import GapCell, ServiceChoice, TopicResult
from raceme.needs.models import Need
from raceme.needs.queries import SCORE, latest_needs
from raceme.portfolio.bridge.answer import heading_kept_with, plan_of
from raceme.portfolio.documents.sentences import names_in, sentence
from raceme.portfolio.models import Scenario
from raceme.vocabulary.topics import label_of_topic


@dataclass(frozen=True)
class Giver:
    """A service of the plan, what it gives to a topic, and the page where it is kept."""

    cell: GapCell
    choice: ServiceChoice
    topic_label: str
    service: Service | None


@dataclass(frozen=True)
class Crossing:
    """A topic, a service, or both, with everything of the plan that stands where they cross."""

    topic: TopicResult | None
    topic_label: str
    needs: QuerySet[Need] | None
    choice: ServiceChoice | None
    service: Service | None
    reasons: tuple[str, ...]
    givers: tuple[Giver, ...]


def crossing_of(scenario: Scenario, actor: Actor, *, topic: str, service: str) -> Crossing:
    """Collect what stands behind a cell; an empty `topic` or `service` means all of them.

    The needs are those of today, which may have changed since the plan was computed.
    """
    plan = plan_of(scenario)
    names = names_in(plan, heading_kept_with(scenario).currency)
    choices = {choice.id: choice for choice in plan.services}
    kept = {one.code: one for one in services_visible_to(actor)}
    choice = choices.get(service)
    return Crossing(
        topic=next((one for one in plan.topics if one.id == topic), None),
        topic_label=label_of_topic(topic) if topic else "",
        needs=latest_needs(actor).filter(topic=topic).order_by(SCORE.desc(), "organisation__name")
        if topic
        else None,
        choice=choice,
        service=kept.get(service),
        reasons=tuple(sentence(fact, names) for fact in choice.reasons) if choice else (),
        givers=tuple(
            Giver(cell, choices[cell.service], label_of_topic(cell.topic), kept.get(cell.service))
            for cell in sorted(plan.cells, key=lambda one: (-one.given, -one.strength, one.service))
            if (not topic or cell.topic == topic) and (not service or cell.service == service)
        ),
    )
