"""The picture of a costing: cost and income by how many come, and where the two meet."""

from __future__ import annotations

from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from raceme.cores.costing.edition import cost_edition, if_so_many_come
from raceme.cores.costing.values import BreakEven, CostingCase, Turn
from raceme.foundation import charts, figures

# The picture reaches this much further than whatever is to be seen on it.
AIR = 1.25


def picture_of(case: CostingCase, currency: str, *, width: int = 560, height: int = 220) -> str:
    """Draw what an edition costs and brings by participants; empty where that is unknown."""
    costing = cost_edition(case)
    turn = costing.break_even
    marks = [one for one in (costing.participants, turn.participants if turn else None) if one]
    if turn is None or not marks:
        return ""
    last = max(1, round(max(marks) * AIR))
    points = if_so_many_come(case, (0, last))
    names = {"cost_eur": _("cost"), "income_eur": _("income")}
    rows = [
        {"participants": point.participants, "amount": float(getattr(point, name)), "what": label}
        for point in points
        for name, label in names.items()
    ]
    x = alt.X(
        "participants:Q",
        axis=alt.Axis(title=_("participants"), format=",.0f", tickMinStep=1),
        scale=alt.Scale(domain=[0, last], nice=False),
    )
    y = alt.Y(
        "amount:Q",
        axis=alt.Axis(title=currency, format=",.0f", minExtent=52, maxExtent=52),
        scale=alt.Scale(zero=True),
    )
    colour = alt.Color(
        "what:N",
        title=None,
        scale=alt.Scale(domain=list(names.values()), range=[charts.WARNING, charts.ACCENT]),
        legend=alt.Legend(orient="top"),
    )
    lines = charts.chart_of(rows).mark_line(strokeWidth=2.5, aria=False)
    chart = lines.encode(x=x, y=y, color=colour) + _marked(costing.participants, turn, x)
    framed = charts.Frame(left=78, right=24, top=34, bottom=48).around(
        chart, width=width, height=height
    )
    return charts.drawn(framed, description=_said(case, currency))


def _marked(expected: int | None, turn: BreakEven, x: alt.X) -> Any:
    """Mark how many are expected, and at how many it turns."""
    found = ((expected, _("expected")), (turn.participants, _("break-even")))
    rows = [{"participants": at, "text": text} for at, text in found if at]
    rule = charts.chart_of(rows).mark_rule(color=charts.QUIET, strokeDash=[4, 3], aria=False)
    # What stands close together is written one below the other.
    texts = [
        charts.chart_of([row])
        .mark_text(color=charts.INK, align="right", dx=-5, y=10 + 15 * line)
        .encode(x=x, text="text:N")
        for line, row in enumerate(rows)
    ]
    return alt.layer(rule.encode(x=x), *texts)


def _said(case: CostingCase, currency: str) -> str:
    costing = cost_edition(case)
    turn = costing.break_even
    said = {
        "participants": figures.number(costing.participants),
        "cost": figures.money(costing.cost_eur, currency),
        "income": figures.money(costing.income_eur, currency),
        "turn": turn.participants if turn else None,
    }
    if turn and turn.turn == Turn.FROM:
        return (
            _(
                "Two lines by participants: with %(participants)s an edition costs %(cost)s and"
                " brings %(income)s; it pays for itself from %(turn)s on."
            )
            % said
        )
    return (
        _(
            "Two lines by participants: with %(participants)s an edition costs %(cost)s and"
            " brings %(income)s."
        )
        % said
    )
