"""One trial from end to end: what each method would have foretold, and what then happened.

The methods see the past only (`read_past`); what happened later is used to choose who is asked
for, and to count hits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from raceme.cores.errors import BadInput
from raceme.cores.matching.evaluate import (
    Quality,
    Scorer,
    across,
    answers_after,
    by_figure,
    lists_by,
    only_across,
    quality,
    sampled,
    sectors_before,
)
from raceme.cores.matching.learn import Report
from raceme.cores.matching.rank import Foreteller
from raceme.cores.matching.reading import Past

TOGETHER = "all together"
FIGURES = {
    "popularity": "partners_there",
    "common partners": "common",
    "Adamic-Adar": "adamic_adar",
    "Adamic-Adar, aged": "aged",
    "walk of three steps": "walk_3",
    "embedding of the network": "embedding",
    "topic": "topic",
    "like work": "like_work",
    "fields": "field",
    "activity in the same fields": "field_active",
    "countries": "affinity",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which trial: the day, until when partners are counted, which kind, how many who ask."""

    until: date
    last: date | None = None
    among: str = ""
    sample: int = 1_500
    seed: int = 1


def judge(
    past: Past, after: Past, wanted: Wanted, *, report: Report = lambda step: None
) -> list[tuple[str, Quality]]:
    """Give the quality of each method: those known before, across sectors, cold start."""
    answers = answers_after(
        wanted.until,
        after.organisations,
        after.collaborations,
        among=wanted.among,
        last=wanted.last,
    )
    asking = sampled(answers.warm, wanted.sample, wanted.seed)
    alone = {member for one in past.collaborations for member in one.members}
    seen = {one: others for one, others in answers.cold.items() if one in alone}
    never = {one: others for one, others in answers.cold.items() if one not in alone}
    new = {
        "cold start, worked alone": sampled(seen, wanted.sample, wanted.seed),
        "cold start, never seen": sampled(never, wanted.sample, wanted.seed),
    }
    cold = [one for some in new.values() for one in some]
    if not asking:
        raise BadInput(f"nobody met a new partner from {wanted.until} on")
    foreteller = Foreteller(
        past.organisations,
        past.collaborations,
        wanted.until,
        asking=[*asking, *cold],
        among=wanted.among,
        report=report,
    )
    methods: dict[str, Scorer] = {name: by_figure(one) for name, one in FIGURES.items()}
    methods[TOGETHER] = foreteller.scores
    report(f"ask {len(asking) + len(cold)}")
    found = _judged("known", lists_by(foreteller, asking, methods), answers.warm)
    for who, some in new.items():
        found += _judged(who, lists_by(foreteller, some, methods), answers.cold)
    sectors = sectors_before(wanted.until, past.collaborations)
    other = across({one: answers.warm[one] for one in asking}, sectors)
    kept = {name: only_across(one, foreteller, sectors) for name, one in methods.items()}
    lists = lists_by(foreteller, sorted(other), kept)
    return found + _judged("across sectors", lists, other)


def _judged(
    who: str, lists: Mapping[str, Mapping[str, list[str]]], answers: Mapping[str, frozenset[str]]
) -> list[tuple[str, Quality]]:
    return [(who, quality(name, made, answers)) for name, made in lists.items()]
