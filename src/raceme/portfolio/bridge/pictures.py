"""The pictures on the page of a plan: drawn once for a language, and kept with the answer."""

from collections.abc import Mapping
from dataclasses import asdict
from urllib.parse import urlencode

from django.utils.translation import get_language

from raceme import __version__
from raceme.access.actor import Actor
from raceme.access.http import address_of
from raceme.portfolio.bridge.answer import heading_kept_with, plan_of
from raceme.portfolio.documents.charts import (
    Picture,
    demand_chart,
    frontier_chart,
    gap_chart,
)
from raceme.portfolio.models import Scenario

# Widths in pixels: of a page on a desk, and of one on a phone, where charts are drawn anew.
DEMAND_WIDTH, DEMAND_WIDTH_NARROW = 480, 110
GAP_WIDTH = 620
FRONTIER_WIDTH, FRONTIER_WIDTH_NARROW = 640, 230


def pictures_of(scenario: Scenario, actor: Actor) -> dict[str, Picture]:
    """Give the pictures of a plan in the reader's language; those kept, where there are."""
    kept = scenario.drawings.filter(language=get_language() or "", drawn_by=__version__).first()
    if kept is None:
        return drawn_pictures(scenario, actor)
    return {name: Picture(**picture) for name, picture in kept.pictures.items()}


def drawn_pictures(scenario: Scenario, actor: Actor) -> dict[str, Picture]:
    """Draw demand, gap matrix and frontier, in the language of whoever calls."""
    plan, heading = plan_of(scenario), heading_kept_with(scenario)
    links = _Links(scenario, actor)

    def frontier(width: int) -> Picture:
        return frontier_chart(
            plan,
            budget_eur=heading.limits.budget_eur,
            currency=heading.currency,
            width=width,
            links=links.at_budget,
        )

    return {
        "demand": demand_chart(plan, width=DEMAND_WIDTH, links=links),
        "demand_narrow": demand_chart(plan, width=DEMAND_WIDTH_NARROW, links=links),
        "gaps": gap_chart(plan, width=GAP_WIDTH, links=links),
        "frontier": frontier(FRONTIER_WIDTH),
        "frontier_narrow": frontier(FRONTIER_WIDTH_NARROW),
    }


def as_kept(pictures: Mapping[str, Picture]) -> dict[str, dict[str, str]]:
    """Give pictures in the form in which they are kept."""
    return {name: asdict(picture) for name, picture in pictures.items()}


class _Links:
    """Where a mark of a picture leads: to the rows that it was counted from."""

    def __init__(self, scenario: Scenario, actor: Actor) -> None:
        self._cells = address_of(actor, "portfolio:crossing", pk=scenario.pk)
        self._points = address_of(actor, "portfolio:point", pk=scenario.pk)

    def __call__(self, *, topic: str | None = None, service: str | None = None) -> str | None:
        wanted = {"topic": topic, "service": service}
        return f"{self._cells}?{urlencode({key: value for key, value in wanted.items() if value})}"

    def at_budget(self, budget_eur: float) -> str:
        return f"{self._points}?{urlencode({'budget': f'{budget_eur:.2f}'})}"
