"""The pages of services and of the library."""

import pytest
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.catalogue import queries, verbs
from raceme.catalogue.models import Service
from raceme.catalogue.verbs import Partner
from raceme.foundation.models import Change
from tests.catalogue.complete import CONCEPT
from tests.factories import (
    NOW,
    make_cluster,
    make_need,
    make_objective,
    make_organisation,
    make_service,
)

TYPED = {
    "name": "Export club",
    "code": "77",
    "category": "INT",
    "description": "",
    "person_days": "3.5",
    "cost_eur": "900",
    "income_eur": "0",
    "reach": "8",
    "max_editions": "2",
    "providers-TOTAL_FORMS": "0",
    "providers-INITIAL_FORMS": "0",
    "answers-TOTAL_FORMS": "2",
    "answers-INITIAL_FORMS": "0",
    "answers-0-topic": "Information on markets and technologies",
    "answers-0-strength": "0.6",
    "answers-1-topic": "",
    "answers-1-strength": "",
}


def test_without_services_the_page_leads_to_the_library(browser: Client, cluster: Cluster) -> None:
    page = browser.get(f"/c/{cluster.slug}/services/").content.decode()

    assert "No services yet" in page
    assert f'href="/c/{cluster.slug}/services/library/"' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_as_often_for_one_row_as_for_three(
    browser: Client, cluster: Cluster, rows: int, django_assert_num_queries: object
) -> None:
    make_objective(cluster, code="O1")
    for _ in range(rows):
        make_service(cluster, answers={"information": 1, "own": 0.5}, serves={"O1": 2})
    browser.get(f"/c/{cluster.slug}/services/")

    with django_assert_num_queries(13):  # type: ignore[operator]
        browser.get(f"/c/{cluster.slug}/services/")


def test_the_page_creates_a_service_with_its_links(browser: Client, cluster: Cluster) -> None:
    objective = make_objective(cluster, code="O1")

    answer = browser.post(
        f"/c/{cluster.slug}/services/new/", TYPED | {f"serves-{objective.pk}": "4"}
    )

    made = Service.objects.get(code="77")
    assert answer.status_code == 302
    assert answer["Location"] == f"/c/{cluster.slug}/services/{made.pk}/"
    assert [one.strength for one in made.answers.all()] == [0.6]
    assert [one.strength for one in made.contributions.all()] == [4.0]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"reach": "-1"}, "greater than or equal to 0"),
        ({"answers-0-strength": "1.5"}, "less than or equal to 1"),
        ({"answers-0-strength": ""}, "Say how well it answers the topic, from 0 to 1."),
        ({"answers-1-strength": "0.5"}, "Say which topic this strength is about."),
        (
            {"answers-0-topic": "information", "answers-1-topic": "INFORMATION"}
            | {"answers-1-strength": "0.5"},
            "This topic stands here twice.",
        ),
        ({"code": "taken"}, "Another service has this id."),
        ({"category": "no such"}, "not one of the available choices"),
    ],
)
def test_the_page_says_beside_the_field_what_is_wrong(
    browser: Client, cluster: Cluster, wrong: dict[str, str], message: str
) -> None:
    make_service(cluster, code="taken")

    answer = browser.post(f"/c/{cluster.slug}/services/new/", TYPED | wrong)

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert Service.objects.count() == 1


def test_the_form_shows_what_stands_and_saves_it_unchanged(
    browser: Client, cluster: Cluster
) -> None:
    objective = make_objective(cluster, code="O1")
    service = make_service(
        cluster,
        category="Our own kind",
        answers={"information": 0.55},
        serves={"O1": 2.5},
        providers=[Partner("expert", make_organisation(cluster)), Partner("host", name="Town")],
        stage="in_portfolio",
        reason="Offered since 2019.",
        **CONCEPT,
    )
    before = Change.objects.count()
    shown = browser.get(f"/c/{cluster.slug}/services/{service.pk}/edit/").context["page"]

    typed = {name: shown.form[name].value() for name in shown.form.fields}
    typed |= {f"serves-{objective.pk}": shown.serves[str(objective.pk)].value()}
    for prefix, rows in (("answers", shown.answers), ("providers", shown.providers)):
        typed |= {f"{prefix}-TOTAL_FORMS": len(rows.forms)}
        typed |= {f"{prefix}-INITIAL_FORMS": rows.initial_form_count()}
        for number, row in enumerate(rows):
            typed |= {f"{prefix}-{number}-{name}": row[name].value() for name in row.fields}
    typed["kpis"] = "firms\r\ncontacts"  # as browsers end lines
    known = {name: one for name, one in typed.items() if one is not None and one is not False}
    answer = browser.post(f"/c/{cluster.slug}/services/{service.pk}/edit/", known)

    kept = Service.objects.get()
    assert answer.status_code == 302
    assert Change.objects.count() == before
    assert (kept.category, kept.version, kept.targets) == ("Our own kind", 1, ["SME", "start-up"])
    assert [(one.topic, one.strength) for one in kept.answers.all()] == [("information", 0.55)]
    assert [one.strength for one in kept.contributions.all()] == [2.5]
    assert [one.role for one in kept.providers.all()] == ["expert", "host"]


def test_an_emptied_row_is_taken_away(browser: Client, cluster: Cluster) -> None:
    service = make_service(cluster, answers={"information": 0.5})
    typed = TYPED | {"answers-INITIAL_FORMS": "1", "answers-0-topic": "", "answers-0-strength": ""}

    browser.post(f"/c/{cluster.slug}/services/{service.pk}/edit/", typed)

    assert not service.answers.exists()


def test_a_service_shows_how_it_differs_from_the_library(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    archetype = queries.library_for(manager)[0].archetype
    service = verbs.adopt_archetype(archetype, by=manager, at=NOW)
    address = f"/c/{cluster.slug}/services/{service.pk}/"

    assert "These are still the estimates of the library." in browser.get(address).content.decode()
    verbs.describe_service(service, cost_eur=12345, answers={"own": 1}, by=manager, at=NOW)
    page = browser.get(address)

    assert "These are still the estimates" not in page.content.decode()
    assert "€12,345" in page.content.decode()
    assert [(one.topic, one.strength) for one in page.context["answers"]] == [
        ("own", 1.0),
        *((topic, None) for topic in archetype.answers),
    ]


def test_retiring_and_offering_again_by_page(browser: Client, cluster: Cluster) -> None:
    service = make_service(cluster)
    address = f"/c/{cluster.slug}/services/{service.pk}/"
    why = {"reason": "Nobody came."}

    assert browser.post(f"{address}retire/", {"reason": " "}).status_code == 422
    assert browser.post(f"{address}retire/", why).status_code == 302
    assert "Retired on" in browser.get(address).content.decode()
    page = browser.post(f"{address}retire/", why)
    assert page.status_code == 422
    assert "This service is already retired." in page.content.decode()
    assert browser.post(f"{address}offer-again/").status_code == 302

    assert Service.objects.get().is_offered


def test_ticked_ones_are_adopted_together(browser: Client, cluster: Cluster) -> None:
    answer = browser.post(
        f"/c/{cluster.slug}/services/library/adopt/", {"archetypes": ["NET-01", "MAT-01"]}
    )

    assert answer["Location"] == f"/c/{cluster.slug}/services/"
    assert {one.archetype for one in Service.objects.all()} == {"NET-01", "MAT-01"}


def test_one_alone_is_adopted_and_shown(browser: Client, cluster: Cluster) -> None:
    answer = browser.post(f"/c/{cluster.slug}/services/library/adopt/", {"archetypes": "NET-01"})

    assert answer["Location"] == f"/c/{cluster.slug}/services/{Service.objects.get().pk}/"


@pytest.mark.parametrize(
    ("ticked", "message"),
    [
        ({}, "Tick at least one service to adopt."),
        ({"archetypes": "NO-99"}, "not one of the available choices"),
        ({"archetypes": "NET-01"}, "is already one of your services"),
    ],
)
def test_adopting_says_what_is_wrong(
    browser: Client, cluster: Cluster, ticked: dict[str, str], message: str
) -> None:
    browser.post(f"/c/{cluster.slug}/services/library/adopt/", {"archetypes": "NET-01"})

    answer = browser.post(f"/c/{cluster.slug}/services/library/adopt/", ticked)

    assert answer.status_code == 422
    assert message in answer.content.decode()


def test_the_library_page_narrows_down_and_marks_what_is_ours(
    browser: Client, cluster: Cluster
) -> None:
    browser.post(f"/c/{cluster.slug}/services/library/adopt/", {"archetypes": "NET-01"})

    page = browser.get(f"/c/{cluster.slug}/services/library/?category=NET&format=advisory")

    shown = {entry.archetype.id: entry.service is not None for entry, _ in page.context["entries"]}
    assert shown == {"NET-01": True, "NET-02": False}


def test_an_archetype_has_a_page_and_an_unknown_one_has_none(
    browser: Client, cluster: Cluster
) -> None:
    library = f"/c/{cluster.slug}/services/library/"

    page = browser.get(f"{library}NET-01/").content.decode()
    assert "These figures are estimates made for planning." in page
    assert browser.get(f"{library}NO-99/").status_code == 404


def test_a_viewer_looks_but_does_not_touch(viewer_browser: Client, cluster: Cluster) -> None:
    service = make_service(cluster)
    ours = f"/c/{cluster.slug}/services/"

    for address in (ours, f"{ours}{service.pk}/", f"{ours}library/", f"{ours}library/NET-01/"):
        page = viewer_browser.get(address)
        assert page.status_code == 200
        assert 'method="post" action="/c/' not in page.content.decode()
    for address in (f"{ours}new/", f"{ours}{service.pk}/edit/"):
        assert viewer_browser.get(address).status_code == 403
    for address in ("retire/", "offer-again/"):
        assert viewer_browser.post(f"{ours}{service.pk}/{address}").status_code == 403
    assert viewer_browser.post(f"{ours}library/adopt/").status_code == 403


def test_services_of_another_cluster_are_not_there(browser: Client, cluster: Cluster) -> None:
    stranger = make_service(make_cluster("there"))

    for address in ("", "edit/"):
        answer = browser.get(f"/c/{cluster.slug}/services/{stranger.pk}/{address}")
        assert answer.status_code == 404


def test_a_need_and_an_objective_lead_to_what_the_library_has_for_them(
    browser: Client, cluster: Cluster
) -> None:
    make_need(make_organisation(cluster), topic="cybersecurity")
    one = make_objective(cluster, categories=["TRA"])
    two = make_objective(cluster, categories=["TRA", "SKI"])

    topic = browser.get("/c/here/needs/topics/cybersecurity/").content.decode()
    of_one = browser.get(f"/c/here/strategy/objectives/{one.pk}/").content.decode()
    of_two = browser.get(f"/c/here/strategy/objectives/{two.pk}/").content.decode()

    assert 'href="/c/here/services/library/?topic=cybersecurity"' in topic
    assert 'href="/c/here/services/library/?category=TRA"' in of_one
    assert 'href="/c/here/services/library/"' in of_two


def test_pages_below_show_the_services_that_serve_an_objective(
    browser: Client, cluster: Cluster
) -> None:
    objective = make_objective(cluster, code="O1", categories=["NET"])
    address = f"/c/{cluster.slug}/strategy/objectives/{objective.pk}/"

    assert "No service on offer serves this objective." in browser.get(address).content.decode()
    service = make_service(cluster, category="NET")

    assert (
        f'href="/c/{cluster.slug}/services/{service.pk}/"' in browser.get(address).content.decode()
    )
