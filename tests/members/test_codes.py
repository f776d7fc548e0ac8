"""Activity, region and country: what people write becomes a code, or is asked back."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from raceme.access.models import Cluster
from raceme.members.models import Organisation
from raceme.members.models.codes import activity_meant, with_codes
from tests.factories import make_organisation

TYPED = {
    "name": "Example Mills",
    "code": "77",
    "role": "firm",
    "standing": "member",
    "nace_revision": "2",
    "nuts_version": "2024",
    "weight": "1",
}


def errors_of(
    values: dict[str, object], before: Organisation | None = None
) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        with_codes(values, before=before)
    return caught.value.message_dict


def test_names_become_codes() -> None:
    values = {"nace": "Machining", "nuts": "Linz-Wels", "country": "Österreich", "name": "X"}

    assert with_codes(values) == {"nace": "25.62", "nuts": "AT312", "country": "AT", "name": "X"}


def test_what_is_empty_stays_unknown() -> None:
    assert with_codes({"nace": "", "nuts": " ", "country": ""}) == {
        "nace": "",
        "nuts": "",
        "country": "",
    }


def test_what_is_unclear_is_asked_back_with_its_codes() -> None:
    assert errors_of({"nace": "software publish"}) == {
        "nace": [
            "It is not clear which of these is meant: 58.2 Software publishing; 58.29 Other"
            " software publishing. Write the code."
        ]
    }


def test_one_candidate_is_not_taken_without_asking() -> None:
    assert errors_of({"nuts": "Goris"}) == {
        "nuts": ["Is this meant: SI043 Goriška? Then write the code."]
    }


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"nace": "62.10", "nace_revision": "2"},
            "“62.10” stands in NACE Rev. 2.1, not in NACE Rev. 2. Choose that, or write another.",
        ),
        (
            {"nuts": "UKI31", "nuts_version": "2024"},
            "“UKI31” stands in NUTS 2021, not in NUTS 2024. Choose that, or write another.",
        ),
        (
            {"nace": "metal things"},
            "NACE Rev. 2 has no such activity. Write a code, such as 25.62, or its name.",
        ),
        (
            {"nuts": "the far north"},
            "NUTS 2024 has no such region. Write a code, such as SI041, or its name.",
        ),
        ({"country": "Utopia"}, "There is no such country. Write two letters, such as SI."),
        (
            {"nuts": "SI041", "country": "AT"},
            "This region lies in Slovenia, but the country is Austria.",
        ),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(values: dict[str, object], message: str) -> None:
    assert list(errors_of(values).values()) == [[message]]


def test_several_faults_are_said_at_once() -> None:
    assert set(errors_of({"nace": "x y", "nuts": "x y", "country": "x y"})) == {
        "nace",
        "nuts",
        "country",
    }


def test_old_text_that_stays_keeps_nobody_from_changing_something_else(cluster: Cluster) -> None:
    old = make_organisation(cluster, nace="metal", nuts="XX99", country="QQ")

    kept = {"nace": "metal", "nace_revision": "2", "nuts": "XX99", "country": "QQ", "name": "New"}
    assert with_codes(kept, before=old) == kept
    assert set(errors_of(kept | {"nace": "metals"}, before=old)) == {"nace"}


def test_the_same_text_in_another_edition_is_looked_at_again(cluster: Cluster) -> None:
    old = make_organisation(cluster, nace="25.62")

    assert with_codes({"nace": "25.62", "nace_revision": "2.1"}, before=old)["nace"] == "25.62"
    assert set(errors_of({"nace": "47.99", "nace_revision": "2.1"}, before=old)) == {"nace"}


def test_further_activities_are_understood_alike() -> None:
    assert activity_meant("2562", "2") == "25.62"
    assert activity_meant("Machining of metals", "2.1") == "25.53"


def test_the_page_takes_a_name_and_keeps_a_code(browser: Client, cluster: Cluster) -> None:
    browser.post(
        f"/c/{cluster.slug}/members/new/",
        TYPED | {"nace": "machining", "nuts": "AT312 Linz-Wels", "country": "AT"},
    )

    entered = Organisation.objects.get()
    assert (entered.nace, entered.nuts, entered.country) == ("25.62", "AT312", "AT")


def test_the_page_asks_back_and_keeps_what_was_typed(browser: Client, cluster: Cluster) -> None:
    answer = browser.post(f"/c/{cluster.slug}/members/new/", TYPED | {"nace": "software publish"})

    assert answer.status_code == 422
    assert 'value="software publish"' in answer.content.decode()
    assert "58.29 Other software publishing" in answer.content.decode()
    # The folded group that holds the fault is open.
    assert '<details class="group group-folded" open>' in answer.content.decode()


def test_the_page_shows_codes_with_their_names_and_takes_them_again(
    browser: Client, cluster: Cluster
) -> None:
    organisation = make_organisation(cluster, nace="25.62", nuts="AT312", country="AT")
    address = f"/c/{cluster.slug}/members/{organisation.pk}/edit/"

    shown = browser.get(address).content.decode()
    answer = browser.post(
        address, TYPED | {"nace": "25.62 Machining", "nuts": "AT312 Linz-Wels", "country": "AT"}
    )

    organisation.refresh_from_db()
    assert 'value="25.62 Machining"' in shown
    assert answer.status_code == 302
    assert (organisation.nace, organisation.nuts, organisation.name) == (
        "25.62",
        "AT312",
        "Example Mills",
    )


def test_the_page_marks_old_text_and_lets_the_rest_be_edited(
    browser: Client, cluster: Cluster
) -> None:
    organisation = make_organisation(cluster, nace="metal")
    address = f"/c/{cluster.slug}/members/{organisation.pk}/"

    answer = browser.post(f"{address}edit/", TYPED | {"nace": "metal", "city": "Musterstadt"})

    organisation.refresh_from_db()
    assert answer.status_code == 302
    assert (organisation.nace, organisation.city) == ("metal", "Musterstadt")
    assert "not in the list" in browser.get(address).content.decode()


def test_the_api_asks_back_beside_the_field(browser: Client, cluster: Cluster) -> None:
    answer = browser.post(
        f"/api/v1/c/{cluster.slug}/members",
        {"name": "X", "role": "firm", "nace": "nonsense of all kinds", "country": "Utopia"},
        content_type="application/json",
    )

    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"nace", "country"}


def test_the_api_says_which_codes_fit(browser: Client, cluster: Cluster) -> None:
    address = f"/api/v1/c/{cluster.slug}/members/codes"

    found = browser.get(f"{address}/nace?text=25.62").json()

    assert found == [
        {"code": "25.62", "label": "Machining", "level": 4, "above": ["C", "25", "25.6"]}
    ]
    assert browser.get(f"{address}/nace?text=x&edition=9").status_code == 404
    assert browser.get(f"{address}/stars?text=x").status_code == 404


@pytest.mark.parametrize(
    ("address", "values"),
    [
        ("nace/?text=25.62&edition=2", ["25.62 Machining"]),
        ("nace/?text=25.62&edition=2.1", ["25.62 Manufacture of locks and hinges"]),
        ("nuts/?text=linz-wels&edition=2016", ["AT312 Linz-Wels"]),
        ("nuts/?text=linz-wels&edition=nonsense", ["AT312 Linz-Wels"]),
        ("nace/?text=%20", []),
        ("organisation/?text=mill", ["Example Mills (M1)"]),
    ],
)
def test_a_field_suggests_what_fits(
    browser: Client, cluster: Cluster, address: str, values: list[str]
) -> None:
    make_organisation(cluster, name="Example Mills", code="M1")

    answer = browser.get(f"/c/{cluster.slug}/members/suggest/{address}").json()

    assert [one["value"] for one in answer["options"]] == values
    assert answer["said"] == ("1 suggestion" if values else "no suggestion")


def test_nothing_is_suggested_about_what_is_no_list(browser: Client, cluster: Cluster) -> None:
    assert browser.get(f"/c/{cluster.slug}/members/suggest/stars/?text=a").status_code == 404
