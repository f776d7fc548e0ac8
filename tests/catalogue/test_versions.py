"""Versions: every concept is kept, two are compared, an old one is restored as a new one."""

from decimal import Decimal

import pytest

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.catalogue import queries, verbs
from raceme.catalogue.models import Service, Stage, Version
from raceme.catalogue.queries.versions import Run, runs_between
from raceme.catalogue.verbs import Partner
from raceme.foundation.errors import NotAllowed, Refused
from tests.catalogue.complete import CONCEPT, bring_to, seat_of
from tests.factories import NOW, make_objective, make_organisation, make_service


@pytest.fixture
def settled(cluster: Cluster, manager: Actor) -> Service:
    """A service whose concept stands."""
    return bring_to(make_service(cluster, **CONCEPT), Stage.CONCEPT, manager)


def numbers(service: Service) -> list[int]:
    return [one.number for one in service.versions.all()]


def test_a_draft_changes_in_place_until_the_concept_stands(
    cluster: Cluster, manager: Actor
) -> None:
    service = make_service(cluster)
    service = verbs.describe_service(service, format="event", by=manager, at=NOW)
    service = bring_to(service, Stage.NEED_CONFIRMED, manager)
    service = verbs.describe_service(service, format="group", by=manager, at=NOW)
    draft = service.versions.get()
    assert (draft.number, draft.concept["format"], draft.is_settled) == (1, "group", False)

    bring_to(service, Stage.CONCEPT, manager)

    assert service.versions.get().settled_at == NOW


def test_a_change_of_a_settled_offer_makes_a_version_with_what_and_why(
    settled: Service, manager: Actor
) -> None:
    with pytest.raises(Refused) as refusal:
        verbs.describe_service(settled, format="event", by=manager, at=NOW)
    assert refusal.value.field == "why"

    service = verbs.describe_service(
        settled,
        format="event",
        price_member_eur=Decimal(50),
        why="Nobody had time for a year.",
        by=manager,
        at=NOW,
    )

    newest, first = service.versions.all()
    assert (service.version, newest.number, first.number) == (2, 2, 1)
    assert (newest.changed, newest.why) == (
        ["format", "price_member_eur"],
        "Nobody had time for a year.",
    )
    assert (newest.author, newest.made_at, newest.settled_at) == (manager.label, NOW, NOW)
    assert (first.concept["format"], newest.concept["format"]) == ("group", "event")


def test_figures_links_owner_and_calendar_may_change_without_a_version(
    settled: Service, cluster: Cluster, manager: Actor
) -> None:
    make_objective(cluster, code="O1")

    verbs.describe_service(
        settled,
        cost_eur=Decimal(5),
        answers={"information": 1},
        serves={"O1": 1},
        owner=seat_of(manager),
        calendar="In May",
        by=manager,
        at=NOW,
    )

    assert numbers(settled) == [1]


def test_other_partners_are_another_offer(
    settled: Service, cluster: Cluster, manager: Actor
) -> None:
    partner = Partner("expert", make_organisation(cluster, code="M1", name="Example Works"))
    service = verbs.describe_service(
        settled, providers=[partner], why="They know more.", by=manager, at=NOW
    )
    newest, first = service.versions.all()
    assert newest.changed == ["providers"]

    said = {one.name: one for one in queries.compare_versions(manager, first, newest)}
    assert (said["providers"].first, said["providers"].second) == (
        "",
        "Example Works (gives an expert or a speaker)",
    )

    verbs.restore_version(service, number=1, why="They left.", by=manager, at=NOW)
    assert not service.providers.exists()
    verbs.restore_version(service, number=2, why="They came back.", by=manager, at=NOW)
    assert [one.organisation for one in service.providers.all()] == [partner.organisation]


def test_after_sending_back_a_settled_version_is_still_kept(
    settled: Service, manager: Actor
) -> None:
    service = verbs.send_back(settled, to="idea", reason="It failed.", by=manager, at=NOW)

    with pytest.raises(Refused):
        verbs.describe_service(service, format="event", by=manager, at=NOW)
    service = verbs.describe_service(service, format="event", why="Shorter.", by=manager, at=NOW)
    service = verbs.describe_service(service, format="training", by=manager, at=NOW)

    newest, first = service.versions.all()
    assert (newest.concept["format"], newest.is_settled) == ("training", False)
    assert (first.concept["format"], first.is_settled) == ("group", True)


def test_an_old_version_is_restored_as_a_new_one(settled: Service, manager: Actor) -> None:
    service = verbs.describe_service(
        settled,
        description="One workshop.",
        targets=["large"],
        price_member_eur=Decimal("12.50"),
        why="Cheaper.",
        by=manager,
        at=NOW,
    )

    service = verbs.restore_version(
        service, number=1, why="Nobody wanted that.", by=manager, at=NOW
    )

    service.refresh_from_db()
    assert (service.description, service.targets) == (
        CONCEPT["description"],
        CONCEPT["targets"],
    )
    assert service.price_member_eur is None
    assert numbers(service) == [3, 2, 1]
    newest = service.versions.first()
    assert newest is not None
    assert (newest.restored_from, newest.why) == (1, "Nobody wanted that.")
    assert newest.changed == ["description", "targets", "price_member_eur"]


def test_restoring_refuses_what_makes_no_sense(settled: Service, manager: Actor) -> None:
    same = verbs.describe_service(settled, name="Other", why="A try.", by=manager, at=NOW)
    same = verbs.describe_service(same, name=settled.name, why="Back.", by=manager, at=NOW)

    for number in (3, 9, 1):  # the newest, none at all, and one that says the same
        with pytest.raises(Refused):
            verbs.restore_version(same, number=number, why="Why not.", by=manager, at=NOW)
    with pytest.raises(Refused) as refusal:
        verbs.restore_version(same, number=2, why=" ", by=manager, at=NOW)
    assert refusal.value.field == "why"
    verbs.retire_service(same, reason="Nobody came.", by=manager, at=NOW)
    with pytest.raises(Refused):
        verbs.restore_version(same, number=2, why="Why not.", by=manager, at=NOW)
    assert numbers(same) == [3, 2, 1]


def test_two_versions_are_compared_point_by_point_and_word_by_word(
    settled: Service, manager: Actor
) -> None:
    service = verbs.describe_service(
        settled,
        description="Three workshops and a stand.",
        is_for_emerging=True,
        targets=["SME"],
        price_member_eur=Decimal(50),
        why="More.",
        by=manager,
        at=NOW,
    )
    newest, first = service.versions.all()

    said = queries.compare_versions(manager, first, newest)

    differing = {one.name: (one.first, one.second) for one in said if one.differs}
    assert differing == {
        "description": ("Two workshops and a joint stand.", "Three workshops and a stand."),
        "targets": ("small and medium-sized firms, start-ups", "small and medium-sized firms"),
        "price_member_eur": ("", "€50"),
        "is_for_emerging": ("no", "yes"),
    }
    (description,) = [one for one in said if one.name == "description"]
    assert description.runs == (
        (Run.GONE, "Two"),
        (Run.NEW, "Three"),
        (Run.KEPT, "workshops and a"),
        (Run.GONE, "joint"),
        (Run.KEPT, "stand."),
    )


@pytest.mark.parametrize(
    ("first", "second", "runs"),
    [
        ("", "new words", ((Run.NEW, "new words"),)),
        ("old words", "", ((Run.GONE, "old words"),)),
        ("same", "same", ((Run.KEPT, "same"),)),
        ("", "", ()),
    ],
)
def test_words_come_go_and_stay(first: str, second: str, runs: tuple[tuple[Run, str], ...]) -> None:
    assert runs_between(first, second) == runs


def test_a_viewer_restores_nothing(settled: Service, viewer: Actor) -> None:
    with pytest.raises(NotAllowed):
        verbs.restore_version(settled, number=1, why="Why not.", by=viewer, at=NOW)


def test_versions_of_another_cluster_are_not_seen(settled: Service, viewer: Actor) -> None:
    from_there = Actor(label="nobody")

    assert list(queries.versions_of(viewer, settled)) == list(Version.objects.all())
    assert not queries.versions_of(from_there, settled).exists()
