"""Where the thread is broken: each kind of break, its rows, and the page that mends each."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from raceme.access.http import address_of
from raceme.catalogue.queries import services_offered, services_without_need_or_objective
from raceme.events.queries.events import events_without_attendance
from raceme.foundation.templatetags.raceme import day
from raceme.members.queries import members_not_contacted_since
from raceme.members.rules import may_edit
from raceme.needs.queries import overdue_questionnaires
from raceme.portfolio.models import Ruling
from raceme.portfolio.queries import (
    computed_scenarios,
    lines_in_force,
    outdated_scenarios,
    rulings_visible_to,
    service_plan_of,
)
from raceme.strategy.models import Strategy
from raceme.strategy.queries import (
    indicators_without_observation,
    objectives_without_indicator,
    strategy_in_force,
)
from raceme.thread.queries.chain import coming_year, topics_answered
from raceme.thread.queries.rows import Break, BrokenRow, Kind, Look, RowsOf, Urgency
from raceme.vocabulary.topics import topic_named

A_YEAR = timedelta(days=365)


def breaks_of(look: Look) -> list[Break]:
    """Find where the thread is broken, the most urgent first; what is whole is not listed."""
    found = (
        Break(code, kind.title, kind.remedy, kind.part, kind.urgency, kind.find(look))
        for code, kind in KINDS.items()
    )
    return sorted((one for one in found if len(one.rows)), key=lambda one: one.urgency)


def broken_parts(breaks: Sequence[Break]) -> dict[str, Break]:
    """For each part of the thread that is broken the break to mend first."""
    return {one.part: one for one in reversed(breaks)}


def _missing_plan(look: Look) -> Sequence[BrokenRow]:
    """No plan is missing as long as there is nothing to plan with."""
    actor, year = look.actor, coming_year(look.on)
    if service_plan_of(actor, year) or not look.needs.needs or not services_offered(actor).exists():
        return ()
    computed = (one for one in computed_scenarios(actor).filter(year=year))
    ready = next((one for one in computed if not one.is_infeasible), None)
    address = address_of(actor, "portfolio:list")
    if ready is not None:
        address = address_of(actor, "portfolio:plan", pk=ready.pk)
    return (
        BrokenRow(
            label=_t("Service plan %(year)s") % {"year": year},
            detail=_t("no scenario computed yet")
            if ready is None
            else _t("could be adopted from %(scenario)s") % {"scenario": ready},
            address=address,
        ),
    )


def _retired_but_relied_on(look: Look) -> Sequence[BrokenRow]:
    actor = look.actor
    lines = lines_in_force(actor).filter(service__retired_at__isnull=False)
    musts = rulings_visible_to(actor).filter(
        kind=Ruling.Kind.MUST, service__retired_at__isnull=False, scenario__year__gte=look.on.year
    )
    in_plans = [
        BrokenRow(
            label=line.name,
            detail=_t("Service plan %(year)s") % {"year": line.plan.year},
            address=address_of(actor, "portfolio:change_line", pk=line.pk),
        )
        for line in lines
    ]
    return in_plans + [
        BrokenRow(
            label=ruling.service.name,
            detail=_t("a must in %(scenario)s") % {"scenario": ruling.scenario},
            address=address_of(actor, "portfolio:edit", pk=ruling.scenario_id),
        )
        for ruling in musts
    ]


def _overdue_questionnaires(look: Look) -> Sequence[BrokenRow]:
    return [
        BrokenRow(one.label, one.detail, one.address)
        for one in overdue_questionnaires(look.actor, look.on)
    ]


def _events_without_attendance(look: Look) -> Sequence[BrokenRow]:
    """Events that are over and of which nobody noted who came."""
    midnight = datetime.combine(look.on, time.min, tzinfo=timezone.get_current_timezone())
    return [
        BrokenRow(str(one), day(one.ends_at), address_of(look.actor, "events:desk", pk=one.pk))
        for one in events_without_attendance(look.actor, midnight)
    ]


def _unanswered_needs(look: Look) -> Sequence[BrokenRow]:
    answered = topics_answered(look.actor)
    library = address_of(look.actor, "catalogue:library")
    return [
        BrokenRow(
            label=topic.label,
            detail=str(topic.asking),
            # The library knows the topics of the vocabulary; for others a service is to be made.
            address=f"{library}?{urlencode({'topic': topic.topic})}"
            if topic_named(topic.topic)
            else address_of(look.actor, "catalogue:new"),
        )
        for topic in look.needs.asked
        if topic.topic not in answered
    ]


def _outdated_scenarios(look: Look) -> Sequence[BrokenRow]:
    return [
        BrokenRow(
            label=str(scenario),
            detail=day(scenario.answered_at),
            address=address_of(look.actor, "portfolio:plan", pk=scenario.pk),
        )
        for scenario in outdated_scenarios(look.actor)
        if scenario.year >= look.on.year
    ]


def _unadopted_strategy(look: Look) -> Sequence[BrokenRow]:
    """A strategy is missed where there is something to steer: needs, services, or a draft."""
    actor, strategy = look.actor, strategy_in_force(look.actor)
    if strategy is None:
        if not look.needs.needs and not services_offered(actor).exists():
            return ()
        label, detail = _t("Strategy"), _t("none yet")
    elif strategy.status == Strategy.Status.DRAFT:
        label, detail = str(strategy), strategy.get_status_display()
    else:
        return ()
    return (BrokenRow(label, detail, address_of(actor, "strategy:page")),)


def _unmeasured_indicators(look: Look) -> Sequence[BrokenRow]:
    return RowsOf(
        indicators_without_observation(look.actor, look.on),
        lambda indicator: BrokenRow(
            label=str(indicator),
            detail=str(indicator.objective),
            address=address_of(look.actor, "strategy:new_observation", pk=indicator.pk),
        ),
    )


def _lines_without_responsible(look: Look) -> Sequence[BrokenRow]:
    lines = lines_in_force(look.actor).filter(
        responsible__isnull=True, plan__year__gte=look.on.year
    )
    return RowsOf(
        lines,
        lambda line: BrokenRow(
            label=line.name,
            detail=_t("Service plan %(year)s") % {"year": line.plan.year},
            address=address_of(look.actor, "portfolio:change_line", pk=line.pk),
        ),
    )


def _unmeasured_objectives(look: Look) -> Sequence[BrokenRow]:
    return RowsOf(
        objectives_without_indicator(look.actor),
        lambda objective: BrokenRow(
            label=str(objective),
            detail=objective.code,
            address=address_of(look.actor, "strategy:new_indicator", pk=objective.pk),
        ),
    )


def _idle_services(look: Look) -> Sequence[BrokenRow]:
    asked = [topic.topic for topic in look.needs.asked]
    return RowsOf(
        services_without_need_or_objective(look.actor, asked_topics=asked),
        lambda service: BrokenRow(
            label=service.name,
            detail=service.code,
            address=address_of(look.actor, "catalogue:edit", pk=service.pk),
        ),
    )


def _silent_members(look: Look) -> Sequence[BrokenRow]:
    page = "members:record_visit" if may_edit(look.actor) else "members:detail"
    return RowsOf(
        members_not_contacted_since(look.actor, look.on - A_YEAR),
        lambda member: BrokenRow(
            label=member.name,
            detail=day(member.last_contact_on) if member.last_contact_on else _t("never"),
            address=address_of(look.actor, page, pk=member.pk),
        ),
    )


KINDS = {
    "service-plan-missing": Kind(
        _("No service plan for the coming year"),
        _("Compute a scenario, compare, and adopt one as the service plan."),
        _("How far it is"),
        "plan",
        Urgency.NOW,
        _missing_plan,
    ),
    "plans-with-retired-services": Kind(
        _("Plans that rely on retired services"),
        _("Take the service out of the plan, or offer it again."),
        _("Where"),
        "plan",
        Urgency.NOW,
        _retired_but_relied_on,
    ),
    "questionnaires-overdue": Kind(
        _("Questionnaires that are overdue"),
        _("Send what was planned, remind those who have not answered, or close the round."),
        _("Why"),
        "needs",
        Urgency.NOW,
        _overdue_questionnaires,
    ),
    "events-without-attendance": Kind(
        _("Events of which nobody noted who came"),
        _("Check in those who came, also afterwards; note attendance by session if you like."),
        _("Held on"),
        "services",
        Urgency.SOON,
        _events_without_attendance,
    ),
    "needs-without-service": Kind(
        _("Needs that no service answers"),
        _("Adopt a service that answers the topic, or say of a service that it does."),
        _("Members asking"),
        "needs",
        Urgency.SOON,
        _unanswered_needs,
    ),
    "scenarios-outdated": Kind(
        _("Scenarios that are outdated"),
        _("What they rest on has changed since. Compute them again."),
        _("Computed on"),
        "plan",
        Urgency.SOON,
        _outdated_scenarios,
    ),
    "lines-without-responsible": Kind(
        _("Planned services nobody is responsible for"),
        _("Say who takes care of the service this year, and in which months."),
        _("Where"),
        "plan",
        Urgency.SOON,
        _lines_without_responsible,
    ),
    "strategy-not-adopted": Kind(
        _("No strategy is adopted"),
        _("State objectives, have them discussed, and record that the strategy is adopted."),
        _("State"),
        "objectives",
        Urgency.SOON,
        _unadopted_strategy,
    ),
    "indicators-without-data": Kind(
        _("Indicators without data"),
        _("Record the value that is due, with its day and source."),
        _("Objective"),
        "objectives",
        Urgency.SOON,
        _unmeasured_indicators,
    ),
    "objectives-without-indicator": Kind(
        _("Objectives without indicator"),
        _("Say how you will know that the objective is reached."),
        _("Code"),
        "objectives",
        Urgency.LATER,
        _unmeasured_objectives,
    ),
    "services-without-reason": Kind(
        _("Services that no objective and no need asked for"),
        _("Say what the service answers or serves, or retire it."),
        _("Id"),
        "services",
        Urgency.LATER,
        _idle_services,
    ),
    "members-not-contacted": Kind(
        _("Members not contacted for a year"),
        _("Visit or call them, and write down what was said."),
        _("Last contact"),
        "members",
        Urgency.LATER,
        _silent_members,
    ),
}
