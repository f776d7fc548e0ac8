"""Charts: one description of a picture becomes a drawing for pages and for printed reports.

A chart is described with Altair and drawn to SVG on this side, so that it needs no script in the
browser. Colours are told apart by people with the usual kinds of colour blindness (they differ
in lightness, not in hue alone), and text keeps a contrast of at least 4.5:1 on white.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any, Protocol

import vl_convert

ACCENT = "#0b7285"  # 5.6:1 on white
ACCENT_LIGHT = "#99c9d2"
WARNING = "#b5500b"  # 5.2:1 on white
INK = "#1b2a33"
QUIET = "#52626c"  # 6.3:1 on white
RULE = "#d9e0e4"
PAPER = "#ffffff"

WEB_FONT = 'Inter, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
PRINT_FONT = "Libertinus Serif"  # comes with Typst, so that print looks alike on every machine

_VEGA_LITE = "6.1"  # the version Altair 6 speaks
# The drawing library turns addresses without a host into addresses of its own project.
_OURS = "https://raceme.invalid"
_LINKED_MARK = re.compile(
    r'<a (href="[^"]*")><(?=\w+ aria-label="([^"]*)")(\w+) aria-label="[^"]*"'
)
_STYLE_OF_ROOT = re.compile(r"(<svg\b[^>]*?)\sstyle=\"[^\"]*\"")


class Chart(Protocol):
    """Anything of Altair that can be drawn."""

    def to_dict(self) -> dict[str, Any]: ...


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
            "labelLimit": 260,
        },
        "legend": {**words, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"},
        "title": {"font": font, "color": INK, "fontSize": 14, "anchor": "start"},
        "text": {"font": font, "fill": INK, "fontSize": 12},
        "bar": {"fill": ACCENT},
        "range": {"category": [ACCENT, WARNING, QUIET]},
    }


def link(path: str) -> str:
    """Prepare an address of ours for a mark of a chart."""
    return _OURS + path


def drawn(chart: Chart, *, description: str, font: str = WEB_FONT) -> str:
    """Draw a chart as SVG, ready to stand inside a page that forbids inline styles.

    `description` says in a sentence or two what the picture shows to those who cannot see it.
    """
    svg: str = vl_convert.vegalite_to_svg(
        chart.to_dict(), vl_version=_VEGA_LITE, config=theme(font), show_warnings=False
    )
    svg = _STYLE_OF_ROOT.sub(r"\1", svg, count=1)
    said = f'<svg role="graphics-document" aria-label="{escape(description)}" '
    svg = svg.replace("<svg ", said, 1)
    svg = svg.replace(f'xlink:href="{_OURS}', 'href="')
    # A link reads out what its mark stands for.
    return _LINKED_MARK.sub(r'<a aria-label="\2" \1><\3 aria-label="\2"', svg)
