"""The statistics beside the cluster: where it is present, and where the region is strong."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from raceme.access.http import address_of
from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.meetings.rules import may_see_meetings
from raceme.region.bridge.facts import LISTED, STRONG, Facts
from raceme.region.bridge.figures import Figure, source_of
from raceme.region.documents.charts import Bar, bars
from raceme.region.queries import OwnCell
from raceme.vocabulary import nace

_NOBODY = OwnCell()
# code, cell, own members, whether the region is strong
Row = tuple[str, dict[str, Any], OwnCell, bool]


def presence(facts: Facts) -> Figure | None:
    """Put the cluster's own members, needs and services beside what the region is strong in."""
    rows = _rows(facts)
    if not rows:
        return None
    shown = [
        Bar(facts.short(industry), row["location_quotient"], _state(is_strong, own))
        for industry, row, own, is_strong in rows
        if row["location_quotient"] is not None
    ][:LISTED]
    said = _("Strengths of %(place)s, and whether the cluster has members there.") % {
        "place": facts.place
    }
    kinds = [word for word in _states() if any(one.kind == word for one in shown)]
    members = address_of(facts.actor, "members:list")
    return Figure(
        code="presence",
        title=_("Where the cluster is, and where it is not"),
        sentence=_(
            "Bars show what the region is strong in; their colour says whether the cluster has"
            " members there. Strong industries without a member are the first place to look for"
            " new ones."
        ),
        description=said,
        sheet=_sheet(facts, rows),
        source=source_of(facts.run, year=facts.year)
        + " · "
        + _("members, needs, services and projects: this cluster's own records, today"),
        draw=(
            lambda width: bars(
                shown, axis=_("location quotient"), said=said, width=width, mark=STRONG, kinds=kinds
            )
        )
        if shown
        else None,
        told=_told(),
        links={
            industry: f"{members}?{urlencode({'nace': nace.code_of(industry)})}"
            for industry, _row, own, _is_strong in rows
            if own.members
        },
    )


def _told() -> tuple[str, ...]:
    """Say how the cluster's own records are counted."""
    return (
        _(
            "Members count by their main activity and NUTS code; those whose region nobody"
            " wrote down are taken to be in the cluster's own region."
        ),
        _(
            "Joint projects are those that came of meetings at your events, as partners told;"
            " ties are those written down at members. Between two industries, they count in"
            " both. Projects kept elsewhere are not known here."
        ),
    )


def _rows(facts: Facts) -> list[Row]:
    """What the region is strong in, or the cluster has members in; the strongest first."""
    rows: list[Row] = []
    for industry, row in facts.now.items():
        own = facts.own.get(industry, _NOBODY)
        quotient = row["location_quotient"]
        is_strong = quotient is not None and quotient >= STRONG
        if is_strong or own.members:
            rows.append((industry, row, own, is_strong))
    for industry in sorted(set(facts.own) - set(facts.now)):
        nothing = {"location_quotient": None, "value": None}
        rows.append((industry, nothing, facts.own[industry], False))
    return sorted(rows, key=lambda one: (-(one[1]["location_quotient"] or 0.0), one[0]))


def _sheet(facts: Facts, rows: list[Row]) -> Sheet:
    headings = (
        Heading(_("Code")),
        Heading(_("Industry")),
        Heading(_("What is so")),
        Heading(_("Location quotient"), Style.DECIMAL),
        Heading(facts.run.dataset.measure, Style.WHOLE),
        Heading(_("Members"), Style.WHOLE),
        Heading(_("Important needs"), Style.WHOLE),
        Heading(_("Services that answer them"), Style.WHOLE),
        Heading(_("Joint projects"), Style.WHOLE),
        Heading(_("Ties (works with)"), Style.WHOLE),
    )
    table = [
        (industry, facts.name(industry), _state(is_strong, own), row["location_quotient"],
         row["value"], len(own.members), own.needs, len(own.services),
         _projects(facts, own), len(own.ties))
        for industry, row, own, is_strong in rows
    ]  # fmt: skip
    return Sheet(_("Presence"), headings, table)


def _projects(facts: Facts, own: OwnCell) -> int | None:
    """Count joint projects: none where nobody is, unknown to those who may not see meetings."""
    if not may_see_meetings(facts.actor):
        return None
    return len(own.projects or ())


def _states() -> tuple[str, str, str]:
    """What can be so, in the order of our colours."""
    return (
        _("region strong, cluster present"),
        _("region strong, cluster absent"),
        _("cluster present, region not strong"),
    )


def _state(is_strong: bool, own: OwnCell) -> str:
    present, absent, alone = _states()
    if not is_strong:
        return alone
    return present if own.members else absent
