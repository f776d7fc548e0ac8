"""What a set of editions is worth: the formula of V, plainly, without any solver.

Every figure that a plan reports is computed here from whole editions; the search in `choose.py`
only proposes them. S services, T topics, O objectives.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from raceme.cores.planning.offer import Floats, Offer, Whole
from raceme.cores.planning.values import Limits

LIMIT_TOLERANCE = 1e-7  # of the largest figure of one edition: below a cent for 50,000 euro


@dataclass(frozen=True, slots=True, eq=False)
class Stakes:
    """How much of V each topic and each objective can give, and how many members ask."""

    topic_share: Floats  # T, (1 - lambda) D_t / sum of D over topics with N_t > 0; else 0
    objective_share: Floats  # O, lambda w_o / sum of w
    members: Floats  # T, N_t


def stakes_of(demand: Floats, members: Floats, offer: Offer, alignment_weight: float) -> Stakes:
    """Say what counts and how much.

    `demand` D_t and `members` N_t by topic. Topics that nobody finds important do not count. A
    half without anything to count (no needs, or no objectives, or only weights of 0) gives 0.
    """
    weights = np.fromiter((o.weight for o in offer.objectives), dtype=np.float64)
    counted = np.where(members > 0, demand, 0.0)
    return Stakes(
        topic_share=(1.0 - alignment_weight) * _shares(counted),
        objective_share=alignment_weight * _shares(weights),
        members=members,
    )


def given(offer: Offer, members: Floats, editions: Whole) -> Floats:
    """Say what each service gives to each topic: S x T, a_st * min(1, e_s * reach_s / N_t).

    0 for topics with N_t = 0.
    """
    reached = (editions * offer.reach)[:, None]
    share = np.zeros((len(editions), len(members)))
    np.divide(reached, members[None, :], out=share, where=members[None, :] > 0)
    return offer.strength * np.minimum(1.0, share)


def alignment(offer: Offer, editions: Whole) -> Floats:
    """Say how far each objective is reached: z_o, between 0 and 1."""
    served: Floats = offer.serves[editions > 0].sum(axis=0)
    return np.minimum(1.0, served)


def value_of(offer: Offer, stakes: Stakes, editions: Whole) -> float:
    """Compute V of these editions."""
    coverage = np.minimum(1.0, given(offer, stakes.members, editions).sum(axis=0))
    covered = float(stakes.topic_share @ coverage)
    return covered + float(stakes.objective_share @ alignment(offer, editions))


def keeps(offer: Offer, limits: Limits, editions: Whole) -> bool:
    """Tell whether these editions keep to every limit (sums within LIMIT_TOLERANCE)."""
    must, must_not = offer.marks(limits.must), offer.marks(limits.must_not)
    return bool(
        offer.has_all(limits.must)
        and (editions >= must).all()
        and (editions <= np.where(must_not, 0, offer.most)).all()
        and keeps_budget(offer, limits, editions)
        and keeps_days(offer, limits, editions)
        and keeps_own_income(offer, limits, editions)
        and keeps_cross_sectoral(offer, limits, editions)
    )


def keeps_budget(offer: Offer, limits: Limits, editions: Whole) -> bool:
    """Tell whether cost less income is within the budget."""
    return float(offer.net @ editions) <= limits.budget_eur + slack(offer.net)


def keeps_days(offer: Offer, limits: Limits, editions: Whole) -> bool:
    """Tell whether the team has the days."""
    return float(offer.days @ editions) <= limits.person_days + slack(offer.days)


def keeps_own_income(offer: Offer, limits: Limits, editions: Whole) -> bool:
    """Tell whether income is at least the asked share of cost. Without cost, it always is."""
    if limits.own_income_share_min is None:
        return True
    surplus = offer.income - limits.own_income_share_min * offer.cost
    return float(surplus @ editions) >= -slack(surplus)


def keeps_cross_sectoral(offer: Offer, limits: Limits, editions: Whole) -> bool:
    """Tell whether enough different cross-sectoral services are chosen."""
    return int((editions[offer.is_cross] > 0).sum()) >= limits.cross_sectoral_min


def slack(figures: Floats) -> float:
    """How far a sum of such figures may pass its limit by rounding alone."""
    return LIMIT_TOLERANCE * max(1e-3, float(np.abs(figures).max(initial=0.0)))


def _shares(parts: Floats) -> Floats:
    whole = parts.sum()
    return parts / whole if whole > 0 else np.zeros_like(parts)
