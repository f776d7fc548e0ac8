"""What must hold for every panel, and nonsense that is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays
from hypothesis.strategies import floats, integers

from raceme.cores.errors import BadInput
from raceme.cores.mapping import complexity, inequality, shifts
from raceme.cores.mapping.revision import rows_of
from raceme.cores.mapping.structure import region_figures
from raceme.cores.mapping.values import Grouping, Settings, StarRules, Step
from tests.cores.mapping.small import cells_of, engine, one, panel

NO_HURRY = settings(deadline=None)  # what a busy machine takes is no law
JOBS = arrays(int, (5, 4), elements=integers(0, 1_000))
STRONG = arrays(bool, (6, 5))


@NO_HURRY
@given(JOBS)
def test_weighted_by_regions_every_industry_is_as_everywhere(jobs: np.ndarray) -> None:
    quotients = complexity.location_quotients(jobs)
    known = jobs.sum(axis=1) > 0
    if not known.any():
        return

    weights = jobs[known].sum(axis=1) / jobs.sum()

    found = weights @ quotients[known]
    assert found[jobs.sum(axis=0) > 0] == pytest.approx(1.0)


def test_of_many_more_industries_than_regions_density_is_the_same_without_proximities() -> None:
    rng = np.random.default_rng(1)
    strong = rng.random((20, 200)) < rng.random((1, 200))
    strong[:, 3] = False  # an industry in which nobody is strong

    found = complexity.relatedness_density(strong)

    near = np.nan_to_num(complexity.proximity(strong), nan=0.0)
    with np.errstate(invalid="ignore"):
        written_down = (strong @ near) / near.sum(axis=0)
    assert found == pytest.approx(written_down, abs=1e-12, nan_ok=True)


@NO_HURRY
@given(STRONG)
def test_proximity_is_symmetric_and_density_a_share(strong: np.ndarray) -> None:
    near = complexity.proximity(strong)
    density = complexity.relatedness_density(strong)

    assert np.array_equal(near, near.T, equal_nan=True)
    assert np.nan_to_num(near).max(initial=0) <= 1
    assert np.nan_to_num(density).max(initial=0) <= 1 + 1e-12
    assert np.array_equal(np.isnan(density[0]), ~strong.any(axis=0))


@NO_HURRY
@given(STRONG)
def test_an_empty_region_disturbs_nobody(strong: np.ndarray) -> None:
    with_empty = np.vstack([strong, np.zeros((1, strong.shape[1]), dtype=bool)])

    for method in (complexity.complexity, complexity.fitness):
        alone, beside = method(strong), method(with_empty)
        assert np.isnan(beside.regions[-1])
        assert beside.regions[:-1] == pytest.approx(alone.regions, nan_ok=True, abs=1e-6)


@NO_HURRY
@given(STRONG)
def test_a_region_is_as_complex_as_its_industries(strong: np.ndarray) -> None:
    found = complexity.complexity(strong)

    for region in np.flatnonzero(np.isfinite(found.regions)):
        mean = found.industries[strong[region]].mean()
        assert found.regions[region] == pytest.approx(mean, abs=1e-8)


def test_many_industries_block_by_block_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    strong = np.random.default_rng(1).random((12, 30)) < 0.4
    measured = complexity.complexity(strong)
    whole = complexity.opportunities(strong, measured=measured)
    monkeypatch.setattr(complexity, "WHOLE_UP_TO", 5)
    monkeypatch.setattr(complexity, "COLUMNS_AT_ONCE", 7)

    in_blocks = complexity.opportunities(strong, measured=measured)

    assert in_blocks.density == pytest.approx(whole.density)
    assert in_blocks.gain == pytest.approx(whole.gain)


@NO_HURRY
@given(arrays(float, 6, elements=floats(0, 1e6)))
def test_uneven_is_between_even_and_all_in_one(values: np.ndarray) -> None:
    if values.sum() == 0:
        assert np.isnan(inequality.gini(values))
        return

    assert -1e-9 <= inequality.gini(values) <= 5 / 6 + 1e-9
    assert 1 / 6 - 1e-9 <= inequality.herfindahl(values) <= 1 + 1e-9
    assert inequality.krugman(values, values) == 0


@settings(max_examples=5, deadline=None)
@given(JOBS, JOBS)
def test_shift_share_adds_up_to_the_change(before: np.ndarray, now: np.ndarray) -> None:
    rows = [
        (f"R{r}", f"I{i}", year, float(jobs[r, i]))
        for year, jobs in ((2010, before), (2011, now))
        for r in range(5)
        for i in range(4)
    ]
    with engine() as here:
        effects = shifts.shift_share(cells_of(here, panel(rows))).to_pyarrow().to_pylist()

    for row in effects:
        if row["national"] is not None:
            parts = row["national"] + row["mix"] + row["competitive"]
            assert parts == pytest.approx(row["change"], abs=1e-6)


def test_an_unknown_cell_is_left_out_on_both_sides() -> None:
    rows = [("A", "x", 2010, 10.0), ("A", "y", 2010, None), ("A", "z", 2010, 10.0),
            ("B", "x", 2010, 10.0), ("B", "y", 2010, 70.0), ("B", "z", 2010, 10.0)]  # fmt: skip
    with engine() as here:
        found = one(region_figures(cells_of(here, panel(rows)), Settings()), region="A")

    # Of what is known in A, it is exactly like all: half x, half z.
    assert found["krugman_specialisation"] == 0
    assert found["coverage"] == pytest.approx(2 / 3)


def test_a_cell_without_a_row_is_zero_or_unknown_as_the_settings_say() -> None:
    rows = [("A", "x", 2010, 10.0), ("B", "x", 2010, 5.0), ("B", "y", 2010, 5.0)]
    with engine() as here:
        zero = one(cells_of(here, panel(rows)), region="A", industry="y")
        unknown = one(
            cells_of(here, panel(rows), Settings(absent_is_zero=False)), region="A", industry="y"
        )

    assert (zero["location_quotient"], zero["is_reported"]) == (0.0, False)
    assert unknown["location_quotient"] is None


@pytest.mark.parametrize("nonsense", [[[1, -1]], [[1, np.inf]], [1, 2]])
def test_nonsense_in_a_matrix_is_refused(nonsense: list) -> None:
    with pytest.raises(BadInput):
        complexity.location_quotients(nonsense)


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: Settings(cutoff=0),
        lambda: Settings(minimum_region_size=-1),
        lambda: Settings(steps_back=0),
        lambda: StarRules("x", "y", size_top=1.5),
        lambda: Grouping("g", "1", "", {"a": {}}),
        lambda: Grouping("g", "1", "", {"a": {"x": 2.0}}),
        lambda: rows_of([Step("a", "b", 0.5)]),
        lambda: rows_of([Step("a", "b", 0.5), Step("a", "b", 0.5)]),
        lambda: inequality.gini([1, -1]),
        lambda: inequality.krugman([1, 2], [1, 2, 3]),
        lambda: inequality.ellison_glaeser({"a": [1.0]}, {"b": 1.0}),
        lambda: complexity.proximity([[0, 2]]),
        lambda: complexity.fitness([[True]], rounds=0),
    ],
)
def test_nonsense_is_refused(nonsense) -> None:
    with pytest.raises(BadInput):
        nonsense()
