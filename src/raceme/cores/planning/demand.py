"""From what members said to how strongly each topic is asked for, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from raceme.cores.planning.offer import Flags, Floats
from raceme.cores.planning.values import Member, NeedRecord

IMPORTANT_FROM = 3  # importance from which a member counts into N_t
INTERVAL = (2.5, 97.5)  # percentiles of a 95 % interval


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """Demand and number of members by topic: as answered, and in each resample of members.

    T topics in the order asked for, B resamples.
    """

    answering: int  # members with at least one need record
    demand: Floats  # T, D_t
    members: Floats  # T, N_t
    low: Floats  # T
    high: Floats  # T
    resampled_demand: Floats  # B x T
    resampled_members: Floats  # B x T


def score(importance: int, satisfaction: int | None) -> float:
    """Say how urgent one record is, between 0 and 1.

    q = (importance + max(0, importance - satisfaction) - 1) / 8, both from 1 to 5; unknown
    satisfaction counts as equal to importance. Importance comes first, dissatisfaction adds.
    """
    lack = 0 if satisfaction is None else max(0, importance - satisfaction)
    return (importance + lack - 1) / 8


def demand_of(
    members: Sequence[Member],
    needs: Sequence[NeedRecord],
    topics: Sequence[str],
    *,
    resamples: int,
    seed: int,
) -> Demand:
    """Measure how strongly each topic is asked for, with 95 % intervals.

    Only members with a need record count; one without a record on a topic scores 0 there. The
    intervals are percentiles over `resamples` draws of as many members, with replacement; N_t
    is counted anew in each draw, a member drawn twice counting twice.
    """
    weights, scores, important = _answers(members, needs, topics)
    answering = len(weights)
    ones = np.ones((1, answering))
    draws = _draws(answering, resamples=resamples, seed=seed)
    demand, count = _measure(ones, weights, scores, important)
    resampled_demand, resampled_count = _measure(draws, weights, scores, important)
    low, high = np.percentile(resampled_demand, INTERVAL, axis=0)
    return Demand(
        answering=answering,
        demand=demand[0],
        members=count[0],
        low=low,
        high=high,
        resampled_demand=resampled_demand,
        resampled_members=resampled_count,
    )


def _answers(
    members: Sequence[Member], needs: Sequence[NeedRecord], topics: Sequence[str]
) -> tuple[Floats, Floats, Flags]:
    """Weights (M), scores (M x T) and importance (M x T) of the M members that answered."""
    latest = _latest(needs)
    weight_of = {member.id: member.weight for member in members}
    answering = sorted({member_id for member_id, _ in latest})
    row = {member_id: number for number, member_id in enumerate(answering)}
    column = {topic: number for number, topic in enumerate(topics)}
    scores = np.zeros((len(answering), len(topics)))
    important = np.zeros(scores.shape, dtype=bool)
    for (member_id, topic), need in latest.items():
        place = row[member_id], column[topic]
        scores[place] = score(need.importance, need.satisfaction)
        important[place] = need.importance >= IMPORTANT_FROM
    weights = np.array([weight_of[member_id] for member_id in answering], dtype=np.float64)
    return weights, scores, important


def _latest(needs: Sequence[NeedRecord]) -> dict[tuple[str, str], NeedRecord]:
    """Keep, by member and topic, the latest record; of one day the highest score.

    Of equal scores the more important one, so that N_t does not hang on the order of rows.
    """
    latest: dict[tuple[str, str], NeedRecord] = {}
    for need in needs:
        place = need.member_id, need.topic
        if place not in latest or _rank(need) > _rank(latest[place]):
            latest[place] = need
    return latest


def _rank(need: NeedRecord) -> tuple[int, float, int]:
    day = need.recorded_on.toordinal()
    return day, score(need.importance, need.satisfaction), need.importance


def _draws(answering: int, *, resamples: int, seed: int) -> Floats:
    """How often each member is drawn in each resample: B x M."""
    if answering == 0:
        return np.zeros((resamples, 0))
    generator = np.random.default_rng(seed)
    evenly = np.full(answering, 1.0 / answering)
    return generator.multinomial(answering, evenly, size=resamples).astype(np.float64)


def _measure(
    draws: Floats, weights: Floats, scores: Floats, important: Flags
) -> tuple[Floats, Floats]:
    """D_t and N_t for each draw. Where all drawn members weigh nothing, demand is 0."""
    weighed = draws * weights
    total = weighed.sum(axis=1, keepdims=True)
    demand = np.zeros((len(draws), scores.shape[1]))
    np.divide(weighed @ scores, total, out=demand, where=total > 0)
    return demand, draws @ important.astype(np.float64)
