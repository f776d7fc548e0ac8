"""Further activities, competences, figures and relations."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from raceme.members import verbs
from raceme.members.models import Activity, Competence, Organisation, Relation, YearFigures
from tests.factories import NOW, make_cluster, make_organisation


def test_an_activity_stands_once_and_beside_the_main_one(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster, nace="25.62")
    told = {"by": manager, "at": NOW}

    activity = verbs.add_activity(organisation, nace="28.41", revision="2", **told)
    with pytest.raises(ValidationError):
        verbs.add_activity(organisation, nace="28.41", revision="2", **told)
    with pytest.raises(Refused):
        verbs.add_activity(organisation, nace="25.62", revision="2", **told)
    verbs.remove_activity(activity, **told)

    assert not Activity.objects.exists()
    assert Change.objects.get(verb="remove_activity").values["nace"] == ["28.41", None]


def test_a_competence_ends_and_stands_again(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster)
    told = {"by": manager, "at": NOW}
    competence = verbs.add_competence(organisation, term="Milling", level=4, **told)

    verbs.end_competence(competence, **told)
    with pytest.raises(Refused):
        verbs.end_competence(competence, **told)
    again = verbs.reopen_competence(competence, **told)

    assert again.ended_at is None


@pytest.mark.parametrize("values", [{"level": 6}, {"readiness": 10}, {"kind": "magic"}])
def test_a_competence_that_cannot_be_is_refused(
    cluster: Cluster, manager: Actor, values: dict[str, object]
) -> None:
    with pytest.raises(ValidationError):
        verbs.add_competence(
            make_organisation(cluster), **({"term": "X"} | values), by=manager, at=NOW
        )


def test_figures_of_a_year_may_count_today(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster, employees=8, turnover_eur=1_000_000)
    told = {"by": manager, "at": NOW}

    verbs.record_figures(organisation, year=2024, employees=60, **told)
    organisation.refresh_from_db()
    before = (organisation.employees, organisation.size)
    figures = verbs.record_figures(organisation, year=2025, employees=12, is_present=True, **told)
    organisation.refresh_from_db()

    assert before == (8, "micro")
    # What the figures leave open stays: nobody said that the turnover is unknown now.
    assert (organisation.employees, organisation.size) == (12, "small")
    assert organisation.turnover_eur == Decimal(1_000_000)
    verbs.correct_figures(figures, employees=9, is_present=True, **told)
    organisation.refresh_from_db()
    assert (organisation.employees, organisation.size) == (9, "micro")


def test_a_year_has_one_row_of_figures(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster)
    verbs.record_figures(organisation, year=2025, by=manager, at=NOW)

    with pytest.raises(ValidationError, match="figures of this year already"):
        verbs.record_figures(organisation, year=2025, by=manager, at=NOW)


def test_a_share_belongs_to_shareholding(cluster: Cluster, manager: Actor) -> None:
    one, other = make_organisation(cluster), make_organisation(cluster)
    told = {"by": manager, "at": NOW}

    relation = verbs.add_relation(one, other, kind="owns", share=0.3, **told)

    with pytest.raises(Refused):
        verbs.add_relation(other, one, kind="supplies", share=0.3, **told)
    with pytest.raises(Refused):
        verbs.describe_relation(relation, kind="partner", share=0.3, **told)
    with pytest.raises(ValidationError):
        verbs.add_relation(one, one, kind="partner", **told)
    verbs.end_relation(relation, **told)
    with pytest.raises(Refused):
        verbs.end_relation(relation, **told)


def test_nothing_is_written_about_another_cluster(cluster: Cluster, manager: Actor) -> None:
    here, stranger = make_organisation(cluster), make_organisation(make_cluster("there"))
    told = {"by": manager, "at": NOW}

    with pytest.raises(NotAllowed):
        verbs.add_relation(here, stranger, kind="partner", **told)
    with pytest.raises(NotAllowed):
        verbs.add_competence(stranger, term="X", **told)
    with pytest.raises(NotAllowed):
        verbs.record_figures(stranger, year=2025, **told)
    with pytest.raises(NotAllowed):
        verbs.add_activity(stranger, nace="25.62", revision="2", **told)


def test_the_pages_write_all_of_it(browser: Client, cluster: Cluster) -> None:
    organisation = make_organisation(cluster)
    make_organisation(cluster, name="Example Foundry", code="F1")
    page = f"/c/{cluster.slug}/members/{organisation.pk}/"

    typed = {
        "activities/new/": {"nace": "28.41", "revision": "2"},
        "competences/new/": {"term": "Milling", "kind": "technology", "level": "4"},
        "figures/new/": {"year": "2025", "employees": "12", "export_share": "35"},
        "relations/new/": {"kind": "owns", "other": "F1", "share": "25.5"},
    }
    statuses = [
        browser.post(page + address, values).status_code for address, values in typed.items()
    ]
    shown = browser.get(page).content.decode()

    assert statuses == [302] * 4
    # Shares are written in percent and kept as shares.
    assert YearFigures.objects.get().export_share == 0.35
    assert Relation.objects.get().share == 0.255
    for words in ("28.41 Manufacture of metal forming", "Milling", "35%", "Example Foundry"):
        assert words in shown


def test_a_percentage_is_shown_as_one_when_corrected(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    organisation = make_organisation(cluster)
    figures = verbs.record_figures(organisation, year=2025, export_share=0.35, by=manager, at=NOW)
    address = f"/c/{cluster.slug}/members/figures/{figures.pk}/edit/"

    assert 'name="export_share" value="35.0"' in browser.get(address).content.decode()
    answer = browser.post(address, {"year": "2025", "export_share": "101"})
    assert answer.status_code == 422


def test_a_tie_is_told_from_both_sides(browser: Client, cluster: Cluster, manager: Actor) -> None:
    owner, owned = make_organisation(cluster), make_organisation(cluster)
    verbs.add_relation(owner, owned, kind="owns", share=0.3, by=manager, at=NOW)

    def shown(organisation: Organisation) -> str:
        page = browser.get(f"/c/{cluster.slug}/members/{organisation.pk}/")
        return " ".join(page.content.decode().split())

    assert f"holds shares of {owned.name} (30%)" in shown(owner)
    assert f"belongs in part to {owner.name} (30%)" in shown(owned)


def test_the_buttons_end_reopen_and_remove(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    organisation, told = make_organisation(cluster), {"by": manager, "at": NOW}
    competence = verbs.add_competence(organisation, term="Milling", **told)
    activity = verbs.add_activity(organisation, nace="28.41", revision="2", **told)
    page = f"/c/{cluster.slug}/members/"

    browser.post(f"{page}competences/{competence.pk}/end/")
    ended = Competence.objects.get().ended_at
    browser.post(f"{page}competences/{competence.pk}/reopen/")
    browser.post(f"{page}activities/{activity.pk}/remove/")

    assert ended is not None
    assert Competence.objects.get().ended_at is None
    assert not Activity.objects.exists()


def test_the_api_writes_all_of_it(browser: Client, cluster: Cluster) -> None:
    organisation, other = make_organisation(cluster), make_organisation(cluster)
    address = f"/api/v1/c/{cluster.slug}/members/{organisation.pk}"
    typed = {
        "activities": {"nace": "Machining"},
        "competences": {"term": "Milling"},
        "figures": {"year": 2025, "employees": 12, "is_present": True},
        "relations": {"other_id": other.pk, "kind": "owns", "share": 0.3},
    }

    statuses = [
        browser.post(f"{address}/{part}", values, content_type="application/json").status_code
        for part, values in typed.items()
    ]

    assert statuses == [201] * 4
    assert [one["nace"] for one in browser.get(f"{address}/activities").json()] == ["25.62"]
    assert [one["share"] for one in browser.get(f"{address}/relations").json()] == [0.3]
    assert browser.get(address).json()["size"] == "small"
