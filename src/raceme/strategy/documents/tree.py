"""The tree of the strategy as a picture: objectives, fields of action, measures and indicators.

Drawn here and not by the chart library, which knows no trees. Every box is a link. The wide picture
reads from left to right; the narrow one, for the phone, from top to bottom.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from django.utils.translation import gettext as _

from raceme.foundation.charts import ACCENT, INK, PAPER, QUIET, WARNING, WEB_FONT, text_width

FONT, SMALL, LINE, HEAD = 13.0, 11.5, 17.0, 26.0
PADDING, GAP, LONGEST = 10.0, 10.0, 3  # pixels, pixels, lines
WIDTHS, BETWEEN = (246.0, 246.0, 300.0), 44.0
NARROW, INDENT = 306.0, 18.0
# Fill, border, text. A box is told by its place and words; colour repeats it.
LOOKS = {
    "objective": (ACCENT, ACCENT, PAPER),
    "field": ("#e9f4f6", ACCENT, INK),
    "measure": (PAPER, "#85959b", INK),
    "indicator": ("#fdf6ec", WARNING, INK),
}


@dataclass(frozen=True)
class Twig:
    """A part of the tree: what it says, where it leads, and what hangs on it."""

    key: str
    kind: str
    text: str
    state: str  # what it is, and how it stands
    address: str
    children: tuple[Twig, ...] = ()
    is_elsewhere: bool = False  # its box stands where its key came first


@dataclass
class _Box:
    """A twig with its place in the picture."""

    twig: Twig
    x: float
    width: float
    y: float = 0.0
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        letters = int((self.width - 2 * PADDING) / text_width("m", size=FONT))
        self.lines = textwrap.wrap(
            self.twig.text, letters, max_lines=LONGEST, placeholder=" …"
        ) or [""]

    @property
    def height(self) -> float:
        return (len(self.lines) + 1) * LINE + 2 * PADDING - 4

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def wide_tree(roots: tuple[Twig, ...], *, description: str) -> str:
    """Draw the tree in three columns, from left to right."""
    boxes: dict[str, _Box] = {}
    bottom = HEAD
    for root in roots:
        first_column = 0 if root.kind == "objective" else 1
        bottom = _place(root, first_column, bottom, boxes) + 2 * GAP
    edges = [
        (boxes[twig.key], boxes[child.key])
        for root in roots
        for twig in _all_of(root)
        for child in twig.children
    ]
    lines = [_curve(parent, child) for parent, child in edges]
    width = sum(WIDTHS) + 2 * BETWEEN + 4
    return _svg([*_heads(), *lines, *map(_drawn, boxes.values())], width, bottom, description)


def narrow_tree(roots: tuple[Twig, ...], *, description: str) -> str:
    """Draw the tree as a list whose boxes are indented, from top to bottom."""
    parts: list[str] = []
    y = 2.0
    for root in roots:
        y = _stack(root, 0, y, y, parts) + GAP
    return _svg(parts, NARROW + 4, y, description)


def _heads() -> list[str]:
    """Name the columns."""
    names = (_("Objectives"), _("Their fields and indicators"), _("Measures and indicators"))
    return [
        f'<text x="{_left_of(column):g}" y="{SMALL:g}" fill="{QUIET}" font-size="{SMALL:g}"'
        f' font-weight="600">{escape(name)}</text>'
        for column, name in enumerate(names)
    ]


def _left_of(column: int) -> float:
    return 2 + sum(WIDTHS[:column]) + column * BETWEEN


def _all_of(twig: Twig) -> Iterator[Twig]:
    yield twig
    for child in twig.children:
        yield from _all_of(child)


def _place(twig: Twig, column: int, top: float, boxes: dict[str, _Box]) -> float:
    """Put a twig beside the middle of its children; give where the next one may begin."""
    box = _Box(twig, _left_of(column), WIDTHS[column])
    if not twig.is_elsewhere:
        boxes[twig.key] = box  # before its children: so one goes through the picture by keyboard
    bottom = top
    for child in twig.children:
        bottom = _place(child, column + 1, bottom, boxes)
    if twig.is_elsewhere:
        return bottom
    height_of_children = bottom - top - (GAP if bottom > top else 0)
    box.y = top + max(0.0, (height_of_children - box.height) / 2)
    return max(bottom, top + box.height + GAP)


def _stack(twig: Twig, depth: int, y: float, stem: float, parts: list[str]) -> float:
    """Put a twig below what stands above it, and its children below it, further in.

    `stem` is where the twig leaves the box of its parent.
    """
    box = _Box(twig, 2 + depth * INDENT, NARROW - depth * INDENT, y)
    if depth:
        elbow = f"M{box.x - 8:g} {stem:g} V{box.middle:g} H{box.x:g}"
        parts.append(f'<path d="{elbow}" fill="none" stroke="#85959b"/>')
    parts.append(_drawn(box))
    bottom = y + box.height
    y = bottom + GAP
    for child in twig.children:
        y = _stack(child, depth + 1, y, bottom, parts)
    return y


def _curve(parent: _Box, child: _Box) -> str:
    x1, y1, x2, y2 = parent.x + parent.width, parent.middle, child.x, child.middle
    bend = min(x2 - x1, BETWEEN) / 2
    path = f"M{x1:g} {y1:g} C{x1 + bend:g} {y1:g} {x2 - bend:g} {y2:g} {x2:g} {y2:g}"
    return f'<path d="{path}" fill="none" stroke="#85959b" stroke-width="1.25"/>'


def _drawn(box: _Box) -> str:
    fill, border, ink = LOOKS[box.twig.kind]
    x, y = box.x + PADDING, box.y + PADDING + FONT - 4
    weight = ' font-weight="600"' if box.twig.kind == "objective" else ""
    texts = [
        f'<text x="{x:g}" y="{y + number * LINE:g}" fill="{ink}" font-size="{FONT:g}"{weight}>'
        f"{escape(line)}</text>"
        for number, line in enumerate(box.lines)
    ]
    below = y + len(box.lines) * LINE
    quiet = ink if box.twig.kind == "objective" else QUIET
    texts.append(
        f'<text x="{x:g}" y="{below:g}" fill="{quiet}" font-size="{SMALL:g}">'
        f"{escape(box.twig.state)}</text>"
    )
    # The spaces between its texts keep the words of a link apart when it is read out.
    return (
        f'<a href="{escape(box.twig.address)}">'
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="8"'
        f' fill="{fill}" stroke="{border}"/>{" ".join(texts)}</a>'
    )


def _svg(parts: list[str], width: float, height: float, description: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="graphics-document"'
        f' aria-label="{escape(description)}" width="{width:g}" height="{height:g}"'
        f' viewBox="0 0 {width:g} {height:g}" font-family="{escape(WEB_FONT)}">'
        f"{''.join(parts)}</svg>"
    )
