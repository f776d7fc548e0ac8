"""Which searches are saved, what fits them, and to whom that is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet

from raceme.access.actor import Actor
from raceme.access.queries import actor_for
from raceme.collaboration import rules
from raceme.collaboration.models import Notice, PartnerPage, SavedSearch
from raceme.collaboration.queries.naming import masked, names_of, words_that_tell
from raceme.collaboration.queries.pages import open_page_of


def saved_searches_visible_to(actor: Actor) -> QuerySet[SavedSearch]:
    """One's own searches, and those of members; for team and board."""
    if not rules.may_see_brokerage(actor):
        return SavedSearch.objects.none()
    mine = Q(user=actor.user_id) if actor.user_id is not None else Q(pk=None)
    rows = SavedSearch.objects.filter(mine | Q(user__isnull=True), cluster=actor.cluster)
    return rows.select_related("organisation", "user")


def searches_of_page(page: PartnerPage) -> QuerySet[SavedSearch]:
    """The searches of a member that are going on, for the member itself."""
    return SavedSearch.objects.filter(organisation=page.organisation_id, ended_at__isnull=True)


def fits(search: SavedSearch, notice: Notice, day: date) -> bool:
    """Whether a notice fits a saved search on a day: open, not hidden, not one's own.

    In a text whose owner is not shown its name is not looked for either: a letter about it would
    tell whose it is.
    """
    if notice.state_on(day) != Notice.State.OPEN or notice.showing == Notice.Showing.HIDDEN:
        return False
    if search.organisation_id == notice.organisation_id or search.kind not in ("", notice.kind):
        return False
    text = text_shown(notice).casefold()
    wanted = [term.casefold().split() for term in search.terms]
    return not wanted or any(all(word in text for word in words) for words in wanted)


def text_shown(notice: Notice, text: str | None = None) -> str:
    """All that a notice says, or a text of it, without the owner's names where it is not shown."""
    whole = " ".join([notice.title, notice.text, *notice.terms]) if text is None else text
    if notice.showing == Notice.Showing.VISIBLE:
        return whole
    owner = notice.organisation
    return masked(whole, [*names_of(owner), *words_that_tell(owner)])


def searches_fitting(notice: Notice, day: date) -> Iterator[SavedSearch]:
    """The searches going on that a notice fits, and that have not been told of it."""
    rows = SavedSearch.objects.filter(cluster=notice.cluster_id, ended_at__isnull=True)
    rows = rows.exclude(letters__notice=notice).select_related("cluster", "organisation", "user")
    for search in rows.order_by("pk"):
        if fits(search, notice, day):
            yield search


def address_of(search: SavedSearch) -> tuple[str, str] | None:
    """To which address and in which language it is told; None where nobody may be written to."""
    if search.user is not None:
        actor = actor_for(search.user, search.cluster.slug)
        has_seat = actor is not None and rules.may_see_brokerage(actor)
        return (search.user.email, settings.LANGUAGE_CODE[:2]) if has_seat else None
    assert search.organisation is not None
    page = open_page_of(search.organisation)
    return (page.email, page.language) if page is not None and page.email else None
