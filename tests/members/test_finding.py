"""Whom a filter finds: by words however they are written, and by everything else."""

from datetime import date, timedelta
from typing import Any

import pytest

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.members import queries, verbs
from raceme.members.models import Competence, Organisation, Standing
from raceme.members.queries import FurtherFilter, Wanted, offer_filter
from raceme.members.queries.further import _registered
from tests.factories import NOW, TODAY, make_cluster, make_need, make_organisation


def found(actor: Actor, today: date = TODAY, **wanted: Any) -> list[str]:
    """Give the names of those found, in the order of the alphabet."""
    everybody = queries.organisations_visible_to(actor)
    among = queries.found_among(everybody, Wanted(**wanted), actor=actor, today=today)
    return sorted(one.name for one in among)


def employ(organisation: Organisation, given_name: str, family_name: str, by: Actor) -> None:
    person = verbs.enter_person(given_name=given_name, family_name=family_name, by=by, at=NOW)
    verbs.give_post(person, organisation, by=by, at=NOW)


@pytest.fixture
def mill(cluster: Cluster, manager: Actor) -> Organisation:
    made = make_organisation(
        cluster,
        name="Grüne Mühle GmbH",
        code="A-17",
        city="Łódka",
        vat="ATU 123 456",
        website="https://www.gruene-muehle.example.org",
    )
    employ(made, "Žiga", "Núñez-Berg", manager)
    Competence.objects.create(cluster=cluster, organisation=made, term="Laserschweißen 5-Achs")
    make_organisation(cluster, name="Other Works", city="Elsewhere")
    return made


@pytest.mark.parametrize(
    "text",
    [
        "mühle",
        "MUHLE",
        "muehle",
        "ühl",
        "grune  gmbh",
        "gmbh gruene",
        "a-17",
        "lodka",
        "atu123456",
        "gruene-muehle.example",
        "https://gruene-muehle.example.org",
        "nunez",
        "ziga berg",
        "laserschweissen",
        "5-achs mühle nunez",
        "gm",
    ],
)
def test_an_organisation_is_found_by_every_word(
    mill: Organisation, manager: Actor, text: str
) -> None:
    assert found(manager, text=text) == ["Grüne Mühle GmbH"]


@pytest.mark.parametrize("text", ["mühle nobody", "hle gmbx", "mb", "ü", "100%", '"gmbh" NOT x'])
def test_words_that_do_not_stand_there_find_nobody(
    mill: Organisation, manager: Actor, text: str
) -> None:
    assert found(manager, text=text) == []


def test_signs_alone_narrow_nothing_down(mill: Organisation, manager: Actor) -> None:
    assert found(manager, text="_ & %") == ["Grüne Mühle GmbH", "Other Works"]


def test_names_of_people_find_nobody_for_those_who_may_not_know_them(
    mill: Organisation, manager: Actor, viewer: Actor
) -> None:
    assert found(manager, text="nunez mühle") == ["Grüne Mühle GmbH"]
    assert found(viewer, text="nunez mühle") == []
    assert found(viewer, text="mühle laser") == ["Grüne Mühle GmbH"]


def test_nothing_of_another_cluster_is_found(mill: Organisation, manager: Actor) -> None:
    make_organisation(make_cluster("there"), name="Mühle there")

    assert found(manager, text="mühle") == ["Grüne Mühle GmbH"]


def stand(cluster: Cluster, name: str, standing: str, **values: Any) -> Organisation:
    return make_organisation(cluster, name=name, standing=standing, **values)


def test_those_that_have_left_are_shown_when_asked_for(cluster: Cluster, manager: Actor) -> None:
    stand(cluster, "Member", Standing.MEMBER)
    stand(cluster, "Partner", Standing.PARTNER)
    stand(cluster, "Gone", Standing.LEFT, joined_on=date(2026, 5, 1))

    assert found(manager) == ["Member", "Partner"]
    assert found(manager, with_former=True) == ["Gone", "Member", "Partner"]
    assert found(manager, standing=("left",)) == ["Gone"]
    assert found(manager, standing=("member", "partner")) == ["Member", "Partner"]
    assert found(manager, standing=("member",), with_former=True) == ["Gone", "Member"]
    # Whoever asks when somebody left asks for those that have left.
    assert found(manager, left_from=date(2026, 5, 1)) == ["Gone"]
    assert found(manager, left_until=date(2026, 4, 30)) == []


def test_kind_size_and_start_up_narrow_down(cluster: Cluster, manager: Actor) -> None:
    make_organisation(cluster, name="Small firm", role="firm", employees=20, is_start_up=True)
    make_organisation(cluster, name="Large firm", role="firm", employees=900, is_start_up=False)
    make_organisation(cluster, name="Lab", role="research")

    assert found(manager, role=("research", "public")) == ["Lab"]
    assert found(manager, size=("micro", "small")) == ["Small firm"]
    assert found(manager, start_up="yes") == ["Small firm"]
    assert found(manager, start_up="no") == ["Large firm"]
    assert found(manager, employees_from=20) == ["Large firm", "Small firm"]
    assert found(manager, employees_from=21) == ["Large firm"]
    assert found(manager, employees_until=20) == ["Small firm"]
    # The other one may be part of a group: nobody knows whether it is an SME.
    assert found(manager, sme="no") == ["Large firm"]


def test_emerging_industries_and_ecosystems_narrow_down(cluster: Cluster, manager: Actor) -> None:
    make_organisation(cluster, name="Paints", nace="90.03")
    make_organisation(cluster, name="Paints in the new edition", nace="90.03", nace_revision="2.1")
    make_organisation(cluster, name="Forges", nace="25.50")
    make_organisation(cluster, name="Nobody knows")

    assert found(manager, group=("emerging:creative",)) == ["Paints"]
    assert found(manager, group=("emerging:creative", "ecosystems:none")) == ["Paints"]


def test_places_narrow_down_by_how_their_codes_begin(cluster: Cluster, manager: Actor) -> None:
    make_organisation(cluster, name="West", country="AT", nuts="AT312")
    make_organisation(cluster, name="East", country="AT", nuts="AT111")
    make_organisation(cluster, name="South", country="SI", nuts="SI041")

    assert found(manager, country=("AT",)) == ["East", "West"]
    assert found(manager, nuts=("AT3", "SI")) == ["South", "West"]


def test_activities_narrow_down_by_section_in_each_edition(
    cluster: Cluster, manager: Actor
) -> None:
    # Division 62 (programming) is in section J of Rev. 2, and in section K of Rev. 2.1.
    make_organisation(cluster, name="Old code", nace="62.01", nace_revision="2")
    make_organisation(cluster, name="New code", nace="62.10", nace_revision="2.1")
    make_organisation(cluster, name="Metal", nace="25.62")

    assert found(manager, nace=("J",)) == ["Old code"]
    assert found(manager, nace=("K",)) == ["New code"]
    assert found(manager, nace=("62",)) == ["New code", "Old code"]
    assert found(manager, nace=("62.0",)) == ["Old code"]
    assert found(manager, nace=("C", "J")) == ["Metal", "Old code"]


def test_a_competence_narrows_down_until_it_ends(cluster: Cluster, manager: Actor) -> None:
    able = make_organisation(cluster, name="Able")
    competence = Competence.objects.create(
        cluster=cluster, organisation=able, term="Präzisions-Laserschweißen"
    )
    make_organisation(cluster, name="Laser by name only")

    assert found(manager, competence="prazision LASER") == ["Able"]
    competence.ended_at = NOW
    competence.save()
    assert found(manager, competence="laser") == []


def contacted(cluster: Cluster, name: str, day: date | None) -> None:
    organisation = make_organisation(cluster, name=name)
    Organisation.objects.filter(pk=organisation.pk).update(last_contact_on=day)


def test_silence_narrows_down_as_of_today(cluster: Cluster, manager: Actor) -> None:
    contacted(cluster, "Never", None)
    contacted(cluster, "A year and a day ago", date(2025, 11, 22))
    contacted(cluster, "A year ago", date(2025, 11, 23))

    assert found(manager, silent="never") == ["Never"]
    assert found(manager, silent="12") == ["A year and a day ago", "Never"]
    assert found(manager, TODAY + timedelta(days=1), silent="12") == [
        "A year ago",
        "A year and a day ago",
        "Never",
    ]
    assert found(manager, contact_before=date(2025, 11, 23)) == ["A year and a day ago"]


def test_half_a_year_before_the_last_of_august_is_the_last_of_february(
    cluster: Cluster, manager: Actor
) -> None:
    contacted(cluster, "On the 27th", date(2026, 2, 27))
    contacted(cluster, "On the 28th", date(2026, 2, 28))

    assert found(manager, date(2026, 8, 31), silent="6") == ["On the 27th"]


def test_days_of_joining_narrow_down_with_both_ends(cluster: Cluster, manager: Actor) -> None:
    for day in (1, 2, 3):
        make_organisation(cluster, name=f"Day {day}", joined_on=date(2026, 3, day))

    assert found(manager, joined_from=date(2026, 3, 2)) == ["Day 2", "Day 3"]
    assert found(manager, joined_until=date(2026, 3, 2)) == ["Day 1", "Day 2"]
    assert found(manager, joined_from=date(2026, 3, 2), joined_until=date(2026, 3, 2)) == ["Day 2"]


def test_needs_narrow_down_by_the_latest_word(cluster: Cluster, manager: Actor) -> None:
    asking, not_any_more = (make_organisation(cluster, name=name) for name in ("Asks", "Asked"))
    make_need(asking, topic="funding-search", importance=3)
    make_need(not_any_more, topic="funding-search", importance=5, recorded_on=date(2025, 1, 1))
    make_need(not_any_more, topic="funding-search", importance=2)

    assert found(manager, further=(("need", "funding-search"),)) == ["Asks"]


def test_a_filter_nobody_offers_any_more_finds_nobody(cluster: Cluster, manager: Actor) -> None:
    make_organisation(cluster)
    offer_filter(
        FurtherFilter("luck", "luck", lambda: [("yes", "yes")], lambda some, value, actor: some)
    )
    assert len(found(manager, further=(("luck", "yes"),))) == 1

    del _registered["luck"]

    assert found(manager, further=(("luck", "yes"),)) == []


def test_a_filter_is_stored_and_read_again() -> None:
    wanted = Wanted(
        text="laser",
        standing=("member", "partner"),
        with_former=True,
        role=("firm",),
        size=("micro",),
        start_up="no",
        sme="yes",
        employees_from=0,
        employees_until=249,
        group=("emerging:creative",),
        nace=("C", "62"),
        country=("SI",),
        nuts=("SI0",),
        competence="milling",
        silent="never",
        contact_before=date(2026, 1, 1),
        joined_from=date(2026, 1, 2),
        joined_until=date(2026, 1, 3),
        left_from=date(2026, 1, 4),
        left_until=date(2026, 1, 5),
        further=(("need", "funding-search"),),
    )

    assert Wanted.from_stored(wanted.stored()) == wanted
    assert Wanted().stored() == {}
    assert Wanted.from_stored({}) == Wanted()
