"""The brief on structural change: the page of a region on two sheets of paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.foundation import documents
from raceme.foundation import figures as numbers
from raceme.foundation.charts import shortened
from raceme.region.bridge.facts import Facts
from raceme.region.bridge.figures import Figure, said, source_of
from raceme.region.bridge.names import short_name
from raceme.region.bridge.page import FIGURES
from raceme.region.bridge.sentences import in_short
from raceme.region.documents.charts import PAPER, PAPER_WIDE
from raceme.region.models import MappingRun

ROWS = 7  # of a table on paper: both pages must hold all their parts
LETTERS = {2: 44, 3: 38, 4: 24}  # of a name, in tables of so many columns
_PICTURES = {"specialisations": PAPER, "changes": PAPER, "opportunities": PAPER_WIDE}
Part = dict[str, Any]


def brief_of(run: MappingRun, code: str, actor: Actor, *, on: date) -> bytes:
    """Make the brief as a tagged PDF (PDF/UA-1) of two pages, in the active language."""
    facts = Facts(run, code, actor, run.years[-1])
    shown = {name: build(facts) for name, build in FIGURES.items()}
    template = files("raceme.region.documents").joinpath("brief.typ").read_text("utf-8")
    pictures = {
        name: figure.draw(width)
        for name, width in _PICTURES.items()
        if (figure := shown[name]) is not None and figure.draw is not None
    }
    contents = _contents(facts, shown, pictures, on)
    return documents.pdf(template, contents, pictures, made_on=on)


def _contents(
    facts: Facts, shown: dict[str, Figure | None], pictures: dict[str, str], on: date
) -> dict[str, Any]:
    return {
        "title": _("Brief on structural change"),
        "kicker": _("Brief on structural change"),
        "place": str(facts.place),
        "language": (get_language() or "en").split("-")[0],
        "keywords": [_("structural change"), facts.code],
        "subtitle": _("%(before)s to %(after)s · %(cluster)s · %(day)s")
        % {
            "before": facts.run.years[0],
            "after": facts.year,
            "cluster": facts.run.cluster.name,
            "day": on.isoformat(),
        },
        "source": _("Source: %(source)s") % {"source": source_of(facts.run)},
        "tiles": _tiles(facts),
        "in_short": {"title": _("In short"), "sentences": in_short(facts, shown)},
        "strong": _pictured(shown["specialisations"], pictures, _("What the region is strong in")),
        "moving": _pictured(shown["changes"], pictures, _("Strengths that rise and fall")),
        "field": _pictured(shown["opportunities"], pictures, _("What it could grow into")),
        **_tables(facts, shown),
        "method": {"title": _("How to read it"), "sentences": _method(facts)},
    }


def _tiles(facts: Facts) -> list[dict[str, str]]:
    whole = facts.whole
    tiles = [
        (facts.run.dataset.measure, numbers.number(whole.get("region_total"), 0)),
        (_("specialisations"), numbers.number(whole.get("diversity"))),
        (_("of the structure moved"), numbers.share(whole.get("structural_change_since_first"), 1)),
        (_("complexity (0: mean of regions)"), numbers.number(whole.get("complexity"))),
        (_("cells known"), numbers.share(whole.get("coverage"))),
    ]
    return [{"label": label, "figure": figure} for label, figure in tiles]


def _tables(facts: Facts, shown: dict[str, Figure | None]) -> dict[str, Part]:
    return {
        "why": _listed(
            shown["shift_share"],
            _("Why the region grew or shrank"),
            {0: _("Part"), 1: pgettext("of a figure", "Change")},
        ),
        "better": _listed(
            shown["performance"],
            _("Where it does better than others"),
            {1: _("Industry"), 2: _("Own part"), 5: pgettext("of a figure", "Change")},
            rows=8,
        ),
        "could": _listed(
            shown["opportunities"],
            _("The nearest of the demanding"),
            {1: _("Industry"), 3: _("Nearness"), 4: _("Complexity")},
            sentence=_("Industries in the top right of the picture first, the nearest on top."),
        ),
        "emerging": _listed(
            shown["emerging"],
            _("Emerging industries"),
            {1: _("Group"), 5: str(facts.run.years[0]), 2: str(facts.year)},
            sentence=_("Location quotients of new value chains: above 1, more than elsewhere."),
            rows=8,
        ),
        "cluster": _listed(
            shown["presence"],
            _("Where the cluster is, and where it is not"),
            {1: _("Industry"), 3: _("Quotient"), 5: _("Members"), 7: _("Services")},
            sentence=_(
                "What the region is strong in, how many members the cluster has there, and how many"
                " services answer their needs."
            ),
        ),
        "peers": _listed(
            shown["peers"],
            _("Regions to learn from"),
            {1: _("Region"), 2: _("In common"), 4: _("Growth")},
            rows=8,
        ),
    }


def _pictured(figure: Figure | None, pictures: dict[str, str], title: str) -> Part:
    code = figure.code if figure is not None else ""
    return {
        "title": title,
        "sentence": figure.sentence if figure is not None else "",
        "picture": code if code in pictures else "",
        "description": figure.description if figure is not None else "",
        "nothing": _("Too little is known."),
    }


def _listed(
    figure: Figure | None,
    title: str,
    columns: Mapping[int, str],
    *,
    rows: int = ROWS,
    sentence: str = "",
) -> Part:
    """Take the first rows of a figure's table, and some of its columns under short headings."""
    part: Part = {"title": title, "sentence": "", "head": [], "rows": []}
    part["nothing"] = _("Too little is known.")
    if figure is None:
        return part
    styles = [figure.sheet.headings[at].style for at in columns]
    cells = [
        [
            shortened(short_name(said(row[at], style)), longest=LETTERS[len(columns)])
            for at, style in zip(columns, styles, strict=True)
        ]
        for row in figure.sheet.rows[:rows]
    ]
    said_of_it = sentence or figure.sentence
    return part | {"sentence": said_of_it, "head": list(columns.values()), "rows": cells}


def _method(facts: Facts) -> list[str]:
    """Say what the figures are, and what they are not."""
    return [
        _(
            "A location quotient compares the industry's share here with its share in all regions"
            " of the dataset; 1 is as everywhere, 2 twice as many."
        ),
        _(
            "Confidential and missing cells stay unknown: nothing is guessed. %(share)s of the"
            " cells of this region are known."
        )
        % {"share": numbers.share(facts.whole.get("coverage"))},
        _(
            "Nearness counts how often regions strong in one industry are strong in the others,"
            " too; complexity how few and how versatile the regions are that can do it. Both are"
            " statistical leads and no advice."
        ),
        _(
            "Emerging industries are working proxies over NACE, not the official list; groups"
            " overlap."
        ),
        _("Formulas and sources: docs/algorithms/mapping.md; mapping #%(number)s, Raceme %(by)s.")
        % {"number": facts.run.pk, "by": facts.run.measured_by or "?"},
    ]
