"""Published cases come out as printed: textbooks (through REAT) and world trade 1998-2000."""

from pathlib import Path

import numpy as np
import pytest

from raceme.cores.mapping import complexity, inequality
from raceme.cores.mapping.shifts import of_regions, shift_share
from tests.cores.mapping.published import (
    COMPLEXITY,
    cases,
    columns,
    every_case,
    needs_complexity,
    needs_regional,
    rows_of,
)
from tests.cores.mapping.small import Row, cells_of, engine, panel

pytestmark = needs_regional


def only(measure: str) -> dict:
    (case,) = cases(measure)
    return case


def test_location_quotient() -> None:
    case = only("location_quotient")
    a = case["input"]
    rest = a["e_region"] - a["e_region_industry"]
    elsewhere = a["e_nation_industry"] - a["e_region_industry"]
    other = a["e_nation"] - a["e_region"] - elsewhere

    found = complexity.location_quotients([[a["e_region_industry"], rest], [elsewhere, other]])

    assert found[0, 0] == pytest.approx(case["expected"], abs=1e-7)


def test_gini_of_an_industry() -> None:
    case = only("gini_industry_concentration")
    a = case["input"]

    found = inequality.gini_of_quotients(
        a["industry_employment_by_region"], a["total_employment_by_region"]
    )

    assert found == pytest.approx(case["expected"], abs=1e-7)


@pytest.mark.parametrize("case", cases("gini_regional_specialisation"))
def test_gini_of_a_region(case: dict) -> None:
    a = case["input"]
    parts = (
        columns(a)
        if "file" in a
        else (a["region_employment_by_industry"], a["total_employment_by_industry"])
    )

    assert inequality.gini_of_quotients(*parts) == pytest.approx(case["expected"], abs=1e-7)


@pytest.mark.parametrize("case", cases("krugman_specialisation_two_regions"))
def test_krugman_of_two(case: dict) -> None:
    a = case["input"]
    one, other = columns(a) if "file" in a else (a["a"], a["b"])

    assert inequality.krugman(one, other) == pytest.approx(case["expected"], abs=1e-7)


@pytest.mark.parametrize(
    "measure",
    [
        "krugman_specialisation_against_mean_of_others",
        "krugman_concentration_against_mean_of_others",
    ],
)
def test_krugman_against_others(measure: str) -> None:
    case = only(measure)
    first, *others = case["input"].values()

    found = inequality.krugman_against_others(first, others)

    assert found == pytest.approx(case["expected"], abs=5e-5)


def test_herfindahl() -> None:
    case = only("herfindahl_hirschman")
    shares = case["input"]["shares_of"]

    assert inequality.herfindahl(shares) == pytest.approx(case["expected"])
    assert inequality.herfindahl_normalised(shares) == pytest.approx(case["normalised"])
    assert 1 / inequality.herfindahl(shares) == pytest.approx(case["equivalent_number"], abs=5e-3)


@pytest.mark.parametrize("case", cases("gini"))
def test_gini(case: dict) -> None:
    values = case["input"]["values"]

    assert inequality.gini(values) == pytest.approx(case["expected"], abs=5e-5)
    if "normalised" in case:
        assert inequality.gini_normalised(values) == pytest.approx(case["normalised"])
    if "herfindahl" in case:
        assert inequality.herfindahl(values) == pytest.approx(case["herfindahl"], abs=5e-4)


def test_gini_weighted() -> None:
    case = only("gini_weighted")

    found = inequality.gini_weighted(case["input"]["values"], case["input"]["weights"])

    assert found == pytest.approx(case["expected"], abs=5e-5)


def test_theil() -> None:
    case = only("theil")

    found = inequality.theil_l(case["input"]["values"])

    assert found == pytest.approx(case["expected"], abs=1e-7)


def test_cluster_index() -> None:
    case = only("litzenberger_sternberg_cluster_index")
    a = case["input"]

    found = inequality.cluster_index(
        industry_here=a["e_ij"], industry=a["e_i"], area_here=a["a_j"], area=a["a"],
        people_here=a["p_j"], people=a["p"], firms_here=a["b_ij"], firms=a["b_i"],
    )  # fmt: skip

    assert found == pytest.approx(case["expected"], abs=1e-5)


def test_ellison_glaeser() -> None:
    case = only("ellison_glaeser_agglomeration")
    plants: dict[str, list[float]] = {}
    for place, size in case["input"]["plants"]:
        plants.setdefault(place, []).append(size)

    found = inequality.ellison_glaeser(plants, case["input"]["total_employment"])

    assert found == pytest.approx(case["expected"], abs=1e-8)


def test_shift_share() -> None:
    # All grew by 15 %, the industries by 10, 40, -10 and 20. Region A: national 180 · 0.15, mix
    # 90 · -0.05 + 20 · 0.25 + 10 · -0.25 + 60 · 0.05; the rest of 205 - 180 is its own.
    given = only("shift_share")["input"]
    rows: list[Row] = [
        (region, f"I{place}", year, float(value))
        for year, key in ((2000, "regions_t"), (2010, "regions_t1"))
        for region, values in given[key].items()
        for place, value in enumerate(values)
    ]

    with engine() as here:
        effects = of_regions(shift_share(cells_of(here, panel(rows))), "classic")
        found = {row["region"]: row for row in effects.to_pyarrow().to_pylist()}

    for region, expected in {"A": (27, 1, -3), "B": (24, -1, 32), "C": (114, 0, -29)}.items():
        parts = tuple(found[region][name] for name in ("national", "mix", "competitive"))
        assert parts == pytest.approx(expected, abs=1e-9)
    assert found["A"]["change"] == 25


def test_no_published_case_is_forgotten() -> None:
    named = Path(__file__).read_text(encoding="utf-8")

    assert {case["measure"] for case in every_case() if case["measure"] not in named} == set()


def world_trade() -> tuple[list[str], list[str], np.ndarray]:
    rows = rows_of(COMPLEXITY / "world_trade_1998_2000.csv.gz")
    countries = sorted({row["country"] for row in rows})
    products = sorted({row["product"] for row in rows})
    row_of = {code: place for place, code in enumerate(countries)}
    column_of = {code: place for place, code in enumerate(products)}
    values = np.zeros((len(countries), len(products)))
    for row in rows:
        values[row_of[row["country"]], column_of[row["product"]]] = float(row["value"])
    return countries, products, complexity.specialised(complexity.location_quotients(values))


@needs_complexity
def test_fitness_of_world_trade() -> None:
    countries, products, strong = world_trade()

    found = complexity.fitness(strong)

    for file, code, key, codes, ours, counted in (
        ("country", "country", "fitness", countries, found.regions, strong.sum(axis=1)),
        ("product", "product", "complexity", products, found.industries, strong.sum(axis=0)),
    ):
        rows = {row[code]: row for row in rows_of(COMPLEXITY / f"reference_fitness_{file}.csv")}
        kept = [place for place, one in enumerate(codes) if one in rows]
        expected = [float(rows[codes[place]][key]) for place in kept]
        count = "diversity" if file == "country" else "ubiquity"
        assert len(kept) == len(rows) == np.isfinite(ours).sum()
        assert ours[kept] == pytest.approx(np.array(expected), rel=1e-9, abs=1e-12)
        assert [int(rows[codes[place]][count]) for place in kept] == counted[kept].tolist()


@needs_complexity
@pytest.mark.parametrize("side", ["country", "product_sample"])
def test_proximity_of_world_trade(side: str) -> None:
    countries, products, strong = world_trade()
    codes, near = (
        (countries, complexity.proximity(strong.T))
        if side == "country"
        else (products, complexity.proximity(strong))
    )

    rows = rows_of(COMPLEXITY / f"reference_proximity_{side}.csv.gz")

    first = next(iter(rows[0]))
    places = [codes.index(row[first]) for row in rows]
    expected = np.array([[float(row[codes[place]]) for place in places] for row in rows])
    assert near[np.ix_(places, places)] == pytest.approx(expected, abs=1e-9)
