"""All figures of pairs that a learned ranking weighs, and who is worth ranking at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from raceme.cores.matching.arrivals import Arrivals
from raceme.cores.matching.history import Flags, Floats, History, Whole
from raceme.cores.matching.network import FRESH, Network
from raceme.cores.matching.places import UNKNOWN, Places, affinity, numbered
from raceme.cores.matching.standing import standing_of
from raceme.cores.matching.texts import Fields, Topics
from raceme.cores.matching.values import COMPANY

FOUND_BY = (
    "adamic_adar", "aged", "fresh", "walk_3", "walk_tied_3", "like_work", "field_active", "topic",
    "home_active", "embedding", "near_work", "new_home", "guessed", "ties_kin", "ties_town",
)  # fmt: skip
EACH = 120  # how many the best of each such figure give
ACTIVE = 60  # and how many of the most active are always looked at
DIMENSIONS = 64
POWERS = 4
KINDS = ("PRC", "HES", "REC", "PUB", "OTH")
BATCH = 100  # who is asked for at a time: bounds the memory


@dataclass(frozen=True)
class Pairs:
    """Candidate pairs: row of the asking one, place of the candidate, and the figures of each.

    `asking[row[i]]` asks, `other[i]` is the candidate; pairs of one row stand together.
    """

    asking: Whole
    row: Whole
    other: Whole
    figures: Floats
    names: tuple[str, ...]

    @property
    def sizes(self) -> Whole:
        """How many candidates each asking one has."""
        return np.bincount(self.row, minlength=len(self.asking))

    def only(self, chosen: Flags) -> Pairs:
        """Some of the pairs."""
        row, other, figures = self.row[chosen], self.other[chosen], self.figures[chosen]
        return Pairs(self.asking, row, other, figures, self.names)


class Atlas:
    """One history, with everything computed once that does not depend on who asks."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.network = Network(history)
        self.topics = Topics(history)
        aged = 0.5 ** (history.age / 1.5) * history.is_shared
        aged = aged / np.sqrt(np.maximum(history.members - 1, 1))
        self.fields = Fields(history, aged.astype(np.float32))
        fresh = (history.is_shared * 0.5 ** (history.age / FRESH)).astype(np.float32)
        self._topics_open = Fields(history, fresh, ("topic ", "stem "))
        self.places = Places(history.organisations)
        self.standing = standing_of(history, self.network)
        self._affinity = affinity(self.places.country, self.network)
        self.kind = numbered(one.kind or None for one in history.organisations)
        kinds = [KINDS.index(k) if k in KINDS else len(KINDS) for k in self._kinds()]
        self._is_company = np.array([kind == COMPANY for kind in self._kinds()], dtype=bool)
        self.arrivals = Arrivals(history, self.network, self.places, self._is_company)
        self._kind_code = np.array(kinds, dtype=np.float32)
        self._left, self._right = _embedding(self.network)

    def _kinds(self) -> list[str]:
        return [one.kind for one in self.history.organisations]

    def closeness(self, asking: Whole) -> dict[str, Floats]:
        """Every figure of closeness, askers x organisations."""
        network = self.network
        return {
            "common": network.common(asking),
            "adamic_adar": network.adamic_adar(asking),
            "aged": network.aged_adamic_adar(asking),
            "fresh": network.aged_adamic_adar(asking, network.fresh),
            "often": network.often(asking),
            "fresh_both": network.fresh_both(asking),
            "over_companies": network.adamic_adar_over(asking, self._is_company),
            "repeated": network.repeated(asking),
            **network.walks(asking),
            "over_leads": network.over_leads(asking),
            **self.topics.closeness(asking, network.through(asking)),
            **self.fields.closeness(asking),
            "topic_code": self._topics_open.closeness(asking)["field"],
            "topic_code_active": self._topics_open.closeness(asking)["field_active"],
            **self._by_place(asking),
            **self.arrivals.closeness(asking),
            "embedding": self._left[asking] @ self._right.T,
        }

    def _by_place(self, asking: Whole) -> dict[str, Floats]:
        """How active others are, times how often their country works with that of who asks.

        Those of the same town stand before all others of `town_active`.
        """
        country, town = self.places.country, self.places.town
        active = self.standing["done_aged"] + np.float32(1e-3)
        likely = np.exp(self._affinity[country[asking]][:, country])
        known = (country[asking] != UNKNOWN)[:, None] & (country != UNKNOWN)[None, :]
        home = np.where(known, likely, 1) * active
        same_town = (town[asking][:, None] == town[None, :]) & (town[asking] != UNKNOWN)[:, None]
        return {"home_active": home, "town_active": same_town * active}

    def pairs(self, asking: Whole, allowed: Flags) -> Pairs:
        """Find candidates among the `allowed` for each who asks, and their figures.

        Earlier partners and the asking one itself are no candidates.
        """
        found = [
            self._pairs(asking[start : start + BATCH], allowed)
            for start in range(0, len(asking), BATCH)
        ]
        rows = [one.row + BATCH * number for number, one in enumerate(found)]
        return Pairs(
            asking,
            np.concatenate(rows),
            np.concatenate([one.other for one in found]),
            np.vstack([one.figures for one in found]),
            found[0].names,
        )

    def _pairs(self, asking: Whole, allowed: Flags) -> Pairs:
        closeness = self.closeness(asking)
        refused = (self.network.partners(asking) > 0) | ~allowed
        refused[np.arange(len(asking)), asking] = True
        row, other = np.nonzero(self._worth_ranking(closeness, refused))
        columns: list[Floats] = []
        names: list[str] = []
        for name, values in closeness.items():
            column = values[row, other]
            best = np.zeros(len(asking), dtype=np.float32)
            np.maximum.at(best, row, column)
            columns += [column, _ranks(column, row), column / np.maximum(best[row], 1e-9)]
            names += [name, f"{name}_rank", f"{name}_of_best"]
        for name, column in self._of_pairs(asking[row], other).items():
            columns.append(column)
            names.append(name)
        figures = np.column_stack(columns).astype(np.float32)
        return Pairs(asking, row, other, figures, tuple(names))

    def _worth_ranking(self, closeness: dict[str, Floats], refused: Flags) -> Flags:
        worth = np.zeros(refused.shape, dtype=bool)
        small = self.network.degree * np.float32(1e-7)
        active = self.standing["done_last_year"] + np.float32(1e-3) * self.network.degree
        lists = [(closeness[name] + small, EACH) for name in FOUND_BY]
        for values in (active, self.network.degree):
            lists.append((np.broadcast_to(values, refused.shape), ACTIVE))
        for values, count in lists:
            possible = np.where(refused, np.float32(-1), values)
            kept = min(count, refused.shape[1])
            best = np.argpartition(-possible, kept - 1, axis=1)[:, :kept]
            np.put_along_axis(worth, best, True, axis=1)
        return worth & ~refused

    def _of_pairs(self, one: Whole, other: Whole) -> dict[str, Floats]:
        country, town = self.places.country, self.places.town
        known = (country[one] != UNKNOWN) & (country[other] != UNKNOWN)
        found = {
            "affinity": np.where(known, self._affinity[country[one], country[other]], 0),
            "same_country": known & (country[one] == country[other]),
            "same_town": (town[one] == town[other]) & (town[one] != UNKNOWN),
            "kind": self._kind_code[other],
            "asking_kind": self._kind_code[one],
        }
        for name, values in {**self.standing, "brought": self.arrivals.brought}.items():
            found[f"{name}_there"] = values[other]
            found[f"{name}_here"] = values[one]
        return {name: np.asarray(values, dtype=np.float32) for name, values in found.items()}


def _ranks(values: Floats, row: Whole) -> Floats:
    """How many of its row are larger than each value: equal values share a rank.

    So the order of the list, which says how long somebody has been registered, teaches nothing.
    """
    order = np.lexsort((-values, row))
    sorted_values, sorted_rows = values[order], row[order]
    is_first = np.ones(len(values), dtype=bool)
    is_first[1:] = (sorted_values[1:] != sorted_values[:-1]) | (sorted_rows[1:] != sorted_rows[:-1])
    place = np.arange(len(values))
    first = np.maximum.accumulate(np.where(is_first, place, 0))
    ranks = np.empty(len(values), dtype=np.float32)
    ranks[order] = first - np.searchsorted(sorted_rows, sorted_rows)
    return ranks


def _embedding(network: Network) -> tuple[Floats, Floats]:
    """Place organisations by the strongest eigenvectors of their ties, each brought to scale.

    The product of both tables is the best approximation of D^-1/2 W D^-1/2 of that rank. Found by
    subspace iteration from a fixed start (Halko, Martinsson and Tropp, 2011).
    """
    ties = network.aged
    scale = (1 / np.sqrt(ties.strength + 1))[:, None].astype(np.float32)
    count = len(scale)
    size = min(DIMENSIONS + 16, count)
    if not count or not network.table.nnz:
        nothing = np.zeros((count, 1), dtype=np.float32)
        return nothing, nothing
    start = np.random.default_rng(0).standard_normal((count, size), dtype=np.float32)
    basis = np.linalg.qr(scale * ties.times(scale * start))[0]
    for _ in range(POWERS):
        basis = np.linalg.qr(scale * ties.times(scale * basis))[0]
    values, vectors = np.linalg.eigh(basis.T @ (scale * ties.times(scale * basis)))
    strongest = np.argsort(-np.abs(values), kind="stable")[:DIMENSIONS]
    values = values[strongest]
    left = (basis @ vectors[:, strongest]) * np.sqrt(np.abs(values))
    return left.astype(np.float32), (left * np.sign(values)).astype(np.float32)
