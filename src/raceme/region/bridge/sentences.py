"""What a region's figures say, in sentences that a non-economist understands."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from raceme.foundation import figures as numbers
from raceme.region.bridge.facts import STRONG, Facts
from raceme.region.bridge.figures import Figure
from raceme.region.bridge.names import short_name
from raceme.region.bridge.outlook import NEAR_COMPLEX, field_words

_NAMED = 3  # industries in a sentence


def in_short(facts: Facts, shown: dict[str, Figure | None]) -> list[str]:
    """Give the five things to take away; what is not known is left out."""
    sentences = (
        _strong(shown["specialisations"]),
        _moving(facts, shown["changes"]),
        _why(facts, shown["shift_share"]),
        _could(shown["opportunities"]),
        _absent(shown["presence"]),
    )
    return [one for one in sentences if one]


def _strong(figure: Figure | None) -> str:
    rows = [row for row in _rows(figure) if row[2] is not None and row[2] >= STRONG]
    if not rows:
        return ""
    return _("Most of all for its size, the region lives from %(industries)s.") % {
        "industries": _named(row[1] for row in rows)
    }


def _moving(facts: Facts, figure: Figure | None) -> str:
    rows = _rows(figure)
    up = _named(row[1] for row in rows if row[4] > 0)
    down = _named(row[1] for row in reversed(rows) if row[4] < 0)
    if not up or not down:
        return ""
    return _("Since %(year)s, rising strengths are %(up)s; falling ones %(down)s.") % {
        "year": facts.first_year,
        "up": up,
        "down": down,
    }


def _why(facts: Facts, figure: Figure | None) -> str:
    rows = _rows(figure)
    if len(rows) < 4:
        return ""
    own, change = rows[2][1], rows[3][1]
    if own is None or change is None:
        return ""
    words = {"change": _signed(change), "own": _signed(own), "measure": facts.run.dataset.measure}
    if own >= 0:
        return (
            _(
                "The region changed by %(change)s %(measure)s; it did better than its mix of"
                " industries let expect (%(own)s)."
            )
            % words
        )
    return (
        _(
            "The region changed by %(change)s %(measure)s; it did worse than its mix of industries"
            " let expect (%(own)s)."
        )
        % words
    )


def _could(figure: Figure | None) -> str:
    best = field_words()[NEAR_COMPLEX]
    names = _named(row[1] for row in _rows(figure) if row[2] == best)
    if not names:
        return ""
    return _("Near to what it does well, and demanding: %(industries)s.") % {"industries": names}


def _absent(figure: Figure | None) -> str:
    names = _named(
        row[1] for row in _rows(figure) if row[3] is not None and row[3] >= STRONG and not row[5]
    )
    if not names:
        return ""
    return _("The region is strong but the cluster has no member in %(industries)s.") % {
        "industries": names
    }


def _named(names: Any) -> str:
    return "; ".join(short_name(one).rstrip(".") for one in list(names)[:_NAMED])


def _rows(figure: Figure | None) -> list[Any]:
    return list(figure.sheet.rows) if figure is not None else []


def _signed(value: float) -> str:
    return ("+" if value > 0 else "") + numbers.number(value, 0)
