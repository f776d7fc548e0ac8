"""Figures worked by hand, on six members and two projects."""

from dataclasses import replace
from math import log

import numpy as np
import pytest

from raceme.cores.matching.figures import Atlas
from raceme.cores.matching.history import history_before
from raceme.cores.matching.match import Matcher
from raceme.cores.matching.parts import Parts, Vocabulary
from raceme.cores.matching.values import Controls, Fact, Gap, Request
from tests.cores.matching.small import AT, MEMBERS, PAST, matcher

MILL, PROBE, OVEN, LAB, CART, QUIET = range(6)


def parts_of(one: int) -> dict[str, list[float]]:
    atlas = Atlas(history_before(AT, MEMBERS, PAST))
    found = Parts(atlas, Vocabulary(MEMBERS, {})).of(one)
    return {name: [float(value) for value in values] for name, values in found.items()}


def test_the_network_by_hand() -> None:
    network = Atlas(history_before(AT, MEMBERS, PAST)).network

    # mill and lab have oven in common, which has two partners: 1 / ln 2.
    assert network.adamic_adar(np.array([MILL]))[0, LAB] == pytest.approx(1 / log(2))
    # Both projects are 365 days old: a tie weighs w = 0.5 ** (365 / 365.25 / 1.5); of two members,
    # so that nothing is split. oven has two ties. w * w / ln(2 + 3 * 2 w)
    weight = 0.5 ** (365 / 365.25 / 1.5)
    assert network.aged_adamic_adar(np.array([MILL]))[0, LAB] == pytest.approx(
        weight**2 / log(2 + 6 * weight), rel=1e-5
    )


def test_need_is_what_is_wanted_and_given() -> None:
    need = parts_of(MILL)["need"]

    # The mill wants `sensors` and `sensors.moisture`. The probe has both: 1. The lab has `sensors`
    # (of 2 of 6) but not `sensors.moisture` (of 1 of 6): rarity ln(1 + 7/3), ln(1 + 7/2).
    sensors, moisture = log(1 + 7 / 3), log(1 + 7 / 2)
    assert need[PROBE] == pytest.approx(1)
    # The other way round the lab wants `food.milling`, which the mill can: 1.
    assert need[LAB] == pytest.approx(1)
    assert need[OVEN] == 0
    # From the lab: the mill gives all it wants, the oven only `food`.
    food, milling = log(1 + 7 / 4), log(1 + 7 / 3)
    assert parts_of(LAB)["need"][OVEN] == pytest.approx(food / (food + milling))
    assert sensors < moisture


def test_complement_is_highest_halfway() -> None:
    complement = parts_of(MILL)["complement"]

    # mill 10.61 and oven 10.71: two of four levels the same, d = 0.5. Competences share `food`
    # (rarity ln(1 + 7/4), of 3) besides milling (ln(1 + 7/3), of 2) and baking (ln(1 + 7/2), of 1):
    food, milling, baking = log(1 + 7 / 4), log(1 + 7 / 3), log(1 + 7 / 2)
    cosine = food**2 / np.sqrt((food**2 + milling**2) * (food**2 + baking**2))
    distance = (0.5 + 1 - cosine) / 2
    # Both are makers: the position says 0.
    assert complement[OVEN] == pytest.approx(4 * distance * (1 - distance) / 2, rel=1e-5)
    # probe: nothing in common (d = 1, 0), but a supplier (1): 0.5.
    assert complement[PROBE] == pytest.approx(0.5)
    assert np.isnan(complement[QUIET])


def test_place_size_trust_and_capacity() -> None:
    parts = parts_of(MILL)

    assert parts["place"][:5] == pytest.approx([1, 0.4, 0, 0, 1])  # town; country; abroad
    assert np.isnan(parts["place"][QUIET])
    assert parts["size"][PROBE] == pytest.approx(1 - 1 / 3)
    assert parts["size"][CART] == pytest.approx(1 - 2 / 3)
    assert parts["trust"][OVEN] == pytest.approx(0.5)  # once together: 1 - 2^-1
    assert parts["trust"][LAB] == pytest.approx(0.5 / 4)  # one acquaintance: 1 / (1 + 3) / 2
    assert parts["capacity"][LAB] == 0.25  # as it says itself
    assert parts["capacity"][OVEN] == pytest.approx(2 / 4)  # two begun within the year
    assert np.isnan(parts["capacity"][CART])  # its project begins on the day itself


def test_the_mill_is_led_to_the_probe() -> None:
    best = matcher().partners("mill", 2)[0]

    assert best.id == "probe"
    assert best.reasons[0] == Fact("gives_wanted", ("sensors.moisture",))
    assert Fact("other_sector", ("10.61", "26.51")) in best.reasons
    assert Fact("other_position", ("maker", "supplier")) in best.reasons
    assert dict(best.parts)["network"] is None  # nobody knows


def test_earlier_partners_and_excluded_ones_are_left_out() -> None:
    plain = [one.id for one in matcher().partners("mill", 9)]
    without = [one.id for one in matcher(exclusions=[("probe", "mill")]).partners("mill", 9)]
    known = [one.id for one in matcher().partners("mill", 9, Controls(with_known=True))]

    assert sorted(plain) == ["cart", "lab", "probe", "quiet"]
    assert sorted(without) == ["cart", "lab", "quiet"]
    assert sorted(known) == ["cart", "lab", "oven", "probe", "quiet"]


def test_a_request_is_answered_by_terms_and_by_text() -> None:
    by_terms = matcher().answers(Request(terms=("sensors.heat",)), 2)
    by_text = matcher().answers(Request(text="Moisture in grain"), 1)

    assert {one.id for one in by_terms} == {"lab", "probe"}
    assert by_text[0].id == "probe"


def test_a_synonym_is_as_good_as_the_term() -> None:
    named = matcher(synonyms={"humidity": "sensors.moisture"})

    assert named.answers(Request(terms=("humidity",)), 1)[0].id == "probe"


def test_each_gap_of_a_consortium_gets_its_best_candidates() -> None:
    gaps = (
        Gap("measuring", terms=("sensors.heat",), kinds=frozenset({"HES"})),
        Gap("baking", terms=("food.baking",), countries=frozenset({"AT"})),
    )

    measuring, baking = matcher().fill(("mill", "probe"), gaps, 1)

    assert (measuring.gap, [one.id for one in measuring.candidates]) == ("measuring", ["lab"])
    assert (baking.gap, [one.id for one in baking.candidates]) == ("baking", ["oven"])


def test_as_many_from_other_sectors_as_asked_for() -> None:
    bakers = [replace(MEMBERS[OVEN], id=f"oven {number}") for number in range(5)]
    many = Matcher((*MEMBERS, *bakers), at=AT)
    asking = "oven"

    plain = [one.id for one in many.partners(asking, 4)]
    mixed = [one.id for one in many.partners(asking, 4, Controls(cross_sector=0.5))]

    assert sum(one in {"cart", "probe"} for one in mixed) == 2
    assert sum(one in {"cart", "probe"} for one in plain) < 2


def test_diversity_does_not_propose_five_times_the_same() -> None:
    twins = [replace(MEMBERS[PROBE], id=f"probe {number}") for number in range(5)]
    many = Matcher((*MEMBERS, *twins), PAST, at=AT)

    plain = [one.id for one in many.partners("mill", 3)]
    diverse = [one.id for one in many.partners("mill", 3, Controls(diversity=0.7))]

    assert sum(one.startswith("probe") for one in plain) == 3
    assert sum(one.startswith("probe") for one in diverse) == 1
