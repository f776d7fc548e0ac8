"""Charts: one description of a picture becomes a drawing for pages and for printed reports.

A chart is described with Altair and drawn to SVG on this side, so that it needs no script in the
browser. Colours are told apart by people with the usual kinds of colour blindness (they differ
in lightness, not in hue alone), and text keeps a contrast of at least 4.5:1 on white.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any, TypeVar
from unicodedata import category

import altair as alt
import vl_convert
from django.utils.translation import get_language

ACCENT = "#0b7285"  # 5.6:1 on white
ACCENT_LIGHT = "#99c9d2"
WARNING = "#b5500b"  # 5.2:1 on white
INK = "#1b2a33"
QUIET = "#52626c"  # 6.3:1 on white
RULE = "#d9e0e4"
PAPER = "#ffffff"

WEB_FONT = '"Inter Variable", Inter, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
PRINT_FONT = "Libertinus Serif"  # comes with Typst, so that print looks alike on every machine

_WIDTH_OF_LETTER = 0.53  # of the font size: a little more than the mean of the fonts above
_VEGA_LITE = "6.1"  # the version Altair 6 speaks
# The drawing library turns addresses without a host into addresses of its own project.
_OURS = "https://raceme.invalid"
_LINKED_MARK = re.compile(
    r'<a (href="[^"]*")><(?=\w+ aria-label="([^"]*)")(\w+) aria-label="[^"]*"'
)
_STYLE_OF_ROOT = re.compile(r"(<svg\b[^>]*?)\sstyle=\"[^\"]*\"")


AnyChart = TypeVar("AnyChart", alt.Chart, alt.LayerChart)


def theme(font: str) -> dict[str, Any]:
    """Give the look that all our charts share; sizes in pixels."""
    words = {"labelFont": font, "titleFont": font, "labelColor": INK, "titleColor": QUIET}
    return {
        "background": PAPER,
        "font": font,
        "view": {"stroke": None},
        "axis": {
            **words,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "domainColor": RULE,
            "gridColor": RULE,
            "tickColor": RULE,
            "labelLimit": 0,
        },
        "legend": {
            **words,
            "labelLimit": 0,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
        },
        "title": {"font": font, "color": INK, "fontSize": 14, "anchor": "start"},
        "text": {"font": font, "fill": INK, "fontSize": 12},
        "bar": {"fill": ACCENT},
        "range": {"category": [ACCENT, WARNING, QUIET]},
    }


@dataclass(frozen=True, slots=True)
class Frame:
    """The room around a chart for labels, in pixels.

    It is reckoned from the number of letters and never measured: what a machine measures depends
    on the fonts it happens to have, and a chart must look the same everywhere.
    """

    left: float
    right: float = 16
    top: float = 8
    bottom: float = 8

    def around(self, chart: AnyChart, *, width: float, height: float) -> AnyChart:
        """Give the chart its size and the room around it."""
        return chart.properties(
            width=width,
            height=height,
            padding={
                "left": self.left,
                "right": self.right,
                "top": self.top,
                "bottom": self.bottom,
            },
            autosize=alt.AutoSizeParams(type="none"),
        )


def _printable(part: Any) -> Any:
    """Leave out signs that no drawing may hold: a bell in a name would end the whole process."""
    if isinstance(part, str):
        return "".join(
            sign for sign in part if sign in "\t\n" or category(sign) not in {"Cc", "Cs"}
        )
    if isinstance(part, dict):
        return {_printable(key): _printable(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_printable(one) for one in part]
    return part


def chart_of(rows: list[dict[str, Any]]) -> alt.Chart:
    """Begin a chart with its rows inside, so that it needs no file and no network."""
    return alt.Chart(alt.Data(values=rows))  # type: ignore[no-untyped-call]  # Altair's own


def text_width(texts: Iterable[str], *, size: float = 12) -> float:
    """Reckon how wide the longest of the texts is at most, in pixels."""
    return max((len(text) for text in texts), default=0) * size * _WIDTH_OF_LETTER


def shortened(text: str, *, longest: int) -> str:
    """Cut a label that would leave no room for the picture."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def link(path: str) -> str:
    """Prepare an address of ours for a mark of a chart."""
    return _OURS + path


def drawn(chart: alt.Chart | alt.LayerChart, *, description: str, font: str = WEB_FONT) -> str:
    """Draw a chart as SVG, ready to stand inside a page that forbids inline styles.

    `description` says in a sentence or two what the picture shows to those who cannot see it.
    """
    svg: str = vl_convert.vegalite_to_svg(
        _printable(chart.to_dict()),
        vl_version=_VEGA_LITE,
        config=theme(font),
        show_warnings=False,
        format_locale="de-DE" if (get_language() or "en").startswith("de") else "en-US",
    )
    svg = _STYLE_OF_ROOT.sub(r"\1", svg, count=1)
    said = f'<svg role="graphics-document" aria-label="{escape(description)}" '
    svg = svg.replace("<svg ", said, 1)
    svg = svg.replace(f'xlink:href="{_OURS}', 'href="')
    # A link reads out what its mark stands for.
    return _LINKED_MARK.sub(r'<a aria-label="\2" \1><\3 aria-label="\2"', svg)
