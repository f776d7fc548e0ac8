"""How alike two strings are: what they have in common, in order, of all their letters.

Likeness = 2 L / (m + n), with L the length of the longest common subsequence (the indel ratio).
L is counted with whole numbers as bit vectors: Hyyrö, *Bit-parallel LCS-length computation
revisited*, 15th Australasian Workshop on Combinatorial Algorithms (2004).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache


def likeness(one: str, other: str) -> float:
    """Compare two strings: 1 where they are the same, 0 where they share no letter."""
    if one == other:
        return 1.0
    if not one or not other:
        return 0.0
    return 2.0 * common_length(one, other) / (len(one) + len(other))


def common_length(one: str, other: str) -> int:
    """Count the letters of the longest common subsequence."""
    places = _places(one)
    full = (1 << len(one)) - 1
    open_places = full
    for letter in other:
        hit = open_places & places.get(letter, 0)
        open_places = (open_places + hit) | (open_places - hit)
    return (~open_places & full).bit_count()


@lru_cache(maxsize=65_536)
def _places(text: str) -> Mapping[str, int]:
    places: dict[str, int] = {}
    for place, letter in enumerate(text):
        places[letter] = places.get(letter, 0) | 1 << place
    return places
