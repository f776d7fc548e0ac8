"""Which calls there are, and how they stand."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from raceme.access.actor import Actor
from raceme.collaboration.models import Call

State = Call.State


@dataclass(frozen=True, slots=True)
class CallsWanted:
    """What somebody looks for among calls. Empty: whatever it is."""

    text: str = ""
    state: tuple[str, ...] = ()


def calls_visible_to(actor: Actor) -> QuerySet[Call]:
    """All calls that the cluster organisation keeps an eye on."""
    if not actor.is_seated:
        return Call.objects.none()
    return Call.objects.filter(cluster=actor.cluster)


def call_is_in_state(state: str, day: date) -> Q:
    """The rule of `Call.state_on` for a query."""
    if state == State.WITHDRAWN:
        return Q(withdrawn_at__isnull=False)
    coming = Q(opens_on__gt=day)
    stands = Q(withdrawn_at__isnull=True)
    if state == State.COMING:
        return stands & coming
    closed = Q(closes_on__lt=day)
    begun = stands & (Q(opens_on__isnull=True) | Q(opens_on__lte=day))
    if state == State.CLOSED:
        return begun & closed
    return begun & (Q(closes_on__isnull=True) | Q(closes_on__gte=day))


def calls_found(rows: QuerySet[Call], wanted: CallsWanted, *, day: date) -> QuerySet[Call]:
    """Narrow calls down."""
    for word in wanted.text.split():
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(code__icontains=word)
            | Q(funder__icontains=word)
            | Q(text__icontains=word)
            | Q(terms__icontains=word)
        )
    rule = Q()
    for state in wanted.state:
        rule |= call_is_in_state(state, day)
    return rows.filter(rule)
