"""Emerging industries and industrial ecosystems: groups of NACE codes, which may overlap.

The lists are working versions: the official annexes were not at hand, and each list says so. They
are made to be replaced, by a file of a higher version.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from raceme.vocabulary import nace
from raceme.vocabulary.terms import in_active_language, rows_of_reference

VERSION = 1
REVISION = "2"  # of NACE, in which the lists are written
REFERENCE = "raceme.vocabulary.reference"


@dataclass(frozen=True, slots=True)
class Group:
    """One emerging industry, or one ecosystem: its names, and codes at whatever level."""

    code: str
    label_en: str
    label_de: str
    nace: tuple[str, ...]
    revision: str = REVISION

    @property
    def label(self) -> str:
        """Name it in the language of whoever reads."""
        return in_active_language(self.label_en, self.label_de)

    def shares_of(self, industries: Collection[str]) -> Mapping[str, float]:
        """Say which share of each industry belongs to the group.

        An industry wholly listed belongs wholly. Of an industry of which only some classes are
        listed, the share is reckoned by counting classes, each alike: a stated assumption, since
        no statistics are at hand below the industry.
        """
        listed = self._classes()
        shares = {}
        for industry in industries:
            of_it = classes_of(industry, self.revision)
            inside = len(of_it & listed)
            if inside:
                shares[industry] = inside / len(of_it)
        return shares

    def _classes(self) -> frozenset[str]:
        return frozenset(one for code in self.nace for one in classes_of(code, self.revision))


@dataclass(frozen=True, slots=True)
class Groups:
    """A list of groups, with what it is and where it comes from."""

    code: str
    label_en: str
    label_de: str
    source: str
    groups: tuple[Group, ...]

    @property
    def label(self) -> str:
        """Name it in the language of whoever reads."""
        return in_active_language(self.label_en, self.label_de)


_LISTS = {
    "emerging": (
        "Emerging industries",
        "Entstehende Industrien",
        "working proxies for the ten emerging industries of the European Cluster Observatory",
    ),
    "ecosystems": (
        "Industrial ecosystems",
        "Industrielle Ökosysteme",
        "unverified working list of the 14 industrial ecosystems of the EU, by division",
    ),
}


@cache
def groupings() -> tuple[Groups, ...]:
    """All lists, with their groups in the order of the file."""
    codes: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for row in rows_of_reference(REFERENCE, f"groupings-{VERSION}.csv"):
        key = (row["grouping"], row["code"], row["label_en"], row["label_de"])
        codes[key].append(row["nace"])
    return tuple(
        Groups(
            name,
            *words,
            tuple(
                Group(code, english, german, tuple(listed))
                for (of, code, english, german), listed in codes.items()
                if of == name
            ),
        )
        for name, words in _LISTS.items()
    )


@cache
def grouping_named(code: str) -> Groups | None:
    """Find a list by its code."""
    return next((one for one in groupings() if one.code == code), None)


def group_named(name: str) -> Group | None:
    """Find a group by its list and its code: `emerging:…`."""
    grouping, _colon, code = name.partition(":")
    known = grouping_named(grouping)
    groups = known.groups if known is not None else ()
    return next((one for one in groups if one.code == code), None)


def groups_with(activity: str, revision: str) -> tuple[tuple[Groups, tuple[Group, ...]], ...]:
    """Say to which groups of each list an activity belongs, by its code; empty lists are left out.

    A group lists codes at whatever level; all activities below them belong to it.
    """
    found = []
    for one in groupings():
        edition = (group for group in one.groups if group.revision == revision)
        groups = tuple(group for group in edition if activity.startswith(group.nace))
        if groups:
            found.append((one, groups))
    return tuple(found)


def label_of_group(grouping: str, code: str) -> str:
    """Name a group for people; a code that the list lacks is shown as it is written."""
    known = grouping_named(grouping)
    groups = known.groups if known is not None else ()
    return next((one.label for one in groups if one.code == code), code)


@cache
def classes_of(code: str, revision: str = REVISION) -> frozenset[str]:
    """All classes of NACE at or below a code; none for a code that the edition lacks."""
    return _classes_below(revision).get(code, frozenset())


@cache
def _classes_below(revision: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    activities = nace.activities(revision)
    for entry in activities:
        if entry.level == nace.CLASS:
            for one in activities.path(entry.code):
                found[one.code].add(entry.code)
    return {code: frozenset(classes) for code, classes in found.items()}
