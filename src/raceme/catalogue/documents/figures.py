"""A costing in words and numbers, line by line, beside another one that is only tried."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raceme.cores.costing.values import BreakEven, EditionCosting, Turn
from raceme.foundation import figures

Line = tuple[str, str | Promise, str | Promise, bool]
# Each line of the sheet: the figure, what it is called, how it comes about, whether it is a sum.
LINES: tuple[Line, ...] = (
    (
        "team_eur",
        gettext_lazy("Work of the team"),
        gettext_lazy("person-days by the cost of a day"),
        False,
    ),
    ("bought_in_eur", gettext_lazy("Bought in"), gettext_lazy("amounts for the edition"), False),
    (
        "variable_eur",
        gettext_lazy("For the participants"),
        gettext_lazy("amounts for each by participants"),
        False,
    ),
    ("cost_eur", gettext_lazy("Cost of an edition"), "", True),
    ("fees_eur", gettext_lazy("Prices"), gettext_lazy("prices by participants"), False),
    ("support_eur", gettext_lazy("Funding and sponsors"), "", False),
    ("income_eur", gettext_lazy("Income of an edition"), "", True),
    (
        "contribution_eur",
        gettext_lazy("Contribution"),
        gettext_lazy("income less amounts for the participants"),
        False,
    ),
    ("result_eur", gettext_lazy("Result"), gettext_lazy("income less cost"), True),
)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A line of the sheet; `tried` is empty where nothing is tried."""

    label: str | Promise
    note: str | Promise
    stored: str
    tried: str
    is_sum: bool


def rows_of(
    costing: EditionCosting, tried: EditionCosting | None, currency: str
) -> list[FigureRow]:
    """Give the sheet of a costing, beside that of one that is tried."""
    rows = [
        FigureRow(
            label,
            note,
            figures.money(getattr(costing, name), currency),
            "" if tried is None else figures.money(getattr(tried, name), currency),
            is_sum,
        )
        for name, label, note, is_sum in LINES
    ]
    told = [_further(one, currency) for one in (costing, tried) if one is not None]
    for place, (label, note) in enumerate(FURTHER):
        stored, other = told[0][place], told[1][place] if tried else ""
        rows.append(FigureRow(label, note, stored, other, False))
    return rows


FURTHER: tuple[tuple[str | Promise, str | Promise], ...] = (
    (gettext_lazy("Covered by income"), gettext_lazy("income in parts of the cost")),
    (gettext_lazy("Participants"), ""),
    (gettext_lazy("Pays for itself"), gettext_lazy("break-even")),
    (gettext_lazy("Break-even price"), gettext_lazy("if everybody pays the same")),
    (gettext_lazy("Cost for each member reached"), gettext_lazy("cost by members reached")),
    (
        gettext_lazy("Net cost for each member reached"),
        gettext_lazy("cost less income, by members reached"),
    ),
)


def break_even_in_words(turn: BreakEven | None) -> str:
    """Say when an edition pays for itself."""
    if turn is None:
        return _("unknown")
    if turn.turn == Turn.ALWAYS:
        return _("even if nobody comes")
    if turn.turn == Turn.NEVER:
        return _("at this price never")
    number = turn.participants or 0
    said = {"number": figures.number(number)}
    if turn.turn == Turn.FROM:
        text = ngettext("from %(number)s participant on", "from %(number)s participants on", number)
        return text % said
    return ngettext("up to %(number)s participant", "up to %(number)s participants", number) % said


def _further(costing: EditionCosting, currency: str) -> tuple[str, ...]:
    return (
        figures.share(costing.covered_share),
        figures.number(costing.participants),
        break_even_in_words(costing.break_even),
        figures.money(costing.break_even_price_eur, currency),
        figures.money(costing.cost_per_member_eur, currency),
        figures.money(costing.net_cost_per_member_eur, currency),
    )
