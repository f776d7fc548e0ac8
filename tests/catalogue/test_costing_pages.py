"""The pages about what a service costs and brings."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils.translation import override

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.catalogue import verbs
from raceme.catalogue.documents.break_even import picture_of
from raceme.catalogue.documents.figures import break_even_in_words
from raceme.catalogue.models import Service, Terms
from raceme.cores.costing.values import BreakEven, CostingCase, Turn
from tests.catalogue.complete import cost
from tests.factories import NOW, make_service

D = Decimal
TYPED = {
    "person_days": "2",
    "day_rate_eur": "",
    "members": "10",
    "guests": "0",
    "costs-TOTAL_FORMS": "2",
    "costs-INITIAL_FORMS": "0",
    "costs-0-what": "Room",
    "costs-0-per": "edition",
    "costs-0-amount_eur": "100",
    "costs-1-what": "",
    "costs-1-per": "participant",
    "costs-1-amount_eur": "",
    "incomes-TOTAL_FORMS": "1",
    "incomes-INITIAL_FORMS": "0",
    "incomes-0-what": "Sponsor",
    "incomes-0-source": "sponsorship",
    "incomes-0-per": "edition",
    "incomes-0-amount_eur": "300",
}


@pytest.fixture
def service(cluster: Cluster) -> Service:
    return make_service(cluster, price_member_eur=D(20), person_days=D("2.5"))


@pytest.fixture
def address(cluster: Cluster, service: Service) -> str:
    return f"/c/{cluster.slug}/services/{service.pk}/costing/"


def sheet(page: object) -> dict[str, tuple[str, str]]:
    return {str(row.label): (row.stored, row.tried) for row in page.context["rows"]}  # type: ignore[attr-defined]


def test_without_a_costing_the_page_leads_to_one(browser: Client, address: str) -> None:
    page = browser.get(address).content.decode()

    assert "No costing yet" in page
    assert f'href="{address}edit/"' in page


def test_a_costing_is_typed_with_its_lines(
    browser: Client, address: str, service: Service, manager: Actor
) -> None:
    assert browser.get(f"{address}edit/").context["form"]["person_days"].value() == "2.5"
    verbs.set_day_rate(day_rate_eur=D(300), by=manager, at=NOW)

    answer = browser.post(f"{address}edit/", TYPED)

    assert answer["Location"] == address
    lines = [(one.kind, one.what, one.amount_eur) for one in Terms.objects.get().lines.all()]
    assert lines == [("cost", "Room", D(100)), ("income", "Sponsor", D(300))]
    figures = sheet(browser.get(address))
    assert figures["Cost of an edition"] == ("€700", "")
    assert figures["Income of an edition"] == ("€500", "")
    # 700 - 300 = 400 to cover, 20 each.
    assert figures["Pays for itself"] == ("from 20 participants on", "")


def test_what_stands_is_shown_again_and_an_emptied_line_is_taken_away(
    browser: Client, address: str, service: Service, manager: Actor
) -> None:
    cost(service, manager)
    page = browser.get(f"{address}edit/").context["page"]
    assert [row["what"].value() for row in page.costs][:2] == ["Room", None]

    browser.post(f"{address}edit/", TYPED | {"costs-0-what": "", "costs-0-amount_eur": ""})

    assert [one.what for one in Terms.objects.get().lines.all()] == ["Sponsor"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"person_days": "-1"}, "greater than or equal to 0"),
        ({"costs-0-amount_eur": ""}, "Say how much it is."),
        ({"costs-1-amount_eur": "5"}, "Say what it is."),
        ({"incomes-0-source": ""}, "Say who pays it."),
        ({"incomes-0-amount_eur": "many"}, "Enter a number."),
    ],
)
def test_what_is_wrong_is_said_beside_the_line(
    browser: Client, address: str, wrong: dict[str, str], message: str
) -> None:
    answer = browser.post(f"{address}edit/", TYPED | wrong)

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Terms.objects.exists()


def test_what_if_shows_both_and_stores_nothing(
    browser: Client, address: str, service: Service, manager: Actor
) -> None:
    cost(service, manager)
    tried = {"person_days": "2", "day_rate_eur": "300", "members": "30", "guests": "0"}

    page = browser.get(address, tried | {"price_member_eur": "25", "price_guest_eur": ""})

    # 30 x 25 + 300 = 1,050
    assert sheet(page)["Income of an edition"] == ("€500", "€1,050")
    assert "If fewer or more come (with the values tried)" in page.content.decode()
    assert Terms.objects.get().members == 10
    assert browser.get(address, tried | {"members": "-1"}).status_code == 422


def test_the_page_says_what_differs_and_one_click_mends_it(
    browser: Client, address: str, service: Service, manager: Actor
) -> None:
    cost(service, manager)
    page = browser.get(address).content.decode()
    assert "Person-days: 2.5 in the service, 2 here" in page
    assert "Cost: €1,000 in the service, €700 here" in page
    detail = browser.get(address.removesuffix("costing/")).content.decode()
    assert "The costing says otherwise." in detail

    assert browser.post(f"{address}use/").status_code == 302

    service.refresh_from_db()
    assert (service.person_days, service.cost_eur, service.income_eur) == (D(2), D(700), D(500))
    assert "plans reckon with them" in browser.get(address).content.decode()


def test_an_open_costing_says_what_is_missing(
    browser: Client, address: str, service: Service, manager: Actor
) -> None:
    verbs.cost_service(service, person_days=D(2), members=None, guests=0, by=manager, at=NOW)

    page = browser.get(address).content.decode()
    refused = browser.post(f"{address}use/", follow=True).content.decode()

    assert "say: the cost of a person-day, how many members take part." in page
    assert "The costing does not say yet what one edition costs and brings." in refused


def test_the_rate_of_the_house_is_said_by_page(browser: Client, cluster: Cluster) -> None:
    address = f"/c/{cluster.slug}/services/day-rate/"

    assert browser.post(address, {"day_rate_eur": "-5"}).status_code == 422
    assert browser.post(address, {"day_rate_eur": "320"}).status_code == 302
    assert browser.get(address).context["form"]["day_rate_eur"].value() == D(320)


def test_a_viewer_reads_and_tries_only(
    viewer_browser: Client, address: str, service: Service, manager: Actor
) -> None:
    cost(service, manager)

    page = viewer_browser.get(address)

    assert page.status_code == 200
    assert "Use the figures of the costing" not in page.content.decode()
    assert viewer_browser.get(f"{address}edit/").status_code == 403
    assert viewer_browser.post(f"{address}use/").status_code == 403


@pytest.mark.parametrize(
    ("turn", "english", "german"),
    [
        (None, "unknown", "unbekannt"),
        (BreakEven(Turn.ALWAYS), "even if nobody comes", "auch wenn niemand kommt"),
        (BreakEven(Turn.NEVER), "at this price never", "bei diesem Preis nie"),
        (BreakEven(Turn.FROM, 1), "from 1 participant on", "ab 1 Person"),
        (BreakEven(Turn.UP_TO, 14), "up to 14 participants", "bis zu 14 Personen"),
    ],
)
def test_break_even_in_words(turn: BreakEven | None, english: str, german: str) -> None:
    with override("en"):
        assert break_even_in_words(turn) == english
    with override("de"):
        assert break_even_in_words(turn) == german


CASE = CostingCase(D(2), D(300), 10, 0, D(20), None, D(10))


def test_the_picture_shows_where_the_lines_meet() -> None:
    picture = picture_of(CASE, "EUR")

    # 600 / 20 = 30
    assert "it pays for itself from 30 on" in picture
    assert "break-even" in picture
    assert "expected" in picture


@pytest.mark.parametrize(
    "case",
    [
        CostingCase(D(2), None, 10, 0, D(20), None, D(10)),
        CostingCase(D(2), D(300), 10, 0, None, None, D(10)),
        CostingCase(D(0), D(300), 0, 0, D(20), None, D(10)),
    ],
)
def test_without_cost_price_or_participants_there_is_no_picture(case: CostingCase) -> None:
    assert picture_of(case, "EUR") == ""


def test_a_picture_without_break_even_is_drawn_and_says_so() -> None:
    never = CostingCase(D(2), D(300), 10, 0, D(0), None, D(10))

    assert "costs €600 and brings €0." in picture_of(never, "EUR")
