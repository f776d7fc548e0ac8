"""What is known for costing services."""

from decimal import Decimal

from raceme.access.actor import Actor
from raceme.catalogue.models import DayRate, Service, Terms


def day_rate_of(actor: Actor) -> DayRate | None:
    """What a day of the team costs in this house; None while nobody has said it."""
    return DayRate.objects.filter(cluster=actor.cluster).first() if actor.is_seated else None


def house_rate(actor: Actor) -> Decimal | None:
    """The cost of a person-day in this house, in its currency; None while it is unknown."""
    rate = day_rate_of(actor)
    return None if rate is None else rate.day_rate_eur


def terms_of(service: Service) -> Terms | None:
    """How a service is costed; None where it has no costing."""
    terms: Terms | None = getattr(service, "terms", None)
    return terms
