"""A figure: a picture, the sentence that explains it, its table, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import vl_convert
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from raceme.foundation import figures as numbers
from raceme.foundation.exporting import KINDS, download
from raceme.foundation.tabular.values import Cell, text_of
from raceme.foundation.tabular.writing import Sheet, Style
from raceme.region.documents.charts import NARROW, WIDE
from raceme.region.models import MappingRun

KEPT_SECONDS = 300  # how long a browser may keep a picture: members change, figures do not
_SHARP = 2.0  # pixels of a PNG for each pixel of the page


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as the page shows it."""

    text: str
    is_number: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One part of a region's page. Every figure knows its source, years and gaps.

    `draw`: width → SVG; None where a picture would show nothing. `links`: first cell of a row →
    address behind it. `told`: what must be known besides, such as how much is confidential.
    """

    code: str
    title: str
    sentence: str
    sheet: Sheet
    source: str
    draw: Callable[[int], str] | None = None
    description: str = ""  # of the picture, for those who cannot see it
    told: tuple[str, ...] = ()
    links: dict[str, str] = field(default_factory=dict)

    @property
    def has_picture(self) -> bool:
        """Whether there is something to draw; templates would call `draw` itself."""
        return self.draw is not None

    @property
    def rows(self) -> list[list[ShownCell]]:
        """The table as the page shows it."""
        return [self._row(row) for row in self.sheet.rows]

    def _row(self, row: Sequence[Cell]) -> list[ShownCell]:
        cells = []
        for at, (heading, cell) in enumerate(zip(self.sheet.headings, row, strict=True)):
            url = self.links.get(str(row[0]), "") if at == min(1, len(row) - 1) else ""
            cells.append(ShownCell(said(cell, heading.style), heading.style != Style.TEXT, url))
        return cells


def said(cell: Cell, style: Style) -> str:
    """Write a cell in the reader's words; unknown is said so, never 0."""
    if style == Style.TEXT:
        return "" if cell is None else text_of(cell)
    amount = cell if isinstance(cell, int | float) else None
    if style == Style.SHARE:
        return numbers.share(amount, 1)
    if style == Style.WHOLE:
        return numbers.number(amount, 0)
    return numbers.number(amount, 2)


def source_of(run: MappingRun, *, year: int | None = None) -> str:
    """Say in a line where a figure comes from."""
    dataset = run.dataset
    parts = [
        dataset.source,
        dataset.licence,
        _("state of %(day)s") % {"day": dataset.published_on.isoformat()}
        if dataset.published_on
        else "",
        _("regions converted to NUTS %(version)s by population")
        % {"version": run.counts["converted"]["to"]}
        if "converted" in run.counts
        else "",
        str(year) if year else f"{run.years[0]}–{run.years[-1]}",  # noqa: RUF001  from year to year
        _("mapping #%(number)s of %(day)s")
        % {
            "number": run.pk,
            "day": timezone.localdate(run.finished_at).isoformat() if run.finished_at else "?",
        },
    ]
    return " · ".join(part for part in parts if part)


def file_of(figure: Figure, kind: str, *, stem: str, request: HttpRequest) -> HttpResponse:
    """Hand out a figure: its table (xlsx, csv) or its picture (svg, png)."""
    if kind in KINDS:
        today = timezone.localdate()
        return download(figure.sheet, kind, file_name=stem, title=figure.title, made_on=today)
    if figure.draw is None:
        raise Http404
    svg = figure.draw(NARROW if "narrow" in request.GET else WIDE)
    if kind == "png":
        answer = HttpResponse(vl_convert.svg_to_png(svg, scale=_SHARP), content_type="image/png")
    else:
        answer = HttpResponse(svg, content_type="image/svg+xml")
    if "shown" in request.GET:
        answer["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    else:
        answer["Content-Disposition"] = f'attachment; filename="{stem}.{kind}"'
    return answer
