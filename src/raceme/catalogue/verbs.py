"""Create, adopt, describe and retire services."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.catalogue import rules
from raceme.catalogue.archetypes import Archetype
from raceme.catalogue.models import Contribution, Service, TopicAnswer
from raceme.catalogue.queries import facts_of, services_visible_to
from raceme.foundation import history
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, lock
from raceme.strategy.models import Objective
from raceme.strategy.queries import objectives_in_force
from raceme.vocabulary.categories import category_matching
from raceme.vocabulary.topics import code_of_topic

Strengths = Mapping[str, float]


@transaction.atomic
def create_service(
    *,
    by: Actor,
    at: datetime,
    answers: Strengths | None = None,
    serves: Strengths | None = None,
    **values: Any,
) -> Service:
    """Take a new service into the catalogue, with what it answers and serves.

    `answers`: need topic to strength, 0 to 1. `serves`: code of an objective in force to
    strength, 0 to 4; without any, the service serves the objectives that name its category.
    """
    require(rules.may_edit, by)
    service = Service(cluster=by.cluster)
    _set_facts(service, values)
    service.full_clean()
    service.save(force_insert=True)
    _answer(service, answers or {})
    _serve(service, serves or {}, by=by)
    _remember("create_service", service, before={}, by=by, at=at)
    return service


@transaction.atomic
def describe_service(
    service: Service,
    *,
    by: Actor,
    at: datetime,
    answers: Strengths | None = None,
    serves: Strengths | None = None,
    **values: Any,
) -> Service:
    """Change what is known about a service; `answers` or `serves` left out stay as they are.

    Contributions to objectives that are no longer in force stay, too.
    """
    require(rules.may_edit, by, service)
    service = lock(service)
    before = _all_values_of(service, by=by)
    _set_facts(service, values)
    service.full_clean()
    service.save()
    if answers is not None:
        _answer(service, answers)
    if serves is not None:
        _serve(service, serves, by=by)
    _remember("describe_service", service, before=before, by=by, at=at)
    return service


@transaction.atomic
def adopt_archetype(archetype: Archetype, *, by: Actor, at: datetime) -> Service:
    """Make a service of our own from one of the library; its figures are there to overwrite."""
    require(rules.may_edit, by)
    # Whoever adopts at the same time waits here, so that nothing is adopted twice.
    assert by.cluster is not None
    lock(by.cluster)
    ours = services_visible_to(by)
    if ours.filter(archetype=archetype.id, retired_at__isnull=True).exists():
        raise Refused(
            _("“%(name)s” is already one of your services.") % {"name": archetype.name},
            field="archetypes",
        )
    return create_service(
        by=by,
        at=at,
        code=_free_code(archetype.id, set(ours.values_list("code", flat=True))),
        archetype=archetype.id,
        answers=archetype.answers,
        **facts_of(archetype),
    )


@transaction.atomic
def adopt_archetypes(archetypes: Iterable[Archetype], *, by: Actor, at: datetime) -> list[Service]:
    """Make services of our own from several of the library: all of them, or none."""
    return [adopt_archetype(archetype, by=by, at=at) for archetype in archetypes]


@transaction.atomic
def retire_service(service: Service, *, by: Actor, at: datetime) -> Service:
    """Offer a service no longer. It leaves plans and lists; all that is known of it stays."""
    require(rules.may_edit, by, service)
    if not lock(service).is_offered:
        raise Refused(_("This service is already retired."))
    return change(service, {"retired_at": at}, verb="retire_service", by=by, at=at)


@transaction.atomic
def offer_again(service: Service, *, by: Actor, at: datetime) -> Service:
    """Take a retired service back into the offer."""
    require(rules.may_edit, by, service)
    return change(service, {"retired_at": None}, verb="offer_again", by=by, at=at)


@transaction.atomic
def serve_taken_over_objective(old: Objective, new: Objective, *, by: Actor) -> None:
    """Let every service serve an objective in the new version as it did in the old one.

    History need not tell: read by the objective's code, nothing about the services has changed.
    """
    require(rules.may_edit, by)
    for link in Contribution.objects.filter(objective=old):
        Contribution(service=link.service, objective=new, strength=link.strength).save()


def _set_facts(service: Service, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(service, name, value)
    known = category_matching(service.category)
    service.category = known.code if known else service.category.strip()


def _free_code(wanted: str, taken: set[str]) -> str:
    code, number = wanted, 1
    while code in taken:
        number += 1
        code = f"{wanted}-{number}"
    return code


def _answer(service: Service, answers: Strengths) -> None:
    """Replace what a service answers. Two spellings of one topic are one too many."""
    coded = [(code_of_topic(topic), strength) for topic, strength in answers.items()]
    service.answers.all().delete()
    for topic, strength in coded:
        _keep("answers", TopicAnswer(service=service, topic=topic, strength=strength))


def _serve(service: Service, serves: Strengths, *, by: Actor) -> None:
    """Replace how much a service serves each objective in force."""
    in_force = {objective.code: objective for objective in objectives_in_force(by)}
    service.contributions.filter(objective__in=in_force.values()).delete()
    for code, strength in serves.items():
        objective = _objective_called(code, in_force)
        _keep("serves", Contribution(service=service, objective=objective, strength=strength))


def _objective_called(code: str, in_force: Mapping[str, Objective]) -> Objective:
    if code not in in_force:
        raise Refused(
            _("No objective in force has the code %(code)s.") % {"code": code}, field="serves"
        )
    return in_force[code]


def _keep(field: str, link: TopicAnswer | Contribution) -> None:
    """Store a link; what is wrong with it is said of the service's field it belongs to."""
    try:
        link.full_clean()
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error
    link.save(force_insert=True)


def _all_values_of(service: Service, *, by: Actor) -> dict[str, Any]:
    """Give the values of a service for history, with what it answers and serves today."""
    answers = {one.topic: one.strength for one in TopicAnswer.objects.filter(service=service)}
    links = Contribution.objects.filter(
        service=service, objective__in=objectives_in_force(by)
    ).select_related("objective")
    serves = {one.objective.code: one.strength for one in links}
    return history.values_of(service) | {"answers": answers, "serves": serves}


def _remember(
    verb: str, service: Service, *, before: Mapping[str, Any], by: Actor, at: datetime
) -> None:
    """Write down what changed, links included; nothing, if nothing did."""
    now = _all_values_of(service, by=by)
    if now == before:
        return
    act = history.record(verb, service, by=by, at=at, before=before)
    for name in ("answers", "serves"):
        if now[name] != before.get(name, {}):
            act.values[name] = [before.get(name, {}), now[name]]
    act.save(update_fields=["values"])
