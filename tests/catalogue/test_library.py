"""The library: looking through it, and adopting from it."""

import csv
from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.catalogue import queries, verbs, words
from raceme.catalogue.archetypes import (
    LIBRARY_VERSION,
    Archetype,
    archetype_named,
    archetypes,
)
from raceme.catalogue.models import Service
from raceme.foundation.errors import NotAllowed, Refused
from raceme.vocabulary.categories import label_of_category
from tests.factories import NOW, make_service

# The reference of the field lies beside the repository where the library is made.
REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "domain" / "services.csv"


def archetype(id_: str) -> Archetype:
    found = archetype_named(id_)
    assert found is not None
    return found


def test_an_adopted_service_has_the_figures_of_the_library(manager: Actor) -> None:
    usual = archetype("NET-04")

    service = verbs.adopt_archetype(usual, by=manager, at=NOW)

    assert (service.code, service.archetype, service.category) == ("NET-04", "NET-04", "NET")
    assert service.net_cost_eur == Decimal(str(usual.cost_eur)) - Decimal(str(usual.income_eur))
    assert {one.topic: one.strength for one in service.answers.all()} == dict(usual.answers)


def test_a_service_is_adopted_in_the_language_of_whoever_adopts(manager: Actor) -> None:
    with override("de"):
        service = verbs.adopt_archetype(archetype("NET-04"), by=manager, at=NOW)

    assert service.name == archetype("NET-04").name_de


def test_what_is_adopted_and_offered_is_not_adopted_again(manager: Actor) -> None:
    verbs.adopt_archetype(archetype("NET-01"), by=manager, at=NOW)

    with pytest.raises(Refused):
        verbs.adopt_archetypes([archetype("NET-02"), archetype("NET-01")], by=manager, at=NOW)

    assert [one.code for one in Service.objects.all()] == ["NET-01"]


def test_after_retiring_it_is_adopted_afresh_under_the_next_free_id(
    cluster: Cluster, manager: Actor
) -> None:
    make_service(cluster, code="NET-01-2")
    first = verbs.adopt_archetype(archetype("NET-01"), by=manager, at=NOW)
    verbs.retire_service(first, reason="Nobody came.", by=manager, at=NOW)

    assert verbs.adopt_archetype(archetype("NET-01"), by=manager, at=NOW).code == "NET-01-3"


def test_a_viewer_adopts_nothing(viewer: Actor) -> None:
    with pytest.raises(NotAllowed):
        verbs.adopt_archetype(archetype("NET-01"), by=viewer, at=NOW)


def test_the_whole_library_can_be_adopted(manager: Actor) -> None:
    verbs.adopt_archetypes(archetypes(), by=manager, at=NOW)

    assert queries.services_offered(manager).count() == len(archetypes())


def test_the_library_says_what_we_offer_already(manager: Actor) -> None:
    service = verbs.adopt_archetype(archetype("NET-01"), by=manager, at=NOW)

    entries = queries.library_for(manager)

    assert len(entries) == len(archetypes())
    assert [one.service for one in entries if one.service] == [service]


def test_the_library_is_searched_by_word_category_format_and_marks(manager: Actor) -> None:
    found = queries.library_for(manager, text="FLAGSHIP talks", category="NET", format="event")
    special = queries.library_for(manager, cross_sectoral=True, emerging=True)

    assert [one.archetype.id for one in found] == ["NET-05"]
    assert {one.archetype.id for one in special} == {
        one.id for one in archetypes() if one.is_cross_sectoral and one.is_for_emerging_industries
    }


@pytest.mark.parametrize(
    ("looked_for", "fits"),
    [
        ({"funding": "voucher"}, lambda one: "voucher" in one.funding),
        ({"target": "public"}, lambda one: {"public", "all"} & set(one.targets)),
        ({"days_min": 25}, lambda one: one.effort_days >= 25),
        ({"days_max": 0.75}, lambda one: one.effort_days <= 0.75),
        ({"days_min": 2, "days_max": 3}, lambda one: 2 <= one.effort_days <= 3),
        ({"topic": "funding-search"}, lambda one: "funding-search" in one.answers),
        ({"text": "renewal rate"}, lambda one: "renewal rate" in one.kpis),
        ({"adopted": "yes"}, lambda one: one.id == "NET-01"),
        ({"adopted": "no", "category": "NET"}, lambda one: one.category == "NET"),
    ],
)
def test_the_library_is_searched_by_who_pays_for_whom_effort_and_what_is_ours(
    manager: Actor, looked_for: dict[str, Any], fits: Callable[[Archetype], bool]
) -> None:
    verbs.adopt_archetype(archetype("NET-01"), by=manager, at=NOW)

    found = queries.library_for(manager, **looked_for)

    expected = [one.id for one in archetypes() if fits(one)]
    if looked_for.get("adopted") == "no":
        expected.remove("NET-01")
    assert expected
    assert [one.archetype.id for one in found] == expected


@pytest.mark.skipif(not REFERENCE.is_file(), reason="the reference of the field is not here")
def test_every_column_of_the_reference_is_carried() -> None:
    rows = {row["id"]: row for row in csv.DictReader(StringIO(REFERENCE.read_text("utf-8")))}

    carried = {
        one.id: {
            "id": one.id,
            "category": label_of_category(one.category),
            "name": one.name_en,
            "description": one.description_en,
            "target": ";".join(one.targets),
            "need": one.need_en,
            "format": one.format,
            "effort_days": f"{one.effort_days:g}",
            "funding": ";".join(one.funding),
            "kpis": ";".join(one.kpis_en),
            "cross_sectoral": str(int(one.is_cross_sectoral)),
            "emerging": str(int(one.is_for_emerging_industries)),
        }
        for one in archetypes()
    }

    assert carried == rows


def test_an_adopted_service_carries_all_that_the_library_knows(manager: Actor) -> None:
    usual = archetype("NET-04")

    service = verbs.adopt_archetype(usual, by=manager, at=NOW)

    assert (service.archetype_version, service.need, service.format) == (
        LIBRARY_VERSION,
        usual.need,
        usual.format,
    )
    assert (service.targets, service.funding) == (list(usual.targets), list(usual.funding))
    assert (service.level, service.kpi_list) == (usual.level, list(usual.kpis))


def test_ours_does_not_differ_until_it_is_adapted(manager: Actor) -> None:
    service = verbs.adopt_archetype(archetype("NET-04"), by=manager, at=NOW)
    with override("de"):  # the same texts, read in another language
        assert queries.differences_from_library(service) == ()

    service = verbs.describe_service(
        service,
        name="Export circle",
        kpis="renewal rate\nattendance rate",
        category="INT",
        format="event",
        level="",
        targets=["SME", "large"],
        funding=["membership"],
        person_days=9,
        cost_eur=100,
        reach=3.0,
        is_cross_sectoral=True,
        answers={"export-markets": 0.5},
        by=manager,
        at=NOW,
    )

    told = {
        str(one.label): (one.ours, one.usual) for one in queries.differences_from_library(service)
    }
    assert told["name"] == ("Export circle", "Experience-exchange circle")
    assert told["category"] == ("Internationalisation", "Networking and community")
    assert told["format"] == ("event", "standing group")
    assert told["for whom"] == (
        "small and medium-sized firms, large firms",
        "small and medium-sized firms",
    )
    assert told["who pays"] == ("membership fees", "membership fees, a price for those who use it")
    assert told["person-days"] == ("9", "8")
    assert told["joins firms of different sectors"] == ("yes", "no")
    assert told["answers: Export markets"][0] == "50%"
    assert {"cost", "members reached", "what we measure", "level"} <= set(told)
    assert not {"description", "income", "editions a year at most"} & set(told)


def test_a_service_of_our_own_differs_from_nothing(cluster: Cluster) -> None:
    assert queries.differences_from_library(make_service(cluster)) == ()


def test_every_code_of_the_library_has_words_for_people() -> None:
    assert {one.format for one in archetypes()} == set(words.FORMATS)
    assert {code for one in archetypes() for code in one.funding} == set(words.FUNDING)
    assert {code for one in archetypes() for code in one.targets} == set(words.TARGETS)
    assert {one.level.value for one in archetypes()} == set(words.LEVELS)
