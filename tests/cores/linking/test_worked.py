"""Linking worked by hand; the table is that of docs/algorithms/linking.md."""

import math

import pytest

from raceme.cores.linking.evidence import evidence_of
from raceme.cores.linking.identity import Site, Vat, site_of, vat_of
from raceme.cores.linking.likeness import common_length, likeness
from raceme.cores.linking.link import Linker, compare
from raceme.cores.linking.names import name_of
from raceme.cores.linking.records import known_of
from raceme.cores.linking.spelling import words_of
from raceme.cores.linking.values import Fact, Record
from tests.cores.linking.small import LEXICON


def record(name: str, number: str = "1", **values: str) -> Record:
    return Record(number, name, **values)


def score(one: Record, other: Record) -> float:
    return compare(one, other, LEXICON).score


ULM = record("Muster Technik GmbH", "1", country="DE", city="Ulm")
KIEL = record("Muster Technologie AG", "2", country="DE", city="Kiel")


def test_the_weight_of_a_word_falls_with_the_names_that_have_it() -> None:
    # 1 - ln(1 + names) / ln(1 + 999): never 1; "nord" 9: 1 - 1/3; technology 40 + 59 = 99: 1 - 2/3
    words = name_of("Muster Nord Technik", "DE", LEXICON).words

    assert [word.key for word in words] == ["muster", "nord", "=technology"]
    assert [word.weight for word in words] == pytest.approx([1, 2 / 3, 1 / 3])


def test_two_names_are_weighed() -> None:
    evidence, _ = evidence_of(known_of(ULM, LEXICON), known_of(KIEL, LEXICON))

    # mustertechnik (13 letters), mustertechnologie (17): mustertechn and i are common, 2 * 12 / 30
    assert evidence.letters == pytest.approx(0.8)
    assert evidence.agreed == pytest.approx(1 + 0.9 / 3)  # muster, and technology in two words
    assert (evidence.telling, evidence.lead_same) == pytest.approx((1, 1))
    assert (evidence.against, evidence.clash, evidence.addition) == (0, 0, 0)
    assert (evidence.form_differs, evidence.city_differs, evidence.country_differs) == (1, 1, 0)


def test_the_score_is_worked_by_hand() -> None:
    # -3.80 + 3.69 * 0.8 + 0.71 * 1.3 + 2.99 + 0.99 - 1.48 (form) - 3.48 (town) = -0.905
    assert score(ULM, KIEL) == pytest.approx(1 / (1 + math.exp(0.905)))


def test_website_and_vat_number_are_further_chances_to_be_right() -> None:
    names = 1 / (1 + math.exp(0.905))
    here = record(ULM.name, "1", country="DE", city="Ulm", website="www.muster.example.org")
    there = record(KIEL.name, "2", country="DE", city="Kiel", website="https://muster.example.org/")

    assert score(here, there) == pytest.approx(1 - (1 - names) * (1 - 0.55))


def test_two_vat_numbers_are_two_taxpayers() -> None:
    here = record("Muster GmbH", "1", country="DE", vat="DE111222333")
    there = record("Muster GmbH", "2", country="DE", vat="DE987654310")
    slip = record("Muster GmbH", "3", country="DE", vat="DE111222338")

    unknown = score(record("Muster GmbH", "1"), record("Muster GmbH", "2"))
    assert score(here, there) == pytest.approx(0.4 * unknown)
    assert score(here, slip) == pytest.approx(unknown)


def test_one_vat_number_is_enough() -> None:
    here = record("Alpenblick", "1", country="AT", vat="ATU12345678")
    there = record("Zederbaum", "2", country="AT", vat="U 1234 5678")

    assert score(here, there) >= 0.98


def test_the_reasons_say_which_words_agree_and_which_do_not() -> None:
    here = record("Universität Köln, Institut für Chemie", "1", city="Köln")
    there = record("UNIVERSITAET KOELN INSTITUT FUER TECHNIK", "2", city="Koeln")

    facts = compare(here, there, LEXICON).facts

    assert facts == (
        Fact("same_words", ("Universität", "Köln", "Institut")),
        Fact("only_here", ("Chemie",)),
        Fact("only_there", ("TECHNIK",)),
        Fact("same_town", ("Köln",), ("Koeln",)),
    )


def test_initials_are_spelled_out() -> None:
    here, there = record("BVK", "1"), record("Blau Violett Karmin", "2")

    assert Fact("initials", ("BVK",)) in compare(here, there, LEXICON).facts
    assert score(here, there) > score(record("BVX", "1"), there)


def test_words_written_together_agree_with_the_same_words_apart() -> None:
    here, there = record("Bayernnetzwerk Blau", "1"), record("Bayern Netzwerk Blau", "2")

    facts = compare(here, there, LEXICON).facts

    assert facts == (
        Fact("same_words", ("Blau",)),
        Fact("written_together", ("Bayernnetzwerk",)),
    )


def test_a_hospital_of_a_university_is_no_university() -> None:
    university = record("Universität Nordstadt", "1", city="Nordstadt")
    hospital = record("Klinik der Universität Nordstadt", "2", city="Nordstadt")
    in_one_word = record("Universitätsklinik Nordstadt", "3", city="Nordstadt")

    assert score(university, hospital) < score(hospital, in_one_word)


def test_a_number_tells_schools_apart() -> None:
    assert score(record("Schule 1 Ulm", "1"), record("Schule 2 Ulm", "2")) < 0.5


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Köln", ["koln"]),
        ("KOELN", ["koln"]),
        ("FUNDACI√ìN", ["fundacion"]),
        ("FundaciÃ³n", ["fundacion"]),
        ("S. p. A.", ["spa"]),
        ("s.c.a r.l.", ["sca", "rl"]),
        ("M T R S 3 Ltd", ["mtrs3", "ltd"]),
        ("ΑΝΩΝΥΜΗ ΕΤΑΙΡΕΙΑ", ["anonymi", "etaireia"]),
        ("Друштво", ["drushtvo"]),
        ("Łódź, Ås & Straße", ["lodz", "as", "strasse"]),
        ("株式会社", []),
    ],
)
def test_spelling_is_folded(written: str, words: list[str]) -> None:
    assert words_of(written) == words


@pytest.mark.parametrize(
    ("name", "country", "rest", "forms"),
    [
        ("Muster GmbH", "DE", ["muster"], ["GmbH"]),
        ("Muster Gesellschaft mit beschränkter Haftung", "DE", ["muster"], ["GmbH"]),
        ("Muster d. o. o.", "SI", ["muster"], ["d.o.o."]),
        ("Lithium A/S", "DK", ["lithium"], ["A/S"]),
        ("Lithium AS", "", ["lithium"], ["A/S"]),
        ("As Muster", "FR", ["as", "muster"], []),
        ("AG", "DE", ["ag"], ["AG"]),
    ],
)
def test_legal_forms_are_taken_out(
    name: str, country: str, rest: list[str], forms: list[str]
) -> None:
    taken = name_of(name, country, LEXICON)

    assert [word.text for word in taken.words] == rest
    assert [form.code for form in taken.forms] == forms


@pytest.mark.parametrize(
    ("written", "country", "vat"),
    [
        ("DE 123 456 789", "DE", Vat("DE", "123456789")),
        ("123456789", "DE", Vat("DE", "123456789")),
        ("ATU12345678", "", Vat("AT", "U12345678")),
        ("CHE-123.456.788 MWST", "CH", Vat("CH", "123456788")),
        ("EL094014201", "GR", Vat("GR", "094014201")),
        ("applied for", "DE", None),
        ("000000000", "DE", None),
    ],
)
def test_vat_numbers_are_read(written: str, country: str, vat: Vat | None) -> None:
    assert vat_of(written, country) == vat


@pytest.mark.parametrize(
    ("written", "site"),
    [
        ("https://www.Example.org/", Site("example.org", "example.org", "")),
        ("example.org/en/index.html", Site("example.org", "example.org", "")),
        ("info@example.co.uk", Site("example.co.uk", "example.co.uk", "")),
        ("http://chem.example.org/team", Site("example.org", "chem.example.org", "team")),
        ("facebook.com/example", None),
        ("someone@gmail.com", None),
        ("none", None),
        ("http://[::1", None),
    ],
)
def test_websites_are_read(written: str, site: Site | None) -> None:
    assert site_of(written, LEXICON) == site


def test_a_website_that_many_share_says_nothing() -> None:
    crowd = [
        record(name, str(place), website="portal.example.org")
        for place, name in enumerate(["Alm", "Birke", "Carrara", "Distel", "Efeu", "Farn"])
    ]

    assert Linker(crowd, LEXICON).likely_pairs() == []
    assert len(Linker(crowd[:2], LEXICON).likely_pairs()) == 1


def test_the_longest_common_subsequence_is_counted() -> None:
    assert common_length("koblenz", "konstanz") == 4  # k, o, n, z
    assert likeness("koblenz", "konstanz") == pytest.approx(8 / 15)
