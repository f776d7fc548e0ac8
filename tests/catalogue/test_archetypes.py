"""The library of archetypes: complete, in both languages, and with estimates that hold together."""

from collections import Counter
from dataclasses import FrozenInstanceError

import pytest
from django.utils.translation import override

from raceme.catalogue.archetypes import Level, archetype_named, archetypes
from raceme.vocabulary.categories import categories
from raceme.vocabulary.topics import topics

FORMATS = {
    "advisory",
    "event",
    "facility",
    "group",
    "mission",
    "platform",
    "project",
    "publication",
    "training",
    "voucher",
}
FUNDING = {"membership", "pay-per-use", "public", "sponsorship", "cost-share", "voucher"}
OWN_INCOME = FUNDING - {"membership", "public"}
TARGETS = {"SME", "start-up", "large", "research", "public", "all"}


def test_the_library_holds_93_archetypes_of_all_twelve_categories():
    assert len(archetypes()) == 93
    assert Counter(each.category for each in archetypes()) == {
        **dict.fromkeys(("NET", "MAT", "KNO", "PRO", "POL"), 7),
        **dict.fromkeys(("INN", "ENT", "FIN", "INT", "SKI"), 8),
        **dict.fromkeys(("XSE", "TRA"), 9),
    }
    assert {each.category for each in archetypes()} == {each.code for each in categories()}


def test_37_join_sectors_and_43_are_for_emerging_industries():
    assert sum(each.is_cross_sectoral for each in archetypes()) == 37
    assert sum(each.is_for_emerging_industries for each in archetypes()) == 43


def test_ids_are_unique_and_begin_with_the_category():
    ids = [each.id for each in archetypes()]

    assert len(set(ids)) == 93
    assert [each.id for each in archetypes() if each.id[:4] != f"{each.category}-"] == []


def test_every_topic_of_the_vocabulary_is_answered_and_no_other():
    answered = {topic for each in archetypes() for topic in each.answers}

    assert answered == {topic.code for topic in topics()}


def test_every_topic_is_answered_well_by_some_archetype():
    best = Counter()
    for each in archetypes():
        for topic, strength in each.answers.items():
            best[topic] = max(best[topic], strength)

    assert {topic: strength for topic, strength in best.items() if strength < 0.4} == {}


@pytest.mark.parametrize("archetype", archetypes(), ids=lambda each: each.id)
def test_every_archetype_is_complete_and_sensible(archetype):
    assert 1 <= len(archetype.answers) <= 4
    assert all(0 < strength <= 1 for strength in archetype.answers.values())
    assert archetype.reach >= 1
    assert archetype.max_editions >= 1
    assert archetype.effort_days > 0
    assert 0 <= archetype.income_eur <= archetype.cost_eur
    assert archetype.format in FORMATS
    assert set(archetype.funding) <= FUNDING
    assert set(archetype.targets) <= TARGETS


@pytest.mark.parametrize("archetype", archetypes(), ids=lambda each: each.id)
def test_only_what_is_paid_for_by_users_or_sponsors_has_an_income(archetype):
    has_income = archetype.income_eur > 0

    assert has_income <= bool(OWN_INCOME & set(archetype.funding))


@pytest.mark.parametrize("archetype", archetypes(), ids=lambda each: each.id)
def test_every_archetype_speaks_both_languages(archetype):
    for english, german in (
        (archetype.name_en, archetype.name_de),
        (archetype.description_en, archetype.description_de),
        (archetype.need_en, archetype.need_de),
    ):
        assert english.strip()
        assert german.strip()
        assert english != german
    assert len(archetype.kpis_en) == len(archetype.kpis_de) == 3
    assert all(archetype.kpis_en + archetype.kpis_de)


def test_advice_to_one_member_is_individual():
    # Three kinds of advice are counted by the group or the year, not by the case.
    counted_otherwise = {"KNO-05", "ENT-03", "POL-07"}

    wrong = {
        each.id
        for each in archetypes()
        if each.format == "advisory"
        and each.id[:3] != "NET"  # visits and interviews belong to every membership
        and each.level is not Level.INDIVIDUAL
    }

    assert wrong == counted_otherwise


def test_names_come_in_the_language_of_whoever_reads():
    conference = archetype_named("NET-05")

    with override("de"):
        assert conference.name == "Jahreskonferenz des Clusters"
        assert conference.kpis == ("Teilnehmende", "KMU-Anteil", "Weiterempfehlungswert")
        assert conference.need == "Die ganze Branche an einem Tag erleben und gesehen werden"
    with override("en"):
        assert conference.name == "Cluster annual conference"
        assert conference.kpis == ("participants", "share of SMEs", "recommendation score")
        assert conference.description.startswith("Flagship event")


def test_the_cost_of_an_edition_is_days_and_what_is_bought_in():
    # 30 days at 280 euro, and 22,000 euro for rooms, speakers and catering.
    assert archetype_named("NET-05").cost_eur == 30 * 280 + 22_000


def test_an_unknown_id_is_not_found():
    assert archetype_named("NET-99") is None


def test_nobody_can_change_the_library():
    archetype = archetype_named("NET-01")

    with pytest.raises(FrozenInstanceError):
        archetype.reach = 99
    with pytest.raises(TypeError):
        archetype.answers["energy"] = 1.0
