"""The list of scenarios as a table to take away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.portfolio.models import Scenario


def scenarios_sheet(scenarios: Iterable[Scenario], newest_change: int, *, currency: str) -> Sheet:
    """List scenarios with their limits, and with what came out where they have been computed."""
    money = {"currency": currency}
    headings = (
        Heading(_("Id")),
        Heading(_("Scenario")),
        Heading(_("Year")),
        Heading(_("Budget, %(currency)s") % money, Style.MONEY),
        Heading(_("Person-days"), Style.DECIMAL),
        Heading(_("Weight of the strategy"), Style.SHARE),
        Heading(_("State")),
        Heading(_("Computed on"), Style.DATE),
        Heading(_("Outdated")),
        Heading(_("Limits can be kept")),
        Heading(_("Value"), Style.DECIMAL),
        Heading(_("Needs answered"), Style.SHARE),
        Heading(_("Strategy served"), Style.SHARE),
        Heading(_("Services offered"), Style.WHOLE),
        Heading(_("Person-days taken"), Style.DECIMAL),
        Heading(_("Net cost, %(currency)s") % money, Style.MONEY),
    )
    return Sheet(_("Scenarios"), headings, [_row(one, newest_change) for one in scenarios])


def _row(scenario: Scenario, newest_change: int) -> list[Any]:
    summary: dict[str, Any] = scenario.summary or {}
    is_computed = scenario.answered_at is not None
    return [
        str(scenario.pk),
        scenario.name,
        str(scenario.year),
        float(scenario.budget_eur),
        float(scenario.person_days),
        scenario.alignment_weight,
        scenario.get_state_display(),
        scenario.answered_at.date() if scenario.answered_at else None,
        _yes_no(scenario.is_outdated(newest_change)) if is_computed else None,
        _yes_no(not scenario.is_infeasible) if is_computed else None,
        summary.get("value"),
        summary.get("answered_share"),
        summary.get("alignment_share"),
        summary.get("services"),
        summary.get("person_days"),
        summary.get("net_cost_eur"),
    ]


def _yes_no(is_so: bool) -> str:
    return _("yes") if is_so else _("no")
