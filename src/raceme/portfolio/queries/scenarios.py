"""Which scenarios there are, and whether what they rest on has changed."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from django.db.models import Q, QuerySet

from raceme.access.actor import Actor
from raceme.catalogue.models import Service
from raceme.foundation.models import Change
from raceme.portfolio.models import Ruling, Scenario

# Which values of which rows a plan is computed from (see bridge/case.py). The history names them,
# so that one question tells whether anything has changed since, without collecting all of it.
BEHIND_PLANS: Mapping[str, tuple[str, ...]] = {
    "needs.need": (
        "organisation_id",
        "topic",
        "importance",
        "satisfaction",
        "recorded_on",
        "withdrawn_at",
    ),
    "members.organisation": ("code", "weight", "standing", "merged_into_id"),
    "strategy.strategy": ("version", "status"),
    "strategy.objective": (
        "strategy_id",
        "code",
        "name",
        "weight",
        "full",
        "categories",
        "ended_at",
    ),
    "catalogue.service": (
        "code",
        "name",
        "category",
        "person_days",
        "cost_eur",
        "income_eur",
        "reach",
        "max_editions",
        "is_cross_sectoral",
        "answers",
        "serves",
        "retired_at",
    ),
}
# A new member has said nothing yet, so no plan listens to it.
SILENT_WHEN_NEW = ("members.organisation",)


def scenarios_visible_to(actor: Actor) -> QuerySet[Scenario]:
    """All scenarios of the actor's cluster organisation, without their (long) answers."""
    if not actor.is_seated:
        return Scenario.objects.none()
    return Scenario.objects.filter(cluster=actor.cluster).defer("answer")


def computed_scenarios(actor: Actor) -> QuerySet[Scenario]:
    """The scenarios that have an answer, newest first."""
    return scenarios_visible_to(actor).filter(answer__isnull=False).order_by("-answered_at", "-pk")


def latest_plan(actor: Actor) -> Scenario | None:
    """The scenario that was computed last."""
    return computed_scenarios(actor).first()


def services_ruled(scenario: Scenario, kind: Ruling.Kind) -> list[str]:
    """The ids of the services that must, or must not, be in the plan."""
    return [one.service.code for one in scenario.rulings.all() if one.kind == kind]


def services_ruled_on(scenario: Scenario, kind: Ruling.Kind) -> QuerySet[Service]:
    """The services that must, or must not, be in the plan."""
    return Service.objects.filter(rulings__scenario=scenario, rulings__kind=kind)


def newest_change_behind_plans(
    actor: Actor, *, since: int = 0, kinds: Collection[str] = tuple(BEHIND_PLANS)
) -> int:
    """The number of the newest change of anything that plans rest on; `since`, if none is newer.

    A scenario whose answer takes this change into account is not outdated. `kinds` asks for
    changes of these rows alone.
    """
    if not actor.is_seated:
        return since
    matters = Q()
    for kind in kinds:
        matters |= Q(kind=kind, values__has_any_keys=BEHIND_PLANS[kind])
    changes = Change.objects.filter(matters, cluster_id=actor.cluster_id, pk__gt=since).exclude(
        kind__in=SILENT_WHEN_NEW, effect=Change.Effect.NEW
    )
    return changes.order_by("-pk").values_list("pk", flat=True).first() or since


def newest_change_since(actor: Actor, scenarios: list[Scenario]) -> int:
    """The newest change that could make any of these scenarios outdated, in one question."""
    known = [one.answered_until for one in scenarios if one.answered_until is not None]
    return newest_change_behind_plans(actor, since=min(known)) if known else 0


def outdated_scenarios(actor: Actor) -> list[Scenario]:
    """The scenarios whose limits, or what they rest on, have changed since they were computed."""
    computed = list(scenarios_visible_to(actor).filter(answered_at__isnull=False))
    newest = newest_change_since(actor, computed)
    return [one for one in computed if one.is_outdated(newest)]


def free_name(actor: Actor, name: str, year: int) -> str:
    """A name that no scenario of this year has yet, such as Base, Base (2) and so on."""
    taken = set(scenarios_visible_to(actor).filter(year=year).values_list("name", flat=True))
    number, wanted = 1, name
    while wanted in taken:
        number += 1
        wanted = f"{name[:110]} ({number})"
    return wanted


def scenario_with_budget(actor: Actor, scenario: Scenario, budget_eur: Decimal) -> Scenario | None:
    """The scenario that differs from this one in its budget alone, and has this budget."""
    same = {
        name: getattr(scenario, name)
        for name in (
            "year",
            "person_days",
            "alignment_weight",
            "own_income_share_min",
            "cross_sectoral_min",
            "seed",
        )
    }
    found = scenarios_visible_to(actor).filter(budget_eur=budget_eur, **same)
    wanted = _settled(scenario)
    candidates = found.prefetch_related("rulings", "weighings").order_by("-pk")
    return next((one for one in candidates if _settled(one) == wanted), None)


def _settled(scenario: Scenario) -> tuple[set[tuple[int, str]], dict[str, float]]:
    return (
        {(one.service_id, one.kind) for one in scenario.rulings.all()},
        {one.objective: one.weight for one in scenario.weighings.all()},
    )


def rulings_visible_to(actor: Actor) -> QuerySet[Ruling]:
    """All musts and must-nots of all scenarios."""
    if not actor.is_seated:
        return Ruling.objects.none()
    rulings = Ruling.objects.filter(scenario__cluster=actor.cluster)
    return rulings.select_related("scenario", "service").defer("scenario__answer")


def musts_on(actor: Actor, service: Service) -> QuerySet[Ruling]:
    """Where a service is a must."""
    return rulings_visible_to(actor).filter(service=service, kind=Ruling.Kind.MUST)
