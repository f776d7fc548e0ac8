"""The service plan of a year on paper (`service-plan.pdf`) and as a list (XLSX, CSV)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from importlib.resources import files
from typing import Any

from django.http import HttpResponse
from django.utils import formats
from django.utils.dates import MONTHS_3
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from raceme.access.models import Cluster
from raceme.foundation import documents
from raceme.foundation.exporting import KINDS, download
from raceme.foundation.tabular.writing import Heading, Sheet, Style, workbook
from raceme.portfolio.documents import figures
from raceme.portfolio.queries import Load, ShownLine, YearPlan

NOBODY = "\N{EN DASH}"


def service_plan_file(year_plan: YearPlan, kind: str, *, here: Cluster, on: date) -> HttpResponse:
    """Hand out a service plan: `kind` is pdf, xlsx or csv."""
    plan = year_plan.plan
    name = f"service-plan-{here.slug}-{plan.year}"
    if kind == "csv":
        sheet = _lines_sheet(year_plan, here.currency)
        return download(sheet, kind, file_name=name, title=sheet.name, made_on=on)
    content = (
        service_plan_report(year_plan, here=here, on=on)
        if kind == "pdf"
        else service_plan_workbook(year_plan, here=here, on=on)
    )
    answer = HttpResponse(content, content_type={"pdf": "application/pdf", **KINDS}[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def service_plan_workbook(year_plan: YearPlan, *, here: Cluster, on: date) -> bytes:
    """Make the workbook: services, months, people, about."""
    sheets = [
        _lines_sheet(year_plan, here.currency),
        _load_sheet(_("Months"), _("Month"), year_plan.by_month),
        _load_sheet(_("People"), _("Responsible"), year_plan.by_person),
        _about_sheet(year_plan, here.currency),
    ]
    return workbook(sheets, title=_title(year_plan), made_on=on)


def service_plan_report(year_plan: YearPlan, *, here: Cluster, on: date) -> bytes:
    """Make the paper as a tagged PDF (PDF/UA-1), in the reader's language."""
    template = files("raceme.portfolio.documents").joinpath("service_plan.typ").read_text("utf-8")
    return documents.pdf(template, _contents(year_plan, here), {}, made_on=on)


def months_in_words(line: ShownLine) -> str:
    """Name the months of a line: Mar, Apr, Oct; nothing, while nobody knows."""
    return ", ".join(str(MONTHS_3[month]).capitalize() for month in line.line.months)


def _lines_sheet(year_plan: YearPlan, currency: str) -> Sheet:
    money = {"currency": currency}
    headings = (
        Heading(_("Id")),
        Heading(_("Service")),
        Heading(_("Category")),
        Heading(_("Editions"), Style.WHOLE),
        Heading(_("Months")),
        Heading(_("Responsible")),
        Heading(_("Person-days"), Style.DECIMAL),
        Heading(_("Cost, %(currency)s") % money, Style.MONEY),
        Heading(_("Income, %(currency)s") % money, Style.MONEY),
        Heading(_("Net cost, %(currency)s") % money, Style.MONEY),
        Heading(_("Members reached"), Style.DECIMAL),
        Heading(_("Needs it answers")),
        Heading(_("Objectives it serves")),
        Heading(_("Editions as computed"), Style.WHOLE),
        Heading(_("Why it is otherwise than computed")),
    )
    rows = [_line_cells(one) for one in (*year_plan.lines, *year_plan.taken_out)]
    return Sheet(_("Services"), headings, rows)


def _line_cells(shown: ShownLine) -> list[Any]:
    line = shown.line
    return [
        line.service.code,
        line.name,
        line.category_label,
        line.editions,
        months_in_words(shown) or None,
        str(line.responsible.user) if line.responsible else None,
        float(line.total_days),
        float(line.total_cost_eur),
        float(line.total_income_eur),
        float(line.total_net_cost_eur),
        line.total_reach,
        ", ".join(topic.label for topic in shown.topics) or None,
        ", ".join(code for code, _objective in shown.objectives) or None,
        None if line.computed is None else int(line.computed["editions"]),
        line.reason or None,
    ]


def _load_sheet(name: str, what: str, loads: Iterable[Load]) -> Sheet:
    headings = (Heading(what), Heading(_("Person-days"), Style.DECIMAL))
    return Sheet(name, headings, [(one.label, float(one.days)) for one in loads])


def _about_sheet(year_plan: YearPlan, currency: str) -> Sheet:
    plan, sums = year_plan.plan, year_plan.sums
    rows: list[tuple[str, str | float | date | None]] = [
        (_("Cluster"), plan.cluster.name),
        (_("Year"), str(plan.year)),
        (_("Id"), str(plan.pk)),
        (_("State"), plan.get_state_display()),
        (_("Adopted on"), plan.adopted_on),
        (_("Adopted by"), plan.adopted_by),
        (_("Note"), plan.note or None),
        (_("Scenario"), f"{plan.name} (#{plan.scenario_id})"),
        (_("Computed on"), plan.computed_at.date()),
        (_("Adopted although outdated, because"), plan.why_outdated or None),
        (_("Currency"), currency),
        (_("Budget"), float(plan.budget_eur)),
        (_("Net cost"), float(sums.net_cost_eur)),
        (_("Person-days there are"), float(plan.person_days)),
        (_("Person-days taken"), float(sums.person_days)),
        (_("Needs answered, as computed"), plan.summary["answered_share"]),
        (_("Strategy served, as computed"), plan.summary["alignment_share"]),
    ]
    return Sheet(_("About"), (Heading(_("What")), Heading(_("Content"), width=60)), rows)


def _title(year_plan: YearPlan) -> str:
    return _("Service plan %(year)s") % {"year": year_plan.plan.year}


def _contents(year_plan: YearPlan, here: Cluster) -> dict[str, Any]:
    plan = year_plan.plan
    return {
        "language": (get_language() or "en").split("-")[0],
        "title": _title(year_plan),
        "cluster": here.name,
        "subtitle": _subtitle(year_plan),
        "note": plan.note,
        "keywords": [_("service plan"), _("cluster organisation")],
        "footer": _("Made with Raceme"),
        "page_of": pgettext("page 3 of 7", "%(page)s of %(pages)s"),
        "tiles": _tiles(year_plan, here.currency),
        "services": _services(year_plan, here.currency),
        "calendar": _calendar(year_plan),
        "people": {
            "title": _("Who does how much"),
            "head": [_("Responsible"), _("Person-days")],
            "rows": [[one.label, figures.days(float(one.days))] for one in year_plan.by_person],
        },
        "changes": {
            "title": _("What people set otherwise than computed"),
            "rows": [_change(one) for one in (*year_plan.changed, *year_plan.taken_out)],
        },
    }


def _subtitle(year_plan: YearPlan) -> str:
    plan = year_plan.plan
    told = {"day": formats.date_format(plan.adopted_on, "DATE_FORMAT"), "who": plan.adopted_by}
    if plan.is_in_force:
        return _("Adopted on %(day)s by %(who)s") % told
    told["state"] = plan.get_state_display()
    return _("Adopted on %(day)s by %(who)s; %(state)s") % told


def _tiles(year_plan: YearPlan, currency: str) -> list[dict[str, str]]:
    plan, sums = year_plan.plan, year_plan.sums
    days, money = float(plan.person_days), float(plan.budget_eur)
    return [
        {"figure": figures.number(len(year_plan.lines)), "label": _("services")},
        {"figure": figures.number(sums.editions), "label": _("editions")},
        {
            "figure": figures.days(float(sums.person_days)),
            "label": _("of %(limit)s person-days") % {"limit": figures.days(days)},
        },
        {
            "figure": figures.money(float(sums.net_cost_eur), currency),
            "label": _("net, of a budget of %(limit)s") % {"limit": figures.money(money, currency)},
        },
    ]


def _services(year_plan: YearPlan, currency: str) -> dict[str, Any]:
    sums = year_plan.sums
    return {
        "title": _("What we offer"),
        "head": [
            _("Service"),
            _("Editions"),
            _("Responsible"),
            _("Person-days"),
            _("Cost"),
            _("Income"),
        ],
        "rows": [
            {
                "name": one.line.name,
                "for": _for(one),
                "cells": [
                    figures.number(one.line.editions),
                    str(one.line.responsible.user) if one.line.responsible else NOBODY,
                    figures.days(float(one.line.total_days)),
                    figures.money(float(one.line.total_cost_eur), currency),
                    figures.money(float(one.line.total_income_eur), currency),
                ],
            }
            for one in year_plan.lines
        ],
        "total": [
            _("All together"),
            figures.number(sums.editions),
            "",
            figures.days(float(sums.person_days)),
            figures.money(float(sums.cost_eur), currency),
            figures.money(float(sums.income_eur), currency),
        ],
    }


def _for(shown: ShownLine) -> str:
    """Say in a line which needs a service answers, and which objectives it serves."""
    topics = ", ".join(topic.label for topic in shown.topics[:3])
    objectives = ", ".join(code for code, _objective in shown.objectives)
    told = []
    if topics:
        told.append(_("Needs: %(topics)s.") % {"topics": topics})
    if objectives:
        told.append(_("Objectives: %(objectives)s.") % {"objectives": objectives})
    return " ".join(told)


def _calendar(year_plan: YearPlan) -> dict[str, Any]:
    return {
        "title": _("Through the year"),
        "head": [_("Service"), *(one.short for one in year_plan.by_month)],
        "rows": [
            {
                "name": one.line.name,
                "months": list(one.months),
                "said": months_in_words(one) or _("no month yet"),
            }
            for one in year_plan.lines
        ],
        "load": [
            _("Person-days"),
            *(figures.number(float(one.days)) for one in year_plan.by_month),
        ],
        "nothing": _("No service has a month yet."),
        "is_empty": not any(one.line.months for one in year_plan.lines),
    }


def _change(shown: ShownLine) -> dict[str, str]:
    line = shown.line
    if line.computed is None:
        what = _("taken in by hand")
    elif not line.is_in:
        what = _("taken out by hand")
    else:
        what = "; ".join(
            _("%(figure)s: %(now)s instead of %(computed)s")
            % {
                "figure": one.label,
                "now": figures.number(one.now, decimals=2),
                "computed": figures.number(one.computed, decimals=2),
            }
            for one in shown.differences
        )
    return {"name": line.name, "what": what, "why": line.reason}
