"""Change a service plan by hand: how often, by whom, in which months; always with a reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.access.models import Seat
from raceme.catalogue.models import Service
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.portfolio import rules
from raceme.portfolio.bridge.adoption import line_by_hand
from raceme.portfolio.models import FIGURES, PlanLine, ServicePlan
from raceme.portfolio.queries import seats_for_lines

NO_REASON = _("Say why, so that others understand the plan later.")


@transaction.atomic
def change_line(line: PlanLine, *, by: Actor, at: datetime, **values: Any) -> PlanLine:
    """Change a service of a plan in force. What differs from the computation needs a reason."""
    require(rules.may_arrange, by, line)
    _refuse_ended(line.plan)
    line = lock(line)
    _refuse_strangers(values.get("responsible"), line.responsible_id, by)
    figures = {name: values[name] for name in FIGURES if values.get(name) is not None}
    wanted = line.figures | {name: float(figure) for name, figure in figures.items()}
    reason = str(line.reason if values.get("reason") is None else values["reason"]).strip()
    if (line.computed is None or wanted != line.computed) and not reason:
        raise Refused(NO_REASON, field="reason")
    return change(line, values | {"reason": reason}, verb="change_line", by=by, at=at)


@transaction.atomic
def add_line(
    plan: ServicePlan,
    service: Service,
    *,
    editions: int,
    reason: str,
    responsible: Seat | None = None,
    months: Sequence[int] = (),
    by: Actor,
    at: datetime,
) -> PlanLine:
    """Take a service into a plan in force that the computation had left out."""
    require(rules.may_arrange, by, plan)
    require(rules.may_arrange, by, service)
    _refuse_ended(plan)
    if not service.is_offered:
        raise Refused(_("This service is retired. Offer it again first."), field="service")
    if editions < 1:
        raise Refused(_("A service in the plan has at least one edition."), field="editions")
    if not reason.strip():
        raise Refused(NO_REASON, field="reason")
    _refuse_strangers(responsible, None, by)
    line = line_by_hand(service, editions=editions, actor=by)
    line.cluster_id, line.plan = plan.cluster_id, plan
    line.responsible, line.months, line.reason = responsible, list(months), reason.strip()
    return keep_new(line, verb="add_line", by=by, at=at)


def _refuse_ended(plan: ServicePlan) -> None:
    """A plan that is over stays as it was; the lock keeps it from ending meanwhile."""
    if not lock(plan).is_in_force:
        raise Refused(_("This plan is no longer in force, so it stays as it was."))


def _refuse_strangers(responsible: Seat | None, before: int | None, actor: Actor) -> None:
    """Only the team of today takes over; who has gone since may stay written where it is."""
    if responsible is None or responsible.pk == before:
        return
    if not seats_for_lines(actor).filter(pk=responsible.pk).exists():
        raise Refused(_("Only managers and advisers can be responsible."), field="responsible")
