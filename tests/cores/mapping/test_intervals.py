"""Quotients of hidden cells lie within what their bounds allow, and the bounds are no wider."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pytest

from raceme.cores.mapping.engine import Engine
from raceme.cores.mapping.intervals import INTERVALS, quotient_bounds
from tests.cores.mapping.small import Row, cells_of, engine, one, panel

# Shipping in the valley is hidden, and at most 20.
TOWN_AND_VALLEY: list[Row] = [
    ("town", "shipping", 2010, 30.0), ("town", "food", 2010, 10.0),
    ("valley", "shipping", 2010, None), ("valley", "food", 2010, 50.0),
]  # fmt: skip


@pytest.fixture(scope="module")
def here() -> Iterator[Engine]:
    with engine() as opened:
        yield opened


def bounds_table(rows: list[Row], low: list[float | None], high: list[float | None]) -> pa.Table:
    given = panel(rows, value_low=pa.array(low, pa.float64()), value_high=pa.array(high))
    return given.drop_columns(["value"])


def test_worked_by_hand(here: Engine) -> None:
    hidden = here.table(bounds_table([TOWN_AND_VALLEY[2]], [0.0], [20.0]))

    found = quotient_bounds(cells_of(here, panel(TOWN_AND_VALLEY)), hidden)

    valley = one(found, region="valley", industry="shipping")
    # None at all, or 20: focus 20/70, of the industry 20/50. 20 · 110 / (70 · 50) = 22/35.
    assert (valley["focus_low"], valley["focus_high"]) == pytest.approx((0, 2 / 7))
    assert (valley["size_share_low"], valley["size_share_high"]) == pytest.approx((0, 2 / 5))
    ends = valley["location_quotient_low"], valley["location_quotient_high"]
    assert ends == pytest.approx((0, 22 / 35))
    town = one(found, region="town", industry="shipping")
    # Its own number is known, the industry is 30 to 50: 30/40 / (50/110) and 30/40 / (30/90).
    assert town["focus_low"] == town["focus_high"] == 0.75
    assert town["location_quotient_low"] == pytest.approx(30 * 110 / (40 * 50))
    assert town["location_quotient_high"] == pytest.approx(30 * 90 / (40 * 30))


def test_without_a_bound_the_end_is_open(here: Engine) -> None:
    nothing = here.table(bounds_table([("x", "x", 2010, None)], [0.0], [1.0]))

    found = quotient_bounds(cells_of(here, panel(TOWN_AND_VALLEY)), nothing)

    valley = one(found, region="valley", industry="shipping")
    assert valley["location_quotient_high"] is None
    assert valley["focus_high"] is None
    town = one(found, region="town", industry="food")
    assert town["size_share_low"] == town["size_share_high"] == pytest.approx(1 / 6)


def test_where_all_is_known_both_ends_are_the_quotient(here: Engine) -> None:
    rows = [*TOWN_AND_VALLEY[:2], ("valley", "shipping", 2010, 10.0), TOWN_AND_VALLEY[3]]
    nothing = here.table(bounds_table([("x", "x", 2010, None)], [0.0], [1.0]))
    cells = cells_of(here, panel(rows))

    found = quotient_bounds(cells, nothing)

    for row in cells.to_pyarrow().to_pylist():
        ends = one(found, region=row["region"], industry=row["industry"])
        assert ends["location_quotient_low"] == pytest.approx(row["location_quotient"])
        assert ends["location_quotient_high"] == pytest.approx(row["location_quotient"])


def test_every_table_within_the_bounds_has_its_quotients_within_the_ends(here: Engine) -> None:
    """Four panels, each as a year; many fillings drawn, the corners of the bounds among them."""
    rng = np.random.default_rng(5)
    shape = (4, 3, 3)
    low = np.floor(rng.lognormal(1, 1, shape)) * rng.integers(0, 2, shape)
    high = low + np.floor(rng.lognormal(1, 1.5, shape)) * rng.integers(0, 2, shape)
    places = list(np.ndindex(shape))
    keys: list[Row] = [(f"R{r}", f"I{i}", 2010 + y, None) for y, r, i in places]
    known = [low[place] if low[place] == high[place] else None for place in places]
    rows: list[Row] = [(*key[:3], value) for key, value in zip(keys, known, strict=True)]
    hidden = here.table(bounds_table(keys, list(low.ravel()), list(high.ravel())))

    found = quotient_bounds(cells_of(here, panel(rows)), hidden).order_by(
        "year", "region", "industry"
    )

    ends = {
        name: np.array(column, dtype=float).reshape(shape)
        for name, column in found.to_pyarrow().select(INTERVALS).to_pydict().items()
    }
    seen = {name: np.full(shape, np.nan) for name in ends}
    for _ in range(2_000):
        part = np.where(rng.random(shape) < 0.5, rng.integers(0, 2, shape), rng.random(shape))
        for name, value in figures(low + part * (high - low)).items():
            assert not (value < ends[f"{name}_low"] - 1e-9).any()
            assert not (value > ends[f"{name}_high"] + 1e-9).any()
            seen[f"{name}_low"] = np.fmin(seen[f"{name}_low"], value)
            seen[f"{name}_high"] = np.fmax(seen[f"{name}_high"], value)
    # Each part is taken for itself, so that the ends of shares are reached: they are no guess.
    assert np.nanmax(np.abs(seen["focus_high"] - ends["focus_high"])) < 0.1
    assert np.nanmax(np.abs(seen["size_share_low"] - ends["size_share_low"])) < 0.1


def figures(cells: np.ndarray) -> dict[str, np.ndarray]:
    with np.errstate(invalid="ignore", divide="ignore"):
        focus = cells / cells.sum(axis=2, keepdims=True)
        size_share = cells / cells.sum(axis=1, keepdims=True)
        everywhere = cells.sum(axis=1, keepdims=True) / cells.sum(axis=(1, 2), keepdims=True)
        return {"focus": focus, "size_share": size_share, "location_quotient": focus / everywhere}
