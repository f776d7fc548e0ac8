"""Pieces of screen that a higher floor hangs on a lower one's page.

A page that offers a place says `{% panels "organisation" organisation %}`; a capability above it
registers, in its `apps.py`, a function that gives the piece for whoever looks, or None.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Panel:
    """A template and what it shows."""

    template: str
    context: dict[str, Any]


Maker = Callable[[HttpRequest, Any], Panel | None]
_makers: dict[str, list[Maker]] = defaultdict(list)


def hang(place: str, maker: Maker) -> None:
    """Hang a piece of screen on the place with this name; hanging it twice changes nothing."""
    if maker not in _makers[place]:
        _makers[place].append(maker)


def panels_for(place: str, request: HttpRequest, thing: object) -> list[Panel]:
    """Give the pieces that hang on a place, in the order in which they were hung."""
    made = (maker(request, thing) for maker in _makers[place])
    return [panel for panel in made if panel is not None]
