"""Which needs of members stand behind a service: who asked, how many, how strongly."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Avg, Count, OuterRef, QuerySet, Subquery

from raceme.access.actor import Actor
from raceme.catalogue.models import Service, TopicAnswer
from raceme.needs.models import Need
from raceme.needs.queries import IMPORTANT_FROM, SCORE, latest_needs


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
    topics = [one.topic for one in service.answers.all() if one.strength > 0]
    wanted = _asking(actor).filter(topic__in=topics)
    return wanted.order_by(SCORE.desc(), "organisation__name", "pk")


def asked_for(actor: Actor, services: Iterable[Service]) -> dict[int, Asked]:
    """Count the needs behind each of the services, by number of the service: one question."""
    topics = TopicAnswer.objects.filter(service=OuterRef(OuterRef("pk")), strength__gt=0)
    asking = _asking(actor).filter(topic__in=topics.values("topic")).order_by().values("cluster")
    counted = Service.objects.filter(pk__in=[one.pk for one in services]).values_list(
        "pk",
        Subquery(asking.annotate(sum=Count("pk")).values("sum")),
        Subquery(asking.annotate(sum=Count("organisation", distinct=True)).values("sum")),
        Subquery(asking.annotate(mean=Avg("importance")).values("mean")),
    )
    return {
        pk: Asked(needs or 0, members or 0, None if mean is None else float(mean))
        for pk, needs, members, mean in counted
    }


def _asking(actor: Actor) -> QuerySet[Need]:
    return latest_needs(actor).filter(importance__gte=IMPORTANT_FROM)
