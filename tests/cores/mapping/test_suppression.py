"""Hidden cells stay hidden: worked by hand, laws, and attempts to compute them all the same."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from raceme.cores.errors import BadInput
from raceme.cores.mapping import attack
from raceme.cores.mapping.publication import (
    FIRMS,
    TOTAL,
    Cell,
    Key,
    Publication,
    Published,
    SmallCells,
    Sum,
    crossed,
)
from raceme.cores.mapping.suppression import needs_of, suppressed

RULE = SmallCells()
A_FEW = settings(deadline=None, max_examples=25)


def table(*rows: list[int], names: str = "abcdef") -> Publication:
    """Rows r1, r2 ... and columns a, b ... of numbers of firms."""
    return crossed(
        Cell((f"r{place}", names[column]), firms)
        for place, row in enumerate(rows, start=1)
        for column, firms in enumerate(row)
    )


def told(publication: Publication, found: Published, rule: SmallCells) -> dict[Key, float]:
    """Attack with all that is shown: how many firms stay open in each hidden cell."""
    hidden = [cell for key, cell in publication.cells.items() if key in found.hidden]
    bounds = attack.bounds(
        found.shown,
        attack.floors_of(hidden, rule),
        publication.sums,
        asked=[(cell.key, FIRMS) for cell in hidden],
    )
    for bound in bounds:
        assert bound.low <= publication.cells[bound.key].firms <= bound.high
    return {bound.key: bound.width for bound in bounds}


def test_a_small_cell_takes_three_others_with_it() -> None:
    #        a   b   c  all          a   b   c  all
    #  r1    3  12  20   35          .   .  20   35      Only 3 is small. Alone in its row and in
    #  r2   14  16  18   48          .   .  18   48      its column, it would be 35 - 12 - 20; the
    #  r3   30  40  11   81         30  40  11   81      cheapest cells around it are 12, 14, 16.
    #  all  47  68  49  164         47  68  49  164
    publication = table([3, 12, 20], [14, 16, 18], [30, 40, 11])

    found = suppressed(publication)

    assert found.small == {("r1", "a")}
    assert found.hidden == {("r1", "a"), ("r1", "b"), ("r2", "a"), ("r2", "b")}
    # a + b = 15 in r1, 30 in r2; 17 in column a, 28 in b; nobody is hidden with 0: 1 to 14.
    bounds = {bound.key: (bound.low, bound.high) for bound in found.bounds}
    assert bounds["r1", "a"] == (1, 14)
    assert bounds["r2", "b"] == (14, 27)


def test_without_small_cells_all_is_shown() -> None:
    publication = table([5, 0], [7, 9])

    found = suppressed(publication)

    assert found.hidden == frozenset()
    assert found.shown == publication.cells


def test_a_zero_is_shown_or_hidden_as_the_rule_says() -> None:
    publication = table([0, 9, 20], [30, 20, 10], [10, 10, 10])

    shown = suppressed(publication)
    hidden = suppressed(publication, SmallCells(shows_zero=False))

    assert shown.hidden == frozenset()
    assert ("r1", "a") in hidden.hidden
    assert len(hidden.hidden) == 4


def test_a_total_below_the_minimum_is_hidden_too() -> None:
    publication = table([2, 1], [10, 20])

    found = suppressed(publication)

    assert ("r1", TOTAL) in found.small
    assert min(told(publication, found, RULE).values()) >= 5


def test_two_tables_that_share_totals_are_safe_together() -> None:
    # By industry alone, hiding a and b would do; by size the same firms are 2 + 13.
    by_industry = table([2, 13, 20], [25, 25, 25])
    by_size = table([2, 13, 20], [25, 25, 25], names="xyz")
    both = by_industry.joined(by_size)

    found = suppressed(both)

    assert {("r1", "a"), ("r1", "x")} <= found.small
    assert min(told(both, found, RULE).values()) >= 5


def test_what_two_shown_cells_differ_by_is_protected() -> None:
    # 12 firms of a group, 11 of them in a programme as well: the one that is not would be told.
    cells = [
        Cell(("group",), 12),
        Cell(("both",), 11),
        Cell(("only group",), 1, is_auxiliary=True),
        Cell(("rest",), 40),
        Cell(("all",), 52),
    ]
    publication = Publication(
        {cell.key: cell for cell in cells},
        (
            Sum(("group",), (("both",), ("only group",))),
            Sum(("all",), (("group",), ("rest",))),
        ),
    )

    found = suppressed(publication)

    assert found.hidden == {("only group",), ("both",)}


def test_overlapping_groups_bound_each_other() -> None:
    # r1 has 6 firms, 6 in group a and 2 in b: b is at most the total, which is enough to hide it.
    cells = [
        Cell(("r1", "a"), 6),
        Cell(("r1", "b"), 2),
        Cell(("r2", "a"), 20),
        Cell(("r2", "b"), 9),
    ]
    publication = crossed(cells, row_totals=[Cell(("r1", TOTAL), 6), Cell(("r2", TOTAL), 25)])

    found = suppressed(publication)

    assert ("r1", "b") in found.small
    assert min(told(publication, found, RULE).values()) >= 5


def test_amounts_of_small_cells_stay_open_as_well() -> None:
    cells = [
        Cell((f"r{row}", "ab"[column]), firms, {"grants": money})
        for row, column, firms, money in [
            (1, 0, 2, 900.0), (1, 1, 30, 1_000.0), (2, 0, 40, 5.0), (2, 1, 50, 8.0),
        ]
    ]  # fmt: skip
    publication = crossed(cells)

    found = suppressed(publication)

    bounds = {(bound.key, bound.measure): bound for bound in found.bounds}
    # Half of 900. The 13 of r2 would leave only that open, so that totals are hidden.
    assert bounds[("r1", "a"), "grants"].width >= 450
    assert ("r2", TOTAL) in found.hidden


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: Cell(("a",), -1),
        lambda: Cell(("a",), 3, {"money": -1.0}),
        lambda: Cell(("a",), 3, {"money": math.nan}),
        lambda: Cell(("a",), 0, {"money": 1.0}),
        lambda: Cell(("a",), 3, {FIRMS: 3.0}),
        lambda: SmallCells(minimum=1),
        lambda: SmallCells(width=0),
        lambda: SmallCells(share=0.0),
        lambda: crossed([Cell(("r1", TOTAL), 3)]),
        lambda: crossed([Cell(("r1", "a"), 3)], row_totals=[Cell(("r2", TOTAL), 3)]),
        lambda: Publication({("a",): Cell(("b",), 3)}, ()),
        lambda: Publication({("a",): Cell(("a",), 3)}, (Sum(("a",), (("b",),)),)),
        lambda: table([1, 2]).joined(table([2, 1])),
        lambda: Publication(
            {(name,): Cell((name,), firms) for name, firms in (("all", 5), ("a", 2), ("b", 2))},
            (Sum(("all",), (("a",), ("b",))),),
        ),
    ],
)
def test_nonsense_is_refused(nonsense) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadInput):
        nonsense()


FIRM_COUNTS = some.one_of(some.just(0), some.integers(1, 4), some.integers(5, 40))


@some.composite
def tables(draw: some.DrawFn, names: str = "abcdef") -> Publication:
    rows, columns = draw(some.integers(1, 4)), draw(some.integers(1, 4))
    counts = draw(
        some.lists(
            some.lists(FIRM_COUNTS, min_size=columns, max_size=columns),
            min_size=rows,
            max_size=rows,
        )
    )
    return table(*counts, names=names)


@A_FEW
@given(tables(), some.booleans(), some.integers(2, 6))
def test_no_hidden_cell_can_be_told(publication: Publication, zero: bool, minimum: int) -> None:
    rule = SmallCells(minimum=minimum, shows_zero=zero)

    found = suppressed(publication, rule)

    assert all(not rule.is_small(cell) for cell in found.shown.values())
    assert min(told(publication, found, rule).values(), default=minimum) >= minimum


@A_FEW
@given(tables())
def test_no_hidden_cell_but_small_ones_could_be_shown(publication: Publication) -> None:
    """Nothing is hidden in vain: show any more, and something is told."""
    found = suppressed(publication)

    for key in found.hidden - found.small:
        shown = {**found.shown, key: publication.cells[key]}
        more = Published(shown, found.hidden - {key}, found.small, ())
        assert min(told(publication, more, RULE).values()) < RULE.open_firms


@A_FEW
@given(tables())
def test_every_hidden_cell_lies_on_a_circle(publication: Publication) -> None:
    """Without any solver: what no circle of hidden cells passes, adding and taking away tells."""
    found = suppressed(publication)

    for row, column in found.hidden:
        others = found.hidden - {(row, column)}
        assert column in reached(row, others)


def reached(row: str, hidden: frozenset[Key]) -> set[str]:
    """Give the columns that can be reached from a row over hidden cells."""
    rows, columns = {row}, set[str]()
    while True:
        new_columns = {column for one, column in hidden if one in rows} - columns
        new_rows = {one for one, column in hidden if column in columns | new_columns} - rows
        if not new_columns and not new_rows:
            return columns
        columns |= new_columns
        rows |= new_rows


@A_FEW
@given(tables(), some.data())
def test_tables_that_share_totals_tell_nothing_together(
    publication: Publication, data: some.DataObject
) -> None:
    """The firms of each row, divided once more by something else, and moved about within it."""
    names = [f"r{row}" for row in range(1, len({key[0] for key in publication.cells}))]
    split = []
    for row in names:
        total = publication.cells[row, TOTAL].firms
        first = data.draw(some.integers(0, total))
        split.append([first, total - first])
    both = publication.joined(table(*split, names="xy"))

    found = suppressed(both)

    assert min(told(both, found, RULE).values(), default=5) >= 5


@A_FEW
@given(tables(), some.data())
def test_hidden_amounts_cannot_be_computed(publication: Publication, data: some.DataObject) -> None:
    inner = [cell for key, cell in publication.cells.items() if TOTAL not in key]
    money = some.floats(0, 1e6, allow_nan=False)
    both = crossed(
        Cell(cell.key, cell.firms, {"money": data.draw(money) if cell.firms else 0.0})
        for cell in inner
    )

    found = suppressed(both)

    needs = needs_of(both, RULE, found.hidden)
    assert {(bound.key, bound.measure) for bound in found.bounds} == set(needs)
    for bound in found.bounds:
        assert bound.width >= needs[bound.key, bound.measure] * (1 - 1e-6)
