"""The worked tables of docs/algorithms/mapping.md."""

from math import log, log2, sqrt

import numpy as np
import pytest

from raceme.cores.mapping import complexity, inequality, shifts
from raceme.cores.mapping.structure import industry_figures, region_figures
from raceme.cores.mapping.values import PANORAMA_2014, Settings
from tests.cores.mapping.small import TWO_AREAS, cells_of, engine, one, panel


def test_a_cell_beside_everybody_else() -> None:
    with engine() as here:
        cells = cells_of(here, panel(TWO_AREAS))

        found = one(cells, region="town", industry="shipping", year=2015)

    # 40 of the town's 50 jobs, and 50 of all 105:  0.8 / 0.47619 = 1.68
    assert found["location_quotient"] == pytest.approx(1.68)
    assert (found["focus"], found["size_share"]) == pytest.approx((0.8, 0.8))
    # From 30 to 40, while shipping everywhere grew from 40 to 50:  1/3 - 1/4
    assert found["dynamism"] == pytest.approx(1 / 12)
    assert found["is_specialised"]


def test_a_region_and_how_it_changed() -> None:
    with engine() as here:
        found = one(
            region_figures(cells_of(here, panel(TWO_AREAS)), Settings()), region="town", year=2015
        )

    # Shares 0.8 and 0.2 beside 50/105 and 55/105.
    assert found["krugman_specialisation"] == pytest.approx(2 * (0.8 - 50 / 105))
    assert found["herfindahl"] == pytest.approx(0.68)
    assert found["equivalent_number"] == pytest.approx(1 / 0.68)
    assert found["entropy"] == pytest.approx(-0.8 * log2(0.8) - 0.2 * log2(0.2))
    # From 0.75 and 0.25 to 0.8 and 0.2.
    assert found["structural_change"] == pytest.approx(0.05)
    assert found["structural_change_since_first"] == pytest.approx(0.05)
    growth = log(50 / 40)
    assert found["lilien"] == pytest.approx(
        sqrt(0.8 * (log(40 / 30) - growth) ** 2 + 0.2 * (0 - growth) ** 2)
    )


def test_both_sides_agree_with_the_plain_formulas() -> None:
    # The expressions sort and add up in the database; the plain functions in memory.
    rng = np.random.default_rng(5)
    jobs = rng.integers(0, 50, (6, 5)).astype(float)
    rows = [(f"R{r}", f"I{i}", 2010, float(jobs[r, i])) for r in range(6) for i in range(5)]
    with engine() as here:
        cells = cells_of(here, panel(rows))
        region = one(region_figures(cells, Settings()), region="R2")
        industry = one(industry_figures(cells), industry="I3")
    by_industry, by_region = jobs.sum(axis=0), jobs.sum(axis=1)

    assert region["gini_specialisation"] == pytest.approx(
        inequality.gini_of_quotients(jobs[2], by_industry)
    )
    assert region["gini_lorenz_specialisation"] == pytest.approx(
        inequality.gini_locational(jobs[2], by_industry)
    )
    assert region["krugman_specialisation"] == pytest.approx(
        inequality.krugman(jobs[2], by_industry)
    )
    assert industry["gini_concentration"] == pytest.approx(
        inequality.gini_of_quotients(jobs[:, 3], by_region)
    )
    assert industry["gini_locational_concentration"] == pytest.approx(
        inequality.gini_locational(jobs[:, 3], by_region)
    )
    assert industry["herfindahl"] == pytest.approx(inequality.herfindahl(jobs[:, 3]))


def test_variety_within_and_between_broad_groups() -> None:
    rows = [("R", code, 2010, value) for code, value in (("101", 1.0), ("102", 1.0), ("201", 2.0))]
    with engine() as here:
        found = one(
            region_figures(cells_of(here, panel(rows)), Settings(broad_length=1)), region="R"
        )

    # Groups 1 and 2 hold half each: 1 bit between them; group 1 is two halves: 1 bit of half.
    assert found["unrelated_variety"] == pytest.approx(1.0)
    assert found["related_variety"] == pytest.approx(0.5)
    assert found["entropy"] == pytest.approx(1.5)


def test_shift_share() -> None:
    with engine() as here:
        effects = shifts.shift_share(cells_of(here, panel(TWO_AREAS)))
        found = one(effects, region="town", industry="shipping")

    # All grew from 100 to 105, shipping from 40 to 50, the town's shipping from 30 to 40.
    assert found["national"] == pytest.approx(30 * 0.05)
    assert found["mix"] == pytest.approx(30 * (0.25 - 0.05))
    assert found["competitive"] == pytest.approx(40 - 30 * 1.25)
    # The town has 40 jobs; with everybody's mix 16 would be in shipping.
    assert found["homothetic_competitive"] == pytest.approx(16 * (1 / 3 - 1 / 4))
    assert found["allocation"] == pytest.approx(14 * (1 / 3 - 1 / 4))


def test_stars_of_the_panorama() -> None:
    # Five regions: the best fifth is one. Wages give productivity, 2015 dynamism.
    rows = [
        (f"R{r}", industry, year, float(value))
        for year in (2010, 2015)
        for r in range(5)
        for industry, value in (("a", 10 + 10 * r + (year - 2010) * r * r), ("b", 20))
    ]
    wages = [value * (2.0 if region == "R4" else 1.0) for region, _, _, value in rows]
    with engine() as here:
        cells = cells_of(here, panel(rows, output=wages), Settings(stars=PANORAMA_2014))
        best = one(cells, region="R4", industry="a", year=2015)
        second = one(cells, region="R3", industry="a", year=2015)
        first_year = one(cells, region="R4", industry="a", year=2010)

    assert best["stars"] == 4
    assert second["stars"] == 0
    assert first_year["star_dynamism"] is None
    assert best["star_focus"] is None  # not a star of this version


# Three regions; industry c is nobody else's but of the first, which can do everything.
NESTED = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0]], dtype=bool)


def test_proximity_and_density() -> None:
    near = complexity.proximity(NESTED)

    # a in 3 regions, b in 2 of them:  2/3;  a and c 1/3;  b and c 1/2.
    assert near == pytest.approx(
        np.array([[1, 2 / 3, 1 / 3], [2 / 3, 1, 1 / 2], [1 / 3, 1 / 2, 1]])
    )
    # The third region has a only; around b are 2/3 + 1 + 1/2.
    assert complexity.relatedness_density(NESTED)[2, 1] == pytest.approx((2 / 3) / (13 / 6))


def test_complexity_orders_a_nested_world() -> None:
    found = complexity.complexity(NESTED)

    assert list(np.argsort(found.regions)) == [2, 1, 0]
    assert list(np.argsort(found.industries)) == [0, 1, 2]
    assert found.regions.mean() == pytest.approx(0)
    assert found.regions.std() == pytest.approx(1)
    # A region is as complex as its industries are on average.
    assert found.regions[1] == pytest.approx(found.industries[:2].mean())


def test_regions_that_are_all_alike_have_no_complexity() -> None:
    found = complexity.complexity([[1, 1, 0], [1, 1, 0]])

    assert np.isnan(found.regions).all()


def test_fitness_of_two_rounds() -> None:
    found = complexity.fitness(NESTED, rounds=2)

    # Fitness 3, 2, 1, mean 2.  Complexity 1/3, 1/2, 1, mean 11/18.
    assert found.regions == pytest.approx([1.5, 1.0, 0.5])
    assert found.industries == pytest.approx(np.array([1 / 3, 1 / 2, 1]) * 18 / 11)
