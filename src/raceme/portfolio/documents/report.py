"""The plan as a report that a board can read: `plan.pdf`."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from django.utils import formats
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from raceme.cores.planning.values import Plan, ServiceChoice, Status, TopicResult
from raceme.foundation import charts, documents
from raceme.portfolio.documents import charts as pictures
from raceme.portfolio.documents import figures, gap_matrix, method, summary
from raceme.portfolio.documents.heading import PlanHeading
from raceme.portfolio.documents.picture import topics_asked_for
from raceme.portfolio.documents.sentences import Names, names_in, sentence
from raceme.vocabulary.topics import label_of_topic

_PRINT_WIDTH = 330  # pixels of a chart without its labels
_PRINT_ROW = 15
_SERVICES_A_PICTURE = 16  # more columns could not be read on paper
_REASONS_SHOWN = 2  # under each service; all of them stand in the workbook
_NOT_IN_REPORT = {"chosen_in_resamples", "value_lost_without"}  # stand in the table already

# What a board asks first of a service that was left out: is there money, are there days?
_FIRST_OUT = (
    "excluded_by_must_not",
    "has_no_edition",
    "too_expensive_for_what_is_left",
    "not_enough_days_left",
    "own_income_share_would_fall",
    "would_displace",
    "would_add_nothing",
    "covered_by_others",
)


def plan_report(plan: Plan, heading: PlanHeading) -> bytes:
    """Make the report as a tagged PDF (PDF/UA-1), in the reader's language."""
    template = files("raceme.portfolio.documents").joinpath("report.typ").read_text("utf-8")
    drawn = _pictures(plan, heading)
    contents = _contents(plan, heading, drawn)
    return documents.pdf(
        template,
        contents,
        {name: picture.svg for name, picture in drawn.items()},
        made_on=heading.made_on,
    )


def _pictures(plan: Plan, heading: PlanHeading) -> dict[str, pictures.Picture]:
    """Draw what there is to see: an infeasible plan has demand only."""
    font = charts.PRINT_FONT
    drawn: dict[str, pictures.Picture] = {}
    if topics_asked_for(plan):
        drawn["demand"] = pictures.demand_chart(plan, width=_PRINT_WIDTH, row=_PRINT_ROW, font=font)
    if plan.status == Status.INFEASIBLE:
        return drawn
    services = gap_matrix.useful_services(plan)
    for part, at in enumerate(range(0, len(services), _SERVICES_A_PICTURE)):
        drawn[f"gaps-{part}"] = gap_matrix.gap_chart(
            plan,
            only=None
            if len(services) <= _SERVICES_A_PICTURE
            else services[at:][:_SERVICES_A_PICTURE],
            row=_PRINT_ROW,
            font=font,
        )
    if any(point.value is not None for point in plan.frontier):
        drawn["frontier"] = pictures.frontier_chart(
            plan,
            budget_eur=heading.limits.budget_eur,
            currency=heading.currency,
            width=_PRINT_WIDTH + 120,
            font=font,
        )
    return drawn


def _contents(
    plan: Plan, heading: PlanHeading, drawn: dict[str, pictures.Picture]
) -> dict[str, Any]:
    names = names_in(plan, heading.currency)
    return {
        "language": (get_language() or "en").split("-")[0],
        "title": _title(heading),
        "cluster": heading.cluster,
        "scenario": _scenario(heading),
        "subtitle": _subtitle(heading),
        "keywords": [_("service plan"), _("cluster organisation")],
        "footer": _("Made with Raceme"),
        "page_of": pgettext("page 3 of 7", "%(page)s of %(pages)s"),
        "summary_title": _("The plan in five sentences"),
        "sentences": summary.five_sentences(plan, heading),
        "tiles": _tiles(plan, heading),
        "conflicts_title": _("Which limits contradict each other"),
        "conflicts_intro": _(
            "Give up or loosen any one of these limits, and a plan exists that keeps the others:"
        ),
        "conflicts": [sentence(fact, names) for fact in plan.conflicts],
        "offered": _offered(plan, heading, names),
        "objectives": _objectives(plan),
        "open": _open(plan, heading),
        "left_out": _left_out(plan, names),
        "figures": _figures(drawn),
        "method": method.method_page(heading),
    }


def _title(heading: PlanHeading) -> str:
    if heading.year is None:
        return _("Service plan")
    return _("Service plan %(year)s") % {"year": heading.year}


def _scenario(heading: PlanHeading) -> str:
    return _("Scenario “%(name)s”") % {"name": heading.name} if heading.name else ""


def _subtitle(heading: PlanHeading) -> str:
    return _(
        "Made on %(day)s from %(records)s answers of %(answering)s members (of %(members)s)"
    ) % {
        "day": formats.date_format(heading.made_on, "DATE_FORMAT"),
        "records": figures.number(heading.records),
        "answering": figures.number(heading.answering),
        "members": figures.number(heading.members),
    }


def _tiles(plan: Plan, heading: PlanHeading) -> list[dict[str, str]]:
    """Give the four figures at the top of the report."""
    if plan.status == Status.INFEASIBLE:
        return []
    chosen = summary.offered(plan)
    return [
        {"figure": figures.number(len(chosen)), "label": _("services offered")},
        {
            "figure": figures.percent(summary.answered_share(plan)),
            "label": _("of the demand answered"),
        },
        {
            "figure": figures.days(plan.totals.person_days),
            "label": _("of %(days)s person-days")
            % {"days": figures.days(heading.limits.person_days)},
        },
        {
            "figure": figures.money(plan.totals.net_cost_eur, heading.currency),
            "label": _("net, of %(budget)s")
            % {"budget": figures.money(heading.limits.budget_eur, heading.currency)},
        },
    ]


def _offered(plan: Plan, heading: PlanHeading, names: Names) -> dict[str, Any]:
    chosen = summary.offered(plan)
    totals = plan.totals
    return {
        "title": _("What is offered"),
        "intro": _(
            "Core services are chosen in at least %(core)s of the resamples of members, swing"
            " services in some of them."
        )
        % {"core": figures.percent(heading.parameters.core_frequency)},
        "head": [
            _("Service"),
            _("Editions"),
            _("Person-days"),
            _("Net cost"),
            _("How sure"),
        ],
        "rows": [
            {
                "name": service.name,
                "reasons": _reasons(service, names),
                "cells": [
                    figures.number(service.editions),
                    figures.days(service.person_days),
                    figures.money(service.net_cost_eur, heading.currency),
                    _sure(service, heading),
                ],
            }
            for service in chosen
        ],
        "total": [
            _("All together"),
            figures.number(sum(service.editions for service in chosen)),
            figures.days(totals.person_days),
            figures.money(totals.net_cost_eur, heading.currency),
            "",
        ],
        "nothing": _("No service is offered."),
    }


def _sure(service: ServiceChoice, heading: PlanHeading) -> str:
    verdict = summary.how_sure(service, heading)
    if service.frequency is None:
        return verdict
    return f"{verdict}, {figures.percent(service.frequency)}"


def _reasons(service: ServiceChoice, names: Names) -> str:
    facts = [fact for fact in service.reasons if fact.code not in _NOT_IN_REPORT]
    if service.editions == 0:
        facts.sort(key=lambda fact: (*_FIRST_OUT, fact.code).index(fact.code))
    return " ".join(sentence(fact, names) for fact in facts[:_REASONS_SHOWN])


def _objectives(plan: Plan) -> dict[str, Any]:
    total = sum(objective.weight for objective in plan.objectives)
    return {
        "title": _("How far services serve the objectives"),
        "head": [_("Objective"), _("Weight"), _("Served")],
        "rows": [
            [
                f"{objective.code} {objective.name}",
                figures.percent(objective.weight / total if total > 0 else None),
                figures.percent(objective.alignment),
            ]
            for objective in plan.objectives
        ],
    }


def _open(plan: Plan, heading: PlanHeading) -> dict[str, Any]:
    return {
        "title": _("What stays open, and why"),
        "intro": _("Topics that members ask for and of which the plan covers less than %(share)s.")
        % {"share": figures.percent(heading.parameters.covered_from)},
        "head": [_("Topic"), _("Demand"), _("Members"), _("Covered")],
        "rows": [
            {
                "name": label_of_topic(topic.id),
                "why": summary.why_open(plan, topic),
                "cells": _open_row(topic),
            }
            for topic in summary.unmet(plan)
        ],
        "nothing": _("No topic that members ask for stays unmet."),
    }


def _open_row(topic: TopicResult) -> list[str]:
    return [
        figures.number(topic.demand, decimals=2),
        figures.number(topic.members),
        figures.percent(topic.coverage),
    ]


def _left_out(plan: Plan, names: Names) -> dict[str, Any]:
    return {
        "title": _("Services that were nearly chosen"),
        "rows": [
            {
                "name": service.name,
                "share": figures.percent(service.frequency),
                "reasons": _reasons(service, names),
            }
            for service in summary.nearly_offered(plan)
        ],
    }


def _figures(drawn: dict[str, pictures.Picture]) -> list[dict[str, str]]:
    titles = {
        "demand": _("What members ask for"),
        "gaps": _("Which service answers which topic"),
        "frontier": _("What more or less money would mean"),
    }
    captions = {
        "demand": _(
            "Light: how strongly the topic is asked for; dark: what the plan answers of it; line:"
            " 95 % interval over resamples of members."
        ),
        "gaps": _(
            "Percent of each topic that a service covers. First column: all services together,"
            " at most 100."
        ),
        "frontier": _(
            "Value of the best plan at several budgets; person-days stay the same. Where no point"
            " is drawn, no plan keeps all limits."
        ),
    }
    kinds = {name: name.split("-")[0] for name in drawn}
    return [
        {
            "name": name,
            # Further parts of the matrix stand under the heading of the first.
            "title": "" if name.startswith("gaps") and name != "gaps-0" else titles[kinds[name]],
            "caption": captions[kinds[name]],
            "description": picture.description,
        }
        for name, picture in drawn.items()
    ]
