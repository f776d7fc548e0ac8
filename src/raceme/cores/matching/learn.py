"""Weights learnt from past collaborations: which figures foretold new partners, year by year.

For a history until `at`, the year before `at` is the lesson: figures are computed from what
started before that year, and the answers are the partners first met in it. So nothing that a
ranking has learnt from is later than `at`, and the figures it learns from know nothing of the
answers. Gradient-boosted trees (LightGBM) that rank the candidates of each asking organisation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from raceme.cores.matching.figures import Atlas, Pairs
from raceme.cores.matching.history import LARGEST, Flags, Floats, Whole, history_before
from raceme.cores.matching.values import Collaboration, Organisation

ASKERS = 1_500  # of each year: more learn little more
KEPT = 0.2  # share of the candidates that were not met, kept while learning
ROUNDS = 90
MODELS = 2
YEARS = (1, 2)  # the last year before `at` teaches, and the one before it
SEED = 20190101

Report = Callable[[str], None]


@dataclass(frozen=True)
class Ranking:
    """What was learnt: LightGBM models as their texts, and the names of the figures they weigh.

    Several models, alike but for the figures and pairs that each tree was shown: their mean errs
    less than any of them.
    """

    models: tuple[str, ...]
    names: tuple[str, ...]

    def scores(self, pairs: Pairs) -> NDArray[np.float64]:
        """A score for each pair; higher is likelier. Compare within one asking organisation."""
        scores = np.zeros(len(pairs.row))
        for booster in self._boosters():
            scores += np.asarray(booster.predict(pairs.figures, num_threads=1))
        return scores / len(self.models)

    def gains(self) -> dict[str, float]:
        """How much each figure contributed to the trees, as a share of all."""
        gain = np.sum([one.feature_importance("gain") for one in self._boosters()], axis=0)
        return dict(zip(self.names, (gain / max(gain.sum(), 1e-9)).tolist(), strict=True))

    def _boosters(self) -> list[lgb.Booster]:
        return [_booster(model) for model in self.models]


@lru_cache(maxsize=16)
def _booster(model: str) -> lgb.Booster:
    """Read a model once, not for each list."""
    return lgb.Booster(model_str=model)


@dataclass(frozen=True)
class Rankings:
    """One ranking for those who have had partners, one for those who have not; None: not known."""

    warm: Ranking | None
    cold: Ranking | None


def learn(
    at: date,
    organisations: Sequence[Organisation],
    collaborations: Sequence[Collaboration],
    *,
    warm_asking: Flags,
    cold_asking: Flags,
    allowed: Flags,
    report: Report = lambda step: None,
) -> Rankings:
    """Learn for those asking and candidates `allowed` (one entry for each organisation).

    `warm_asking` may teach as long as they have had partners, `cold_asking` as long as not.
    """
    warm: list[_Lesson] = []
    cold: list[_Lesson] = []
    past = [one for one in collaborations if one.start < at]
    for years in YEARS:
        begin, end = _earlier(at, years), _earlier(at, years - 1)
        report(f"learn {begin.year}")
        history = history_before(begin, organisations, past)
        if not history.is_shared.any():
            continue
        atlas = Atlas(history)
        met = new_partners(atlas, begin, end, past)
        warm += _lesson(atlas, met, warm_asking & history.has_shared, allowed)
        cold += _lesson(atlas, met, cold_asking & ~history.has_shared, allowed)
    report("fit")
    return Rankings(_fit(warm) if warm else None, _fit(cold) if cold else None)


def new_partners(
    atlas: Atlas, begin: date, end: date | None, collaborations: Sequence[Collaboration]
) -> sparse.csr_matrix:
    """Pairs first met from `begin` until before `end`: organisations x organisations, ones.

    Columns are organisations that had been in a shared collaboration before.
    """
    history = atlas.history
    who: list[int] = []
    what: list[int] = []
    for number, one in enumerate(collaborations):
        is_then = one.start >= begin and (end is None or one.start < end)
        if is_then and 2 <= len(one.members) <= LARGEST:
            who += [history.places[member] for member in one.members]
            what += [number] * len(one.members)
    shape = (len(history.organisations), len(collaborations))
    table = sparse.csr_matrix((np.ones(len(who), dtype=np.float32), (who, what)), shape=shape)
    met = (table @ table.T).tocsr()
    met.setdiag(0)
    met.eliminate_zeros()
    met.data[:] = 1
    met = (met @ sparse.diags(history.has_shared.astype(np.float32))).tocsr()
    met = (met - met.multiply(atlas.network.pairs)).tocsr()
    met.eliminate_zeros()
    return met


@dataclass(frozen=True)
class _Lesson:
    figures: Floats
    is_met: Flags
    sizes: Whole
    names: tuple[str, ...]


def _lesson(atlas: Atlas, met: sparse.csr_matrix, asking: Flags, allowed: Flags) -> list[_Lesson]:
    """One lesson, or none if nobody asking met anybody."""
    met = (met @ sparse.diags(allowed.astype(np.float32))).tocsr()
    has_met = np.flatnonzero((np.asarray(met.sum(axis=1)).ravel() > 0) & asking)
    if not len(has_met):
        return []
    rng = np.random.default_rng(SEED)
    chosen = np.sort(rng.choice(has_met, min(ASKERS, len(has_met)), replace=False))
    pairs = atlas.pairs(chosen, allowed & atlas.history.has_shared)
    is_met = np.asarray(met[chosen[pairs.row], pairs.other]).ravel() > 0
    kept = is_met | (rng.random(len(is_met)) < KEPT)
    sizes = np.bincount(pairs.row[kept], minlength=len(chosen))
    return [_Lesson(pairs.figures[kept], is_met[kept], sizes, pairs.names)]


def _fit(lessons: Sequence[_Lesson]) -> Ranking:
    names = lessons[0].names
    learnt = lgb.Dataset(
        np.vstack([one.figures for one in lessons]),
        np.concatenate([one.is_met for one in lessons]).astype(np.int64),
        group=np.concatenate([one.sizes[one.sizes > 0] for one in lessons]),
        feature_name=list(names),
        params={"verbosity": -1, "max_bin": 63},
    )
    parameters = {
        "objective": "lambdarank",
        "lambdarank_truncation_level": 30,
        "label_gain": [0, 1],
        "learning_rate": 0.06,
        "num_leaves": 15,
        "min_data_in_leaf": 300,
        "feature_fraction": 0.3,
        "bagging_fraction": 0.7,
        "bagging_freq": 1,
        "lambda_l2": 10.0,
        "num_threads": 1,  # the same trees on every machine
        "deterministic": True,
        "force_row_wise": True,
        "max_bin": 63,
        "verbosity": -1,
    }
    models = [
        lgb.train(parameters | {"seed": SEED % 1_000 + more}, learnt, ROUNDS)
        for more in range(MODELS)
    ]
    return Ranking(tuple(one.model_to_string() for one in models), names)


def _earlier(day: date, years: int) -> date:
    """The same day some years before; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
