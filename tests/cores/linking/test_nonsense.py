"""Records that make no sense are refused; those that say little are not."""

import pytest

from raceme.cores.errors import BadInput
from raceme.cores.linking.link import Linker, compare
from raceme.cores.linking.values import Record
from tests.cores.linking.small import LEXICON


@pytest.mark.parametrize(
    ("records", "says"),
    [
        ([Record("", "Muster")], "no id"),
        ([Record("1", "Muster"), Record("1", "Other")], "record 1 is there twice"),
        ([Record("1", "x" * 1001)], "more than 1000 letters"),
    ],
)
def test_nonsense_is_refused(records: list[Record], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        Linker(records, LEXICON)
    with pytest.raises(BadInput, match=says):
        Linker([], LEXICON).likely_matches(records)


def test_no_records_have_no_pairs() -> None:
    assert Linker([], LEXICON).likely_pairs() == []
    assert Linker([], LEXICON).likely_matches([Record("1", "Muster")]) == []
    assert Linker([Record("1", "Muster")], LEXICON).likely_pairs() == []


@pytest.mark.parametrize("name", ["", "-", "株式会社", "...", "der"])
def test_a_name_that_says_nothing_leaves_the_numbers_to_speak(name: str) -> None:
    without = compare(Record("1", name), Record("2", "Muster"), LEXICON)
    with_number = Linker(
        [Record("1", name, vat="DE123456789"), Record("2", "Muster", vat="DE123456789")], LEXICON
    ).likely_pairs()

    assert without.score < 0.5
    assert [pair.score for pair in with_number] == [pytest.approx(0.98, abs=0.005)]
