"""The way of a service: passing gates, going back, being retired, and what is kept of it."""

import pytest
from django.db import IntegrityError, transaction

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.catalogue import gates, queries, verbs
from raceme.catalogue.archetypes import archetype_named
from raceme.catalogue.models import Service, Stage, StageChange
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from tests.catalogue.complete import CONCEPT, bring_to, make_ready
from tests.factories import NOW, make_cluster, make_service


def way_of(service: Service) -> list[tuple[str, str, str]]:
    rows = service.stage_changes.order_by("pk")
    return [(one.act, one.from_stage, one.to_stage) for one in rows]


def test_a_new_service_begins_as_an_idea_and_its_way_begins(
    cluster: Cluster, manager: Actor
) -> None:
    service = make_service(cluster)

    begun = StageChange.objects.get()
    assert (service.stage, way_of(service)) == ("idea", [("begun", "", "idea")])
    assert (begun.author, begun.at, begun.has_all_evidence) == ("system", NOW, False)
    assert [one["code"] for one in begun.evidence] == ["objective"]


def test_what_is_adopted_from_the_library_begins_as_an_idea(manager: Actor) -> None:
    archetype = archetype_named("NET-04")
    assert archetype is not None

    assert verbs.adopt_archetype(archetype, by=manager, at=NOW).stage == "idea"


def test_what_is_offered_already_begins_in_the_portfolio_with_a_reason(
    cluster: Cluster,
) -> None:
    with pytest.raises(Refused) as refusal:
        make_service(cluster, stage="in_portfolio")
    assert refusal.value.field == "reason"

    service = make_service(cluster, stage="in_portfolio", reason="Offered since 2019.")

    assert way_of(service) == [("begun", "", "in_portfolio")]
    assert service.stage_changes.get().reason == "Offered since 2019."


def test_nothing_begins_retired(cluster: Cluster) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.bulk_create(
            [
                Service(
                    cluster=cluster, code="X", person_days=1, cost_eur=1, reach=1, stage="retired"
                )
            ]
        )
    with pytest.raises(Exception, match="retired"):
        make_service(cluster, stage="retired", reason="Long ago.")


def test_a_gate_with_all_evidence_is_passed_without_a_reason(
    cluster: Cluster, manager: Actor
) -> None:
    service = make_ready(cluster, manager)

    service = verbs.pass_gate(service, to="in_portfolio", by=manager, at=NOW)

    passed = service.stage_changes.first()
    assert passed is not None
    assert service.stage == "in_portfolio"
    assert (passed.act, passed.from_stage, passed.has_all_evidence) == ("passed", "idea", True)
    assert (passed.author, passed.user) == (manager.label, manager.user)
    # All gates up to there were looked at, that of the idea among them.
    assert {one["gate"] for one in passed.evidence} == {
        str(one) for one in Stage if one.place <= Stage.IN_PORTFOLIO.place
    }


def test_without_all_evidence_a_gate_is_passed_only_with_a_reason(
    cluster: Cluster, manager: Actor
) -> None:
    service = make_service(cluster, **CONCEPT)

    for nothing in ("", "  \n"):
        with pytest.raises(Refused) as refusal:
            verbs.pass_gate(service, to="concept", reason=nothing, by=manager, at=NOW)
        assert refusal.value.field == "reason"
    service = verbs.pass_gate(
        service, to="concept", reason="The board insists.", by=manager, at=NOW
    )

    passed = service.stage_changes.first()
    assert passed is not None
    assert (passed.reason, passed.has_all_evidence) == ("The board insists.", False)
    assert [one["code"] for one in passed.evidence if not one["is_met"]] == ["objective", "needs"]


def test_the_evidence_is_kept_as_it_was_at_that_time(cluster: Cluster, manager: Actor) -> None:
    service = make_ready(cluster, manager)
    service = verbs.pass_gate(service, to="concept", by=manager, at=NOW)
    service = verbs.describe_service(
        service, format="event", why="As members wished.", by=manager, at=NOW
    )

    passed = service.stage_changes.first()
    assert passed is not None
    told = {one.label: one.sentence for one in gates.tell_kept(passed, "EUR")}
    assert told["Needs of members"] == "5 needs of 5 members; mean importance 4 of 5."
    assert told["In what format"] == "standing group"


def test_only_a_stage_ahead_can_be_reached(cluster: Cluster, manager: Actor) -> None:
    service = bring_to(make_service(cluster), Stage.PILOT, manager)

    for wrong in ("pilot", "concept", "retired", "nonsense"):
        with pytest.raises(Refused) as refusal:
            verbs.pass_gate(service, to=wrong, reason="Why not.", by=manager, at=NOW)
        assert refusal.value.field == "to"


def test_sending_back_needs_a_reason_and_a_stage_behind(cluster: Cluster, manager: Actor) -> None:
    service = bring_to(make_service(cluster), Stage.PILOT, manager)

    for to, reason, field in (
        ("evaluated", "Why not.", "to"),
        ("pilot", "Why not.", "to"),
        ("nonsense", "Why not.", "to"),
        ("concept", " ", "reason"),
    ):
        with pytest.raises(Refused) as refusal:
            verbs.send_back(service, to=to, reason=reason, by=manager, at=NOW)
        assert refusal.value.field == field
    service = verbs.send_back(service, to="concept", reason="It failed.", by=manager, at=NOW)

    sent = service.stage_changes.first()
    assert sent is not None
    assert way_of(service)[-1] == ("sent_back", "pilot", "concept")
    assert (sent.reason, sent.evidence, sent.has_all_evidence) == ("It failed.", [], None)


def test_retiring_needs_a_reason_and_is_undone_to_where_it_stood(
    cluster: Cluster, manager: Actor
) -> None:
    service = bring_to(make_service(cluster), Stage.EVALUATED, manager)

    with pytest.raises(Refused) as refusal:
        verbs.retire_service(service, reason="", by=manager, at=NOW)
    assert refusal.value.field == "reason"
    service = verbs.retire_service(service, reason="Nobody came.", by=manager, at=NOW)
    assert (service.stage, service.retired_at, service.is_offered) == ("retired", NOW, False)
    for act in (verbs.pass_gate, verbs.send_back):
        with pytest.raises(Refused):
            act(service, to="idea", reason="Why not.", by=manager, at=NOW)

    service = verbs.offer_again(service, by=manager, at=NOW)

    assert (service.stage, service.retired_at) == ("evaluated", None)
    assert way_of(service)[-2:] == [
        ("retired", "evaluated", "retired"),
        ("offered_again", "retired", "evaluated"),
    ]


def test_offering_again_what_is_offered_changes_nothing(cluster: Cluster, manager: Actor) -> None:
    service = make_service(cluster)

    verbs.offer_again(service, by=manager, at=NOW)

    assert way_of(service) == [("begun", "", "idea")]


def test_a_row_of_the_way_is_never_rewritten(cluster: Cluster) -> None:
    make_service(cluster)
    row = StageChange.objects.get()
    row.reason = "Nicer words."

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()

    assert StageChange.objects.get().reason == ""


def test_services_at_every_stage_may_be_planned_but_retired_ones(
    cluster: Cluster, manager: Actor
) -> None:
    stages = [one for one in Stage if one not in (Stage.IDEA, Stage.RETIRED)]
    services = [bring_to(make_service(cluster), stage, manager) for stage in stages]
    services.append(make_service(cluster))
    verbs.retire_service(make_service(cluster), reason="Nobody came.", by=manager, at=NOW)

    assert set(queries.services_offered(manager)) == set(services)


def test_the_history_tells_of_the_way(cluster: Cluster, manager: Actor) -> None:
    bring_to(make_service(cluster), Stage.CONCEPT, manager)

    change = Change.objects.filter(kind="catalogue.service").first()
    assert change is not None
    assert (change.verb, change.values) == ("pass_gate", {"stage": ["idea", "concept"]})


def test_only_the_team_moves_services(cluster: Cluster, manager: Actor, viewer: Actor) -> None:
    service = bring_to(make_service(cluster), Stage.PILOT, manager)
    stranger = system_of(make_cluster("there"))

    for actor in (viewer, stranger):
        for act, to in ((verbs.pass_gate, "evaluated"), (verbs.send_back, "idea")):
            with pytest.raises(NotAllowed):
                act(service, to=to, reason="Why not.", by=actor, at=NOW)
        with pytest.raises(NotAllowed):
            verbs.retire_service(service, reason="Why not.", by=actor, at=NOW)
        with pytest.raises(NotAllowed):
            verbs.offer_again(service, by=actor, at=NOW)
