"""Adopting a scenario as the service plan of its year, and what people make of it by hand."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from raceme.access.actor import Actor
from raceme.access.models import Cluster, Role, Seat
from raceme.access.verbs import end_seat
from raceme.catalogue.models import Service
from raceme.catalogue.verbs import describe_service
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from raceme.portfolio import verbs
from raceme.portfolio.models import PlanLine, Scenario, ServicePlan
from raceme.portfolio.queries import service_plan_of, year_plan
from tests.factories import NOW, TODAY, make_actor, make_cluster, make_service
from tests.portfolio.small import furnish, make_scenario, retire

pytestmark = pytest.mark.django_db(transaction=True)
State = ServicePlan.State


def computed(cluster: Cluster, **values: object) -> Scenario:
    scenario = make_scenario(cluster, **values)
    verbs.compute_plan(scenario, by=make_actor(cluster), at=NOW)
    scenario.refresh_from_db()
    return scenario


def adopt(scenario: Scenario, by: Actor, **values: object) -> ServicePlan:
    facts = {"adopted_on": TODAY, "adopted_by": "The board"} | values
    return verbs.adopt_plan(scenario, **facts, by=by, at=NOW)


@pytest.fixture
def scenario(cluster: Cluster) -> Scenario:
    furnish(cluster)
    return computed(cluster)


@pytest.fixture
def plan(scenario: Scenario, manager: Actor) -> ServicePlan:
    return adopt(scenario, manager)


@pytest.fixture
def line(plan: ServicePlan) -> PlanLine:
    return plan.lines.get()


def seat_of(actor: Actor) -> Seat:
    return Seat.objects.get(user=actor.user, cluster=actor.cluster)


def test_what_is_adopted_is_written_down(scenario: Scenario, manager: Actor) -> None:
    plan = adopt(scenario, manager, note="Agreed in autumn.")

    (line,) = plan.lines.all()
    assert (plan.year, plan.name, plan.state) == (2027, "Base", State.IN_FORCE)
    assert (plan.budget_eur, plan.person_days) == (Decimal(1000), Decimal(10))
    assert plan.summary["answered_share"] == scenario.summary["answered_share"]
    assert (line.service.code, line.name, line.editions) == ("FAIR", "Joint stand", 1)
    assert (line.person_days, line.cost_eur, line.income_eur) == (4, 900, 0)
    assert (line.reach, line.topics, line.objectives) == (2.0, ["export-markets"], ["O1"])
    assert line.is_as_computed
    assert service_plan_of(manager, 2027) == plan


def test_the_plan_stays_as_adopted_whatever_becomes_of_the_service(
    plan: ServicePlan, manager: Actor
) -> None:
    fair = Service.objects.get(code="FAIR")

    describe_service(fair, name="Other", cost_eur=Decimal(5000), by=manager, at=NOW)

    line = plan.lines.get()
    assert (line.name, line.cost_eur) == ("Joint stand", 900)


def test_figures_of_several_editions_are_kept_for_one(cluster: Cluster, manager: Actor) -> None:
    furnish(cluster)
    make_service(
        cluster, code="MANY", person_days=Decimal("0.5"), cost_eur=Decimal("10.10"),
        max_editions=3, reach=0.5, answers={"export-markets": 1.0},
    )  # fmt: skip

    plan = adopt(computed(cluster, budget_eur=Decimal(40)), manager)

    (line,) = plan.lines.all()
    assert (line.editions, line.person_days) == (3, Decimal("0.5"))
    assert (line.cost_eur, line.total_cost_eur) == (Decimal("10.10"), Decimal("30.30"))
    assert line.total_reach == 1.5


@pytest.mark.parametrize("role", [Role.ADVISER, Role.BOARD, Role.VIEWER])
def test_only_managers_adopt(cluster: Cluster, scenario: Scenario, role: Role) -> None:
    with pytest.raises(NotAllowed):
        adopt(scenario, make_actor(cluster, role))


def test_what_was_not_computed_cannot_be_adopted(cluster: Cluster, manager: Actor) -> None:
    with pytest.raises(Refused, match="not been computed"):
        adopt(make_scenario(cluster), manager)


def test_limits_that_contradict_each_other_cannot_be_adopted(
    cluster: Cluster, manager: Actor
) -> None:
    furnish(cluster)
    both = Service.objects.filter(code__in=["FAIR", "COURSE"])

    with pytest.raises(Refused, match="none to adopt"):
        adopt(computed(cluster, must=both), manager)


def test_a_plan_without_services_cannot_be_adopted(cluster: Cluster, manager: Actor) -> None:
    furnish(cluster)

    with pytest.raises(Refused, match="no service"):
        adopt(computed(cluster, budget_eur=Decimal(0)), manager)


def test_what_is_being_computed_cannot_be_adopted(scenario: Scenario, manager: Actor) -> None:
    Scenario.objects.update(state="running", heard_of_at=NOW)

    with pytest.raises(Refused, match="being computed"):
        adopt(scenario, manager)


def test_nothing_is_adopted_tomorrow(scenario: Scenario, manager: Actor) -> None:
    with pytest.raises(Refused) as refusal:
        adopt(scenario, manager, adopted_on=TODAY + timedelta(days=1))
    assert refusal.value.field == "adopted_on"


def test_an_outdated_plan_needs_a_written_reason(scenario: Scenario, manager: Actor) -> None:
    retire(Service.objects.get(code="TALK"), by=manager)
    with pytest.raises(Refused) as refusal:
        adopt(scenario, manager, why_outdated="  ")
    assert refusal.value.field == "why_outdated"

    plan = adopt(scenario, manager, why_outdated="The talk does not matter.")

    assert plan.why_outdated == "The talk does not matter."


def test_a_plan_up_to_date_keeps_no_such_reason(scenario: Scenario, manager: Actor) -> None:
    assert adopt(scenario, manager, why_outdated="None needed.").why_outdated == ""


def test_a_service_whose_id_changed_must_be_computed_anew(
    scenario: Scenario, manager: Actor
) -> None:
    describe_service(Service.objects.get(code="FAIR"), code="STAND", by=manager, at=NOW)

    with pytest.raises(Refused, match="another id"):
        adopt(scenario, manager, why_outdated="Only renamed.")
    assert not ServicePlan.objects.exists()


def test_a_plan_of_another_cluster_is_not_ours_to_adopt(scenario: Scenario) -> None:
    with pytest.raises(NotAllowed):
        adopt(scenario, make_actor(make_cluster("there")))


def test_one_plan_a_year_is_in_force(cluster: Cluster, plan: ServicePlan, manager: Actor) -> None:
    later = adopt(computed(cluster, name="Later", budget_eur=Decimal(2000)), manager)

    plan.refresh_from_db()
    assert (plan.state, plan.ended_at, plan.superseded_by) == (State.SUPERSEDED, NOW, later)
    assert service_plan_of(manager, 2027) == later


def test_the_plans_of_two_years_are_both_in_force(
    cluster: Cluster, plan: ServicePlan, manager: Actor
) -> None:
    adopt(computed(cluster, year=2028), manager)

    plan.refresh_from_db()
    assert plan.is_in_force


def test_the_table_refuses_two_plans_in_force(plan: ServicePlan) -> None:
    plan.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        plan.save(force_insert=True)


def test_taking_an_adoption_back_brings_back_what_it_superseded(
    cluster: Cluster, plan: ServicePlan, manager: Actor
) -> None:
    later = adopt(computed(cluster, name="Later"), manager)

    verbs.take_back_adoption(later, by=manager, at=NOW)

    plan.refresh_from_db()
    later.refresh_from_db()
    assert (later.state, plan.state, plan.superseded_by) == (State.TAKEN_BACK, State.IN_FORCE, None)


def test_taking_back_the_first_plan_leaves_none(plan: ServicePlan, manager: Actor) -> None:
    verbs.take_back_adoption(plan, by=manager, at=NOW)

    assert service_plan_of(manager, 2027) is None
    with pytest.raises(Refused):
        verbs.take_back_adoption(plan, by=manager, at=NOW)


def test_what_was_taken_back_can_be_put_in_force_again(
    cluster: Cluster, plan: ServicePlan, manager: Actor
) -> None:
    verbs.take_back_adoption(plan, by=manager, at=NOW)
    other = adopt(computed(cluster, name="Other"), manager)

    verbs.put_in_force(plan, by=manager, at=NOW)

    plan.refresh_from_db()
    other.refresh_from_db()
    assert (plan.is_in_force, plan.ended_at) == (True, None)
    assert (other.state, other.superseded_by) == (State.SUPERSEDED, plan)
    with pytest.raises(Refused):
        verbs.put_in_force(plan, by=manager, at=NOW)


def test_an_adviser_neither_takes_back_nor_puts_in_force(
    cluster: Cluster, plan: ServicePlan
) -> None:
    adviser = make_actor(cluster, Role.ADVISER)
    for verb in (verbs.take_back_adoption, verbs.put_in_force):
        with pytest.raises(NotAllowed):
            verb(plan, by=adviser, at=NOW)


def test_an_adviser_says_who_does_it_when_without_a_reason(
    cluster: Cluster, line: PlanLine
) -> None:
    adviser = make_actor(cluster, Role.ADVISER)

    changed = verbs.change_line(
        line, responsible=seat_of(adviser), months=[10, 3, 3], by=adviser, at=NOW
    )

    assert (changed.responsible, changed.months) == (seat_of(adviser), [3, 10])
    assert changed.is_as_computed


def test_what_differs_from_the_computation_needs_a_reason(line: PlanLine, manager: Actor) -> None:
    with pytest.raises(Refused) as refusal:
        verbs.change_line(line, editions=2, by=manager, at=NOW)
    assert refusal.value.field == "reason"

    changed = verbs.change_line(line, editions=2, reason="Two fairs.", by=manager, at=NOW)

    assert changed.changed_figures == ["editions"]
    assert changed.total_cost_eur == 1800
    assert changed.computed == {
        "editions": 1.0, "person_days": 4.0, "cost_eur": 900.0, "income_eur": 0.0, "reach": 2.0
    }  # fmt: skip


def test_a_reason_once_given_holds_for_later_changes(line: PlanLine, manager: Actor) -> None:
    verbs.change_line(line, editions=2, reason="Two fairs.", by=manager, at=NOW)

    changed = verbs.change_line(line, cost_eur=Decimal(950), by=manager, at=NOW)

    assert (changed.reason, changed.cost_eur) == ("Two fairs.", 950)


def test_a_service_is_taken_out_and_stays_to_be_seen(
    plan: ServicePlan, line: PlanLine, manager: Actor
) -> None:
    verbs.change_line(line, editions=0, reason="No money.", by=manager, at=NOW)

    shown = year_plan(plan, manager)
    assert shown.lines == ()
    assert [one.line for one in shown.taken_out] == [line]
    assert shown.sums.person_days == 0


@pytest.mark.parametrize("months", [[0], [13], ["March"], [True, 2.5]])
def test_a_month_is_one_of_twelve(line: PlanLine, manager: Actor, months: list[object]) -> None:
    with pytest.raises(ValidationError):
        verbs.change_line(line, months=months, by=manager, at=NOW)


def test_only_the_team_of_today_becomes_responsible(
    cluster: Cluster, line: PlanLine, manager: Actor, viewer: Actor
) -> None:
    adviser = make_actor(cluster, Role.ADVISER)
    seat = seat_of(adviser)
    verbs.change_line(line, responsible=seat, by=manager, at=NOW)
    end_seat(seat, by=manager, at=NOW)
    seat.refresh_from_db()

    # Who has gone stays where it was written, and is not written anywhere else.
    kept = verbs.change_line(line, responsible=seat, months=[2], by=manager, at=NOW)
    stranger = seat_of(make_actor(make_cluster("there")))
    for other in (seat_of(viewer), stranger):
        with pytest.raises(Refused):
            verbs.change_line(line, responsible=other, by=manager, at=NOW)
    assert kept.responsible == seat


def test_a_service_is_added_by_hand_with_a_reason(plan: ServicePlan, manager: Actor) -> None:
    course = Service.objects.get(code="COURSE")
    with pytest.raises(Refused):
        verbs.add_line(plan, course, editions=1, reason=" ", by=manager, at=NOW)

    line = verbs.add_line(plan, course, editions=2, reason="Asked for.", by=manager, at=NOW)

    assert (line.computed, line.topics, line.total_cost_eur) == (None, ["skills-own"], 1800)
    assert [one.line for one in year_plan(plan, manager).changed] == [line]


def test_what_stands_in_the_plan_is_not_added_twice(plan: ServicePlan, manager: Actor) -> None:
    with pytest.raises(ValidationError, match="already"):
        verbs.add_line(
            plan, Service.objects.get(code="FAIR"), editions=1, reason="Again.", by=manager, at=NOW
        )


def test_neither_retired_nor_no_editions_nor_others_services_are_added(
    plan: ServicePlan, manager: Actor
) -> None:
    course = Service.objects.get(code="COURSE")
    with pytest.raises(Refused):
        verbs.add_line(plan, course, editions=0, reason="None.", by=manager, at=NOW)
    retired = retire(course, by=manager)
    with pytest.raises(Refused):
        verbs.add_line(plan, retired, editions=1, reason="Retired.", by=manager, at=NOW)
    theirs = make_service(make_cluster("there"))
    with pytest.raises(NotAllowed):
        verbs.add_line(plan, theirs, editions=1, reason="Theirs.", by=manager, at=NOW)


def test_a_plan_that_is_over_stays_as_it_was(
    plan: ServicePlan, line: PlanLine, manager: Actor
) -> None:
    verbs.take_back_adoption(plan, by=manager, at=NOW)

    with pytest.raises(Refused, match="no longer in force"):
        verbs.change_line(line, months=[1], by=manager, at=NOW)
    with pytest.raises(Refused, match="no longer in force"):
        verbs.add_line(
            plan, Service.objects.get(code="TALK"), editions=1, reason="x", by=manager, at=NOW
        )


def test_a_viewer_changes_nothing(line: PlanLine, viewer: Actor) -> None:
    with pytest.raises(NotAllowed):
        verbs.change_line(line, months=[1], by=viewer, at=NOW)


def test_the_year_adds_up_by_month_and_person(
    plan: ServicePlan, line: PlanLine, manager: Actor
) -> None:
    course = Service.objects.get(code="COURSE")
    verbs.add_line(plan, course, editions=2, reason="Asked for.", by=manager, at=NOW)
    verbs.change_line(line, months=[3, 4], responsible=seat_of(manager), by=manager, at=NOW)

    shown = year_plan(plan, manager)

    # The fair takes 4 days in two months, the course 2 x 4 days in none; there are 10 days.
    assert [one.days for one in shown.by_month] == [0, 0, 2, 2, *[0] * 8]
    assert shown.days_without_month == 8
    assert [(one.label, one.days) for one in shown.by_person] == [
        (manager.label, 4),
        ("nobody yet", 8),
    ]
    assert (shown.sums.person_days, shown.is_over_days) == (12, True)
    assert (shown.sums.net_cost_eur, shown.is_over_budget) == (2700, True)


def test_history_tells_who_adopted_and_changed_what(line: PlanLine, manager: Actor) -> None:
    verbs.change_line(line, editions=2, reason="Two fairs.", by=manager, at=NOW)

    told = Change.objects.filter(kind__in=["portfolio.serviceplan", "portfolio.planline"])
    assert {(one.verb, one.author) for one in told} == {
        ("adopt_plan", manager.label),
        ("adopt_line", manager.label),
        ("change_line", manager.label),
    }
    assert told.get(verb="change_line").values["editions"] == [1, 2]
