"""Which limits contradict each other, when no plan keeps to all of them.

The answer is irreducible: give up any single one of the limits named, and a plan exists that
keeps to the others named. Codes of the facts:

    must                 service; it is a must
    must_not             service; it is a must-not
    must_unknown         service; it is a must, and there is no such service
    must_has_no_edition  service; it is a must, and its most editions are 0
    budget               limit: the budget; amount: the least net cost that the others named allow
    person_days          limit: the days; amount: the least days that the others named allow
    own_income_share_min limit: the share; amount: the highest share that the others named allow
    cross_sectoral_min   limit: the number; amount: the most that the others named allow
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from raceme.cores.planning.model import Draft, bounds_of, draft_limits
from raceme.cores.planning.offer import Floats, Offer, Whole
from raceme.cores.planning.search import Effort, solve
from raceme.cores.planning.values import Fact, Limits


@dataclass(frozen=True, slots=True)
class _Limit:
    """One limit that a cluster organisation could give up."""

    code: str
    service: str | None = None


def conflicts_of(offer: Offer, limits: Limits, effort: Effort) -> tuple[Fact, ...]:
    """Name an irreducible set of limits that contradict each other; empty if there is none."""
    impossible = _impossible_must(offer, limits)
    if impossible:
        return impossible
    kept = _all_limits(limits)
    if _can_keep(offer, limits, kept, effort):
        return ()
    for limit in tuple(kept):
        rest = [other for other in kept if other != limit]
        if not _can_keep(offer, limits, rest, effort):
            kept = rest
    return tuple(_fact(offer, limits, limit, kept, effort) for limit in kept)


def _impossible_must(offer: Offer, limits: Limits) -> tuple[Fact, ...]:
    """Find the first must, by id, that no plan can hold whatever else is given up."""
    most = {service.id: service.max_editions for service in offer.services}
    for service in sorted(limits.must):
        if service not in most:
            return (Fact("must_unknown", service=service),)
        if most[service] == 0:
            return (Fact("must_has_no_edition", service=service),)
        if service in limits.must_not:
            return (Fact("must", service=service), Fact("must_not", service=service))
    return ()


def _all_limits(limits: Limits) -> list[_Limit]:
    """List the limits in the order in which one would rather not name them.

    The filter lets go of the first ones first: where there is a choice, money and days remain.
    """
    every = [_Limit("must_not", service) for service in sorted(limits.must_not)]
    every += [_Limit("must", service) for service in sorted(limits.must)]
    if limits.cross_sectoral_min > 0:
        every.append(_Limit("cross_sectoral_min"))
    if limits.own_income_share_min is not None:
        every.append(_Limit("own_income_share_min"))
    return [*every, _Limit("person_days"), _Limit("budget")]


def _only(limits: Limits, kept: list[_Limit], offer: Offer) -> Limits:
    """Let go of all limits but those kept."""
    codes = {limit.code for limit in kept}
    loose_days = float(offer.days @ offer.most) + 1.0
    loose_budget = float(np.maximum(offer.net, 0.0) @ offer.most) + 1.0
    return replace(
        limits,
        budget_eur=limits.budget_eur if "budget" in codes else loose_budget,
        person_days=limits.person_days if "person_days" in codes else loose_days,
        own_income_share_min=(
            limits.own_income_share_min if "own_income_share_min" in codes else None
        ),
        cross_sectoral_min=limits.cross_sectoral_min if "cross_sectoral_min" in codes else 0,
        must=frozenset(k.service for k in kept if k.code == "must" and k.service),
        must_not=frozenset(k.service for k in kept if k.code == "must_not" and k.service),
    )


def _can_keep(offer: Offer, limits: Limits, kept: list[_Limit], effort: Effort) -> bool:
    return _extreme(offer, _only(limits, kept, offer), effort) is not None


def _extreme(
    offer: Offer, limits: Limits, effort: Effort, *, figures: Floats | None = None
) -> Whole | None:
    """Editions within the limits with the highest sum of `figures`; None: there are none."""
    bounds = bounds_of(offer, limits)
    if (bounds.low > bounds.high).any():
        return None
    draft = draft_limits(offer, limits, bounds)
    if figures is not None:
        draft.gain_on_editions(figures / (float(np.abs(figures).max(initial=0.0)) or 1.0))
    return _solved(draft, effort)


def _solved(draft: Draft, effort: Effort) -> Whole | None:
    found = solve(draft.program, effort)
    if found is None:
        return None
    editions: Whole = np.rint(found.point[draft.editions]).astype(np.int64)
    return editions


def _fact(offer: Offer, limits: Limits, limit: _Limit, kept: list[_Limit], effort: Effort) -> Fact:
    """Say the limit with its figure, and what the other limits of the conflict allow at best."""
    others = _only(limits, [other for other in kept if other != limit], offer)
    if limit.code == "budget":
        cheapest = _reached(offer, others, effort, -offer.net)
        return Fact("budget", amount=-cheapest, limit=limits.budget_eur)
    if limit.code == "person_days":
        shortest = _reached(offer, others, effort, -offer.days)
        return Fact("person_days", amount=-shortest, limit=limits.person_days)
    if limit.code == "own_income_share_min":
        share = _best_share(offer, others, effort)
        return Fact("own_income_share_min", amount=share, limit=limits.own_income_share_min)
    if limit.code == "cross_sectoral_min":
        most = _most_cross_sectoral(offer, others, effort)
        return Fact("cross_sectoral_min", amount=most, limit=float(limits.cross_sectoral_min))
    return Fact(limit.code, service=limit.service)


def _reached(offer: Offer, limits: Limits, effort: Effort, figures: Floats) -> float:
    editions = _extreme(offer, limits, effort, figures=figures)
    return 0.0 if editions is None else float(figures @ editions)


def _most_cross_sectoral(offer: Offer, limits: Limits, effort: Effort) -> float:
    bounds = bounds_of(offer, limits)
    draft = draft_limits(offer, limits, bounds)
    for service in np.flatnonzero(offer.is_cross):
        draft.program.gain[draft.offered[service]] = 1.0
    editions = _solved(draft, effort)
    return 0.0 if editions is None else float((editions[offer.is_cross] > 0).sum())


def _best_share(offer: Offer, limits: Limits, effort: Effort) -> float:
    """Find the highest share of own income (Dinkelbach 1967: a ratio, as a row of sums).

    Each round asks whether any plan beats the share reached so far; shares only rise, and there
    are finitely many plans, so that it ends.
    """
    share = 0.0
    while True:
        editions = _extreme(offer, limits, effort, figures=offer.income - share * offer.cost)
        cost = 0.0 if editions is None else float(offer.cost @ editions)
        if editions is None or cost <= 0:
            return share
        better = float(offer.income @ editions) / cost
        if better <= share + 1e-9:
            return share
        share = better
