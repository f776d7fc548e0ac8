"""Fit the weights of the linking score: python bench/linking/fit.py

Prints the constants of `raceme.cores.linking.score`; they are copied there by hand. Logistic
regression with a small ridge, signs held to what each figure means, on half of the organisations
(`data.split`), once with the towns as published and once with missing ones filled in, among all
other organisations of the larger list as lookalikes. The threshold is chosen by five-fold
cross-validation over organisations, for a precision of 0.97 (two points more than asked for).
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "src"), str(HERE.parents[1])]

from bench.linking.data import Labelled, split, with_cities

from raceme.cores.linking.evidence import NAMES, evidence_of
from raceme.cores.linking.index import Index
from raceme.cores.linking.lexicon import Lexicon
from raceme.cores.linking.records import known_of
from raceme.vocabulary.names import words

SPEAKS_FOR = {"letters", "agreed", "telling", "initials", "lead_same"}
FOLDS, RIDGE, PRECISION = 5, 1.0, 0.97
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Sample:
    """Pairs that are near each other: figures, whether they are one, of which folds they are."""

    figures: Floats
    is_one: Floats
    is_within: Flags  # both are records of the list of variants
    folds: NDArray[np.int64]  # of the first record; -1 for the lookalikes


def sample_of(labelled: Labelled, count: int, folds: dict[str, int], lexicon: Lexicon) -> Sample:
    known = [known_of(record, lexicon) for record in labelled.records]
    pairs = list(Index(known).pairs())
    owners = labelled.owners
    return Sample(
        np.array([evidence_of(known[a], known[b])[0] for a, b in pairs]),
        np.array([owners[a] == owners[b] for a, b in pairs], dtype=float),
        np.array([a < count and b < count for a, b in pairs]),
        np.array([folds.get(owners[a], -1) for a, _ in pairs]),
    )


def fitted(figures: Floats, is_one: Floats) -> Floats:
    table = np.column_stack([np.ones(len(figures)), figures])
    bounds = [(None, None)]
    bounds += [(0.0, None) if name in SPEAKS_FOR else (None, 0.0) for name in NAMES]

    def loss(weights: Floats) -> tuple[float, Floats]:
        z = table @ weights
        ridge = np.concatenate([[0.0], weights[1:]])
        value = np.logaddexp(0, z).sum() - is_one @ z + RIDGE * (ridge @ ridge) / 2
        return value, table.T @ (1 / (1 + np.exp(-z)) - is_one) + RIDGE * ridge

    start = np.zeros(table.shape[1])
    return minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x


def threshold(z: Floats, is_one: Floats) -> float:
    """The lowest z down to which precision holds."""
    order = np.argsort(-z, kind="stable")
    precision = np.cumsum(is_one[order]) / np.arange(1, len(order) + 1)
    return float(z[order][np.flatnonzero(precision >= PRECISION)[-1]])


def main() -> None:
    parts = split()
    owners = sorted(set(parts.fit.owners))
    random.Random(5).shuffle(owners)
    folds = {owner: place % FOLDS for place, owner in enumerate(owners)}
    lexicon, count = Lexicon(words()), len(parts.fit.records)
    samples = [
        sample_of(fit + parts.others, count, folds, lexicon)
        for fit in (parts.fit, with_cities(parts.fit))
    ]
    figures = np.concatenate([sample.figures for sample in samples])
    is_one = np.concatenate([sample.is_one for sample in samples])
    in_fold = np.concatenate([sample.folds for sample in samples])
    weights = fitted(figures, is_one)
    for name, weight in zip(("constant", *NAMES), weights, strict=True):
        print(f"{name:16s}{weight:8.2f}")
    held_out = np.zeros(len(figures))
    for fold in range(FOLDS):
        rest = fitted(figures[in_fold != fold], is_one[in_fold != fold])
        held_out[in_fold == fold] = (rest[0] + figures @ rest[1:])[in_fold == fold]
    first, within = len(samples[0].is_one), samples[0].is_within
    cut = threshold(held_out[:first][within], samples[0].is_one[within])
    print(f"z from which precision is {PRECISION}, held out: {cut:.2f}")
    print(f"CONSTANT so that this is a score of 0.5: {weights[0] - cut:.2f}")


if __name__ == "__main__":
    main()
