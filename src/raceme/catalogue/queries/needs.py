"""Which needs of members stand behind a service: who asked, how many, how strongly."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from raceme.access.actor import Actor
from raceme.catalogue.models import Service
from raceme.needs.models import Need
from raceme.needs.queries import IMPORTANT_FROM, SCORE, latest_needs_on_any


@dataclass(frozen=True, slots=True)
class Asked:
    """How many needs of how many members ask for what a service answers, and how strongly."""

    needs: int
    members: int
    importance: float | None  # mean, 1 to 5; None where nobody asks


def needs_behind(actor: Actor, service: Service) -> QuerySet[Need]:
    """The words that count on the topics a service answers and that are important to members.

    Each carries its `score`; the most urgent come first.
    """
    asking = _asking(actor, _topics_of(service))
    return asking.order_by(SCORE.desc(), "organisation__name", "pk")


def asked_for(actor: Actor, services: Iterable[Service]) -> dict[int, Asked]:
    """Count the needs behind each of the services, by number of the service: one question for all.

    A member counts once for a service, on however many of its topics it asks; so topics cannot
    simply be summed up.
    """
    topics = {one.pk: _topics_of(one) for one in services}
    words: dict[str, list[tuple[int, int]]] = defaultdict(list)
    asking = _asking(actor, [topic for some in topics.values() for topic in some])
    for topic, member, importance in asking.order_by().values_list(
        "topic", "organisation_id", "importance"
    ):
        words[topic].append((member, importance))
    return {pk: _summed_up([one for t in some for one in words[t]]) for pk, some in topics.items()}


def _summed_up(words: list[tuple[int, int]]) -> Asked:
    if not words:
        return Asked(0, 0, None)
    mean = sum(importance for _member, importance in words) / len(words)
    return Asked(len(words), len({member for member, _importance in words}), mean)


def _topics_of(service: Service) -> list[str]:
    return [one.topic for one in service.answers.all() if one.strength > 0]


def _asking(actor: Actor, topics: Iterable[str]) -> QuerySet[Need]:
    return latest_needs_on_any(actor, topics).filter(importance__gte=IMPORTANT_FROM)
