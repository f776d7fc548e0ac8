"""Create and describe services, with what they answer and serve, and who delivers them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.access.models import Seat
from raceme.catalogue import rules
from raceme.catalogue.models import (
    Contribution,
    Provider,
    Service,
    Stage,
    StageChange,
    TopicAnswer,
)
from raceme.catalogue.queries import concept_of
from raceme.catalogue.verbs.stages import gates_between, note_stage
from raceme.catalogue.verbs.versions import begin_versions, keep_version
from raceme.foundation import history
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import lock
from raceme.members.models import Organisation
from raceme.strategy.models import Objective
from raceme.strategy.queries import objectives_in_force
from raceme.vocabulary.categories import category_matching
from raceme.vocabulary.topics import code_of_topic

Strengths = Mapping[str, float]
LINKS = ("answers", "serves", "providers")


@dataclass(frozen=True, slots=True)
class Partner:
    """Who takes part in delivering a service: an organisation of ours, or somebody by name."""

    role: str
    organisation: Organisation | None = None
    name: str = ""
    note: str = ""


@transaction.atomic
def create_service(
    *,
    by: Actor,
    at: datetime,
    answers: Strengths | None = None,
    serves: Strengths | None = None,
    providers: Iterable[Partner] | None = None,
    stage: str = Stage.IDEA,
    reason: str = "",
    **values: Any,
) -> Service:
    """Take a new service into the catalogue, with what it answers and serves.

    `answers`: need topic to strength, 0 to 1. `serves`: code of an objective in force to
    strength, 0 to 4; without any, the service serves the objectives that name its category.
    It begins as an idea. What is offered already may begin further on, with a `reason` where its
    evidence is not in the books.
    """
    require(rules.may_edit, by)
    service = Service(cluster=by.cluster, stage=stage)
    _set_facts(service, values)
    service.full_clean()
    if service.stage == Stage.RETIRED:
        raise Refused(_("What is offered no longer cannot begin."), field="stage")
    service.save(force_insert=True)
    _answer(service, answers or {})
    _serve(service, serves or {}, by=by)
    _provide(service, providers or (), by=by)
    begin_versions(service, by=by, at=at)
    _begin(service, reason, by=by, at=at)
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
    providers: Iterable[Partner] | None = None,
    why: str = "",
    **values: Any,
) -> Service:
    """Change what is known about a service; links that are left out stay as they are.

    Contributions to objectives that are no longer in force stay, too. `why` is asked for where a
    settled offer changes: that makes a new version.
    """
    require(rules.may_edit, by, service)
    service = lock(service)
    before, concept = _all_values_of(service, by=by), concept_of(service)
    _set_facts(service, values)
    service.full_clean()
    service.save()
    if answers is not None:
        _answer(service, answers)
    if serves is not None:
        _serve(service, serves, by=by)
    if providers is not None:
        _provide(service, providers, by=by)
    keep_version(service, before=concept, why=why, by=by, at=at)
    _remember("describe_service", service, before=before, by=by, at=at)
    return service


def arrange_service(
    service: Service,
    *,
    owner: Seat | None,
    calendar: str,
    price_member_eur: Decimal | None,
    price_guest_eur: Decimal | None,
    aid_basis: str,
    confidentiality: str,
    by: Actor,
    at: datetime,
    why: str = "",
) -> Service:
    """Say who answers for a service, when it is offered, at what price, and under which rules."""
    return describe_service(
        service,
        owner=owner,
        calendar=calendar,
        price_member_eur=price_member_eur,
        price_guest_eur=price_guest_eur,
        aid_basis=aid_basis,
        confidentiality=confidentiality,
        why=why,
        by=by,
        at=at,
    )


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
        # Browsers send lines ended otherwise than we keep them; that is no change of the offer.
        is_text = isinstance(value, str)
        setattr(service, name, value.replace("\r\n", "\n") if is_text else value)
    known = category_matching(service.category)
    service.category = known.code if known else service.category.strip()
    owner = service.owner
    if owner is not None and owner.cluster_id != service.cluster_id:
        raise Refused(_("Whoever answers for it must have a seat here."), field="owner")


def _begin(service: Service, reason: str, *, by: Actor, at: datetime) -> None:
    """Write down at which stage a new service begins, and on what evidence."""
    stage = service.stands_at
    passed = gates_between(service, Stage.IDEA, stage, by=by, at=at)
    if stage != Stage.IDEA and not reason.strip() and not all(gate.is_met for gate in passed):
        raise Refused(
            _("Say in a sentence why it begins there, such as: offered since 2019."), field="reason"
        )
    note_stage(
        service,
        act=StageChange.Act.BEGUN,
        from_stage="",
        reason=reason,
        passed=passed,
        by=by,
        at=at,
    )


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


def _provide(service: Service, providers: Iterable[Partner], *, by: Actor) -> None:
    """Replace who takes part in delivering a service."""
    service.providers.all().delete()
    for one in providers:
        ours = one.organisation
        if ours is not None and ours.cluster_id != by.cluster_id:
            raise Refused(_("This organisation is not in our books."), field="providers")
        name = "" if ours else one.name.strip()
        row = Provider(service=service, organisation=ours, name=name, role=one.role, note=one.note)
        _keep("providers", row)


def _objective_called(code: str, in_force: Mapping[str, Objective]) -> Objective:
    if code not in in_force:
        raise Refused(
            _("No objective in force has the code %(code)s.") % {"code": code}, field="serves"
        )
    return in_force[code]


def _keep(field: str, link: TopicAnswer | Contribution | Provider) -> None:
    """Store a link; what is wrong with it is said of the service's field it belongs to."""
    try:
        link.full_clean()
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error
    link.save(force_insert=True)


def _all_values_of(service: Service, *, by: Actor) -> dict[str, Any]:
    """Give the values of a service for history, with what it answers and serves today."""
    answers = {one.topic: one.strength for one in TopicAnswer.objects.filter(service=service)}
    stated = Contribution.objects.filter(
        service=service, objective__in=objectives_in_force(by)
    ).select_related("objective")
    serves = {one.objective.code: one.strength for one in stated}
    providers = [
        f"{one} ({one.role})"
        for one in Provider.objects.filter(service=service).select_related("organisation")
    ]
    links = {"answers": answers, "serves": serves, "providers": providers}
    return history.values_of(service) | links


def _remember(
    verb: str, service: Service, *, before: Mapping[str, Any], by: Actor, at: datetime
) -> None:
    """Write down what changed, links included; nothing, if nothing did."""
    now = _all_values_of(service, by=by)
    if now == before:
        return
    act = history.record(verb, service, by=by, at=at, before=before)
    for name in LINKS:
        was = before.get(name, type(now[name])())
        if now[name] != was:
            act.values[name] = [was, now[name]]
    act.save(update_fields=["values"])
