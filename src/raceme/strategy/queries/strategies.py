"""Which versions of the strategy there are, and which one is in force."""

from django.db.models import QuerySet

from raceme.access.actor import Actor
from raceme.strategy.models import Strategy


def strategies_visible_to(actor: Actor) -> QuerySet[Strategy]:
    """All versions of the strategy of the actor's cluster organisation, newest first."""
    if not actor.is_seated:
        return Strategy.objects.none()
    return Strategy.objects.filter(cluster=actor.cluster)


def strategy_in_force(actor: Actor) -> Strategy | None:
    """The newest version that is not retired, be it adopted or still a draft."""
    return strategies_visible_to(actor).exclude(status=Strategy.Status.RETIRED).first()
