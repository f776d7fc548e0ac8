"""Gates, costing, trials and versions by API."""

import pytest
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.catalogue.models import Pilot, Review, Service, Stage
from tests.catalogue.complete import CONCEPT, ask_for, bring_to, seat_of, try_out
from tests.factories import make_cluster, make_organisation, make_service

FACTS = {
    "code": "77",
    "name": "Export club",
    "category": "INT",
    "person_days": "3.5",
    "cost_eur": "900",
    "reach": 8,
}


@pytest.fixture
def address(cluster: Cluster) -> str:
    return f"/api/v1/c/{cluster.slug}/services"


def send(browser: Client, method: str, path: str, body: object = None) -> tuple[int, dict]:  # type: ignore[type-arg]
    answer = getattr(browser, method)(path, body, content_type="application/json")
    return answer.status_code, answer.json()


def test_a_service_is_written_down_with_all_that_can_be_said(
    browser: Client, cluster: Cluster, manager: Actor, address: str
) -> None:
    firm = make_organisation(cluster)
    more = {
        **CONCEPT,
        "price_member_eur": "20",
        "owner_id": seat_of(manager).pk,
        "calendar": "In May",
        "stage": "in_portfolio",
        "reason": "Offered since 2019.",
        "providers": [
            {"role": "host", "organisation_id": firm.pk},
            {"role": "expert", "name": "X"},
        ],
    }

    status, made = send(browser, "post", address, FACTS | more)

    assert status == 201
    assert (made["stage"], made["version"], made["targets"]) == (
        "in_portfolio",
        1,
        ["SME", "start-up"],
    )
    assert made["owner_id"] == seat_of(manager).pk
    assert [(one["role"], one["organisation_id"], one["name"]) for one in made["providers"]] == [
        ("host", firm.pk, ""),
        ("expert", None, "X"),
    ]


def test_what_is_left_out_stays_as_it_is(browser: Client, cluster: Cluster, address: str) -> None:
    service = make_service(cluster, calendar="In May", **CONCEPT)

    status, changed = send(browser, "put", f"{address}/{service.pk}", FACTS)

    assert status == 200
    assert (changed["name"], changed["calendar"], changed["format"]) == (
        "Export club",
        "In May",
        "group",
    )


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"format": "party"}, 422),
        ({"targets": ["everyone"]}, 422),
        ({"funding": ["luck"]}, 422),
        ({"price_member_eur": -1}, 422),
        ({"owner_id": 99999}, 409),
        ({"providers": [{"role": "host", "organisation_id": 99999}]}, 409),
        ({"providers": [{"role": "host"}]}, 422),
        ({"providers": [{"role": "king", "name": "X"}]}, 422),
        ({"stage": "pilot"}, 409),
        ({"stage": "nonsense", "reason": "x"}, 422),
    ],
)
def test_what_makes_no_sense_is_refused(
    browser: Client, address: str, wrong: dict[str, object], status: int
) -> None:
    assert send(browser, "post", address, FACTS | wrong)[0] == status
    assert not Service.objects.exists()


def test_the_list_is_narrowed_down(
    browser: Client, cluster: Cluster, manager: Actor, address: str
) -> None:
    bring_to(make_service(cluster, code="A", **CONCEPT), Stage.CONCEPT, manager)
    make_service(cluster, code="B", owner=seat_of(manager), is_for_emerging=True)

    def codes(query: str) -> list[str]:
        return [one["code"] for one in browser.get(f"{address}?{query}").json()["items"]]

    assert codes("stage=concept") == ["A"]
    assert codes("format=group&delivered_by=team") == ["A"]
    assert codes(f"owner={seat_of(manager).pk}") == ["B"]
    assert codes("owner=nobody") == ["A"]
    assert codes("owner=nonsense") == []
    assert codes("emerging=true") == ["B"]
    assert codes("review_due=true") == []


def test_gates_are_read_and_passed(browser: Client, cluster: Cluster, address: str) -> None:
    service = make_service(cluster, answers={"information": 1}, **CONCEPT)
    ask_for(cluster, "information", members=5)
    one = f"{address}/{service.pk}"

    gates = {gate["stage"]: gate for gate in browser.get(f"{one}/gates").json()}
    assert (gates["concept"]["is_met"], gates["concept"]["is_behind"]) == (True, False)
    (needs,) = gates["need_confirmed"]["evidence"]
    assert (needs["code"], needs["facts"]["needs"]) == ("needs", 5)
    assert browser.get(f"{one}/needs").json()["count"] == 5
    assert send(browser, "post", f"{one}/pass", {"to": "concept"})[0] == 409
    status, moved = send(browser, "post", f"{one}/pass", {"to": "concept", "reason": "Now."})
    assert (status, moved["stage"]) == (200, "concept")
    status, moved = send(browser, "post", f"{one}/back", {"to": "idea", "reason": "Too early."})
    assert (status, moved["stage"]) == (200, "idea")

    way = browser.get(f"{one}/way").json()["items"]
    assert [(step["act"], step["reason"]) for step in way] == [
        ("sent_back", "Too early."),
        ("passed", "Now."),
        ("begun", ""),
    ]


def test_retiring_by_api_needs_a_reason(browser: Client, cluster: Cluster, address: str) -> None:
    one = f"{address}/{make_service(cluster).pk}"

    assert send(browser, "post", f"{one}/retire", {})[0] == 409
    assert send(browser, "post", f"{one}/retire", {"reason": "Nobody came."})[0] == 200
    assert send(browser, "post", f"{one}/offer-again")[1]["stage"] == "idea"


def test_a_service_is_costed_and_its_figures_taken(
    browser: Client, cluster: Cluster, address: str
) -> None:
    one = f"{address}/{make_service(cluster, price_member_eur=20).pk}"
    assert browser.get(f"{one}/costing").status_code == 404
    assert browser.get(f"{address}/day-rate").json() == {"day_rate_eur": None}
    assert send(browser, "put", f"{address}/day-rate", {"day_rate_eur": "300"})[0] == 200
    lines = [
        {"kind": "cost", "what": "Room", "amount_eur": "100"},
        {"kind": "income", "what": "Gift", "amount_eur": "300", "source": "sponsorship"},
    ]
    terms = {"person_days": "2", "members": 10, "guests": 0, "lines": lines}

    status, costed = send(browser, "put", f"{one}/costing", terms)

    assert status == 200
    assert float(costed["result"]["cost_eur"]) == 700
    assert costed["result"]["break_even"] == {"turn": "from", "participants": 20}
    assert set(costed["differing"]) == {"cost_eur", "income_eur"}
    status, used = send(browser, "post", f"{one}/costing/use")
    assert (status, float(used["cost_eur"])) == (200, 700)
    assert browser.get(f"{one}/costing").json()["differing"] == {}
    wrong = {"lines": [{"kind": "gift", "what": "Room", "amount_eur": "1"}]}
    assert send(browser, "put", f"{one}/costing", wrong)[0] == 422


def test_pilots_and_reviews_are_recorded_and_corrected(
    browser: Client, cluster: Cluster, address: str
) -> None:
    service, firm = make_service(cluster), make_organisation(cluster)
    one = f"{address}/{service.pk}"
    pilot = {
        "tried": "One workshop",
        "began_on": "2026-09-01",
        "participants": [{"organisation_id": firm.pk, "feedback": 4}],
    }
    review = {"reviewed_on": "2026-09-01", "decision": "keep", "reason": "Liked."}

    status, made = send(browser, "post", f"{one}/pilots", pilot)
    assert (status, made["participants"][0]["feedback"]) == (201, 4)
    at = f"{address}/pilots/{made['id']}"
    assert send(browser, "put", at, pilot | {"outcomes": "A contract."})[1]["outcomes"]
    assert send(browser, "post", f"{at}/withdraw")[1]["is_withdrawn"] is True
    assert send(browser, "post", f"{at}/restore")[1]["is_withdrawn"] is False
    stranger = make_organisation(make_cluster("there"))
    wrong = pilot | {"participants": [{"organisation_id": stranger.pk}]}
    assert send(browser, "post", f"{one}/pilots", wrong)[0] == 409
    assert browser.get(f"{one}/pilots").json()["count"] == 1

    status, made = send(browser, "post", f"{one}/reviews", review)
    assert status == 201
    at = f"{address}/reviews/{made['id']}"
    assert send(browser, "put", at, review | {"decision": "stop"})[1]["decision"] == "stop"
    assert send(browser, "post", f"{at}/withdraw")[1]["is_withdrawn"] is True
    assert send(browser, "post", f"{at}/restore")[1]["is_withdrawn"] is False
    assert browser.get(f"{one}/reviews").json()["count"] == 1


def test_versions_are_read_and_restored(
    browser: Client, cluster: Cluster, manager: Actor, address: str
) -> None:
    service = bring_to(make_service(cluster, code="S", **CONCEPT), Stage.CONCEPT, manager)
    one = f"{address}/{service.pk}"
    changed = FACTS | {"code": "S", "format": "event"}

    assert send(browser, "put", one, changed)[0] == 409
    status, made = send(browser, "put", one, changed | {"why": "Shorter."})
    assert (status, made["version"]) == (200, 2)
    newest, first = browser.get(f"{one}/versions").json()["items"]
    assert (newest["why"], first["concept"]["format"]) == ("Shorter.", "group")
    status, restored = send(browser, "post", f"{one}/versions/1/restore", {"why": "Too short."})
    assert (status, restored["version"], restored["format"]) == (200, 3, "group")
    assert send(browser, "post", f"{one}/versions/9/restore", {"why": "x"})[0] == 409


def test_a_viewer_may_read_only(
    viewer_browser: Client, cluster: Cluster, manager: Actor, address: str
) -> None:
    service = make_service(cluster)
    pilot = try_out(service, manager, (4,))
    one = f"{address}/{service.pk}"

    for path in ("gates", "way", "needs", "pilots", "reviews", "versions"):
        assert viewer_browser.get(f"{one}/{path}").status_code == 200
    for method, path, body in (
        ("post", f"{one}/pass", {"to": "pilot", "reason": "x"}),
        ("post", f"{one}/back", {"to": "idea", "reason": "x"}),
        ("put", f"{one}/costing", {}),
        ("put", f"{address}/day-rate", {"day_rate_eur": 1}),
        ("post", f"{address}/pilots/{pilot.pk}/withdraw", None),
        ("post", f"{one}/versions/1/restore", {"why": "x"}),
    ):
        assert send(viewer_browser, method, path, body)[0] == 403
    assert not Pilot.objects.filter(withdrawn_at__isnull=False).exists()
    assert not Review.objects.exists()
