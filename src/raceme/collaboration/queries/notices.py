"""Which offers and requests there are, and how they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from raceme.access.actor import Actor
from raceme.collaboration import rules
from raceme.collaboration.models import Notice, PartnerPage

State, Showing = Notice.State, Notice.Showing


@dataclass(frozen=True, slots=True)
class NoticesWanted:
    """What somebody looks for among notices. Empty: whatever it is."""

    text: str = ""
    kind: str = ""
    state: tuple[str, ...] = ()
    showing: tuple[str, ...] = ()
    source: str = ""


def notices_visible_to(actor: Actor) -> QuerySet[Notice]:
    """Notices as the actor may see them: hidden ones are for team and board."""
    if not actor.is_seated:
        return Notice.objects.none()
    rows = Notice.objects.filter(cluster=actor.cluster).select_related("organisation")
    return rows if rules.may_see_brokerage(actor) else rows.exclude(showing=Showing.HIDDEN)


def notices_of_page(page: PartnerPage) -> QuerySet[Notice]:
    """What a member offers and looks for, for the member itself; withdrawn ones are left out."""
    rows = Notice.objects.filter(organisation=page.organisation_id, withdrawn_at__isnull=True)
    return rows.select_related("organisation")


def open_on(rows: QuerySet[Notice], day: date) -> QuerySet[Notice]:
    """Those that stand on a day: reviewed, not expired, not withdrawn."""
    return rows.filter(is_in_state(State.OPEN, day))


def open_notices(actor: Actor, day: date) -> QuerySet[Notice]:
    """All notices that hold on a day, as far as the actor sees them."""
    return open_on(notices_visible_to(actor), day)


def is_in_state(state: str, day: date) -> Q:
    """The rule of `Notice.state_on` for a query."""
    if state == State.WITHDRAWN:
        return Q(withdrawn_at__isnull=False)
    stands = Q(withdrawn_at__isnull=True)
    if state == State.TO_REVIEW:
        return stands & Q(reviewed_at__isnull=True)
    reviewed = stands & Q(reviewed_at__isnull=False)
    if state == State.EXPIRED:
        return reviewed & Q(expires_on__lt=day)
    return reviewed & Q(expires_on__gte=day)


def notices_found(
    rows: QuerySet[Notice], wanted: NoticesWanted, *, by: Actor, day: date
) -> QuerySet[Notice]:
    """Narrow notices down. Whoever may not know the owner does not find it by its name either."""
    for word in wanted.text.split():
        rows = rows.filter(_holds(word, by))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.source:
        rows = rows.filter(source=wanted.source)
    if wanted.showing:
        rows = rows.filter(showing__in=wanted.showing)
    return rows.filter(_one_of(wanted.state, day))


def owner_is_shown(notice: Notice, actor: Actor) -> bool:
    """Whether the actor may know whose it is."""
    return notice.showing == Showing.VISIBLE or rules.may_see_brokerage(actor, notice)


def terms_known(actor: Actor) -> list[str]:
    """Key words that stand in notices already, for a field that suggests."""
    rows = notices_visible_to(actor).order_by().values_list("terms", flat=True)
    return sorted({term for terms in rows for term in terms}, key=str.casefold)


def _one_of(states: Sequence[str], day: date) -> Q:
    rule = Q()
    for state in states:
        rule |= is_in_state(state, day)
    return rule


def _holds(word: str, by: Actor) -> Q:
    inside = Q(title__icontains=word) | Q(text__icontains=word) | Q(terms__icontains=word)
    owner = Q(organisation__name__icontains=word)
    if not rules.may_see_brokerage(by):
        owner &= Q(showing=Showing.VISIBLE)
    return inside | owner
