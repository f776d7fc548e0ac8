"""Services: creating, describing, retiring; what they answer and serve."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from raceme.access.actor import VISITOR, Actor
from raceme.access.models import Cluster
from raceme.catalogue import queries, verbs
from raceme.catalogue.models import Contribution, Service
from raceme.catalogue.verbs import Partner
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from raceme.strategy import verbs as strategy_verbs
from raceme.strategy.queries import objectives_in_force
from tests.catalogue.complete import seat_of
from tests.factories import (
    NOW,
    make_actor,
    make_cluster,
    make_objective,
    make_organisation,
    make_service,
)

FACTS = {"code": "S", "name": "Export club", "category": "INT", "person_days": 3, "cost_eur": 900}


def strengths(service: Service) -> dict[str, float]:
    return {one.topic: one.strength for one in service.answers.all()}


def served(service: Service, actor: Actor) -> list[tuple[str, float, bool]]:
    found = queries.objectives_served(service, objectives_in_force(actor))
    return [(one.objective.code, one.strength, one.is_stated) for one in found]


def test_a_service_is_created_with_what_it_answers_and_history_tells_all(manager: Actor) -> None:
    service = verbs.create_service(
        **FACTS, reach=8, answers={"funding-search": 0.5}, by=manager, at=NOW
    )

    change = Change.objects.get(kind="catalogue.service")
    assert (service.cluster, strengths(service)) == (manager.cluster, {"funding-search": 0.5})
    assert (change.verb, change.thing_id) == ("create_service", service.pk)
    assert change.values["answers"] == [{}, {"funding-search": 0.5}]
    assert change.values["cost_eur"] == [None, "900"]


def test_a_viewer_creates_nothing(viewer: Actor) -> None:
    with pytest.raises(NotAllowed):
        verbs.create_service(**FACTS, reach=8, by=viewer, at=NOW)


def test_nobody_describes_a_service_of_another_cluster(manager: Actor) -> None:
    stranger = make_service(make_cluster("there"))

    with pytest.raises(NotAllowed):
        verbs.describe_service(stranger, name="Ours now", by=manager, at=NOW)


def test_an_id_stands_for_one_service_only(cluster: Cluster, manager: Actor) -> None:
    make_service(cluster, code="S")

    with pytest.raises(ValidationError):
        verbs.create_service(**FACTS, reach=8, by=manager, at=NOW)


def test_words_of_the_vocabulary_become_codes_and_own_words_stay(cluster: Cluster) -> None:
    service = make_service(
        cluster, category="Networking and community", answers={" Own Topic ": 1, "information": 0.2}
    )

    assert service.category == "NET"
    assert strengths(service) == {"Own Topic": 1, "information": 0.2}


@pytest.mark.parametrize("answers", [{"x": 1.5}, {"x": -1}, {"x": 0.5, " x": 0.5}])
def test_a_strength_out_of_range_and_a_topic_twice_are_refused(
    cluster: Cluster, answers: dict[str, float]
) -> None:
    with pytest.raises(ValidationError) as refusal:
        make_service(cluster, answers=answers)

    assert set(refusal.value.message_dict) == {"answers"}
    assert not Service.objects.exists()


def test_links_left_out_stay_as_they_are(cluster: Cluster, manager: Actor) -> None:
    make_objective(cluster, code="O1")
    service = make_service(cluster, answers={"information": 0.5}, serves={"O1": 2})

    verbs.describe_service(service, name="New name", by=manager, at=NOW)

    assert strengths(service) == {"information": 0.5}
    assert served(service, manager) == [("O1", 2.0, True)]


def test_history_shows_what_a_service_served_before(cluster: Cluster, manager: Actor) -> None:
    make_objective(cluster, code="O1")
    service = make_service(cluster, serves={"O1": 2})

    verbs.describe_service(service, serves={"O1": 4}, by=manager, at=NOW)

    change = Change.objects.filter(kind="catalogue.service").first()
    assert change is not None
    assert change.values == {"serves": [{"O1": 2.0}, {"O1": 4.0}]}


def test_a_change_that_changes_nothing_leaves_no_trace(cluster: Cluster, manager: Actor) -> None:
    service = make_service(cluster, answers={"information": 0.5})
    before = Change.objects.count()

    verbs.describe_service(
        service, cost_eur=Decimal(1000), answers={"information": 0.5}, by=manager, at=NOW
    )

    assert Change.objects.count() == before


def test_an_objective_that_nobody_stated_cannot_be_served(cluster: Cluster) -> None:
    with pytest.raises(Refused):
        make_service(cluster, serves={"O9": 4})

    assert not Service.objects.exists()


def test_without_a_word_a_service_serves_by_its_category(cluster: Cluster, manager: Actor) -> None:
    make_objective(cluster, code="O1", categories=["NET"])
    make_objective(cluster, code="O2", categories=["INT"])

    assert served(make_service(cluster, category="NET"), manager) == [("O1", 3.0, False)]


def test_what_is_stated_is_all_that_counts(cluster: Cluster, manager: Actor) -> None:
    first = make_objective(cluster, code="O1", categories=["NET"])
    second = make_objective(cluster, code="O2")
    service = make_service(cluster, category="NET", serves={"O2": 1})

    assert served(service, manager) == [("O2", 1.0, True)]
    assert not queries.services_serving(manager, first).exists()
    assert queries.services_serving(manager, second).get() == service


def test_stating_nought_means_it_serves_nothing(cluster: Cluster, manager: Actor) -> None:
    objective = make_objective(cluster, code="O1", categories=["NET"])
    service = make_service(cluster, category="NET", serves={"O1": 0})

    assert served(service, manager) == [("O1", 0.0, True)]
    assert not queries.services_serving(manager, objective).exists()
    assert queries.services_without_objective(manager).get() == service


def test_a_new_version_of_the_strategy_is_served_like_the_old_one(
    cluster: Cluster, manager: Actor
) -> None:
    old = make_objective(cluster, code="O1")
    service = make_service(cluster, serves={"O1": 2})
    strategy_verbs.adopt_strategy(old.strategy, adopted_on=NOW.date(), by=manager, at=NOW)

    strategy_verbs.draft_strategy(by=manager, at=NOW)
    verbs.describe_service(service, serves={"O1": 4}, by=manager, at=NOW)

    assert served(service, manager) == [("O1", 4.0, True)]
    assert Contribution.objects.get(objective=old).strength == 2.0


def test_a_retired_service_is_offered_no_longer_and_comes_back(
    cluster: Cluster, manager: Actor
) -> None:
    service = make_service(cluster)

    service = verbs.retire_service(service, reason="Nobody came.", by=manager, at=NOW)
    assert not queries.services_offered(manager).exists()
    with pytest.raises(Refused):
        verbs.retire_service(service, reason="Nobody came.", by=manager, at=NOW)
    verbs.offer_again(service, by=manager, at=NOW)

    assert queries.services_offered(manager).get() == service


def test_services_answering_a_topic_come_strongest_first(cluster: Cluster, manager: Actor) -> None:
    weak = make_service(cluster, answers={"information": 0.2, "funding-search": 1})
    strong = make_service(cluster, answers={"information": 0.9})
    make_service(cluster, answers={"information": 0})
    verbs.retire_service(
        make_service(cluster, answers={"information": 1}), reason="Nobody came.", by=manager, at=NOW
    )

    found = queries.services_answering(manager, "information")

    assert [(one, one.strength_of_answer) for one in found] == [(strong, 0.9), (weak, 0.2)]


def test_services_nobody_asked_for(cluster: Cluster, manager: Actor) -> None:
    make_objective(cluster, code="O1", categories=["INT"])
    make_service(cluster, category="NET", answers={"information": 0.5})
    make_service(cluster, category="INT", answers={"funding-search": 0.5})
    idle = make_service(cluster, category="NET", answers={"funding-search": 0.5})

    found = queries.services_without_need_or_objective(manager, asked_topics=["information"])

    assert list(found) == [idle]


def test_the_list_is_narrowed_down_to_whom_a_service_is_of(
    cluster: Cluster, manager: Actor
) -> None:
    ours = make_service(cluster, owner=seat_of(manager))
    make_service(cluster)
    there = make_actor(make_cluster("there"))
    everything = queries.services_visible_to(manager)

    def of(owner: str) -> list[Service]:
        return list(queries.found_among(everything, owner=owner, by=manager))

    assert of(str(seat_of(manager).pk)) == [ours]
    assert of(str(seat_of(there).pk)) == []
    assert of("99999999999999999999") == []


def test_whoever_answers_for_a_service_has_a_seat_here(cluster: Cluster) -> None:
    there = make_actor(make_cluster("there"))

    with pytest.raises(Refused) as refusal:
        make_service(cluster, owner=seat_of(there))

    assert refusal.value.field == "owner"


@pytest.mark.parametrize(
    "wrong",
    [
        {"targets": ["everyone"]},
        {"targets": "SME"},
        {"funding": ["luck"]},
        {"format": "party"},
        {"level": "high"},
        {"delivered_by": "magic"},
        {"aid_basis": "none at all"},
        {"confidentiality": "secret"},
        {"price_member_eur": Decimal(-1)},
    ],
)
def test_only_codes_of_the_lists_are_stored(cluster: Cluster, wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as refusal:
        make_service(cluster, **wrong)

    assert set(refusal.value.message_dict) == set(wrong)


def test_who_takes_part_in_delivering_is_one_of_ours_or_a_name(
    cluster: Cluster, manager: Actor
) -> None:
    firm = make_organisation(cluster, name="Example Works")
    partners = [Partner("host", firm, name="ignored"), Partner("expert", name=" Dr. No ")]
    service = make_service(cluster, providers=partners)
    assert [(str(one), one.organisation) for one in service.providers.all()] == [
        ("Example Works", firm),
        ("Dr. No", None),
    ]

    verbs.describe_service(service, name="Other", by=manager, at=NOW)
    assert service.providers.count() == 2  # left out, they stay
    verbs.describe_service(service, providers=[], by=manager, at=NOW)

    change = Change.objects.filter(kind="catalogue.service").first()
    assert change is not None
    assert change.values["providers"] == [["Example Works (host)", "Dr. No (expert)"], []]


def test_a_partner_that_makes_no_sense_is_refused(cluster: Cluster) -> None:
    firm, stranger = make_organisation(cluster), make_organisation(make_cluster("there"))

    for wrong, error in (
        ([Partner("host")], ValidationError),
        ([Partner("king", firm)], ValidationError),
        ([Partner("host", firm), Partner("host", firm)], ValidationError),
        ([Partner("host", stranger)], Refused),
    ):
        with pytest.raises(error):
            make_service(cluster, providers=wrong)
    assert not Service.objects.exists()


def test_a_visitor_sees_no_service(cluster: Cluster) -> None:
    make_service(cluster)

    assert not queries.services_visible_to(VISITOR).exists()


@pytest.mark.parametrize(
    ("looked_for", "expected"),
    [
        ({}, ["A", "B"]),
        ({"text": "club export"}, ["B"]),
        ({"category": "INT"}, ["B"]),
        ({"topic": "information"}, ["A"]),
        ({"objective": "O1"}, ["B"]),
        ({"objective": "O9"}, []),
        ({"text": "department"}, ["B"]),
        ({"stage": "need_confirmed"}, ["B"]),
        ({"stage": "retired"}, ["C"]),
        ({"format": "event"}, ["A"]),
        ({"delivered_by": "third-party"}, ["B"]),
        ({"emerging": True}, ["A"]),
        ({"owner": "nobody"}, ["A", "B"]),
        ({"sort": "stage"}, ["A", "B"]),
        ({"cross_sectoral": True}, ["A"]),
        ({"with_retired": True}, ["A", "B", "C"]),
        ({"sort": "cost"}, ["B", "A"]),
    ],
)
def test_the_list_is_narrowed_down(
    cluster: Cluster, manager: Actor, looked_for: dict[str, object], expected: list[str]
) -> None:
    make_objective(cluster, code="O1", categories=["INT"])
    marks = {"is_cross_sectoral": True, "is_for_emerging": True, "format": "event"}
    make_service(cluster, code="A", answers={"information": 1}, **marks)
    club = make_service(cluster, code="B", name="Export club", category="INT", cost_eur=2000)
    more = {"need": "No export department", "delivered_by": "third-party"}
    verbs.describe_service(club, **more, by=manager, at=NOW)
    verbs.pass_gate(club, to="need_confirmed", reason="As a test.", by=manager, at=NOW)
    verbs.retire_service(make_service(cluster, code="C"), reason="Nobody came.", by=manager, at=NOW)

    everything = queries.services_visible_to(manager)
    found = queries.found_among(everything, by=manager, **looked_for)  # type: ignore[arg-type]

    assert [one.code for one in found] == expected
