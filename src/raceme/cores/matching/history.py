"""Organisations and what they did before a day, as numbers. Nothing later gets in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from raceme.cores.matching.values import Collaboration, Organisation

Floats = NDArray[np.floating[Any]]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

DAYS_OF_A_YEAR = 365.25
LARGEST = 40  # members; in a larger collaboration people need not know each other


def times(table: sparse.csr_matrix, columns: Floats) -> Floats:
    """A sparse table times columns; of single precision where both are."""
    product: Floats = table @ columns
    return product


@dataclass(frozen=True)
class History:
    """All organisations, and the collaborations that started before `at`, in their order.

    `who`, `what`, `is_lead` are one entry for each member of each collaboration: place of the
    organisation, place of the collaboration, whether it leads. `age` is in years before `at`;
    `left` in years after it until the end, 0 where that is not known.
    """

    at: date
    organisations: Sequence[Organisation]
    collaborations: tuple[Collaboration, ...]
    places: dict[str, int]
    who: Whole
    what: Whole
    is_lead: Flags
    age: Floats
    left: Floats
    members: Whole

    @cached_property
    def is_shared(self) -> Flags:
        """Which collaborations make their members acquainted: 2 to LARGEST members."""
        return (self.members >= 2) & (self.members <= LARGEST)

    @cached_property
    def has_shared(self) -> Flags:
        """Which organisations were in a shared collaboration."""
        found = np.zeros(len(self.organisations), dtype=bool)
        found[self.who[self.is_shared[self.what]]] = True
        return found

    def table(self, weight: Floats) -> sparse.csr_matrix:
        """Organisations x collaborations, each member with the weight of the collaboration."""
        shape = (len(self.organisations), len(self.collaborations))
        return sparse.csr_matrix((weight[self.what], (self.who, self.what)), shape=shape)

    def count(self, weight: Floats) -> Floats:
        """For each organisation the sum of weights of its collaborations."""
        counted = np.bincount(
            self.who, weights=weight[self.what], minlength=len(self.organisations)
        )
        return counted.astype(np.float32)


def history_before(
    at: date, organisations: Sequence[Organisation], collaborations: Iterable[Collaboration]
) -> History:
    """Take what started before `at`; everything else is as if it had never been given."""
    places = {one.id: place for place, one in enumerate(organisations)}
    past = tuple(one for one in collaborations if one.start < at)
    who = [places[member] for one in past for member in one.members]
    leads = [member == one.lead for one in past for member in one.members]
    members = np.array([len(one.members) for one in past], dtype=np.int64)
    age = np.array([(at - one.start).days for one in past], dtype=np.float32)
    left = [0 if one.end is None else max(0, (one.end - at).days) for one in past]
    return History(
        at=at,
        organisations=organisations,
        collaborations=past,
        places=places,
        who=np.array(who, dtype=np.int64),
        what=np.repeat(np.arange(len(past)), members),
        is_lead=np.array(leads, dtype=bool),
        age=age / np.float32(DAYS_OF_A_YEAR),
        left=np.array(left, dtype=np.float32) / np.float32(DAYS_OF_A_YEAR),
        members=members,
    )
