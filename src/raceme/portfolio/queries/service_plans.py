"""Which service plans there are, and how the plan of a year reads: by service, person and month."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.access.models import Role, Seat
from raceme.portfolio.models import PlanLine, ServicePlan
from raceme.strategy.models import Objective
from raceme.strategy.queries import objectives_in_force
from raceme.vocabulary.topics import label_of_topic

LABELS: Mapping[str, str | Promise] = {
    "editions": _("editions"),
    "person_days": _("person-days of one edition"),
    "cost_eur": _("cost of one edition"),
    "income_eur": _("income of one edition"),
    "reach": _("members reached by one edition"),
}
MONEY = {"cost_eur", "income_eur"}


@dataclass(frozen=True)
class Difference:
    """A figure that people set otherwise than it was computed."""

    label: str | Promise
    computed: float
    now: float
    is_money: bool


@dataclass(frozen=True)
class Topic:
    """A topic of needs, and how it is called."""

    code: str
    label: str


@dataclass(frozen=True)
class ShownLine:
    """A line with what it is for, and how it differs from what was computed."""

    line: PlanLine
    topics: tuple[Topic, ...]
    objectives: tuple[tuple[str, Objective | None], ...]  # None: no longer in force
    differences: tuple[Difference, ...]
    months: tuple[bool, ...]  # of the twelve


@dataclass(frozen=True)
class Load:
    """How many person-days fall on a person, or into a month."""

    label: str
    short: str
    days: Decimal


@dataclass(frozen=True)
class Sums:
    """What all services of a plan take and bring together."""

    editions: int
    person_days: Decimal
    cost_eur: Decimal
    income_eur: Decimal

    @property
    def net_cost_eur(self) -> Decimal:
        return self.cost_eur - self.income_eur


@dataclass(frozen=True)
class YearPlan:
    """The service plan of a year as people read it."""

    plan: ServicePlan
    lines: tuple[ShownLine, ...]
    taken_out: tuple[ShownLine, ...]
    sums: Sums
    by_month: tuple[Load, ...]  # days spread evenly over the months of each service
    by_person: tuple[Load, ...]
    days_without_month: Decimal

    @property
    def is_over_budget(self) -> bool:
        return self.sums.net_cost_eur > self.plan.budget_eur

    @property
    def is_over_days(self) -> bool:
        return self.sums.person_days > self.plan.person_days

    @property
    def changed(self) -> tuple[ShownLine, ...]:
        """The services that are otherwise than computed, or were not computed at all."""
        return tuple(one for one in self.lines if not one.line.is_as_computed)


def service_plans_visible_to(actor: Actor) -> QuerySet[ServicePlan]:
    """All service plans that were ever adopted, the newest year first."""
    if not actor.is_seated:
        return ServicePlan.objects.none()
    plans = ServicePlan.objects.filter(cluster=actor.cluster).select_related("superseded_by")
    return plans.defer("scenario__answer").select_related("scenario")


def service_plans_in_force(actor: Actor) -> QuerySet[ServicePlan]:
    """The service plan of each year that has one."""
    return service_plans_visible_to(actor).filter(state=ServicePlan.State.IN_FORCE)


def service_plan_of(actor: Actor, year: int) -> ServicePlan | None:
    """The service plan in force in a year."""
    return service_plans_in_force(actor).filter(year=year).first()


def lines_visible_to(actor: Actor) -> QuerySet[PlanLine]:
    """All lines of all service plans, with who is responsible."""
    if not actor.is_seated:
        return PlanLine.objects.none()
    lines = PlanLine.objects.filter(cluster=actor.cluster)
    return lines.select_related("plan", "service", "responsible__user")


def lines_in_force(actor: Actor) -> QuerySet[PlanLine]:
    """The services that service plans in force hold."""
    return lines_visible_to(actor).filter(plan__state=ServicePlan.State.IN_FORCE, editions__gt=0)


def year_plan(plan: ServicePlan, actor: Actor) -> YearPlan:
    """Put together how a service plan reads."""
    lines = list(lines_visible_to(actor).filter(plan=plan))
    objectives = {one.code: one for one in objectives_in_force(actor)}
    shown = [_shown(line, objectives) for line in lines]
    offered = [line for line in lines if line.is_in]
    return YearPlan(
        plan=plan,
        lines=tuple(one for one in shown if one.line.is_in),
        taken_out=tuple(one for one in shown if not one.line.is_in),
        sums=sums_of(offered),
        by_month=tuple(_by_month(offered)),
        by_person=tuple(_by_person(offered)),
        days_without_month=sum((one.total_days for one in offered if not one.months), Decimal(0)),
    )


def sums_of(lines: Sequence[PlanLine]) -> Sums:
    """Add up what lines take and bring."""
    return Sums(
        editions=sum(one.editions for one in lines),
        person_days=sum((one.total_days for one in lines), Decimal(0)),
        cost_eur=sum((one.total_cost_eur for one in lines), Decimal(0)),
        income_eur=sum((one.total_income_eur for one in lines), Decimal(0)),
    )


def _shown(line: PlanLine, objectives: Mapping[str, Objective]) -> ShownLine:
    computed: dict[str, float] = line.computed or {}
    return ShownLine(
        line=line,
        topics=tuple(Topic(code, label_of_topic(code)) for code in line.topics),
        objectives=tuple((code, objectives.get(code)) for code in line.objectives),
        differences=tuple(
            Difference(LABELS[name], computed[name], line.figures[name], name in MONEY)
            for name in line.changed_figures
        ),
        months=tuple(month in line.months for month in MONTHS),
    )


def _by_month(lines: Iterable[PlanLine]) -> Iterable[Load]:
    days = dict.fromkeys(MONTHS, Decimal(0))
    for line in lines:
        for month in line.months:
            days[month] += line.total_days / len(line.months)
    for month, found in days.items():
        yield Load(str(MONTHS[month]).capitalize(), str(MONTHS_3[month]).capitalize(), found)


def _by_person(lines: Iterable[PlanLine]) -> list[Load]:
    """Add up by person, whoever has most first; what nobody is responsible for stands last."""
    days: dict[str, Decimal] = {}
    for line in lines:
        who = str(line.responsible.user) if line.responsible else ""
        days[who] = days.get(who, Decimal(0)) + line.total_days
    ordered = sorted(days.items(), key=lambda one: (one[0] == "", -one[1], one[0]))
    named = ((who or str(_("nobody yet")), found) for who, found in ordered)
    return [Load(who, who, found) for who, found in named]


def seats_for_lines(actor: Actor) -> QuerySet[Seat]:
    """Who may be made responsible for a service: the team of today."""
    if not actor.is_seated:
        return Seat.objects.none()
    team = Seat.objects.filter(
        cluster=actor.cluster, ended_at__isnull=True, role__in=[Role.MANAGER, Role.ADVISER]
    )
    return team.select_related("user").order_by("user__name", "user__email")
