"""The library: looking through it, and adopting from it."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.catalogue import queries, verbs, words
from raceme.catalogue.archetypes import Archetype, archetype_named, archetypes
from raceme.catalogue.models import Service
from raceme.foundation.errors import NotAllowed, Refused
from tests.factories import NOW, make_service


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


def test_every_code_of_the_library_has_words_for_people() -> None:
    assert {one.format for one in archetypes()} == set(words.FORMATS)
    assert {code for one in archetypes() for code in one.funding} == set(words.FUNDING)
    assert {code for one in archetypes() for code in one.targets} == set(words.TARGETS)
    assert {one.level.value for one in archetypes()} == set(words.LEVELS)
