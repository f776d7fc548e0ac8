"""What must hold of linking whatever the records are."""

import random

import pytest
from bench.linking import data
from hypothesis import given
from hypothesis.strategies import builds, integers, lists, sampled_from, text

from raceme.cores.linking.lexicon import Lexicon
from raceme.cores.linking.likeness import common_length
from raceme.cores.linking.link import Linker, compare
from raceme.cores.linking.spelling import words_of
from raceme.cores.linking.values import Pair, Record
from raceme.vocabulary.names import words
from tests.cores.linking.small import LEXICON

PARTS = [
    "Muster",
    "Technik",
    "Universität",
    "Ulm",
    "Nord",
    "Chemie",
    "der",
    "XYZ",
    "2",
    "GmbH",
    "AG",
]
NAMES = lists(sampled_from(PARTS), min_size=1, max_size=5).map(" ".join)
RECORDS = builds(
    Record,
    id=integers(0, 10**9).map(str),
    name=NAMES,
    vat=sampled_from(["", "DE123456789", "DE987654321"]),
    website=sampled_from(["", "example.org", "other.example.com/x"]),
    country=sampled_from(["", "DE", "AT"]),
    city=sampled_from(["", "Ulm", "Wien", "Vienna"]),
)


def told(pairs: list[Pair]) -> dict[str, float]:
    """Pairs, whichever of the two stands first, with their scores."""
    return {" ".join(sorted((pair.one, pair.other))): pair.score for pair in pairs}


def numbered(names: list[str]) -> list[Record]:
    return [Record(str(place), name) for place, name in enumerate(names)]


@given(RECORDS, RECORDS)
def test_it_does_not_matter_which_of_the_two_comes_first(one: Record, other: Record) -> None:
    one, other = Record("1", *_but_id(one)), Record("2", *_but_id(other))

    forth, back = compare(one, other, LEXICON), compare(other, one, LEXICON)

    assert forth.score == pytest.approx(back.score)
    assert 0 <= forth.score <= 1


def _but_id(record: Record) -> tuple[str, ...]:
    return record.name, record.vat, record.website, record.country, record.city


@given(lists(NAMES, min_size=2, max_size=8), integers(0, 99))
def test_the_order_of_the_list_means_nothing(names: list[str], seed: int) -> None:
    records = numbered(names)
    mixed = random.Random(seed).sample(records, len(records))

    straight, shuffled = (told(Linker(one, LEXICON).likely_pairs()) for one in (records, mixed))
    assert straight.keys() == shuffled.keys()
    assert straight == pytest.approx(shuffled)


@given(lists(NAMES, min_size=2, max_size=8))
def test_an_unrelated_record_changes_nothing(names: list[str]) -> None:
    records = numbered(names)
    stranger = Record("stranger", "Kvjzq Wfpb")

    assert Linker([*records, stranger], LEXICON).likely_pairs() == (
        Linker(records, LEXICON).likely_pairs()
    )


@given(lists(NAMES, min_size=1, max_size=8))
def test_new_records_find_what_all_pairs_find(names: list[str]) -> None:
    """A list matched against itself gives the pairs of the list, and each record itself."""
    old = numbered(names)
    new = [Record(f"new{one.id}", one.name) for one in old]

    matches = Linker(old, LEXICON).likely_matches(new)

    across = {(m.one.removeprefix("new"), m.other) for m in matches}
    pairs = {(p.one, p.other) for p in Linker(old, LEXICON).likely_pairs()}
    assert {pair for pair in across if pair[0] < pair[1]} >= {tuple(sorted(pair)) for pair in pairs}


@given(NAMES)
def test_capitals_accents_and_punctuation_do_not_count(name: str) -> None:
    shouted = name.upper().replace("Ä", "AE").replace(" ", " - ")

    assert words_of(name) == words_of(shouted)


@given(RECORDS, RECORDS)
def test_one_vat_number_never_lowers_the_score(one: Record, other: Record) -> None:
    name, _, website, country, city = _but_id(one)
    name2, _, website2, _, city2 = _but_id(other)
    without = compare(
        Record("1", name, "", website, country, city),
        Record("2", name2, "", website2, country, city2),
        LEXICON,
    )
    with_number = compare(
        Record("1", name, "DE123456789", website, country, city),
        Record("2", name2, "DE 123456789", website2, country, city2),
        LEXICON,
    )

    assert with_number.score >= max(without.score, 0.98)


@given(text("abc", max_size=12), text("abc", max_size=12))
def test_the_bits_count_what_a_table_counts(one: str, other: str) -> None:
    row = [0] * (len(other) + 1)
    for letter in one:
        before = row[:]
        for place, facing in enumerate(other):
            longer = before[place] + 1 if letter == facing else max(before[place + 1], row[place])
            row[place + 1] = longer

    assert common_length(one, other) == row[-1]


@pytest.mark.slow
@pytest.mark.skipif(not data.is_there(), reason="needs ../shared/data/matching")
def test_the_index_misses_few_of_what_a_look_at_all_pairs_finds() -> None:
    lexicon = Lexicon(words())
    records = data.split().fit.records[:400]
    everything = {
        (one.id, other.id)
        for place, one in enumerate(records)
        for other in records[place + 1 :]
        if compare(one, other, lexicon).score >= 0.5
    }
    found = {(pair.one, pair.other) for pair in Linker(records, lexicon).likely_pairs()}

    assert found - everything == set()
    assert len(found) >= 0.97 * len(everything)


@pytest.mark.skipif(not data.is_there(), reason="needs ../shared/data/matching")
def test_precision_holds_on_names_that_were_never_fitted_on() -> None:
    test = data.split().test
    owners = dict(zip((record.id for record in test.records), test.owners, strict=True))

    pairs = Linker(test.records, Lexicon(words())).likely_pairs()

    right = sum(owners[pair.one] == owners[pair.other] for pair in pairs)
    assert right / len(pairs) >= 0.95
    assert right / len(test.true_pairs()) >= 0.66
