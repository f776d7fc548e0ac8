"""Where does the table begin? The header row is found by what stands above, in and below it.

A header is wide, its cells are words, all different, none of which comes again below it; above it
stand titles, which are narrow; and where a column below holds numbers, dates or addresses on the
net, the header holds a word. Words that are known as headings count most. No single sign decides:
published lists break each of these rules, but never all of them.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from raceme.foundation.tabular.kinds import CellKind, kind_of
from raceme.foundation.tabular.values import Covered, Row, is_empty, text_of

LOOKED_AT = 40  # rows among which the header is looked for
_BODY = 150  # rows below a candidate that say what its columns hold
_LONG = 200  # characters; longer is a text, not a heading
_MOSTLY = 0.7
_TYPED = (CellKind.NUMBER, CellKind.DATE, CellKind.LINK, CellKind.YES_NO)

Knows = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Header:
    """The header: its rows (places among all rows, may be none) and a label for each place."""

    rows: tuple[int, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Below:
    """What the rows below a candidate look like."""

    used: frozenset[int]  # places with anything in them
    kinds: Mapping[int, CellKind]  # places that mostly hold one kind that is no text
    values: Mapping[int, frozenset[str]]


@dataclass(frozen=True)
class _Look:
    """The rows at the beginning, each cell looked at once."""

    rows: Sequence[Row]
    texts: Sequence[Mapping[int, str]]
    kinds: Sequence[Mapping[int, CellKind]]
    knows: Knows
    seen: dict[int, _Below] = field(default_factory=dict)

    @classmethod
    def at(cls, rows: Sequence[Row], knows: Knows) -> _Look:
        first = rows[: LOOKED_AT + _BODY]
        texts = [
            {
                place: " ".join(text_of(cell).split())
                for place, cell in enumerate(row.cells)
                if not is_empty((cell,))
            }
            for row in first
        ]
        kinds = [
            {place: kind_of(row.cells[place]) for place in here}
            for row, here in zip(first, texts, strict=True)
        ]
        return cls(first, texts, kinds, knows)

    def is_word(self, at: int, place: int) -> bool:
        text = self.texts[at][place]
        return self.kinds[at][place] == CellKind.TEXT and len(text) <= _LONG

    def body(self, at: int) -> range:
        return range(at + 1, min(len(self.rows), at + 1 + _BODY))

    def below(self, at: int) -> _Below:
        if at not in self.seen:
            self.seen[at] = self._below(at)
        return self.seen[at]

    def _below(self, at: int) -> _Below:
        counts: dict[int, Counter[CellKind]] = defaultdict(Counter)
        values: dict[int, set[str]] = defaultdict(set)
        for row in self.body(at):
            for place, kind in self.kinds[row].items():
                if kind != CellKind.NOTHING:
                    counts[place][kind] += 1
                    values[place].add(self.texts[row][place])
        kinds = {
            place: kind
            for place, here in counts.items()
            for kind in _TYPED
            if here[kind] >= _MOSTLY * here.total()
        }
        rare = 0.05 * len(self.body(at))
        used = frozenset(place for place, here in counts.items() if here.total() >= rare)
        return _Below(used, kinds, {place: frozenset(all_) for place, all_ in values.items()})


def find_header(
    rows: Sequence[Row], *, knows: Knows, merged: Sequence[Covered] = (), at: int | None = None
) -> Header:
    """Find the header among rows with content; `knows` tells whether a word is a usual heading.

    `at` is the place of a header row that somebody has pointed at. A table whose first row is
    already a record has none: its columns are called by their letters.
    """
    look = _Look.at(rows, knows)
    if at is None:
        places = range(min(len(rows), LOOKED_AT))
        scores = [_score(look, place) for place in places]
        best = max(places, key=lambda place: (scores[place], -place))
        if _is_record(look, best):
            return no_header(rows)
        block = _block(look, best)
    else:
        block = [at, *_second_rows(look, at)]
    return Header(tuple(block), _labels(look, block, merged, _width(rows)))


def no_header(rows: Sequence[Row]) -> Header:
    """Call the columns of a table without a header by their letters."""
    return Header((), tuple(letter(place) for place in range(_width(rows))))


def letter(place: int) -> str:
    """Name a column as spreadsheet programs do: A to Z, then AA."""
    name = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _score(look: _Look, at: int) -> float:
    texts = look.texts[at]
    if len(look.rows) == 1:
        return 0.0
    below = look.below(at)
    widths = [len(look.texts[place]) for place in look.body(at)]
    usual = statistics.median(widths or [len(texts)])
    wide_above = sum(len(look.texts[row]) > max(1.0, 0.6 * usual) for row in range(at))
    covered = len(below.used & texts.keys()) / max(1, len(below.used))
    words = sum(look.is_word(at, place) for place in texts) / len(texts)
    different = len({text.casefold() for text in texts.values()}) / len(texts)
    known = sum(look.knows(text) for text in texts.values()) / len(texts)
    again = sum(text in below.values.get(place, ()) for place, text in texts.items()) / len(texts)
    score = covered + words + 0.5 * different + 3 * min(1.0, 2 * known)
    score += 1.5 * _contrast(look, at) - 2 * again - 0.75 * wide_above
    # A lone cell over rows that fill several is a title, or a heading between the rows.
    return score - 2 if len(texts) == 1 and usual > 1 else score


def _contrast(look: _Look, at: int) -> float:
    """Say how clearly a row differs from the columns below it, from -1 (alike) to 1."""
    signs = [
        1 if (kind := look.kinds[at][place]) == CellKind.TEXT else -1 if kind == usual else 0
        for place, usual in look.below(at).kinds.items()
        if place in look.texts[at]
    ]
    return sum(signs) / len(signs) if signs else 0.0


def _is_record(look: _Look, at: int) -> bool:
    """Whether even the best candidate is a record, so that the table has no header at all."""
    texts = look.texts[at]
    if any(look.knows(text) for text in texts.values()):
        return False
    if len(look.rows) == 1:
        return any(kind in _TYPED for kind in look.kinds[at].values())
    if _contrast(look, at) < 0:
        return True
    values = look.below(at).values
    again = sum(text in values.get(place, ()) for place, text in texts.items())
    return again > len(texts) / 3


def _block(look: _Look, best: int) -> list[int]:
    """Give the header rows around the best one: a second language, or headings over groups."""
    block = [best, *_second_rows(look, best)]
    if best > 0 and _is_over_groups(look, best - 1, best):
        block.insert(0, best - 1)
    return block


def _second_rows(look: _Look, at: int) -> list[int]:
    found: list[int] = []
    for place in (at + 1, at + 2):
        if place >= len(look.rows) - 1:
            break
        if not (_is_numbering(look, place) or _is_second_header(look, at, place)):
            break
        found.append(place)
    return found


def _is_second_header(look: _Look, at: int, place: int) -> bool:
    first, second = look.texts[at], look.texts[place]
    below = look.below(place)
    if len(second) < 2 or not all(look.is_word(place, column) for column in second):
        return False
    if any(text in below.values.get(column, ()) for column, text in second.items()):
        return False
    clear = sum(column in below.kinds for column in second)
    known = sum(look.knows(text) for text in second.values())
    fills_gaps = any(column not in first for column in second)
    if not (fills_gaps or len(second) >= 0.5 * len(first)):
        return False
    # Words that are known as headings may also be values (“Firm”): most must be.
    return clear >= 2 or known > len(second) / 2 or (clear == 1 and known >= 1)


def _is_numbering(look: _Look, at: int) -> bool:
    """Whether the row only counts the columns: 1, 2, 3 … as official forms do."""
    texts = [text.strip("().") for text in look.texts[at].values()]
    return len(texts) > 2 and texts == [str(number) for number in range(1, len(texts) + 1)]


def _is_over_groups(look: _Look, above: int, best: int) -> bool:
    """Whether the row above holds headings over groups of columns that the header needs."""
    header, over = look.texts[best], look.texts[above]
    if look.rows[above].number != look.rows[best].number - 1 or len(over) < 2:
        return False
    labels = [text.casefold() for text in header.values()]
    needs = len(set(labels)) < len(labels) or any(place not in header for place in over)
    return needs and all(look.is_word(above, place) for place in over)


def _labels(
    look: _Look, block: Sequence[int], merged: Sequence[Covered], width: int
) -> tuple[str, ...]:
    parts: list[list[str]] = [[] for _place in range(width)]
    for at in block:
        if _is_numbering(look, at):
            continue
        is_first_of_several = at == block[0] and len(block) > 1
        texts = _spread(look, block, merged) if is_first_of_several else look.texts[at]
        for place, text in texts.items():
            if text.casefold() not in {known.casefold() for known in parts[place]}:
                parts[place].append(text)
    return _all_different([" / ".join(pieces) for pieces in parts])


def _spread(look: _Look, block: Sequence[int], merged: Sequence[Covered]) -> dict[int, str]:
    """Let a heading over a group stand over each of its columns."""
    over, under = look.texts[block[0]], look.texts[block[1]]
    spread = dict(over)
    number = look.rows[block[0]].number
    ranges = [one for one in merged if one.first_row <= number <= one.last_row]
    for place in sorted(under.keys() - over.keys()):
        left = max((one for one in over if one < place), default=None)
        if left is None:
            continue
        is_covered = any(one.first_place <= left < place <= one.last_place for one in ranges)
        if is_covered or (not ranges and left in under):
            spread[place] = over[left]
    return spread


def _all_different(labels: Sequence[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    found: list[str] = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        found.append(label if seen[label] == 1 or not label else f"{label} ({seen[label]})")
    return tuple(found)


def _width(rows: Sequence[Row]) -> int:
    return max(
        (
            place + 1
            for row in rows
            for place in range(len(row.cells) - 1, -1, -1)
            if not is_empty((row.cells[place],))
        ),
        default=0,
    )
