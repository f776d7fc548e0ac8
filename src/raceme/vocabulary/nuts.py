"""Regions by NUTS, in the versions 2013, 2016, 2021 and 2024: codes and names, no boundaries.

Names stand as the member states write them, with a version in Latin letters to be found by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from raceme.vocabulary.classifications import Classification, Entry
from raceme.vocabulary.terms import rows_of_reference

REFERENCE = "raceme.vocabulary.reference"
VERSIONS = ("2013", "2016", "2021", "2024")
NEWEST = VERSIONS[-1]

_WRITTEN = re.compile(r"^[A-Z]{2}[A-Z0-9]{0,3}$")
# NUTS has signs of its own for two countries.
_COUNTRIES = {"EL": "GR", "UK": "GB"}


@cache
def regions(version: str) -> Classification:
    """All regions of one version, from countries to NUTS 3; KeyError for an unknown version."""
    if version not in VERSIONS:
        raise KeyError(version)
    return Classification(_entries(version), code_of=code_of)


def code_of(text: str) -> str:
    """Bring a code into the usual form: “si 041” gives SI041; nothing for what is no code."""
    code = "".join(text.split()).upper()
    return code if _WRITTEN.match(code) else ""


def country_of(code: str) -> str:
    """Say in which country a region lies, by its sign in ISO 3166."""
    return _COUNTRIES.get(code[:2], code[:2])


def label_of_region(code: str, version: str) -> str:
    """Name a region for people; a code that the version lacks is shown as it is written."""
    entry = regions(version).named(code)
    return code if entry is None else str(entry)


def versions_with(code: str) -> list[str]:
    """Say which versions have this code, the newest first."""
    return [version for version in reversed(VERSIONS) if regions(version).named(code)]


def conversion(before: str, after: str) -> list[tuple[str, str, float]]:
    """Give old code, new code and share of the people, of NUTS 2 and 3; codes that stay left out.

    Versions 2010 to 2024; KeyError for two that nobody has compared. NUTS 1 and countries are not
    in it.
    """
    found = [
        (row["old"], row["new"], float(row["share"]))
        for row in rows_of_reference(REFERENCE, "nuts_conversions-1.csv.gz")
        if (row["from_version"], row["to_version"]) == (before, after)
    ]
    if not found:
        raise KeyError(f"{before}-{after}")
    return found


def _entries(version: str) -> Iterator[Entry]:
    for row in rows_of_reference(REFERENCE, f"nuts-{version}.csv.gz"):
        code, latin = row["code"], row["name_latin"]
        parent = "" if len(code) == 2 else code[:-1]
        yield Entry(code, len(code) - 2, parent, {"": row["name"]}, (latin,) if latin else ())
