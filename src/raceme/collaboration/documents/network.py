"""The network of a cluster as a picture (SVG), as GraphML, and as tables.

Drawn here and not by the chart library, which knows no networks. Every circle is a link.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from unicodedata import category

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raceme.collaboration.queries.network import Knot, Network
from raceme.foundation.charts import (
    ACCENT,
    INK,
    PAPER,
    QUIET,
    WARNING,
    WEB_FONT,
    shortened,
    text_width,
)
from raceme.foundation.tabular.writing import Heading, Sheet, Style

NARROWEST, WIDEST, PER_ROOT = 330.0, 880.0, 150.0  # pixels, by the root of what is drawn
FLAT, MARGIN = 0.72, 42.0  # height by width; room at the edges
SMALLEST, GROWTH, LARGEST = 6.0, 1.6, 20.0  # radius of a circle, by the root of its partners
FONT, LONGEST = 12.0, 26
LINE = "#8b9aa1"
# A role is told by the words of the link, too; colour repeats it.
FILLS = {"firm": ACCENT, "research": WARNING, "education": WARNING}


@dataclass(frozen=True, slots=True)
class Point:
    """An organisation as it is drawn."""

    key: int
    name: str
    role: str
    x: float  # 0 to 1
    y: float
    partners: int
    is_bridge: bool
    is_centre: bool
    address: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an organisation stands in the picture, and how large; pixels."""

    x: float
    y: float
    radius: float


Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Row:
    """An organisation and its figures, as a file holds them."""

    key: int
    code: str
    name: str
    role: str
    sector: str
    city: str
    partners: int
    part: int
    between: float | None
    is_bridge: bool


def drawn_network(points: Sequence[Point], knots: Iterable[Knot], *, description: str) -> str:
    """Draw who is tied to whom. Thicker lines: tied more often.

    A name stands where there is room for it, those of the best tied first; each circle says its
    name when pointed at, and the table has all.
    """
    width = min(WIDEST, max(NARROWEST, PER_ROOT * math.sqrt(len(points))))
    height = width * FLAT
    # The small ones last: no large circle lies over them, and each can be reached.
    ordered = sorted(points, key=lambda one: (-one.is_centre, -one.partners, one.key))
    spots = {one.key: _spot(one, width, height) for one in ordered}
    names = _names([(one, spots[one.key]) for one in ordered], width, height)
    lines = [_line(spots[one.one], spots[one.other], one.times) for one in knots]
    circles = [_circle(one, spots[one.key], names.get(one.key)) for one in ordered]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="graphics-document"'
        f' aria-label="{escape(description)}" width="{width:.0f}" height="{height:.0f}"'
        f' viewBox="0 0 {width:.0f} {height:.0f}" font-family="{escape(WEB_FONT)}">'
        f"{''.join(lines)}{''.join(circles)}</svg>"
    )


def rows_sheet(rows: Sequence[Row]) -> Sheet:
    """The organisations with their figures, with their ids."""
    headings = (
        Heading(_("id")),
        Heading(_("number")),
        Heading(_("name")),
        Heading(_("kind of organisation")),
        Heading(_("sector")),
        Heading(_("town")),
        Heading(_("partners"), Style.WHOLE),
        Heading(_("part"), Style.WHOLE),
        Heading(_("share of ways through it"), Style.SHARE),
        Heading(_("bridge")),
    )
    cells = [
        (
            one.code, one.key, one.name, one.role, one.sector, one.city, one.partners,
            one.part + 1, one.between, _("yes") if one.is_bridge else _("no"),
        )
        for one in rows
    ]  # fmt: skip
    return Sheet(_("Organisations"), headings, cells)


def knots_sheet(network: Network, kinds: Mapping[str, str]) -> Sheet:
    """The ties: one row for each pair, with the ids of both."""
    headings = (
        Heading(_("id")),
        Heading(_("organisation")),
        Heading(_("id of the other")),
        Heading(_("other organisation")),
        Heading(_("kinds of ties")),
        Heading(_("times"), Style.WHOLE),
        Heading(_("last"), Style.DATE),
    )
    named = {one.pk: one for one in network.organisations}
    cells = [
        (
            named[one.one].code, named[one.one].name, named[one.other].code,
            named[one.other].name, ", ".join(kinds.get(kind, kind) for kind in one.kinds),
            one.times, one.last,
        )
        for one in network.knots
    ]  # fmt: skip
    return Sheet(_("Ties"), headings, cells)


def graphml_of(rows: Sequence[Row], knots: Iterable[Knot]) -> bytes:
    """The network as GraphML, which Gephi, Cytoscape, yEd and NetworkX read.

    Names of attributes are English whatever the language: programs look for them.
    """
    attributes: dict[str, tuple[str, Callable[[Row], object]]] = {
        "code": ("string", lambda one: one.code),
        "label": ("string", lambda one: one.name),
        "role": ("string", lambda one: one.role),
        "sector": ("string", lambda one: one.sector),
        "city": ("string", lambda one: one.city),
        "partners": ("int", lambda one: one.partners),
        "part": ("int", lambda one: one.part + 1),
        "betweenness": ("double", lambda one: one.between),
        "bridge": ("boolean", lambda one: "true" if one.is_bridge else "false"),
    }
    of_ties: dict[str, tuple[str, Callable[[Knot], object]]] = {
        "kinds": ("string", lambda one: " ".join(one.kinds)),
        "times": ("int", lambda one: one.times),
        "last": ("string", lambda one: one.last),
    }
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        *(_key("node", name, kind) for name, (kind, _get) in attributes.items()),
        *(_key("edge", name, kind) for name, (kind, _get) in of_ties.items()),
        '<graph id="network" edgedefault="undirected">',
    ]
    for row in rows:
        values = ((name, get(row)) for name, (_kind, get) in attributes.items())
        parts.append(f'<node id="o{row.key}">{_values("node", values)}</node>')
    for number, knot in enumerate(knots):
        values = ((name, get(knot)) for name, (_kind, get) in of_ties.items())
        ends = f'source="o{knot.one}" target="o{knot.other}"'
        parts.append(f'<edge id="t{number}" {ends}>{_values("edge", values)}</edge>')
    return "\n".join([*parts, "</graph>", "</graphml>", ""]).encode()


def in_words(partners: int, *, is_bridge: bool) -> str:
    """Say how an organisation stands in the network."""
    said = ngettext("%(number)s partner", "%(number)s partners", partners) % {"number": partners}
    return _("%(partners)s, a bridge") % {"partners": said} if is_bridge else said


def _names(
    places: Sequence[tuple[Point, Spot]], width: float, height: float
) -> dict[int, tuple[float, float]]:
    """Where the name of each stands: below, above, right or left of it, or nowhere."""
    taken = [_around(spot.x, spot.y, spot.radius * 2, spot.radius * 2) for _one, spot in places]
    found = {}
    for one, spot in places:
        wide = text_width([shortened(one.name, longest=LONGEST)], size=FONT)
        beside, off = wide / 2 + spot.radius + 6, spot.radius + 5 + FONT / 2
        for x, y in (
            (spot.x, spot.y + off), (spot.x, spot.y - off),
            (spot.x + beside, spot.y), (spot.x - beside, spot.y),
        ):  # fmt: skip
            box = _around(x, y, wide, FONT)
            is_inside = box[0] >= 0 and box[2] <= width and box[1] >= 0 and box[3] <= height
            if is_inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                found[one.key] = (x, y)
                break
    return found


def _around(x: float, y: float, wide: float, high: float) -> Box:
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _line(one: Spot, other: Spot, times: int) -> str:
    width = min(1 + 0.75 * (times - 1), 4)
    return (
        f'<line x1="{one.x:.1f}" y1="{one.y:.1f}" x2="{other.x:.1f}" y2="{other.y:.1f}"'
        f' stroke="{LINE}" stroke-width="{width:g}"/>'
    )


def _circle(one: Point, spot: Spot, name_at: tuple[float, float] | None) -> str:
    said = f"{one.name}: {in_words(one.partners, is_bridge=one.is_bridge)}"
    middle = f'cx="{spot.x:.1f}" cy="{spot.y:.1f}"'
    ring = f'<circle {middle} r="{spot.radius + 4:.1f}" fill="none" stroke="{INK}"/>'
    return (
        f'<a href="{escape(one.address)}" aria-label="{escape(said)}"><title>{escape(said)}</title>'
        f'<circle {middle} r="{spot.radius:.1f}" fill="{FILLS.get(one.role, QUIET)}"'
        f' stroke="{PAPER}" stroke-width="1.5"/>'
        f"{ring if one.is_bridge else ''}{_name(one, name_at) if name_at else ''}</a>"
    )


def _name(one: Point, at: tuple[float, float]) -> str:
    return (
        f'<text x="{at[0]:.1f}" y="{at[1] + FONT / 3:.1f}" text-anchor="middle" fill="{INK}"'
        f' font-size="{FONT:g}" font-weight="{700 if one.is_centre else 400}"'
        f' stroke="{PAPER}" stroke-width="3" paint-order="stroke">'
        f"{escape(_cut(one.name))}</text>"
    )


def _cut(name: str) -> str:
    """Cut a long name between two words: whole words are what speech control listens for."""
    short = shortened(name, longest=LONGEST)
    return short if short == name else f"{short.rpartition(' ')[0] or short.rstrip('…')} …"


def _spot(one: Point, width: float, height: float) -> Spot:
    x = MARGIN + one.x * (width - 2 * MARGIN)
    y = MARGIN + one.y * (height - 2 * MARGIN)
    return Spot(x, y, min(SMALLEST + GROWTH * one.partners, LARGEST))


def _key(what: str, name: str, kind: str) -> str:
    return f'<key id="{what}-{name}" for="{what}" attr.name="{name}" attr.type="{kind}"/>'


def _values(what: str, values: Iterable[tuple[str, object]]) -> str:
    """Known values only: what is missing is unknown."""
    return "".join(
        f'<data key="{what}-{name}">{escape(_printable(value), quote=False)}</data>'
        for name, value in values
        if value is not None and value != ""
    )


def _printable(value: object) -> str:
    """Leave out signs that no XML may hold."""
    text = value.isoformat() if isinstance(value, date) else str(value)
    return "".join(sign for sign in text if sign in "\t\n" or category(sign) not in {"Cc", "Cs"})
