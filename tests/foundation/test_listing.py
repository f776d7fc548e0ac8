"""Long lists in general: their order is complete, their pages read only what they show."""

from datetime import date

import pytest
from django import forms
from django.http import QueryDict
from django.utils import translation

from raceme.access.models import Cluster
from raceme.foundation.filters import chips_of, clean_query, in_words, query_of
from raceme.foundation.listing import ShownList, Sorting
from raceme.foundation.listing import in_words as cell_in_words
from raceme.foundation.paging import AT_ONCE, InOrder
from raceme.members.columns import MEMBERS
from raceme.members.models import Organisation
from tests.factories import make_organisation


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("", Sorting("name")),
        ("-employees", Sorting("employees", is_descending=True)),
        ("colour", Sorting("name")),
        ("competences", Sorting("name")),  # a list of many has no order
    ],
)
def test_nonsense_means_the_usual_order(asked: str, understood: Sorting) -> None:
    assert MEMBERS.sorting(asked) == understood


@pytest.mark.parametrize("column", [one.name for one in MEMBERS.columns if one.order])
def test_every_order_ends_with_the_number_of_the_row(column: str) -> None:
    last = MEMBERS.order_by(Sorting(column))[-1]

    assert last.expression.name == "pk"


def test_the_usual_order_turns_round_as_a_whole_so_that_an_index_serves_both() -> None:
    order = MEMBERS.order_by(Sorting("name", is_descending=True))

    assert [(one.expression.name, one.descending) for one in order] == [
        ("name_folded", True),
        ("pk", True),
    ]


def test_a_file_holds_the_id_once(cluster: Cluster) -> None:
    usual = ShownList(MEMBERS, MEMBERS.usual, Sorting("name"))
    narrow = ShownList(MEMBERS, MEMBERS.named(["city"]), Sorting("name"))

    assert usual.with_first("code") is usual
    assert [one.name for one in narrow.with_first("code").columns] == ["code", "name", "city"]


def test_rows_are_read_some_hundreds_at_a_time(
    cluster: Cluster, django_assert_num_queries: object
) -> None:
    Organisation.objects.bulk_create(
        Organisation(cluster=cluster, code=f"{number:04d}", name="Same")
        for number in range(AT_ONCE + 2)
    )
    rows = InOrder(
        Organisation.objects.all(),
        MEMBERS.order_by(Sorting("name")),
        lambda read: read.only("code"),
    )

    with django_assert_num_queries(3):  # type: ignore[operator]
        codes = [row.code for row in rows]

    assert codes == [f"{number:04d}" for number in range(AT_ONCE + 2)]
    assert len(rows) == AT_ONCE + 2


def test_a_row_that_goes_while_a_page_is_read_is_left_out(cluster: Cluster) -> None:
    stays, goes = make_organisation(cluster), make_organisation(cluster)
    rows = InOrder(
        Organisation.objects.all(),
        MEMBERS.order_by(Sorting("name")),
        lambda read: read.exclude(pk=goes.pk),
    )

    assert rows[0:10] == [stays]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (None, "unknown"),
        ("", "unknown"),
        (0, "0"),
        (1234, "1,234"),
        (False, "no"),
        (date(2026, 3, 1), "1 Mar 2026"),
        ("text", "text"),
    ],
)
def test_cells_are_said_as_people_read_them(cell: object, said: str) -> None:
    assert cell_in_words(cell) == said  # type: ignore[arg-type]


def test_days_are_written_as_the_reader_does() -> None:
    with translation.override("de"):
        assert cell_in_words(date(2026, 3, 1)) == "01.03.2026"


class Search(forms.Form):
    text = forms.CharField(label="search", required=False)
    kind = forms.MultipleChoiceField(
        label="kind", required=False, choices=[("Group", [("a", "Apple")]), ("b", "Pear")]
    )
    since = forms.DateField(label="since", required=False)
    ripe = forms.BooleanField(label="ripe ones", required=False)
    sort = forms.CharField(required=False)
    hidden = forms.CharField(required=False, widget=forms.HiddenInput)


def test_filters_are_said_in_words_and_taken_away_one_by_one() -> None:
    query = QueryDict("text=x&kind=a&kind=b&since=2026-03-01&ripe=on&sort=-a&hidden=1&page=2")
    form = Search(query)
    assert form.is_valid()

    chips = chips_of(form, query)

    assert [(one.words, one.without) for one in chips] == [
        ("Search: x", "?kind=a&kind=b&since=2026-03-01&ripe=on&sort=-a&hidden=1"),
        ("Kind: Apple", "?text=x&kind=b&since=2026-03-01&ripe=on&sort=-a&hidden=1"),
        ("Kind: Pear", "?text=x&kind=a&since=2026-03-01&ripe=on&sort=-a&hidden=1"),
        ("Since: 1 March 2026", "?text=x&kind=a&kind=b&ripe=on&sort=-a&hidden=1"),
        ("Ripe ones", "?text=x&kind=a&kind=b&since=2026-03-01&sort=-a&hidden=1"),
    ]
    assert in_words(form) == [
        "Search: x",
        "Kind: Apple, Pear",
        "Since: 1 March 2026",
        "Ripe ones",
    ]


def test_only_a_query_comes_back_from_a_browser() -> None:
    assert clean_query("a=1&b=2&b=3") == "a=1&b=2&b=3"
    assert clean_query("https://evil.example.org/?a=1") == "https%3A%2F%2Fevil.example.org%2F%3Fa=1"
    assert query_of({"a": ["1"], "b": ["2", "3"]}).urlencode() == "a=1&b=2&b=3"
