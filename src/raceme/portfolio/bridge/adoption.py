"""From a computed plan to the lines of a service plan: what it offers, as it stands at adoption."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.catalogue.models import Service
from raceme.catalogue.queries import objectives_served, services_visible_to, with_links
from raceme.cores.planning.values import Plan, ServiceChoice
from raceme.foundation.errors import Refused
from raceme.portfolio.bridge.answer import plan_of
from raceme.portfolio.documents.summary import offered
from raceme.portfolio.models import PlanLine, Scenario
from raceme.strategy.queries import objectives_in_force


def lines_offered(scenario: Scenario, actor: Actor) -> list[PlanLine]:
    """Write the services that a scenario's plan offers as lines, not stored yet."""
    plan = plan_of(scenario)
    chosen = offered(plan)
    kept = services_visible_to(actor).filter(code__in=[one.id for one in chosen])
    services = {one.code: one for one in with_links(kept)}
    answered, objectives = _topics_answered(plan), list(objectives_in_force(actor))
    lines = []
    for choice in chosen:
        service = services.get(choice.id)
        if service is None:
            raise Refused(
                _("“%(service)s” has another id in the catalogue now. Compute the plan again.")
                % {"service": choice.name}
            )
        served = objectives_served(service, objectives)
        line = _line(choice, service)
        line.topics = answered.get(choice.id, [])
        line.objectives = [one.objective.code for one in served if one.strength > 0]
        line.computed = line.figures
        lines.append(line)
    return lines


def line_by_hand(service: Service, *, editions: int, actor: Actor) -> PlanLine:
    """Write a service that the computation left out as a line, with its figures of today."""
    served = objectives_served(service, objectives_in_force(actor))
    return PlanLine(
        service=service,
        name=service.name,
        category=service.category,
        editions=editions,
        person_days=service.person_days,
        cost_eur=service.cost_eur,
        income_eur=service.income_eur,
        reach=service.reach,
        topics=[one.topic for one in service.answers.all() if one.strength > 0],
        objectives=[one.objective.code for one in served if one.strength > 0],
    )


def _line(choice: ServiceChoice, service: Service) -> PlanLine:
    """One edition of what was computed; how many members it reaches only the catalogue says."""
    return PlanLine(
        service=service,
        name=choice.name,
        category=service.category,
        editions=choice.editions,
        person_days=_of_one(choice.person_days, choice.editions, "0.0001"),
        cost_eur=_of_one(choice.cost_eur, choice.editions, "0.01"),
        income_eur=_of_one(choice.income_eur, choice.editions, "0.01"),
        reach=service.reach,
    )


def _of_one(total: float, editions: int, exact: str) -> Decimal:
    return (Decimal(str(total)) / editions).quantize(Decimal(exact))


def _topics_answered(plan: Plan) -> Mapping[str, list[str]]:
    """List by service the topics of which it answers something, the most answered first."""
    found: dict[str, list[str]] = {}
    for cell in sorted(plan.cells, key=lambda one: (-one.given, one.topic)):
        if cell.given > 0:
            found.setdefault(cell.service, []).append(cell.topic)
    return found
