"""A whole plan folder into the books of a cluster organisation: all of it, or nothing.

Loading the same folder again changes what differs and adds what is new; nothing is entered twice
and nothing that stands only in the books is touched. A scenario of the same name and year stays as
it is, and so does a service that stands in the books where the folder has no services of its own:
the library's figures are estimates and must not overwrite ours.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.catalogue.archetypes import archetype_named
from raceme.catalogue.models import Stage
from raceme.catalogue.queries import concept_facts_of, services_visible_to
from raceme.catalogue.verbs import create_service, describe_service
from raceme.members.models import Organisation
from raceme.members.queries import organisations_by_code
from raceme.members.verbs import describe_organisation, enter_organisation
from raceme.needs.models import Need
from raceme.needs.queries import needs_visible_to
from raceme.needs.verbs import Word, record_needs
from raceme.portfolio.folder.values import (
    FolderMember,
    FolderNeed,
    FolderService,
    PlanFolder,
    ServiceSource,
)
from raceme.portfolio.models import Scenario
from raceme.portfolio.queries import scenarios_visible_to
from raceme.portfolio.verbs import draft_scenario
from raceme.strategy.queries import objectives_in_force
from raceme.strategy.verbs import describe_objective, draft_strategy, state_objective
from raceme.vocabulary.topics import code_of_topic

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Loaded:
    """What a folder brought: how many of each were read, and the scenario of its limits."""

    members: int
    needs: int
    objectives: int
    services: int
    scenario: Scenario


@transaction.atomic
def load_folder(
    folder: PlanFolder,
    *,
    scenario_name: str,
    strategy_title: str,
    by: Actor,
    at: datetime,
    tell: Tell = lambda _: None,
) -> Loaded:
    """Load members, needs, objectives, services and limits; `tell` hears what is being done."""
    tell("members")
    organisations = _load_members(folder.members, by=by, at=at)
    tell("needs")
    _load_needs(folder.needs, organisations, by=by, at=at)
    tell("objectives")
    _load_objectives(folder, strategy_title, by=by, at=at)
    tell("services")
    _load_services(folder, by=by, at=at)
    scenario = _load_limits(folder, scenario_name, by=by, at=at)
    return Loaded(
        members=len(folder.members),
        needs=len(folder.needs),
        objectives=len(folder.objectives),
        services=len(folder.services),
        scenario=scenario,
    )


def _load_members(
    members: tuple[FolderMember, ...], *, by: Actor, at: datetime
) -> dict[str, Organisation]:
    known = organisations_by_code(by, [member.id for member in members])
    for member in members:
        values: dict[str, Any] = {
            "name": member.name or member.id,
            "role": member.role or "",
            "employees": member.employees,
            "nace": member.nace,
            "nuts": member.nuts,
            "country": member.country,
            "city": member.city,
            "website": member.website,
            "weight": member.weight,
        }
        before = known.get(member.id)
        known[member.id] = (
            enter_organisation(code=member.id, by=by, at=at, **values)
            if before is None
            else describe_organisation(before, by=by, at=at, **values)
        )
    return known


def _load_needs(
    needs: tuple[FolderNeed, ...],
    organisations: dict[str, Organisation],
    *,
    by: Actor,
    at: datetime,
) -> None:
    known = {_key(need) for need in needs_visible_to(by)}
    words = [_word(need, organisations[need.member_id]) for need in needs]
    record_needs([word for word in words if _key_of_word(word) not in known], by=by, at=at)


Key = tuple[int, str, date, str, int, int | None]


def _key(need: Need) -> Key:
    return (
        need.organisation_id,
        need.topic,
        need.recorded_on,
        need.source,
        need.importance,
        need.satisfaction,
    )


def _key_of_word(word: Word) -> Key:
    return (
        word.organisation.pk,
        code_of_topic(word.topic),
        word.recorded_on,
        word.source,
        word.importance,
        word.satisfaction,
    )


def _word(need: FolderNeed, organisation: Organisation) -> Word:
    is_known = need.source in Need.Source.values
    # A source we have no name for is kept in the note: nothing that was written is lost.
    note = need.note if is_known or not need.source else f"{need.source}. {need.note}".strip()
    return Word(
        organisation=organisation,
        topic=need.topic,
        importance=need.importance,
        satisfaction=need.satisfaction,
        recorded_on=need.recorded_on,
        source=need.source if is_known else Need.Source.OTHER,
        note=note,
    )


def _load_objectives(folder: PlanFolder, title: str, *, by: Actor, at: datetime) -> None:
    known = {one.code: one for one in objectives_in_force(by)}
    if not known and folder.objectives:
        draft_strategy(title=title, by=by, at=at)
    for objective in folder.objectives:
        values: dict[str, Any] = {
            "name": objective.name,
            "weight": objective.weight,
            "full": objective.full,
            "categories": list(objective.categories),
        }
        if objective.code in known:
            describe_objective(known[objective.code], by=by, at=at, **values)
        else:
            state_objective(code=objective.code, by=by, at=at, **values)


def _load_services(folder: PlanFolder, *, by: Actor, at: datetime) -> None:
    known = {one.code: one for one in services_visible_to(by)}
    is_library = folder.service_source == ServiceSource.LIBRARY
    for service in folder.services:
        if is_library and service.id in known:
            continue
        values = _facts(service)
        answers = {code_of_topic(topic): value for topic, value in service.answers.items()}
        serves = service.serves or {}
        if is_library:
            archetype = archetype_named(service.id)
            assert archetype is not None
            values |= concept_facts_of(archetype)
        if service.id in known:
            values["why"] = _("Loaded again from a plan folder.")
            describe_service(
                known[service.id], answers=answers, serves=serves, by=by, at=at, **values
            )
            continue
        if not is_library:
            # A folder's own services are those that the cluster offers.
            values |= {"stage": Stage.IN_PORTFOLIO, "reason": _("Loaded from a plan folder.")}
        create_service(code=service.id, answers=answers, serves=serves, by=by, at=at, **values)


def _facts(service: FolderService) -> dict[str, Any]:
    return {
        "name": service.name,
        "category": service.category,
        "description": service.description,
        "person_days": _days(service.person_days),
        "cost_eur": _cents(service.cost_eur),
        "income_eur": _cents(service.income_eur),
        "reach": service.reach,
        "max_editions": service.max_editions,
        "is_cross_sectoral": service.is_cross_sectoral,
    }


def _load_limits(folder: PlanFolder, name: str, *, by: Actor, at: datetime) -> Scenario:
    limits, year = folder.case.limits, folder.year or at.year + 1
    known = scenarios_visible_to(by).filter(name=name, year=year).first()
    if known is not None:
        return known
    services = {one.code: one for one in services_visible_to(by)}
    return draft_scenario(
        name=name,
        year=year,
        budget_eur=_cents(limits.budget_eur),
        person_days=_days(limits.person_days),
        alignment_weight=folder.case.parameters.alignment_weight,
        own_income_share_min=limits.own_income_share_min,
        cross_sectoral_min=limits.cross_sectoral_min,
        must=[services[code] for code in sorted(limits.must)],
        must_not=[services[code] for code in sorted(limits.must_not)],
        by=by,
        at=at,
    )


def _cents(amount: float) -> Decimal:
    """Round to the two decimals that the books keep."""
    return Decimal(str(amount)).quantize(Decimal("0.01"))


def _days(days: float) -> Decimal:
    """Round to the four decimals that the books keep."""
    return Decimal(str(days)).quantize(Decimal("0.0001"))
