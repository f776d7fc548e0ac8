"""Measure the linking core beside its peers: python bench/linking/run.py

Writes results.md beside this file. Needs the published lists in ../shared/data/matching.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import random
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "src"), str(HERE.parents[1])]

from bench.linking.data import Labelled, Split, is_there, split, with_cities
from bench.linking.peers import PEERS, prepared, scores

from raceme.cores.linking.lexicon import Lexicon
from raceme.cores.linking.link import Linker, compare
from raceme.cores.linking.values import LIKELY_FROM, Record
from raceme.vocabulary.names import words

PRECISION = 0.95
Pairs = set[tuple[int, int]]


def tell(line: str) -> str:
    print(line, flush=True)
    return line


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Do something; give the seconds it took on the clock and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def figures(found: Pairs, true: Pairs) -> str:
    hits = len(found & true)
    precision, recall = hits / len(found), hits / len(true)
    f1 = 2 * precision * recall / (precision + recall)
    return f"{len(found)} | {precision:.3f} | {recall:.3f} | {f1:.3f}"


def found_by_core(labelled: Labelled, lexicon: Lexicon, likely_from: float = LIKELY_FROM) -> Pairs:
    place = {record.id: place for place, record in enumerate(labelled.records)}
    pairs = Linker(labelled.records, lexicon).likely_pairs(likely_from=likely_from)
    return {(min(a, b), max(a, b)) for a, b in ((place[p.one], place[p.other]) for p in pairs)}


def quality(parts: Split, lexicon: Lexicon) -> Iterable[str]:
    test, true = parts.test, parts.test.true_pairs()
    yield (
        f"{len(test.records)} names of {len(set(test.owners))} organisations, {len(true)} pairs "
        "that are one. Nothing was fitted on them, nor chosen by them. Peers: best threshold on "
        f"these very names for a precision of {PRECISION}. Lookalikes: `hard_negatives.csv`, "
        "written by hand."
    )
    yield ""
    yield "| method | threshold | proposed | precision | recall | F1 | lookalikes taken for one |"
    yield "|---|---|---|---|---|---|---|"
    looks = lookalikes()
    taken = sum(compare(one, other, lexicon).score >= LIKELY_FROM for one, other in looks)
    found = figures(found_by_core(test, lexicon), true)
    yield f"| **raceme** | {LIKELY_FROM} | {found} | {taken} of {len(looks)} |"
    for name, peer in PEERS.items():
        ranked = sorted(scores(peer, test.records), reverse=True)
        cut = best_cut(ranked, true)
        chosen = {(one, other) for score, one, other in ranked if score >= cut}
        taken = sum(
            peer(prepared(one.name), prepared(other.name)) >= cut and one.country == other.country
            for one, other in looks
        )
        yield f"| {name} | {cut:.3f} | {figures(chosen, true)} | {taken} of {len(looks)} |"


def best_cut(ranked: list[tuple[float, int, int]], true: Pairs) -> float:
    """The lowest score down to which precision holds; the best that a peer can do here."""
    hits, cut = 0, 1.0
    for count, (score, one, other) in enumerate(ranked, start=1):
        hits += (one, other) in true
        is_last_of_its_score = count == len(ranked) or ranked[count][0] < score
        if is_last_of_its_score and hits / count >= PRECISION:
            cut = score
    return cut


def lookalikes() -> list[tuple[Record, Record]]:
    with (HERE / "hard_negatives.csv").open(encoding="utf-8", newline="") as file:
        return [
            (
                Record("one", row["name"], country=row["country"], city=row["city"]),
                Record(
                    "other",
                    row["other_name"],
                    country=row["other_country"],
                    city=row["other_city"],
                ),
            )
            for row in csv.DictReader(file)
        ]


def settings(parts: Split, lexicon: Lexicon) -> Iterable[str]:
    """The same threshold on other mixtures of records, and other thresholds on the test half."""
    crowd = parts.test + parts.others
    count = len(parts.test.records)
    yield "| records | threshold | proposed | precision | recall | F1 |"
    yield "|---|---|---|---|---|---|"
    for name, labelled, cut in (
        ("test half, towns filled in", with_cities(parts.test), LIKELY_FROM),
        ("fitting half", parts.fit, LIKELY_FROM),
        ("test half", parts.test, 0.3),
        ("test half", parts.test, 0.7),
        ("test half", parts.test, 0.9),
        ("test half among 18,659 others", crowd, LIKELY_FROM),
        ("test half among 18,659 others", crowd, 0.9),
    ):
        found = found_by_core(labelled, lexicon, cut)
        yield f"| {name} | {cut} | {figures(found, labelled.true_pairs())} |"
    among_others = [p for p in found_by_core(crowd, lexicon) if min(p) >= count]
    yield ""
    yield (
        f"Among the 18,659 others alone {len(among_others)} pairs are proposed. All of them count "
        "as wrong above, since their numbers differ; many are firms of one group, parts of one "
        "university, or the same organisation registered twice."
    )


def speed(parts: Split, lexicon: Lexicon) -> Iterable[str]:
    many = invented(parts, 100_000)
    linkers: list[Linker] = []
    build = timed(lambda: linkers.append(Linker(many, lexicon)))
    linker = linkers[0]
    pairs = timed(linker.likely_pairs)
    asked = [Record("new", record.name, country=record.country) for record in many[:300]]
    each = [timed(lambda one=one: linker.likely_matches([one])) for one in asked]
    middle, slow = (
        " | ".join(f"{sorted(one[side] for one in each)[rank]:.4f}" for side in (0, 1))
        for rank in (150, 285)
    )
    new = [
        Record(f"new{place}", one.name, country=one.country, city=one.city)
        for place, one in enumerate(invented(parts, 10_000, seed=2))
    ]
    whole = timed(lambda: Linker(many[:10_000], lexicon).likely_matches(new))
    yield "| what | seconds | CPU seconds |"
    yield "|---|---|---|"
    yield f"| 100,000 organisations made ready (index) | {build[0]:.1f} | {build[1]:.1f} |"
    yield f"| all pairs among them | {pairs[0]:.1f} | {pairs[1]:.1f} |"
    yield f"| one new organisation against 100,000, warm index, median | {middle} |"
    yield f"| the same, 95th of 100 | {slow} |"
    taken = f"{whole[0]:.2f} | {whole[1]:.2f}"
    yield f"| import: 10,000 rows against 10,000, index included | {taken} |"


def invented(parts: Split, count: int, seed: int = 1) -> list[Record]:
    """Names from halves of real ones of one country: as mixed as a register, none of them real."""
    draw = random.Random(seed)
    real = parts.fit.records + parts.test.records + parts.others.records
    by_country: dict[str, list[Record]] = {}
    for record in real:
        by_country.setdefault(record.country, []).append(record)
    made = []
    for place in range(count):
        one = draw.choice(real)
        other = draw.choice(by_country[one.country])
        front, back = one.name.split(), other.name.split()
        name = " ".join(front[: (len(front) + 1) // 2] + back[len(back) // 2 :])
        made.append(Record(f"r{place}", name, country=one.country, city=other.city))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-write", action="store_true", help="print only")
    arguments = parser.parse_args()
    if not is_there():
        print("the published lists are not there: ../shared/data/matching")
        return
    parts, lexicon = split(), Lexicon(words())
    lines = heading()
    for title, section in (
        ("Test half", quality),
        ("Other mixtures and thresholds", settings),
        ("Speed", speed),
    ):
        lines += [tell(line) for line in (f"## {title}", "", *section(parts, lexicon), "")]
    if not arguments.no_write:
        (HERE / "results.md").write_text("\n".join(lines), encoding="utf-8")


def heading() -> list[str]:
    return [
        "# Linking: measured",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}, NumPy {version('numpy')}, SciPy {version('scipy')}, "
        f"RapidFuzz {version('rapidfuzz')}. Load average at the start {os.getloadavg()[0]:.1f} "
        "(other work on the machine lengthens wall time).",
        "",
        "Published name variants of organisations in EU projects; half of the organisations for "
        "fitting, half for testing. Made again by `python bench/linking/run.py`.",
        "",
    ]


if __name__ == "__main__":
    main()
