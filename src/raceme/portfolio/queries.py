"""Which scenarios there are, and what they rest on."""

from django.db.models import QuerySet

from raceme.access.actor import Actor
from raceme.portfolio.models import Ruling, Scenario


def scenarios_visible_to(actor: Actor) -> QuerySet[Scenario]:
    """All scenarios of the actor's cluster organisation, without their (long) answers."""
    if not actor.is_seated:
        return Scenario.objects.none()
    return Scenario.objects.filter(cluster=actor.cluster).defer("answer")


def computed_scenarios(actor: Actor) -> QuerySet[Scenario]:
    """The scenarios that have an answer, newest first."""
    return scenarios_visible_to(actor).filter(answer__isnull=False).order_by("-finished_at", "-pk")


def latest_plan(actor: Actor) -> Scenario | None:
    """The scenario that was computed last."""
    return computed_scenarios(actor).first()


def services_ruled(scenario: Scenario, kind: Ruling.Kind) -> list[str]:
    """The ids of the services that must, or must not, be in the plan."""
    return list(scenario.rulings.filter(kind=kind).values_list("service__code", flat=True))
