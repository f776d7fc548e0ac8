"""What every column of every table means: meaning, unit, formula, source.

e is the value, e(r), e(i) and e are sums over what is known; s(i,r) = e(i,r)/e(r).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Described:
    """A column in words. `source` is empty where it is the panel itself."""

    meaning: str
    unit: str = ""
    formula: str = ""
    source: str = ""


VALUE = "unit of the panel's value"
SHARE = "share, 0 to 1"
COUNT = "number"
HOOVER = "Hoover 1936; Balassa 1965"
REFLECTIONS = "Hidalgo, Hausmann 2009"
SPACE = "Hidalgo, Klinger, Barabasi, Hausmann 2007"
RATIO, INTERVAL = (
    "ratio; 1 = as everywhere",
    "bounds of parents (--region-length, --industry-length)",
)
SHIFT = "Dunn 1960"
ESTEBAN = "Esteban-Marquillas 1972"
STAR = "European Cluster Observatory; see settings"

_KEYS = {
    "region": Described("region, as in the panel", "code"),
    "industry": Described("industry, as in the panel", "code"),
    "year": Described("year; of changes, the later one", "year"),
    "year_before": Described("the year that a change is measured from", "year"),
    "group_name": Described("group of industries; groups may overlap", "name"),
    "industry_a": Described("one industry of the pair", "code"),
    "industry_b": Described("the other", "code"),
}
_CELLS = {
    "location_quotient": Described(
        "how many times more of the industry the region has than expected", "ratio; 1 = as"
        " everywhere", "(e(i,r)/e(r)) / (e(i)/e)", HOOVER,
    ),
    "value": Described("value of the cell; empty: unknown", VALUE, "e(i,r)"),
    "value_low": Described("least that the value can be", VALUE, "from parents; no guess"),
    "value_high": Described("most that the value can be", VALUE, "from parents; no guess"),
    "location_quotient_low": Described("least that the location quotient can be", RATIO, INTERVAL),
    "location_quotient_high": Described("most that the location quotient can be", RATIO, INTERVAL),
    "focus_low": Described("least that the focus can be", SHARE, INTERVAL),
    "focus_high": Described("most that the focus can be", SHARE, INTERVAL),
    "size_share_low": Described("least that the size share can be", SHARE, INTERVAL),
    "size_share_high": Described("most that the size share can be", SHARE, INTERVAL),
    "flag": Described("flags of the statistics office; x: converted by a crosswalk", "letters"),
    "focus": Described("share of the region that the industry is", SHARE, "e(i,r)/e(r)"),
    "size_share": Described("share of the industry that is here", SHARE, "e(i,r)/e(i)"),
    "region_total": Described("all that is known of the region", VALUE, "e(r)"),
    "industry_total": Described("all that is known of the industry", VALUE, "e(i)"),
    "year_total": Described("all that is known of the year", VALUE, "e"),
    "growth": Described("growth since the year before", "share", "e1/e0 - 1"),
    "dynamism": Described(
        "growth less that of the industry, over cells known at both times", "share",
        "e1(i,r)/e0(i,r) - e1(i)/e0(i)",
    ),
    "relative_productivity": Described(
        "output per unit of value, beside the same of the industry", "ratio; 1 = as everywhere",
        "(output/e)(i,r) / (output/e)(i)",
    ),
    "is_specialised": Described("quotient at or above the cutoff (RCA)", "yes or no", "LQ >= 1",
                                "Balassa 1965"),
    "is_small": Described("region below the minimum size: no stars, not in matrices", "yes or no"),
    "stars": Described("stars that the cell has", COUNT, "sum of the star columns", STAR),
    "star_size": Described("among the largest cells of the industry", "yes or no", "", STAR),
    "star_specialisation": Described("quotient high enough", "yes or no", "", STAR),
    "star_focus": Described("share of the region among the highest", "yes or no", "", STAR),
    "star_productivity": Described("among the most productive", "yes or no", "", STAR),
    "star_dynamism": Described("among the fastest growing", "yes or no", "", STAR),
    "relatedness_density": Described(
        "share of the proximities around the industry that the region has", SHARE,
        "sum_j phi(i,j) M(j,r) / sum_j phi(i,j)", SPACE,
    ),
    "outlook_gain": Described(
        "what entering the industry would open to the region; 0 where it is strong",
        "deviations of ECI", "sum_j (1 - M(j,r)) phi(i,j) PCI(j) / sum_k phi(j,k)",
        "Hausmann, Hidalgo and others 2014",
    ),
    "industry_complexity": Described("complexity of the industry (PCI)", "deviations of ECI", "",
                                     REFLECTIONS),
    "cluster_index": Described(
        "density of the industry, times its specialisation, times its firms", "ratio",
        "(s/(a_r/a)) (s/(p_r/p)) (b/s), s = e(i,r)/e(i), b = firms(i,r)/firms(i)",
        "Litzenberger, Sternberg 2006",
    ),
}  # fmt: skip
_STRUCTURE = {
    "cells_reported": Described("cells with a row in the panel", COUNT),
    "cells_known": Described("of these, cells with a value", COUNT),
    "coverage": Described("share of reported cells that are known", SHARE),
    "herfindahl": Described("concentration of the shares", "1/n to 1", "sum s^2", "Hirschman 1945"),
    "equivalent_number": Described("so many equal parts would be as even", COUNT, "1/H"),
    "krugman_specialisation": Described(
        "distance of the region's structure from all regions'", "0 to 2", "sum |s(i,r) - s(i)|",
        "Krugman 1991"),
    "krugman_concentration": Described(
        "distance of the industry's regions from all industries'", "0 to 2",
        "sum |e(i,r)/e(i) - e(r)/e|", "Krugman 1991"),
    "gini_specialisation": Described(
        "Gini coefficient of the region's quotients", "0 to 1", "2/(n^2 m) sum rank (LQ - m)"),
    "gini_concentration": Described(
        "Gini coefficient of the industry's quotients", "0 to 1", "2/(n^2 m) sum rank (LQ - m)"),
    "gini_lorenz_specialisation": Described(
        "the same with each industry weighing its size (Lorenz curve)", "0 to 1",
        "1 - sum s(i) (2 L(i) - s(i,r))", "Krugman 1991"),
    "gini_locational_concentration": Described(
        "locational Gini: each region weighs its size (Lorenz curve)", "0 to 1",
        "1 - sum s(r) (2 L(r) - s(r,i))", "Krugman 1991"),
    "theil_specialisation": Described("entropy of the structure relative to all regions'", "nats",
                                      "sum s(i,r) ln LQ(i,r)", "Theil 1967"),
    "theil_concentration": Described("entropy of the regions relative to all industries'", "nats",
                                     "sum e(i,r)/e(i) ln LQ(i,r)", "Theil 1967"),
    "diversity": Described("industries in which the region is specialised", COUNT, "sum_i M(i,r)"),
    "ubiquity": Described("regions specialised in the industry", COUNT, "sum_r M(i,r)"),
    "entropy": Described("variety of the structure", "bits", "-sum s log2 s", "Shannon 1948"),
    "unrelated_variety": Described("variety between broad groups", "bits", "-sum P log2 P",
                                   "Frenken and others 2007"),
    "related_variety": Described("variety within broad groups", "bits",
                                 "sum P sum (s/P) log2(P/s)", "Frenken and others 2007"),
    "structural_change": Described(
        "share of the structure that moved since the year before", SHARE,
        "1/2 sum |s1 - s0|, over industries known at both times"),
    "structural_change_since_first": Described(
        "the same since the first year of the panel", SHARE, "1/2 sum |s1 - s0|"),
    "lilien": Described("speed of reallocation between industries", "log points",
                        "sqrt(sum s1 (dln e(i,r) - dln e(r))^2)", "Lilien 1982"),
    "complexity": Described("economic complexity (ECI of regions, PCI of industries)",
                            "deviations of ECI", "second eigenvector", REFLECTIONS),
    "outlook": Described("complexity of what is near and not yet there", "deviations",
                         "sum_i density (1 - M) PCI, standardised",
                         "Hausmann, Hidalgo and others 2014"),
    "fitness": Described("fitness of the region", "mean 1", "F = M Q / mean; 20 rounds",
                         "Tacchella and others 2012"),
    "fitness_complexity": Described("complexity of the industry by fitness", "mean 1",
                                    "Q = 1 / (M' 1/F) / mean", "Tacchella and others 2012"),
    "raw_concentration": Described("squared distance of the industry's regions from all", "",
                                   "sum (e(i,r)/e(i) - e(r)/e)^2", "Ellison, Glaeser 1997"),
    "plant_herfindahl": Described("concentration of the industry in few plants", "1/n to 1",
                                  "sum z^2", "Ellison, Glaeser 1997"),
    "ellison_glaeser": Described(
        "agglomeration beyond what few big plants explain; 0.05 and more is strong", "",
        "(G/(1 - sum x^2) - H) / (1 - H)", "Ellison, Glaeser 1997"),
}  # fmt: skip
_CHANGE = {
    "change": Described("change of the value", VALUE, "e1 - e0", SHIFT),
    "national": Described("as if grown like everything", VALUE, "e0 g", SHIFT),
    "mix": Described("because of fast and slow industries", VALUE, "e0 (g(i) - g)", SHIFT),
    "competitive": Described("own performance", VALUE, "e0 (g(i,r) - g(i))", SHIFT),
    "homothetic_competitive": Described(
        "own performance, if the region had the structure of all", VALUE,
        "e0' (g(i,r) - g(i)), e0' = e0(r) e0(i)/e0", ESTEBAN,
    ),
    "allocation": Described(
        "specialised where it performs well", VALUE, "(e0 - e0') (g(i,r) - g(i))", ESTEBAN
    ),
    "method": Described("classic: first and last year; dynamic: sum over all steps", "word", "",
                        "Barff, Knight 1988"),
    "event": Described("entry: became specialised; exit: no longer", "word", "M 0 -> 1, 1 -> 0"),
    "density_before": Described("relatedness density in the year before", SHARE, "", SPACE),
    "entries": Described("entries of all regions", COUNT),
    "exits": Described("exits of all regions", COUNT),
    "entry_auc": Described(
        "how often an industry that came was more related before than one that did not",
        "0.5 chance, 1 always", "area under the curve"),
    "exit_auc": Described("how often an industry that stayed was more related than one that left",
                          "0.5 chance, 1 always", "area under the curve"),
    "proximity": Described("how likely regions strong in one are strong in the other", SHARE,
                           "min(P(i|j), P(j|i))", SPACE),
}  # fmt: skip
COLUMNS: Mapping[str, Described] = {**_KEYS, **_CELLS, **_STRUCTURE, **_CHANGE}

_IN_GROUPS = {
    "value": Described("value of the group's industries, by weight", VALUE, "sum w e(i,r)"),
    "focus": Described("share of the region that the group is", SHARE, "e(g,r)/e(r)"),
    "size_share": Described("share of the group that is here", SHARE, "e(g,r)/e(g)"),
    "coverage": Described("share of the group's reported cells that are known", SHARE),
}


def described(table: str, column: str) -> Described:
    """Say what a column of a table means. KeyError: a column nobody described."""
    if table.startswith("groups_") and column in _IN_GROUPS:
        return _IN_GROUPS[column]
    return COLUMNS[column]
