"""The choice of services as a linear program over whole editions.

One whole column by service (its editions), one by topic (coverage) and by objective (alignment).
The cut `min(1, editions * reach / N)` bends downwards, so that its exact values at whole editions
are met by straight rows; no further whole columns are needed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from raceme.cores.planning.offer import Floats, Offer, Whole
from raceme.cores.planning.search import Program
from raceme.cores.planning.value import Stakes
from raceme.cores.planning.values import Limits

VALUE_SCALE = 1000.0  # V is searched in thousandths: the solver's tolerance of 1e-9 is then 1e-12


@dataclass(slots=True)
class Bounds:
    """Between which numbers of editions the search looks."""

    low: Whole
    high: Whole

    def copy(self) -> Bounds:
        """Give an independent copy."""
        return Bounds(self.low.copy(), self.high.copy())


@dataclass(slots=True)
class Draft:
    """A program with the columns one needs to speak of: editions first, then the rest."""

    program: Program
    editions: list[int]
    offered: list[int]  # 1 where a service has at least one edition

    def gain_on_editions(self, figures: Floats) -> None:
        """Replace what is maximised by a sum over editions."""
        self.program.gain = [0.0] * len(self.program.gain)
        for column, figure in zip(self.editions, figures, strict=True):
            self.program.gain[column] = float(figure)


def bounds_of(offer: Offer, limits: Limits) -> Bounds:
    """Start from what the limits say of each service alone."""
    must, must_not = offer.marks(limits.must), offer.marks(limits.must_not)
    return Bounds(
        low=must.astype(np.int64),
        high=np.where(must_not, 0, offer.most).astype(np.int64),
    )


def without_needless(offer: Offer, stakes: Stakes, limits: Limits, bounds: Bounds) -> Bounds:
    """Drop editions that no best plan holds, because leaving them out is never worse.

    Concerns only services that neither earn money nor help the own-income share: beyond what
    all asking members can attend, one more edition adds nothing; and a service that adds
    nothing to any topic or objective is not needed at all (unless as cross-sectoral).
    """
    share = limits.own_income_share_min or 0.0
    helps_money = (offer.net < 0) | (offer.income - share * offer.cost > 0)
    asked = (offer.strength > 0) & (stakes.topic_share > 0)
    most_asking = np.where(asked, stakes.members, 0.0).max(axis=1, initial=0.0)
    most_asking[offer.reach <= 0] = 0.0
    useful = np.zeros_like(most_asking)
    np.divide(most_asking, offer.reach, out=useful, where=offer.reach > 0)
    counts_once = ((offer.serves > 0) & (stakes.objective_share > 0)).any(axis=1)
    if limits.cross_sectoral_min > 0:
        counts_once |= offer.is_cross
    enough = np.minimum(np.maximum(np.ceil(useful), counts_once), bounds.high)
    high = np.where(helps_money, bounds.high, np.maximum(enough.astype(np.int64), bounds.low))
    return Bounds(low=bounds.low, high=np.minimum(high, bounds.high))


def draft_choice(offer: Offer, stakes: Stakes, limits: Limits, bounds: Bounds) -> Draft:
    """Write down the whole problem: maximise V * VALUE_SCALE within the limits."""
    draft = draft_limits(offer, limits, bounds)
    for topic in np.flatnonzero(stakes.topic_share > 0):
        _add_topic(draft, offer, stakes, int(topic), bounds)
    for objective in np.flatnonzero(stakes.objective_share > 0):
        gain = VALUE_SCALE * float(stakes.objective_share[objective])
        parts = offer.serves[:, objective]
        serving = [int(s) for s in np.flatnonzero(parts)]
        reached = draft.program.column(gain=gain)
        columns = [reached, *(draft.offered[s] for s in serving)]
        draft.program.row(columns, [1.0, *(-float(parts[s]) for s in serving)], high=0.0)
    return draft


def draft_limits(offer: Offer, limits: Limits, bounds: Bounds) -> Draft:
    """Write down the limits alone, without anything to maximise."""
    program = Program()
    editions = [
        program.column(low=float(low), high=float(high), is_whole=True)
        for low, high in zip(bounds.low, bounds.high, strict=True)
    ]
    offered = [
        column if bounds.high[service] <= 1 else _offered(program, column)
        for service, column in enumerate(editions)
    ]
    _add_sum(program, editions, offer.net, high=limits.budget_eur)
    _add_sum(program, editions, offer.days, high=limits.person_days)
    if limits.own_income_share_min is not None:
        surplus = offer.income - limits.own_income_share_min * offer.cost
        _add_sum(program, editions, surplus, low=0.0)
    if limits.cross_sectoral_min > 0:
        crossing = [offered[service] for service in np.flatnonzero(offer.is_cross)]
        program.row(crossing, [1.0] * len(crossing), low=float(limits.cross_sectoral_min))
    return Draft(program=program, editions=editions, offered=offered)


def at_least(draft: Draft, figures: Floats, amount: float) -> None:
    """Ask for a sum over editions of at least `amount`."""
    _add_sum(draft.program, draft.editions, figures, low=amount)


def at_most(draft: Draft, figures: Floats, amount: float) -> None:
    """Ask for a sum over editions of at most `amount`."""
    _add_sum(draft.program, draft.editions, figures, high=amount)


def value_at_least(draft: Draft, value: float) -> None:
    """Ask for V of at least `value`; the draft must still maximise V."""
    valued = [column for column, gain in enumerate(draft.program.gain) if gain > 0]
    gains = [draft.program.gain[column] for column in valued]
    draft.program.row(valued, gains, low=value * VALUE_SCALE)


def other_than(
    draft: Draft, editions: Whole, bounds: Bounds, *, penalty: float | None = None
) -> None:
    """Ask for a point that differs from `editions` in at least one service.

    With a `penalty`, `editions` may still answer, their V counting so much less.
    """
    columns: list[int] = []
    factors: list[float] = []
    met = 0.0  # what the sum of differences is short of when the point is `editions` itself
    for service, here in enumerate(editions):
        low, high = int(bounds.low[service]), int(bounds.high[service])
        column = draft.editions[service]
        if low == high:
            continue
        if here == high:
            columns.append(column)
            factors.append(-1.0)
            met += float(high)
        elif here == low:
            columns.append(column)
            factors.append(1.0)
            met -= float(low)
        else:
            up, down = _moves(draft.program, column, int(here), low, high)
            columns.extend([up, down])
            factors.extend([1.0, 1.0])
    if penalty is not None:
        columns.append(draft.program.column(gain=-penalty * VALUE_SCALE, is_whole=True))
        factors.append(1.0)
    draft.program.row(columns, factors, low=1.0 - met)


def _moves(program: Program, column: int, here: int, low: int, high: int) -> tuple[int, int]:
    """Two switches: up is on only above `here`, down only below, never both."""
    up, down = program.column(is_whole=True), program.column(is_whole=True)
    program.row([column, up, down], [1.0, -1.0, float(here - low)], low=float(here))
    program.row([column, up, down], [1.0, -float(high - here), 1.0], high=float(here))
    program.row([up, down], [1.0, 1.0], high=1.0)
    return up, down


def _offered(program: Program, editions: int) -> int:
    """Add min(1, editions); it only ever gains, so that two upper bounds are enough."""
    offered = program.column()
    program.row([offered, editions], [1.0, -1.0], high=0.0)
    return offered


def _add_topic(draft: Draft, offer: Offer, stakes: Stakes, topic: int, bounds: Bounds) -> None:
    program = draft.program
    columns = [program.column(gain=VALUE_SCALE * float(stakes.topic_share[topic]))]
    factors = [1.0]
    for service in np.flatnonzero((offer.strength[:, topic] > 0) & (bounds.high > 0)):
        strength = float(offer.strength[service, topic])
        part = float(offer.reach[service] / stakes.members[topic])
        column, factor = _reached(draft, int(service), part, int(bounds.high[service]))
        columns.append(column)
        factors.append(-strength * factor)
    program.row(columns, factors, high=0.0)


def _reached(draft: Draft, service: int, part: float, most: int) -> tuple[int, float]:
    """Give min(1, editions * part) as a column and a factor, exact at whole editions."""
    program, editions = draft.program, draft.editions[service]
    if part >= 1.0:
        return draft.offered[service], 1.0
    if part * most <= 1.0:
        return editions, part
    reached = program.column()
    program.row([reached, editions], [1.0, -part], high=0.0)
    full = int(np.floor(1.0 / part))  # editions that are wholly used
    rest = 1.0 - full * part  # what the next edition still adds
    if rest > 0.0 and full * part < 1.0:
        program.row([reached, editions], [1.0, -rest], high=full * part - rest * full)
    return reached, 1.0


def _add_sum(
    program: Program,
    columns: list[int],
    figures: Floats,
    *,
    low: float = -np.inf,
    high: float = np.inf,
) -> None:
    """Add a row in units of its largest figure, so that the tolerance means the same in all."""
    unit = float(np.abs(figures).max(initial=0.0)) or 1.0
    used = [(c, float(f) / unit) for c, f in zip(columns, figures, strict=True) if f != 0]
    program.row([c for c, _ in used], [f for _, f in used], low=low / unit, high=high / unit)
