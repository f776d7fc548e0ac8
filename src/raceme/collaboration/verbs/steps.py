"""What two members have come to since they were introduced."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor, system_for
from raceme.collaboration import rules
from raceme.collaboration.models import Side, Step, Suggestion
from raceme.collaboration.queries.suggestions import furthest_of
from raceme.foundation.errors import Refused, refuse_future, require
from raceme.foundation.records import change, keep_new, lock, remove

State = Suggestion.State
WITH_KIND = (State.COOPERATION, State.RESULT)


@transaction.atomic
def note_step(
    suggestion: Suggestion,
    *,
    side: str = "",
    state: str,
    happened_on: date,
    kind: str = "",
    value_eur: Decimal | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Step:
    """Write down what two members have come to; `side`: which of them says so, if one does."""
    if side:
        require(rules.may_speak_for, by, suggestion.organisation_on(Side(side)))
    else:
        require(rules.may_broker, by, suggestion)
    suggestion = lock(suggestion)
    if suggestion.introduced_at is None:
        raise Refused(_("They have not been introduced yet."))
    refuse_future(happened_on, at=at, field="happened_on")
    if happened_on < timezone.localdate(suggestion.introduced_at):
        raise Refused(_("On this day they did not know each other yet."), field="happened_on")
    if (kind or value_eur is not None) and state not in WITH_KIND:
        message = _("What it is and its value belong to a cooperation or a result.")
        raise Refused(message, field="state")
    step = Step(
        cluster_id=suggestion.cluster_id,
        suggestion=suggestion,
        state=state,
        happened_on=happened_on,
        kind=kind,
        value_eur=value_eur,
        note=note,
        said_by=by.label,
        said_at=at,
    )
    step = keep_new(step, verb="note_step", by=by, at=at)
    _follow(suggestion, by=by, at=at)
    return step


@transaction.atomic
def undo_step(step: Step, *, by: Actor, at: datetime) -> Suggestion:
    """Take back what was written down by mistake."""
    require(rules.may_broker, by, step)
    suggestion = lock(step.suggestion)
    remove(step, verb="undo_step", by=by, at=at)
    return _follow(suggestion, by=by, at=at)


def _follow(suggestion: Suggestion, *, by: Actor, at: datetime) -> Suggestion:
    """Let the suggestion stand where its steps say."""
    state = furthest_of(suggestion.steps.order_by("happened_on", "pk"))
    closed_at = at if state == State.ENDED else None
    values = {"state": state, "closed_at": closed_at}
    system = by if by.is_seated else system_for(by)
    return change(suggestion, values, verb="follow_steps", by=system, at=at)
