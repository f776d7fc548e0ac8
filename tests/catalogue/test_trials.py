"""Pilots with a few members, and yearly reviews."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from raceme.access.actor import VISITOR, Actor
from raceme.access.models import Cluster
from raceme.catalogue import queries, verbs
from raceme.catalogue.models import Pilot, Service, Stage
from raceme.catalogue.verbs import TookPart
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from tests.catalogue.complete import bring_to, try_out
from tests.factories import NOW, TODAY, make_cluster, make_organisation, make_service

REVIEW = {"reviewed_on": TODAY, "decision": "keep", "reason": "Well liked."}


def marks(pilot: Pilot) -> dict[str, int | None]:
    return {one.organisation.name: one.feedback for one in pilot.participants.all()}


def test_a_pilot_is_recorded_with_who_took_part_and_history_tells_all(
    cluster: Cluster, manager: Actor
) -> None:
    firm = make_organisation(cluster, name="Example Works")
    service = make_service(cluster)

    pilot = verbs.record_pilot(
        service,
        tried="One workshop",
        began_on=date(2026, 9, 1),
        participants=[TookPart(firm, 4, "Too short.")],
        by=manager,
        at=NOW,
    )

    change = Change.objects.get(kind="catalogue.pilot")
    assert (marks(pilot), pilot.is_going_on) == ({"Example Works": 4}, True)
    assert change.values["participants"] == [{}, {"Example Works": 4}]
    assert change.values["comments"] == [{}, {"Example Works": "Too short."}]


def test_a_pilot_is_completed_later(cluster: Cluster, manager: Actor) -> None:
    pilot = try_out(make_service(cluster), manager, (None, None), ended_on=None)
    firm = pilot.participants.all()[0].organisation

    pilot = verbs.correct_pilot(
        pilot,
        ended_on=TODAY,
        outcomes="A contract.",
        participants=[TookPart(firm, 5)],
        by=manager,
        at=NOW,
    )

    assert (pilot.is_going_on, marks(pilot)) == (False, {firm.name: 5})
    assert verbs.correct_pilot(pilot, outcomes="Two.", by=manager, at=NOW).participants.count() == 1


def test_a_correction_that_corrects_nothing_leaves_no_trace(
    cluster: Cluster, manager: Actor
) -> None:
    pilot = try_out(make_service(cluster), manager, (4,))
    before = Change.objects.count()

    verbs.correct_pilot(pilot, tried=pilot.tried, by=manager, at=NOW)

    assert Change.objects.count() == before


def test_a_pilot_refuses_what_makes_no_sense(cluster: Cluster, manager: Actor) -> None:
    service, firm = make_service(cluster), make_organisation(cluster)
    facts = {"tried": "One workshop", "began_on": date(2026, 9, 1)}
    stranger = make_organisation(make_cluster("there"))

    for wrong, error in (
        ({"began_on": TODAY + timedelta(days=1)}, Refused),
        ({"ended_on": date(2026, 8, 31)}, ValidationError),
        ({"ended_on": TODAY + timedelta(days=1)}, Refused),
        ({"tried": ""}, ValidationError),
        ({"participants": [TookPart(firm, 6)]}, ValidationError),
        ({"participants": [TookPart(firm), TookPart(firm)]}, ValidationError),
        ({"participants": [TookPart(stranger)]}, Refused),
    ):
        with pytest.raises(error):
            verbs.record_pilot(service, **(facts | wrong), by=manager, at=NOW)  # type: ignore[arg-type]

    assert not Pilot.objects.exists()


def test_a_retired_service_is_neither_tried_nor_reviewed(cluster: Cluster, manager: Actor) -> None:
    service = make_service(cluster)
    verbs.retire_service(service, reason="Nobody came.", by=manager, at=NOW)

    with pytest.raises(Refused):
        verbs.record_pilot(service, tried="One workshop", began_on=TODAY, by=manager, at=NOW)
    with pytest.raises(Refused):
        verbs.record_review(service, **REVIEW, by=manager, at=NOW)


def test_a_withdrawn_pilot_stays_in_the_books(cluster: Cluster, manager: Actor) -> None:
    pilot = try_out(make_service(cluster), manager, (4,))

    pilot = verbs.withdraw_pilot(pilot, by=manager, at=NOW)
    assert (pilot.is_withdrawn, queries.pilots_visible_to(manager).get()) == (True, pilot)

    assert verbs.restore_pilot(pilot, by=manager, at=NOW).is_withdrawn is False


def test_a_review_in_the_portfolio_passes_its_gate(cluster: Cluster, manager: Actor) -> None:
    service = bring_to(make_service(cluster), Stage.IN_PORTFOLIO, manager)

    verbs.record_review(service, **REVIEW, by=manager, at=NOW)

    service.refresh_from_db()
    passed = service.stage_changes.first()
    assert passed is not None
    assert (service.stage, passed.to_stage) == ("reviewed", "reviewed")
    assert (passed.reason, passed.has_all_evidence) == ("Well liked.", True)


@pytest.mark.parametrize(
    ("stage", "reviewed_on"),
    [(Stage.CONCEPT, TODAY), (Stage.IN_PORTFOLIO, date(2025, 1, 1))],
)
def test_too_early_or_too_old_a_review_moves_nothing(
    cluster: Cluster, manager: Actor, stage: Stage, reviewed_on: date
) -> None:
    service = bring_to(make_service(cluster), stage, manager)

    verbs.record_review(service, **(REVIEW | {"reviewed_on": reviewed_on}), by=manager, at=NOW)

    service.refresh_from_db()
    assert service.stage == stage


def test_the_next_review_keeps_it_where_it_is(cluster: Cluster, manager: Actor) -> None:
    service = bring_to(make_service(cluster), Stage.REVIEWED, manager)
    before = service.stage_changes.count()

    verbs.record_review(service, **(REVIEW | {"decision": "stop"}), by=manager, at=NOW)

    service.refresh_from_db()
    assert (service.stage, service.is_offered) == ("reviewed", True)
    assert service.stage_changes.count() == before


def test_what_an_edition_cost_is_unknown_unless_both_figures_are_known(
    cluster: Cluster, manager: Actor
) -> None:
    service = make_service(cluster)
    known = verbs.record_review(
        service, **REVIEW, editions=4, cost_eur=Decimal(1000), by=manager, at=NOW
    )
    unknown = verbs.record_review(service, **REVIEW, editions=4, by=manager, at=NOW)
    none_held = verbs.record_review(
        service, **REVIEW, editions=0, cost_eur=Decimal(1000), by=manager, at=NOW
    )

    costs = [one.cost_per_edition_eur for one in (known, unknown, none_held)]
    assert costs == [Decimal(250), None, None]


@pytest.mark.parametrize(
    "wrong",
    [
        {"reviewed_on": TODAY + timedelta(days=1)},
        {"decision": "perhaps"},
        {"reason": ""},
        {"satisfaction": Decimal("5.1")},
        {"cost_eur": Decimal(-1)},
    ],
)
def test_a_review_refuses_what_makes_no_sense(
    cluster: Cluster, manager: Actor, wrong: dict[str, object]
) -> None:
    with pytest.raises((Refused, ValidationError)):
        verbs.record_review(make_service(cluster), **(REVIEW | wrong), by=manager, at=NOW)


def due(actor: Actor) -> set[Service]:
    return set(queries.services_due_for_review(actor, TODAY))


def test_a_review_is_due_a_year_after_the_last_or_after_it_came_to_the_portfolio(
    cluster: Cluster, manager: Actor
) -> None:
    long_ago = NOW - timedelta(days=400)
    fresh = bring_to(make_service(cluster), Stage.IN_PORTFOLIO, manager)
    make_service(cluster)
    old = make_service(cluster)
    verbs.pass_gate(old, to="in_portfolio", reason="As a test.", by=manager, at=long_ago)
    assert due(manager) == {old}

    review = verbs.record_review(old, **REVIEW, by=manager, at=NOW)
    assert due(manager) == set()
    verbs.withdraw_review(review, by=manager, at=NOW)
    assert due(manager) == {old}
    verbs.retire_service(old, reason="Nobody came.", by=manager, at=NOW)
    assert due(manager) == set()
    assert fresh.is_offered


def test_only_the_team_records_pilots_and_reviews(
    cluster: Cluster, manager: Actor, viewer: Actor
) -> None:
    service = make_service(cluster)
    pilot = try_out(service, manager, (4,))
    review = verbs.record_review(service, **REVIEW, by=manager, at=NOW)

    with pytest.raises(NotAllowed):
        verbs.record_pilot(service, tried="One", began_on=TODAY, by=viewer, at=NOW)
    with pytest.raises(NotAllowed):
        verbs.record_review(service, **REVIEW, by=viewer, at=NOW)
    for act in (verbs.correct_pilot, verbs.withdraw_pilot, verbs.restore_pilot):
        with pytest.raises(NotAllowed):
            act(pilot, by=viewer, at=NOW)
    for act in (verbs.correct_review, verbs.withdraw_review, verbs.restore_review):
        with pytest.raises(NotAllowed):
            act(review, by=viewer, at=NOW)


def test_pilots_and_reviews_of_others_are_not_seen(cluster: Cluster, manager: Actor) -> None:
    service = make_service(cluster)
    try_out(service, manager, (4,))
    verbs.record_review(service, **REVIEW, by=manager, at=NOW)
    there = make_cluster("there")

    assert not queries.pilots_visible_to(VISITOR).exists()
    assert not queries.reviews_visible_to(VISITOR).exists()
    assert not queries.pilots_visible_to(Actor("x", cluster=there, role=manager.role)).exists()
    assert not queries.reviews_visible_to(Actor("x", cluster=there, role=manager.role)).exists()
