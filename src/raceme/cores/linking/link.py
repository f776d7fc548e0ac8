"""Which records are likely the same organisation: all pairs of a list, or new ones against it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from raceme.cores.linking.agreement import Agreement
from raceme.cores.linking.evidence import Evidence, evidence_of
from raceme.cores.linking.facts import facts_of
from raceme.cores.linking.index import Index
from raceme.cores.linking.lexicon import Lexicon
from raceme.cores.linking.records import Known, known_of
from raceme.cores.linking.sanity import check_records
from raceme.cores.linking.score import score_of
from raceme.cores.linking.values import LIKELY_FROM, Pair, Record

CROWD = 5  # a website of more records than this is a portal, and leads to none of them
Place = tuple[int, int]


class Linker:
    """A list of records, ready to be asked. It remembers the list given; it does not grow.

    Building it for 100,000 records takes some seconds, asking it about one a few milliseconds.
    """

    def __init__(self, records: Iterable[Record], lexicon: Lexicon) -> None:
        self.records = tuple(records)
        check_records(self.records)
        self._lexicon = lexicon
        self._known = _without_crowds([known_of(record, lexicon) for record in self.records])
        self._index = Index(self._known)
        self._by_number = _by_number(self._known)

    def likely_pairs(self, *, likely_from: float = LIKELY_FROM) -> list[Pair]:
        """Give all pairs within the list that are likely the same, likeliest first."""
        places = set(self._index.pairs())
        for members in self._by_number.values():
            places.update(combinations(members, 2))
        found = (
            self._pair(self.records[one], self._known[one], other, likely_from)
            for one, other in places
        )
        return _in_order(found)

    def likely_matches(
        self, records: Sequence[Record], *, likely_from: float = LIKELY_FROM
    ) -> list[Pair]:
        """Give all pairs of a new record and one of the list that are likely the same."""
        check_records(records)
        known = [known_of(record, self._lexicon) for record in records]
        places = set(self._index.near_pairs(known))
        for place, one in enumerate(known):
            for number in _numbers_of(one):
                places.update((place, other) for other in self._by_number.get(number, ()))
        found = (self._pair(records[one], known[one], other, likely_from) for one, other in places)
        return _in_order(found)

    def _pair(self, record: Record, one: Known, place: int, likely_from: float) -> Pair | None:
        other = self._known[place]
        evidence, agreement = _evidence(one, other)
        score = score_of(evidence, one, other)
        if score < likely_from:
            return None
        records = (record, self.records[place])
        facts = facts_of(records, (one, other), agreement)
        return Pair(record.id, self.records[place].id, score, facts)


def compare(one: Record, other: Record, lexicon: Lexicon) -> Pair:
    """Weigh two records against each other, likely or not."""
    check_records((one, other))
    known = (known_of(one, lexicon), known_of(other, lexicon))
    evidence, agreement = _evidence(*known)
    facts = facts_of((one, other), known, agreement)
    return Pair(one.id, other.id, score_of(evidence, *known), facts)


def _evidence(one: Known, other: Known) -> tuple[Evidence | None, Agreement | None]:
    if not one.name.words or not other.name.words:
        return None, None
    return evidence_of(one, other)


def _without_crowds(known: list[Known]) -> list[Known]:
    """Forget websites that too many records give as theirs: a portal, a funder, a chamber."""
    counts = Counter(one.site.domain for one in known if one.site is not None)
    return [
        one.without_site() if one.site is not None and counts[one.site.domain] > CROWD else one
        for one in known
    ]


def _by_number(known: Sequence[Known]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(known):
        for number in _numbers_of(one):
            places[number].append(place)
    return places


def _numbers_of(known: Known) -> list[str]:
    """Under which numbers and addresses a record is looked up."""
    vat = [f"vat {known.vat.number}"] if known.vat is not None else []
    site = [f"site {known.site.domain}"] if known.site is not None else []
    return vat + site


def _in_order(pairs: Iterable[Pair | None]) -> list[Pair]:
    found = [pair for pair in pairs if pair is not None]
    return sorted(found, key=lambda pair: (-pair.score, pair.one, pair.other))
