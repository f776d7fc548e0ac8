"""What a consortium needs, who is at its table, and who brings what."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.collaboration import rules
from raceme.collaboration.models import Consortium, ConsortiumPartner, Coverage, Requirement
from raceme.collaboration.models.terms import clean_terms
from raceme.foundation.errors import Refused, refuse_future, require
from raceme.foundation.records import change, keep_new, lock, remove
from raceme.members.models import Organisation

Role, State = ConsortiumPartner.Role, ConsortiumPartner.State


@transaction.atomic
def need_competence(
    consortium: Consortium,
    *,
    title: str,
    terms: Iterable[str] = (),
    text: str = "",
    by: Actor,
    at: datetime,
) -> Requirement:
    """Say of a competence that the consortium needs it."""
    require(rules.may_broker, by, consortium)
    _refuse_settled(consortium)
    needed = Requirement(
        cluster_id=consortium.cluster_id,
        consortium=consortium,
        title=title,
        terms=clean_terms(terms),
        text=text,
    )
    return keep_new(needed, verb="need_competence", by=by, at=at)


@transaction.atomic
def describe_requirement(
    needed: Requirement,
    *,
    title: str,
    terms: Iterable[str],
    text: str,
    by: Actor,
    at: datetime,
) -> Requirement:
    """Say in other words what is needed."""
    require(rules.may_broker, by, needed)
    _refuse_settled(needed.consortium)
    values = {"title": title, "terms": clean_terms(terms), "text": text}
    return change(needed, values, verb="describe_requirement", by=by, at=at)


@transaction.atomic
def drop_requirement(needed: Requirement, *, by: Actor, at: datetime) -> Requirement:
    """Say that a competence is not needed after all."""
    require(rules.may_broker, by, needed)
    _refuse_settled(needed.consortium)
    if lock(needed).dropped_at is not None:
        raise Refused(_("This has been dropped already."))
    return change(needed, {"dropped_at": at}, verb="drop_requirement", by=by, at=at)


@transaction.atomic
def restore_requirement(needed: Requirement, *, by: Actor, at: datetime) -> Requirement:
    """Need a competence again that was dropped."""
    require(rules.may_broker, by, needed)
    _refuse_settled(needed.consortium)
    if lock(needed).dropped_at is None:
        raise Refused(_("This has not been dropped."))
    return change(needed, {"dropped_at": None}, verb="restore_requirement", by=by, at=at)


@transaction.atomic
def add_partner(
    consortium: Consortium,
    organisation: Organisation,
    *,
    role: str = Role.PARTNER,
    task: str = "",
    budget_eur: Decimal | None = None,
    by: Actor,
    at: datetime,
) -> ConsortiumPartner:
    """Put an organisation on the table as a candidate; nobody has been asked yet."""
    require(rules.may_broker, by, consortium)
    require(rules.may_broker, by, organisation)
    _refuse_settled(consortium)
    if organisation.has_left:
        raise Refused(_("%(who)s has left the cluster.") % {"who": organisation})
    partner = ConsortiumPartner(
        cluster_id=consortium.cluster_id,
        consortium=consortium,
        organisation=organisation,
        role=role,
        task=task,
        budget_eur=budget_eur,
    )
    return keep_new(partner, verb="add_partner", by=by, at=at)


@transaction.atomic
def describe_partner(
    partner: ConsortiumPartner,
    *,
    role: str,
    task: str,
    budget_eur: Decimal | None,
    brings: Iterable[Requirement] | None = None,
    by: Actor,
    at: datetime,
) -> ConsortiumPartner:
    """Say what a partner does, what it may cost, and which competences it brings.

    `brings`: all competences of which somebody says so; None leaves them as they are.
    """
    require(rules.may_broker, by, partner)
    _refuse_settled(partner.consortium)
    values = {"role": role, "task": task, "budget_eur": budget_eur}
    changed = change(partner, values, verb="describe_partner", by=by, at=at)
    if brings is not None:
        _bring(changed, list(brings), by=by, at=at)
    return changed


@transaction.atomic
def invite_partner(
    partner: ConsortiumPartner, *, on: date, by: Actor, at: datetime
) -> ConsortiumPartner:
    """Record that a candidate was asked whether it takes part."""
    require(rules.may_broker, by, partner)
    _refuse_settled(partner.consortium)
    refuse_future(on, at=at, field="on")
    if lock(partner).state != State.CANDIDATE:
        raise Refused(_("Only a candidate is invited."))
    values = {"state": State.INVITED, "invited_on": on}
    return change(partner, values, verb="invite_partner", by=by, at=at)


@transaction.atomic
def record_partner_answer(
    partner: ConsortiumPartner, *, is_yes: bool, reason: str = "", by: Actor, at: datetime
) -> ConsortiumPartner:
    """Record whether a candidate or invited partner takes part."""
    require(rules.may_broker, by, partner)
    _refuse_settled(partner.consortium)
    if lock(partner).state not in (State.CANDIDATE, State.INVITED):
        raise Refused(_("This partner has answered already."))
    values = {
        "state": State.AGREED if is_yes else State.DECLINED,
        "answered_on": timezone.localdate(at),
        "reason": reason,
    }
    verb = "partner_agreed" if is_yes else "partner_declined"
    return change(partner, values, verb=verb, by=by, at=at)


@transaction.atomic
def let_partner_go(
    partner: ConsortiumPartner, *, reason: str = "", by: Actor, at: datetime
) -> ConsortiumPartner:
    """Go on without an organisation that is at the table."""
    require(rules.may_broker, by, partner)
    _refuse_settled(partner.consortium)
    if not lock(partner).is_at_the_table:
        raise Refused(_("It is not at the table."))
    values = {"state": State.OUT, "reason": reason}
    return change(partner, values, verb="let_partner_go", by=by, at=at)


@transaction.atomic
def ask_partner_again(partner: ConsortiumPartner, *, by: Actor, at: datetime) -> ConsortiumPartner:
    """Put an organisation on the table again, as a candidate who has not answered."""
    require(rules.may_broker, by, partner)
    _refuse_settled(partner.consortium)
    if lock(partner).state == State.CANDIDATE:
        raise Refused(_("It is a candidate already."))
    values = {"state": State.CANDIDATE, "invited_on": None, "answered_on": None, "reason": ""}
    return change(partner, values, verb="ask_partner_again", by=by, at=at)


def _bring(
    partner: ConsortiumPartner, brings: list[Requirement], *, by: Actor, at: datetime
) -> None:
    wanted = {one.pk: one for one in brings}
    if any(one.consortium_id != partner.consortium_id for one in brings):
        raise Refused(_("This competence belongs to another consortium."), field="brings")
    there = {one.requirement_id: one for one in partner.coverages.all()}
    for key in there.keys() - wanted.keys():
        remove(there[key], verb="bring_no_more", by=by, at=at)
    for key in wanted.keys() - there.keys():
        coverage = Coverage(cluster_id=partner.cluster_id, requirement=wanted[key], partner=partner)
        keep_new(coverage, verb="bring_competence", by=by, at=at)


def _refuse_settled(consortium: Consortium) -> None:
    """What was handed in, or is not pursued, stays as it was."""
    if not lock(consortium).is_open:
        raise Refused(_("This consortium is settled. Take its last step back to change it."))
