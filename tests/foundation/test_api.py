"""What no table can hold is refused at the door, in the same form by every router."""

import pytest
from django.test import Client

from raceme.access.models import Cluster

TOO_BIG = 10**30
MEMBER = '{"code": "X", "name": "X", "role": "firm", "weight": %s}'
PLAN = '{"name": "X", "year": 2027, "budget_eur": 1, "person_days": 1, "%s": %s}'
NEED = (
    f'{{"organisation_id": {TOO_BIG}, "topic": "x", "importance": 3, "recorded_on": "2026-01-01"}}'
)


def status_of(browser: Client, cluster: Cluster, path: str, body: str | None = None) -> int:
    address = f"/api/v1/c/{cluster.slug}{path}"
    if body is None:
        return browser.get(address).status_code
    return browser.post(address, body, content_type="application/json").status_code


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/members", MEMBER % "NaN"),
        ("/members", MEMBER % "Infinity"),
        ("/plan", PLAN % ("alignment_weight", "NaN")),
        ("/plan", PLAN % ("own_income_share_min", "NaN")),
        ("/plan", PLAN % ("budget_eur", "NaN")),
        ("/needs", NEED),
        ("/needs/several", f"[{NEED}]"),
    ],
)
def test_a_number_that_is_none_is_refused(
    browser: Client, cluster: Cluster, path: str, body: str
) -> None:
    assert status_of(browser, cluster, path, body) == 422


@pytest.mark.parametrize(
    "path",
    [
        f"/needs?organisation_id={TOO_BIG}",
        f"/strategy/indicators?objective_id={TOO_BIG}",
        f"/members?limit={TOO_BIG}",
    ],
)
def test_a_number_that_no_row_can_have_is_refused(
    browser: Client, cluster: Cluster, path: str
) -> None:
    assert status_of(browser, cluster, path) == 422


def test_one_answer_holds_a_thousand_rows_at_most(browser: Client, cluster: Cluster) -> None:
    assert status_of(browser, cluster, "/members?limit=1000") == 200
    assert status_of(browser, cluster, "/members?limit=1001") == 422
