"""Measure the matching core beside its peers: python bench/matching/run.py [--sizes 10000 30000]

Writes results.md beside this file. Needs no lists: organisations and projects are invented, in the
shape of the published ones (2.3 projects an organisation, 10 members each, a thousand topics).
Peers, if installed: scikit-learn (TF-IDF), bm25s, implicit (ALS).
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "src"), str(HERE.parents[1])]

import numpy as np

from raceme.cores.matching.figures import Atlas
from raceme.cores.matching.history import history_before
from raceme.cores.matching.match import Matcher
from raceme.cores.matching.values import Collaboration, Organisation

AT = date(2027, 1, 1)
SIZES = (10_000, 30_000, 100_000)
LISTS = 30  # asked one by one
EACH = 2.3  # shared projects an organisation is in
MEMBERS = 10
TOPICS = 1_000
WORDS = 12  # of a title
PEERS = ("scikit-learn", "bm25s", "implicit")
MODULES = {"scikit-learn": "sklearn", "bm25s": "bm25s", "implicit": "implicit"}


def invented(count: int) -> tuple[list[Organisation], list[Collaboration]]:
    """Organisations, a few far more active than most, and projects around topics."""
    rng = np.random.default_rng(1)
    organisations = [
        Organisation(str(n), kind="PRC" if n % 3 else "HES", country=f"c{n % 30}")
        for n in range(count)
    ]
    shares = rng.pareto(1.2, count) + 1
    shares /= shares.sum()
    words = [[f"{_letters(int(w))}" for w in rng.zipf(1.3, 60) % 20_000] for _ in range(TOPICS)]
    projects = []
    wanted = int(count * EACH / MEMBERS)
    members = rng.choice(count, (wanted, MEMBERS), p=shares)
    for number in range(wanted):
        topic = int(rng.integers(TOPICS))
        ids = tuple(str(one) for one in sorted(set(members[number].tolist())))
        text = " ".join(rng.choice(words[topic], WORDS))
        start = AT - timedelta(days=int(rng.integers(1, 2_000)))
        fields = (f"topic {topic}", f"part {topic % 30}")
        projects.append(Collaboration(str(number), start, ids, ids[0], fields=fields, text=text))
    return organisations, projects


def _letters(number: int) -> str:
    return "".join(chr(97 + number // 26**at % 26) for at in range(4))


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Do something; give the seconds it took on the clock and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def each_list(ask: Callable[[int], object], count: int) -> str:
    """The median time of one list, on the clock and of the processor, in milliseconds."""
    places = np.random.default_rng(2).integers(count, size=LISTS + 1).tolist()
    ask(places.pop())  # warm
    took = [timed(lambda place=place: ask(place)) for place in places]
    wall, cpu = (1000 * float(np.median([one[at] for one in took])) for at in (0, 1))
    return f"{wall:.1f} | {cpu:.1f}"


def line(method: str, count: int, built: tuple[float, float], lists: str) -> str:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
    return f"| {method} | {count:,} | {built[0]:.1f} | {built[1]:.1f} | {lists} | {memory:.2f} |"


def stated(count: int) -> str:
    organisations, projects = invented(count)
    kept: list[Matcher] = []
    built = timed(lambda: kept.append(Matcher(organisations, projects, at=AT)))
    return line("**raceme**, stated weights", count, built,
                each_list(lambda one: kept[0].partners(str(one), 20), count))  # fmt: skip


def figures(count: int) -> str:
    organisations, projects = invented(count)
    kept: list[Atlas] = []

    def build() -> None:
        kept.append(Atlas(history_before(AT, organisations, projects)))
        kept[0].network.pairs  # noqa: B018  made when first asked for: part of the index

    everybody = np.ones(count, dtype=bool)
    built = timed(build)
    lists = each_list(lambda one: kept[0].pairs(np.array([one]), everybody), count)
    return line("**raceme**, all figures for learned weights", count, built, lists)


def documents(count: int) -> list[str]:
    organisations, projects = invented(count)
    texts: dict[str, list[str]] = {one.id: [] for one in organisations}
    for project in projects:
        for member in project.members:
            texts[member].append(project.text)
    return [" ".join(texts[one.id]) for one in organisations]


def sklearn_tfidf(count: int) -> str:
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = documents(count)
    kept: list[object] = []
    built = timed(lambda: kept.append(TfidfVectorizer(dtype=np.float32).fit_transform(texts)))
    rows = kept[0]

    def ask(one: int) -> object:
        return np.argpartition(-(rows @ rows[one].T).toarray().ravel(), 20)[:20]

    return line("scikit-learn TF-IDF (texts only)", count, built, each_list(ask, count))


def bm25(count: int) -> str:
    import bm25s

    texts = documents(count)
    retriever = bm25s.BM25()

    def build() -> None:
        retriever.index(bm25s.tokenize(texts, stopwords=None, show_progress=False),
                        show_progress=False)  # fmt: skip

    built = timed(build)

    def ask(one: int) -> object:
        words = bm25s.tokenize([texts[one] or "none"], stopwords=None, show_progress=False)
        return retriever.retrieve(words, k=20, show_progress=False)

    return line("bm25s (texts only)", count, built, each_list(ask, count))


def als(count: int) -> str:
    from implicit.als import AlternatingLeastSquares
    from scipy import sparse

    organisations, projects = invented(count)
    history = history_before(AT, organisations, projects)
    table = history.table(np.ones(len(projects), dtype=np.float32))
    ties = sparse.csr_matrix(table @ table.T)
    ties.setdiag(0)
    ties.eliminate_zeros()
    model = AlternatingLeastSquares(factors=64, iterations=10, random_state=1, num_threads=1)
    built = timed(lambda: model.fit(ties, show_progress=False))
    return line("implicit ALS, 64 factors (network only)", count, built,
                each_list(lambda one: model.recommend(one, ties[one], N=20), count))  # fmt: skip


METHODS: dict[str, tuple[str | None, Callable[[int], str]]] = {
    "stated": (None, stated),
    "figures": (None, figures),
    "sklearn": ("scikit-learn", sklearn_tfidf),
    "bm25s": ("bm25s", bm25),
    "implicit": ("implicit", als),
}


def measured(method: str, count: int) -> str:
    """Measure in a process of its own, so that memory is that of this method only."""
    command = [sys.executable, str(Path(__file__).resolve()), "--one", method, str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"| {method} | {count:,} | failed: {done.stderr.strip().splitlines()[-1]} | | | | |"
    return done.stdout.strip()


def heading() -> list[str]:
    found = []
    for name in ("numpy", "scipy", *PEERS):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name}: not installed")
    load = os.getloadavg()[0]
    return [
        "# Matching: measured",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {platform.system()}, Python"
        f" {platform.python_version()}, {', '.join(found)}. Load average at the start {load:.1f}"
        " (other work on the machine lengthens wall time; read the processor's).",
        "",
        "Invented organisations and projects in the shape of the published lists. Made again by"
        " `python bench/matching/run.py`. Median of 30 lists asked one by one, 20 partners each;"
        " memory is the most the process held, the invented lists included.",
        "",
        "| method | organisations | index, s | index, CPU s | one list, ms | one list, CPU ms"
        " | memory, GB |",
        "|---|---|---|---|---|---|---|",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(METHODS[arguments.one[0]][1](int(arguments.one[1])))
        return
    lines = heading()
    for count in arguments.sizes:
        for name, (peer, _) in METHODS.items():
            if peer is None or find_spec(MODULES[peer]) is not None:
                lines.append(measured(name, count))
                print(lines[-1], flush=True)
                (HERE / "results.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
