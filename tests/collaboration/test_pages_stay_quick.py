"""Lists ask the database as often for three rows as for one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raceme.access.actor import system_of
from raceme.access.models import Cluster
from raceme.collaboration.models import Suggestion
from raceme.collaboration.verbs.saved import save_search
from tests.collaboration.partners import introduced_by_hand
from tests.factories import NOW, make_notice, make_organisation


def add_one(cluster: Cluster) -> Suggestion:
    one, other = (make_organisation(cluster) for _ in range(2))
    save_search(one, terms=["copper"], by=system_of(cluster), at=NOW)
    suggestion = introduced_by_hand(one, other, make_notice(one)).suggestion
    Suggestion.objects.update(search=Suggestion.objects.order_by("pk")[0].search_id)
    return suggestion


def queries_for(browser: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    "path",
    ["suggestions/", "suggestions/download/csv/", "searches/", "letters/", "saved/", "search"],
)
def test_as_often_for_three_as_for_one(cluster: Cluster, browser: Client, path: str) -> None:
    first = add_one(cluster)
    whole = f"searches/{first.search_id}/" if path == "search" else path
    whole = f"/c/here/partners/{whole}"
    browser.get(whole)  # what is kept ready for later is not counted
    of_one = queries_for(browser, whole)

    add_one(cluster)
    add_one(cluster)

    assert queries_for(browser, whole) == of_one
