"""Save what somebody wants to hear of, and tell it when it comes."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.collaboration import rules
from raceme.collaboration.models import FoundLetter, Notice, SavedSearch
from raceme.collaboration.models.terms import clean_terms
from raceme.collaboration.queries.saved import address_of, searches_fitting
from raceme.foundation.errors import Refused, require
from raceme.foundation.mailing import Outbox
from raceme.foundation.records import change, keep_new, lock
from raceme.members.models import Organisation

SEARCHES_MAX = 20  # going on at once, of one member or one person
OUTBOX_OF_SEARCHES = Outbox(
    letters=FoundLetter,
    owners=SavedSearch,
    way="search",
    work="collaboration.send_found",
    argument="search_id",
    read=("search__cluster", "search__organisation", "search__user", "notice__organisation"),
)


@transaction.atomic
def save_search(
    organisation: Organisation | None = None,
    *,
    kind: str = "",
    terms: Iterable[str] = (),
    by: Actor,
    at: datetime,
) -> SavedSearch:
    """Tell a member, or whoever of the office asks, of new offers or requests from now on."""
    if organisation is not None:
        require(rules.may_speak_for, by, organisation)
    else:
        require(rules.may_see_brokerage, by)
        if by.user is None:
            raise Refused(_("Only a person with an address can be told."))
    whose = {"organisation": organisation, "user": None if organisation is not None else by.user}
    if SavedSearch.objects.filter(ended_at__isnull=True, **whose).count() >= SEARCHES_MAX:
        raise Refused(_("There are so many searches already. End one of them first."))
    search = SavedSearch(
        cluster=by.cluster, kind=kind, terms=clean_terms(terms), saved_at=at, **whose
    )
    return keep_new(search, verb="save_search", by=by, at=at)


@transaction.atomic
def end_search(search: SavedSearch, *, by: Actor, at: datetime) -> SavedSearch:
    """Tell nothing of this any more."""
    require(rules.may_end_search, by, search)
    if lock(search).ended_at is not None:
        raise Refused(_("This search has ended already."))
    return change(search, {"ended_at": at}, verb="end_search", by=by, at=at)


@transaction.atomic
def resume_search(search: SavedSearch, *, by: Actor, at: datetime) -> SavedSearch:
    """Go on with a search that was ended."""
    require(rules.may_end_search, by, search)
    if lock(search).ended_at is None:
        raise Refused(_("This search goes on."))
    return change(search, {"ended_at": None}, verb="resume_search", by=by, at=at)


@transaction.atomic
def tell_who_looks_for(notice: Notice, *, by: Actor, at: datetime) -> int:
    """Write to all whose search a notice fits, each once; say how many letters that are."""
    require(rules.may_broker, by, notice)
    notice = lock(notice)
    told = 0
    for search in searches_fitting(notice, timezone.localdate(at)):
        to = address_of(search)
        if to is None:
            continue
        email, language = to
        letter = FoundLetter(
            cluster_id=notice.cluster_id, search=search, notice=notice, email=email,
            language=language, asked_at=at,
        )  # fmt: skip
        letter.save(force_insert=True)
        OUTBOX_OF_SEARCHES.begin(search.pk, at=at)
        told += 1
    return told
