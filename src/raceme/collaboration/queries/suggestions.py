"""Which suggestions there are, and what of them each of the two may know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from raceme.access.actor import Actor
from raceme.catalogue.models import Service
from raceme.collaboration import rules
from raceme.collaboration.models import (
    Consent,
    PartnerPage,
    PartnerSearch,
    Side,
    Step,
    Suggestion,
)
from raceme.collaboration.queries.pages import open_page_of
from raceme.members.models import Organisation

State = Suggestion.State


@dataclass(frozen=True, slots=True)
class SuggestionsWanted:
    """What somebody looks for among suggestions. Empty: whatever it is."""

    text: str = ""
    state: tuple[str, ...] = ()
    service: Service | None = None
    cross: str = ""
    search: int | None = None
    reached: Q | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to write to or to call, once two members know each other."""

    organisation: str
    website: str
    name: str
    email: str
    phone: str


def suggestions_visible_to(actor: Actor) -> QuerySet[Suggestion]:
    """All suggestions of the cluster organisation; for team and board."""
    if not rules.may_see_brokerage(actor):
        return Suggestion.objects.none()
    return _whole(Suggestion.objects.filter(cluster=actor.cluster))


def searches_visible_to(actor: Actor) -> QuerySet[PartnerSearch]:
    """What was computed for whom; for team and board."""
    if not rules.may_see_brokerage(actor):
        return PartnerSearch.objects.none()
    rows = PartnerSearch.objects.filter(cluster=actor.cluster)
    return rows.select_related("organisation", "notice", "service")


def suggestions_of_page(page: PartnerPage) -> QuerySet[Suggestion]:
    """The suggestions that a member knows of: those it was asked about."""
    mine = Q(one=page.organisation_id, consents__side=Side.ONE) | Q(
        other=page.organisation_id, consents__side=Side.OTHER
    )
    rows = Suggestion.objects.filter(mine, cluster=page.cluster_id).exclude(
        state__in=[State.PROPOSED, State.DROPPED]
    )
    return _whole(Suggestion.objects.filter(pk__in=rows.values("pk")))


def suggestions_about(actor: Actor, organisation: Organisation) -> QuerySet[Suggestion]:
    """The suggestions of one member, whichever of the two it is."""
    rows = suggestions_visible_to(actor)
    return rows.filter(Q(one=organisation) | Q(other=organisation))


def suggestions_found(
    rows: QuerySet[Suggestion], wanted: SuggestionsWanted
) -> QuerySet[Suggestion]:
    """Narrow suggestions down."""
    for word in wanted.text.split():
        rows = rows.filter(
            Q(one__name__icontains=word)
            | Q(other__name__icontains=word)
            | Q(notice__title__icontains=word)
        )
    if wanted.state:
        rows = rows.filter(state__in=wanted.state)
    if wanted.service:
        rows = rows.filter(service=wanted.service)
    if wanted.cross:
        rows = rows.filter(is_cross_sector=wanted.cross == "yes")
    if wanted.search is not None:
        rows = rows.filter(search=wanted.search)
    if wanted.reached is not None:
        # Not joined: a suggestion with two steps would stand there twice.
        rows = rows.filter(pk__in=Suggestion.objects.filter(wanted.reached).values("pk"))
    if wanted.year is not None:
        rows = rows.filter(proposed_at__year=wanted.year)
    return rows


def consents_of(suggestion: Suggestion) -> dict[str, Consent]:
    """What each of the two has said, by side; empty before it is released."""
    return {one.side: one for one in suggestion.consents.all()}


def has_both_consents(suggestion: Suggestion) -> bool:
    """Whether both have agreed. The only ground on which names may be exchanged."""
    said = consents_of(suggestion)
    return len(said) == len(Side) and all(one.is_yes for one in said.values())


def contact_for(suggestion: Suggestion, side: str) -> Contact | None:
    """How one of the two reaches the other; None before both have agreed."""
    if not suggestion.is_introduced:
        return None
    other = suggestion.organisation_on(Side(side).opposite)
    page = open_page_of(other)
    person = page.person if page is not None else None
    return Contact(
        organisation=other.name,
        website=other.website,
        name="" if person is None else str(person),
        email="" if page is None else page.email,
        phone="" if person is None else person.phone,
    )


def furthest_of(steps: Iterable[Step]) -> str:
    """Where two members stand by what was written down; nothing was: just introduced."""
    rows = list(steps)
    if not rows:
        return State.INTRODUCED
    if rows[-1].state == State.ENDED:
        return State.ENDED
    order = [one.value for one in Step.WAY[:-1]]
    ranks = [order.index(one.state) for one in rows if one.state in order]
    return order[max(ranks)] if ranks else State.INTRODUCED


def _whole(rows: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    """Read the two, the notice, the service and what was said with suggestions."""
    return rows.select_related(
        "cluster", "one", "other", "notice", "service", "search"
    ).prefetch_related(Prefetch("consents", Consent.objects.order_by("pk")), "steps")
