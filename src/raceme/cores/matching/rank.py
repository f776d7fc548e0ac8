"""Best partners for many organisations at once, by what past collaborations have taught."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from raceme.cores.errors import BadInput
from raceme.cores.matching.figures import BATCH, Atlas, Pairs
from raceme.cores.matching.history import Flags, Floats, Whole, history_before
from raceme.cores.matching.learn import Ranking, Rankings, Report, learn
from raceme.cores.matching.reasons import reasons_of
from raceme.cores.matching.values import Collaboration, Organisation, Partner


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best partners for one organisation, best first."""

    asking: str
    partners: tuple[Partner, ...]


class Foreteller:
    """What was known before `at`, and what it teaches, ready to be asked for many lists.

    `asking` are the ids that will be asked for: a ranking is learnt for their kinds.
    """

    def __init__(
        self,
        organisations: Sequence[Organisation],
        collaborations: Sequence[Collaboration],
        at: date,
        *,
        asking: Sequence[str],
        among: str = "",
        report: Report = lambda step: None,
    ) -> None:
        kinds = np.array([one.kind for one in organisations], dtype=object)
        self._may = np.asarray(kinds == among) if among else np.ones(len(kinds), dtype=bool)
        if not self._may.any():
            raise BadInput(f"there is no organisation of the kind {among}")
        report("index")
        self.atlas = Atlas(history_before(at, organisations, collaborations))
        self.allowed: Flags = self._may & self.atlas.history.has_shared
        if not self.allowed.any():
            raise BadInput(f"nobody who may be proposed worked with others before {at}")
        places = self.atlas.history.places
        asked = {kinds[places[one]] for one in asking if one in places}
        who = np.isin(kinds.astype(str), sorted(str(kind) for kind in asked))
        self.rankings = learn(
            at, organisations, collaborations, asking=who, allowed=self._may, report=report
        )

    def lists(self, asking: Sequence[str], count: int) -> Iterator[Ranked]:
        """For each id, in the order given, its best `count` partners.

        Earlier partners are left out. For an id that is in no list: who is most active.
        """
        for start in range(0, len(asking), BATCH):
            batch = asking[start : start + BATCH]
            places = self.atlas.history.places
            known = np.array(sorted({places[one] for one in batch if one in places}), dtype=int)
            found = self._best(known, count) if len(known) else {}
            for one in batch:
                partners = found[places[one]] if one in places else self._most_active(count)
                yield Ranked(one, partners)

    def _best(self, asking: Whole, count: int) -> dict[int, tuple[Partner, ...]]:
        pairs = self.atlas.pairs(asking, self.allowed)
        scores = self.scores(pairs)
        ends = np.cumsum(pairs.sizes)
        found = {}
        for row, (start, end) in enumerate(zip(ends - pairs.sizes, ends, strict=True)):
            order = np.lexsort((pairs.other[start:end], -scores[start:end]))[:count] + start
            found[int(asking[row])] = tuple(
                self._partner(pairs, int(at), float(scores[at])) for at in order
            )
        return found

    def scores(self, pairs: Pairs) -> Floats:
        """Score all pairs by the ranking learnt for those who ask; see `plain_scores`."""
        is_warm = self.atlas.history.has_shared[pairs.asking][pairs.row]
        scores = plain_scores(pairs)
        for ranking, chosen in zip(_both(self.rankings), (is_warm, ~is_warm), strict=True):
            if ranking is not None and chosen.any():
                scores[chosen] = ranking.scores(pairs.only(chosen))
        return scores

    def _partner(self, pairs: Pairs, at: int, score: float) -> Partner:
        history = self.atlas.history
        one, other = int(pairs.asking[pairs.row[at]]), int(pairs.other[at])
        reasons = reasons_of(self.atlas, one, other)
        return Partner(history.organisations[other].id, score, reasons=reasons)

    def _most_active(self, count: int) -> tuple[Partner, ...]:
        degree = np.where(self.allowed, self.atlas.network.degree, -1)
        order = np.lexsort((np.arange(len(degree)), -degree))[:count]
        ids = [self.atlas.history.organisations[at].id for at in order if degree[at] >= 0]
        return tuple(Partner(one, -float(rank)) for rank, one in enumerate(ids))


def plain_scores(pairs: Pairs) -> Floats:
    """Where the past was too short to teach anything: Adamic-Adar, then closeness in topic."""
    near = pairs.figures[:, pairs.names.index("adamic_adar")]
    return (near + 0.1 * pairs.figures[:, pairs.names.index("topic")]).astype(np.float64)


def _both(rankings: Rankings) -> tuple[Ranking | None, Ranking | None]:
    return rankings.warm, rankings.cold
