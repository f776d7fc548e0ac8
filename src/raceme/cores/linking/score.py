"""From evidence to one figure between 0 and 1, and from the figure to a proposal.

    z = CONSTANT + sum of weight x figure          (names, legal forms, places)
    s = 1 / (1 + exp(-z))
    score = (1 - (1 - s) (1 - website) (1 - vat)) x (OTHER_VAT if both have one and they differ)

The weights were fitted once by logistic regression on half of the published name variants
(`bench/linking/fit.py`), signs held to what they mean; the constant is moved so that 0.5 is the
score from which a pair is proposed. What is marked "by hand" cannot be learned from that list.
"""

from __future__ import annotations

import math
from operator import mul
from types import MappingProxyType

from raceme.cores.linking.evidence import NAMES, Evidence
from raceme.cores.linking.identity import Site
from raceme.cores.linking.likeness import likeness
from raceme.cores.linking.records import Known

CONSTANT = -3.8
WEIGHTS = MappingProxyType(
    {
        "letters": 3.69,
        "agreed": 0.71,
        "telling": 2.99,
        "against": -0.18,
        "clash": -3.48,
        "addition": -1.80,
        "initials": 1.79,
        "lead_same": 0.99,
        "kind_differs": -2.24,
        "kind_added": -0.99,
        "field_differs": -1.06,
        "number_differs": -4.0,  # by hand: School 1 and School 2
        "form_differs": -1.48,
        "form_missing": -0.31,
        "country_differs": -4.07,
        "city_differs": -3.48,
    }
)
_IN_ORDER = tuple(WEIGHTS[name] for name in NAMES)
SAME_VAT = 0.98  # by hand: a group of firms may share one number
SAME_SITE = 0.55  # by hand: enough to ask; groups and their firms often share a website
SAME_SITE_ABROAD = 0.3
RELATED_SITE = 0.3  # one domain, other host or path: parts of a university
OTHER_VAT = 0.4  # two numbers are two taxpayers, whatever they are called
VAT_SLIP = 0.8  # numbers this alike may be one, with a slip of the fingers


def name_score(evidence: Evidence) -> float:
    """How likely names and places alone make it that two records are one."""
    z = CONSTANT + sum(map(mul, _IN_ORDER, evidence))
    return 1.0 / (1.0 + math.exp(-z))


def score_of(evidence: Evidence | None, one: Known, other: Known) -> float:
    """Bring names, website and VAT number together; without evidence a name says nothing."""
    doubt = 1.0 - (name_score(evidence) if evidence is not None else 0.0)
    doubt *= 1.0 - site_score(one, other)
    if same_vat(one, other):
        doubt *= 1.0 - SAME_VAT
    return (1.0 - doubt) * (OTHER_VAT if other_vat(one, other) else 1.0)


def site_score(one: Known, other: Known) -> float:
    """What the websites say."""
    if one.site is None or other.site is None or one.site.domain != other.site.domain:
        return 0.0
    if not is_same_site(one.site, other.site):
        return RELATED_SITE
    is_abroad = bool(one.country and other.country) and one.country != other.country
    return SAME_SITE_ABROAD if is_abroad else SAME_SITE


def is_same_site(one: Site, other: Site) -> bool:
    """One host, and not two different pages on it."""
    return one.host == other.host and (not one.path or not other.path or one.path == other.path)


def same_vat(one: Known, other: Known) -> bool:
    return one.vat is not None and other.vat is not None and one.vat.agrees_with(other.vat)


def other_vat(one: Known, other: Known) -> bool:
    """Both have a VAT number of one country, and the two are clearly not the same."""
    if one.vat is None or other.vat is None or one.vat.country != other.vat.country:
        return False
    return likeness(one.vat.number, other.vat.number) < VAT_SLIP
