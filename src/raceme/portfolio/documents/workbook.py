"""A plan as a workbook: `plan.xlsx`, for those who want to count on."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.cores.planning.values import Fit, Plan, Status
from raceme.foundation.tabular.writing import Heading, Sheet, Style, workbook
from raceme.portfolio.documents import summary
from raceme.portfolio.documents.heading import PlanHeading
from raceme.portfolio.documents.sentences import names_in, sentence
from raceme.vocabulary.topics import label_of_topic

FITS: dict[Fit, Promise] = {
    Fit.UNMET: gettext_lazy("unmet"),
    Fit.COVERED: gettext_lazy("covered"),
    Fit.OVER_SERVED: gettext_lazy("over-served"),
}
STATUSES: dict[Status, Promise] = {
    Status.OPTIMAL: gettext_lazy("optimal: no better plan exists within the limits"),
    Status.FEASIBLE: gettext_lazy("feasible: within the limits, perhaps not the best"),
    Status.INFEASIBLE: gettext_lazy("infeasible: the limits contradict each other"),
}


def plan_workbook(plan: Plan, heading: PlanHeading) -> bytes:
    """Make the workbook: plan, services, topics, objectives, gap matrix, frontier, about."""
    sheets = [
        _plan_sheet(plan, heading),
        _services_sheet(plan, heading),
        _topics_sheet(plan),
        _objectives_sheet(plan),
        gap_sheet(plan),
        _frontier_sheet(plan),
        _about_sheet(plan, heading),
    ]
    title = _("Service plan of %(cluster)s") % {"cluster": heading.cluster}
    return workbook(sheets, title=title, made_on=heading.made_on)


def _plan_sheet(plan: Plan, heading: PlanHeading) -> Sheet:
    money = _("Net cost, %(currency)s") % {"currency": heading.currency}
    return Sheet(
        _("Plan"),
        (
            Heading(_("Id")),
            Heading(_("Service")),
            Heading(_("Editions"), Style.WHOLE),
            Heading(_("Person-days"), Style.DECIMAL),
            Heading(money, Style.MONEY),
            Heading(_("Chosen in resamples"), Style.SHARE),
            Heading(_("How sure")),
        ),
        [
            (
                service.id,
                service.name,
                service.editions,
                service.person_days,
                service.net_cost_eur,
                service.frequency,
                summary.how_sure(service, heading),
            )
            for service in summary.offered(plan)
        ],
    )


def _services_sheet(plan: Plan, heading: PlanHeading) -> Sheet:
    names = names_in(plan, heading.currency)
    currency = {"currency": heading.currency}
    return Sheet(
        _("Services"),
        (
            Heading(_("Id")),
            Heading(_("Service")),
            Heading(_("Editions"), Style.WHOLE),
            Heading(_("Person-days"), Style.DECIMAL),
            Heading(_("Cost, %(currency)s") % currency, Style.MONEY),
            Heading(_("Income, %(currency)s") % currency, Style.MONEY),
            Heading(_("Net cost, %(currency)s") % currency, Style.MONEY),
            Heading(_("Chosen in resamples"), Style.SHARE),
            Heading(_("How sure")),
            Heading(_("Reasons")),
        ),
        [
            (
                service.id,
                service.name,
                service.editions,
                service.person_days,
                service.cost_eur,
                service.income_eur,
                service.net_cost_eur,
                service.frequency,
                summary.how_sure(service, heading),
                "\n".join(sentence(fact, names) for fact in service.reasons),
            )
            for service in plan.services
        ],
    )


def _topics_sheet(plan: Plan) -> Sheet:
    return Sheet(
        _("Topics"),
        (
            Heading(_("Code")),
            Heading(_("Topic")),
            Heading(_("Demand"), Style.DECIMAL),
            Heading(_("Low (95 %)"), Style.DECIMAL),
            Heading(_("High (95 %)"), Style.DECIMAL),
            Heading(_("Members"), Style.WHOLE),
            Heading(_("Coverage"), Style.SHARE),
            Heading(_("Supply"), Style.SHARE),
            Heading(_("Fit")),
        ),
        [
            (
                topic.id,
                label_of_topic(topic.id),
                topic.demand,
                topic.low,
                topic.high,
                topic.members,
                topic.coverage,
                topic.supply,
                None if topic.fit is None else str(FITS[topic.fit]),
            )
            for topic in plan.topics
        ],
    )


def _objectives_sheet(plan: Plan) -> Sheet:
    return Sheet(
        _("Objectives"),
        (
            Heading(_("Code")),
            Heading(_("Objective")),
            Heading(_("Weight"), Style.DECIMAL),
            Heading(_("Served by services"), Style.SHARE),
        ),
        [(each.code, each.name, each.weight, each.alignment) for each in plan.objectives],
    )


def gap_sheet(plan: Plan) -> Sheet:
    """List which service gives how much to which topic: a row for each cell of the matrix."""
    names = {service.id: service.name for service in plan.services}
    return Sheet(
        _("Gap matrix"),
        (
            Heading(_("Topic code")),
            Heading(_("Topic")),
            Heading(_("Service id")),
            Heading(_("Service")),
            Heading(_("Strength"), Style.SHARE),
            Heading(_("Editions"), Style.WHOLE),
            Heading(_("Share of topic covered"), Style.SHARE),
        ),
        [
            (
                cell.topic,
                label_of_topic(cell.topic),
                cell.service,
                names.get(cell.service, cell.service),
                cell.strength,
                cell.editions,
                cell.given,
            )
            for cell in plan.cells
        ],
    )


def _frontier_sheet(plan: Plan) -> Sheet:
    return Sheet(
        _("Frontier"),
        (Heading(_("Budget"), Style.MONEY), Heading(_("Value of the best plan"), Style.DECIMAL)),
        [(point.budget_eur, point.value) for point in plan.frontier],
    )


def _about_sheet(plan: Plan, heading: PlanHeading) -> Sheet:
    names = names_in(plan, heading.currency)
    limits, parameters = heading.limits, heading.parameters
    rows: list[tuple[str, str | int | float | None]] = [
        (_("Cluster"), heading.cluster),
        (_("Scenario"), heading.name or None),
        (_("Year"), None if heading.year is None else str(heading.year)),
        (_("Made on"), heading.made_on.isoformat()),
        (_("Status"), str(STATUSES[plan.status])),
        (_("Value"), plan.value),
        (_("Budget"), limits.budget_eur),
        (_("Person-days"), limits.person_days),
        (_("Least share of own income"), limits.own_income_share_min),
        (_("Least cross-sectoral services"), limits.cross_sectoral_min),
        (_("Must"), ", ".join(sorted(limits.must))),
        (_("Must not"), ", ".join(sorted(limits.must_not))),
        (_("Weight of the objectives"), parameters.alignment_weight),
        (_("Resamples of members"), parameters.resamples),
        (_("Seed"), plan.seed),
        (_("Members"), heading.members),
        (_("Members with an answer"), heading.answering),
        (_("Need records"), heading.records),
    ]
    rows += [(_("Conflict"), sentence(fact, names)) for fact in plan.conflicts]
    return Sheet(_("About"), (Heading(_("What")), Heading(_("Content"), width=60)), rows)
