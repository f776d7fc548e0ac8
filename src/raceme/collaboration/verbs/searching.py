"""Have partners looked for in the background, and keep who was found as suggestions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.catalogue.models import Service
from raceme.collaboration import rules
from raceme.collaboration.bridge.finding import Found, weights_now
from raceme.collaboration.models import Notice, PartnerSearch, Suggestion
from raceme.collaboration.queries.ties import in_order, pairs_apart
from raceme.foundation import background
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, keep_several, lock
from raceme.members.models import Organisation

State = PartnerSearch.State


@transaction.atomic
def find_partners(
    *,
    organisation: Organisation | None = None,
    notice: Notice | None = None,
    service: Service | None = None,
    by: Actor,
    at: datetime,
    **controls: Any,
) -> PartnerSearch:
    """Have partners looked for: for one member, as answers to one notice, or for all members.

    `controls`: number, cross_sector, diversity, with_known, as the table has them. Whoever answers
    a request may be of any sector, unless somebody says otherwise.
    """
    require(rules.may_broker, by, organisation or notice)
    if notice is not None:
        organisation = notice.organisation
        if notice.state_on(timezone.localdate(at)) != Notice.State.OPEN:
            raise Refused(_("Only for an offer or a request that is open partners can be found."))
        if notice.is_request:
            controls.setdefault("cross_sector", 0.0)
    if organisation is not None and organisation.has_left:
        raise Refused(_("%(who)s has left the cluster.") % {"who": organisation})
    search = PartnerSearch(
        cluster=by.cluster,
        organisation=organisation,
        notice=notice,
        service=service,
        weights=weights_now(by),
        asked_at=at,
        asked_by=by.label,
        **controls,
    )
    search = keep_new(search, verb="find_partners", by=by, at=at)
    background.start("collaboration.find_partners", search_id=search.pk)
    return search


@transaction.atomic
def begin_search(search_id: int, *, at: datetime) -> PartnerSearch | None:
    """Take up a waiting search; None if another has taken it up, or it is over."""
    search = PartnerSearch.objects.select_for_update().get(pk=search_id)
    if search.state != State.WAITING and not search.is_silent(at):
        return None
    search.state, search.started_at, search.heartbeat_at = State.COMPUTING, at, at
    search.save(update_fields=["state", "started_at", "heartbeat_at"])
    return search


def report_search(search: PartnerSearch, *, share: float, at: datetime) -> None:
    """Write down how far a search is."""
    mine = PartnerSearch.objects.filter(
        pk=search.pk, started_at=search.started_at, state=State.COMPUTING
    )
    mine.update(share_done=share, heartbeat_at=at)


@transaction.atomic
def keep_found(
    search: PartnerSearch, found: Sequence[Found], *, by: Actor, at: datetime
) -> list[Suggestion]:
    """Propose who was found; pairs that came under way meanwhile are left out."""
    require(rules.may_broker, by, search)
    # One search after the other: two at once would propose a pair twice.
    lock(search.cluster)
    now = lock(search)
    if now.state != State.COMPUTING or now.started_at != search.started_at:
        return []
    apart = pairs_apart(by, on=timezone.localdate(at))
    members = Organisation.objects.in_bulk({pk for one in found for pk in (one.one, one.other)})
    rows = [
        Suggestion(
            cluster_id=search.cluster_id,
            one=members[one.one],
            other=members[one.other],
            notice_id=search.notice_id,
            search_id=search.pk,
            service_id=search.service_id,
            score=one.score,
            parts=one.parts,
            reasons=one.reasons,
            is_cross_sector=one.is_cross_sector,
            proposed_at=at,
        )
        for one in found
        if in_order((one.one, one.other)) not in apart
    ]
    kept = keep_several(rows, verb="propose", by=by, at=at) if rows else []
    values = {"state": State.DONE, "share_done": 1.0, "done_at": at, "found": len(kept)}
    change(search, values, verb="keep_found", by=by, at=at)
    return kept


@transaction.atomic
def give_up_search(search: PartnerSearch, *, trouble: str, by: Actor, at: datetime) -> None:
    """Write down that a search failed, and why, as far as that helps whoever asked."""
    require(rules.may_broker, by, search)
    now = lock(search)
    if now.state == State.COMPUTING and now.started_at == search.started_at:
        values = {"state": State.FAILED, "trouble": trouble, "done_at": at}
        change(search, values, verb="give_up_search", by=by, at=at)


def resume_cut_off_searches(*, at: datetime) -> int:
    """Take up again what was being computed when the machine stopped; say how many there are."""
    running = PartnerSearch.objects.filter(state=State.COMPUTING)
    cut_off = [one.pk for one in running if one.is_silent(at)]
    for pk in cut_off:
        background.start("collaboration.find_partners", search_id=pk)
    return len(cut_off)
