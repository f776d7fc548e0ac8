"""A plan as its page shows it: sentences, tables, pictures, and where each figure leads."""

from collections.abc import Mapping
from dataclasses import dataclass

from raceme.access.actor import Actor
from raceme.access.http import address_of
from raceme.catalogue.queries import services_visible_to
from raceme.cores.planning.values import ObjectiveResult, Plan, ServiceChoice, Status
from raceme.portfolio.bridge.answer import heading_kept_with, plan_of
from raceme.portfolio.bridge.pictures import pictures_of
from raceme.portfolio.documents.charts import Picture
from raceme.portfolio.documents.heading import PlanHeading
from raceme.portfolio.documents.sentences import Names, names_in, sentence
from raceme.portfolio.documents.summary import (
    alignment_share,
    answered_share,
    five_sentences,
    is_asked_too_little,
    offered,
)
from raceme.portfolio.models import Scenario
from raceme.portfolio.queries import newest_change_since


@dataclass(frozen=True)
class ServiceRow:
    """A service of the plan, the page where it is kept, and why it is in or out."""

    choice: ServiceChoice
    address: str | None  # None: the service is no longer in the catalogue
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class PlanPage:
    """Everything that the page of a computed plan shows."""

    plan: Plan
    heading: PlanHeading
    is_infeasible: bool
    is_outdated: bool
    is_asked_too_little: bool
    sentences: tuple[str, ...]
    conflicts: tuple[str, ...]
    answered_share: float | None
    alignment_share: float | None
    chosen: tuple[ServiceRow, ...]
    left_out: tuple[ServiceRow, ...]
    objectives: tuple[ObjectiveResult, ...]
    pictures: dict[str, Picture]


def plan_page(scenario: Scenario, actor: Actor) -> PlanPage:
    """Put together what the page of a scenario's plan shows."""
    plan, heading = plan_of(scenario), heading_kept_with(scenario)
    names = names_in(plan, heading.currency)
    addresses = _addresses(actor)
    is_infeasible = plan.status == Status.INFEASIBLE
    chosen = offered(plan)
    left_out = sorted(
        (one for one in plan.services if one.editions == 0),
        key=lambda one: (-(one.frequency or 0.0), one.id),
    )
    return PlanPage(
        plan=plan,
        heading=heading,
        is_infeasible=is_infeasible,
        is_outdated=scenario.is_outdated(newest_change_since(actor, [scenario])),
        is_asked_too_little=is_asked_too_little(heading),
        sentences=tuple(five_sentences(plan, heading)),
        conflicts=tuple(sentence(fact, names) for fact in plan.conflicts),
        answered_share=answered_share(plan),
        alignment_share=alignment_share(plan),
        chosen=tuple(_row(one, addresses, names) for one in chosen),
        left_out=tuple(_row(one, addresses, names) for one in left_out),
        objectives=plan.objectives,
        pictures=pictures_of(scenario, actor),
    )


def plan_in_short(scenario: Scenario) -> tuple[str, ...]:
    """Say the plan of a scenario that was computed in at most five sentences."""
    return tuple(five_sentences(plan_of(scenario), heading_kept_with(scenario)))


def _addresses(actor: Actor) -> dict[str, str]:
    return {
        code: address_of(actor, "catalogue:detail", pk=pk)
        for code, pk in services_visible_to(actor).values_list("code", "pk")
    }


def _row(choice: ServiceChoice, addresses: Mapping[str, str], names: Names) -> ServiceRow:
    reasons = tuple(sentence(fact, names) for fact in choice.reasons)
    return ServiceRow(choice, addresses.get(choice.id), reasons)
