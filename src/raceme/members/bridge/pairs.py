"""Pairs of organisations that may be one: what the last look found, and what is newer."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from raceme.access.actor import Actor
from raceme.cores.linking.link import compare
from raceme.cores.linking.values import LIKELY_FROM, Fact
from raceme.members.bridge.books import (
    candidate_of,
    lexicon,
    likely_duplicates_of,
    linker_of,
    record_of,
)
from raceme.members.models import Lookalike, Organisation
from raceme.members.queries.lookalikes import (
    Two,
    changed_since,
    last_look_of,
    lookalikes_visible_to,
    told_apart,
)
from raceme.members.queries.organisations import organisations_visible_to

NEWER_MAX = 200  # organisations changed since the last look that are looked at when asked


@dataclass(frozen=True, slots=True)
class LikelyPair:
    """Two organisations that are likely one, by their numbers (the lower first), and why."""

    one: int
    other: int
    score: float
    facts: tuple[Fact, ...]

    def turned(self) -> "LikelyPair":
        """The same pair, seen from the other organisation."""
        facts = tuple(fact.turned() for fact in self.facts)
        return LikelyPair(self.other, self.one, self.score, facts)


@dataclass(frozen=True, slots=True)
class Found:
    """All pairs known to be likely; `unseen`: too much has changed since the last look."""

    pairs: list[LikelyPair]
    unseen: bool


def likely_pairs(actor: Actor) -> Found:
    """All pairs that are likely one and were not told apart, the likeliest first.

    What the last look through the books found; and what has been entered or changed since, unless
    it is too much to be looked at while somebody waits.
    """
    look = last_look_of(actor)
    changed = changed_since(actor, look.up_to if look else 0, most=NEWER_MAX)
    is_too_much = len(changed) > NEWER_MAX
    pairs = {frozenset({one.one, one.other}): one for one in _kept_pairs(actor)}
    if not is_too_much:
        pairs = {two: pair for two, pair in pairs.items() if not two & changed}
        pairs |= {frozenset({one.one, one.other}): one for one in _newer_pairs(actor, changed)}
    apart = told_apart(actor)
    found = [pair for two, pair in pairs.items() if two not in apart]
    found.sort(key=lambda pair: (-pair.score, pair.one, pair.other))
    return Found(found, is_too_much)


def likely_pairs_with(actor: Actor, organisation: Organisation) -> list[LikelyPair]:
    """Pairs of one organisation with others that it may be, as its facts stand now."""
    apart = told_apart(actor)
    found = _newer_pairs(actor, {organisation.pk})
    return [pair for pair in found if frozenset({pair.one, pair.other}) not in apart]


def found_in_books(actor: Actor) -> tuple[int, list[LikelyPair]]:
    """Look through all organisations: how many there were, and which are likely one."""
    linker = linker_of(actor)
    pairs = [
        _in_order(int(pair.one), int(pair.other), pair.score, pair.facts)
        for pair in linker.likely_pairs()
    ]
    return len(linker.records), pairs


def facts_as_json(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    """Facts as a table can keep them."""
    return [asdict(fact) for fact in facts]


def facts_from_json(kept: Iterable[dict[str, Any]]) -> tuple[Fact, ...]:
    """Facts as a table has kept them."""
    return tuple(Fact(one["code"], tuple(one["words"]), tuple(one["others"])) for one in kept)


def _kept_pairs(actor: Actor) -> Iterable[LikelyPair]:
    rows = lookalikes_visible_to(actor).filter(score__gte=LIKELY_FROM, decided_at__isnull=True)
    columns = ("one_id", "other_id", "score", "facts")
    for one, other, score, facts in rows.order_by().values_list(*columns):
        yield LikelyPair(one, other, score, facts_from_json(facts))


def _newer_pairs(actor: Actor, numbers: set[int]) -> list[LikelyPair]:
    rows = organisations_visible_to(actor).filter(pk__in=numbers).order_by("pk")
    alike = likely_duplicates_of(actor, [candidate_of(one) for one in rows])
    found: dict[Two, LikelyPair] = {}
    for one in alike:
        number, other = int(one.candidate_id), one.organisation_id
        if number != other:
            pair = _in_order(number, other, one.score, one.facts)
            found.setdefault(frozenset({number, other}), pair)
    return list(found.values())


def _in_order(one: int, other: int, score: float, facts: tuple[Fact, ...]) -> LikelyPair:
    """A pair with the lower number first; what is said of here and there changes places, too."""
    pair = LikelyPair(one, other, score, facts)
    return pair if one < other else pair.turned()


def pair_of(one: Organisation, other: Organisation) -> LikelyPair:
    """Compare two organisations, likely one or not."""
    pair = compare(record_of(candidate_of(one)), record_of(candidate_of(other)), lexicon())
    return _in_order(one.pk, other.pk, pair.score, pair.facts)


def lookalike_of(cluster_id: int, pair: LikelyPair) -> Lookalike:
    """The row that keeps a pair."""
    return Lookalike(
        cluster_id=cluster_id,
        one_id=pair.one,
        other_id=pair.other,
        score=pair.score,
        facts=facts_as_json(pair.facts),
    )
