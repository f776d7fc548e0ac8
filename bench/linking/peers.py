"""Other ways to find duplicates by name, measured on the same pairs.

Each peer gets names in small letters without accents and punctuation, only pairs of one country
(a help: names alone know no country), and, in its favour, the best threshold on the very records
it is measured on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from itertools import combinations

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from raceme.cores.linking.spelling import plain
from raceme.cores.linking.values import Record

Peer = Callable[[str, str], float]


def difflib_ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() > 0.7 else 0.0


PEERS: dict[str, Peer] = {
    "rapidfuzz token_set_ratio": lambda one, other: fuzz.token_set_ratio(one, other) / 100,
    "rapidfuzz token_sort_ratio": lambda one, other: fuzz.token_sort_ratio(one, other) / 100,
    "rapidfuzz WRatio": lambda one, other: fuzz.WRatio(one, other) / 100,
    "Jaro-Winkler": JaroWinkler.similarity,
    "difflib ratio": difflib_ratio,
}


def prepared(name: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain(name)).split())


def scores(peer: Peer, records: tuple[Record, ...]) -> Iterator[tuple[float, int, int]]:
    names = [prepared(record.name) for record in records]
    by_country: dict[str, list[int]] = {}
    for place, record in enumerate(records):
        by_country.setdefault(record.country, []).append(place)
    for places in by_country.values():
        for one, other in combinations(places, 2):
            score = peer(names[one], names[other])
            if score >= 0.5:
                yield score, one, other
