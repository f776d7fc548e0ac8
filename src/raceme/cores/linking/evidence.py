"""What speaks for two records being one organisation, and what against it, in figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from raceme.cores.linking.agreement import Agreement, agreement_of
from raceme.cores.linking.lexicon import Word
from raceme.cores.linking.likeness import likeness
from raceme.cores.linking.names import Name
from raceme.cores.linking.records import Known

TRANSLATED, ALIKE = 0.9, 0.8  # a word that agrees in meaning or nearly counts so much
AGREED_MAX = 3.0  # more agreement than that of three unheard-of words tells nothing more


class Evidence(NamedTuple):
    """The figures that the score is computed from; each is explained in linking.md."""

    letters: float  # likeness of the names written as one word
    agreed: float  # weight that agrees, at most three words' worth
    telling: float  # weight of the most telling word that agrees
    against: float  # weight left over on both sides: the smaller of the two
    clash: float  # both sides have a word as telling as this left over
    addition: float  # one side has a word more telling than the other's by this
    initials: float  # weight of initials that the other side spells out
    lead_same: float  # the names begin with the same telling word
    kind_differs: float  # university here, hospital there
    kind_added: float  # a university, and a hospital of one
    field_differs: float  # chemistry here, energy there
    number_differs: float  # 1: each name has a number that the other lacks; 0.5: one of them has
    form_differs: float
    form_missing: float
    country_differs: float
    city_differs: float


NAMES = Evidence._fields


class Rest(NamedTuple):
    """What the words that are left over on one side say together."""

    weight: float
    top: float  # of the most telling
    has_type: bool
    has_field: bool
    has_number: bool


def evidence_of(one: Known, other: Known) -> tuple[Evidence, Agreement]:
    """Weigh all that two names (of at least a word each), their legal forms and places say."""
    agreement = agreement_of(one.name, other.name)
    left, right = _unplaced(agreement, one, other)
    mine, theirs = _rest(left), _rest(right)
    clash = min(mine.top, theirs.top)
    both_have_forms = bool(one.forms and other.forms)
    evidence = Evidence(
        letters=likeness(one.name.joined, other.name.joined),
        agreed=min(_agreed(agreement), AGREED_MAX),
        telling=_telling(agreement),
        against=min(mine.weight, theirs.weight),
        clash=clash,
        addition=max(mine.top, theirs.top) - clash,
        initials=min(_weight(agreement.acronyms), 1.0),
        lead_same=_leads_agree(one.name, other.name, agreement),
        kind_differs=float(mine.has_type and theirs.has_type),
        kind_added=float(mine.has_type != theirs.has_type),
        field_differs=float(mine.has_field and theirs.has_field),
        number_differs=(mine.has_number + theirs.has_number) / 2,
        form_differs=float(both_have_forms and not one.forms & other.forms),
        form_missing=float(bool(one.forms) != bool(other.forms)),
        country_differs=float(bool(one.country and other.country) and one.country != other.country),
        city_differs=float(is_elsewhere(one, other)),
    )
    return evidence, agreement


def _unplaced(agreement: Agreement, one: Known, other: Known) -> tuple[list[Word], list[Word]]:
    """Leave out the town that only one of the names says, if it is the other's town, too."""
    left = [word for word in agreement.only_one if word.key not in other.city]
    right = [word for word in agreement.only_other if word.key not in one.city]
    if not right and not other.city:
        left = [word for word in left if word.key not in one.city]
    if not left and not one.city:
        right = [word for word in right if word.key not in other.city]
    return left, right


def _agreed(agreement: Agreement) -> float:
    return (
        sum([word.weight for word, _ in agreement.same])
        + TRANSLATED * sum([word.weight for word, _ in agreement.translated])
        + ALIKE * sum([(a.weight + b.weight) / 2 for a, b in agreement.alike])
        + _weight(agreement.glued)
    )


def _telling(agreement: Agreement) -> float:
    return max(
        _top([word for word, _ in agreement.same]),
        TRANSLATED * _top([word for word, _ in agreement.translated]),
        ALIKE * max([min(a.weight, b.weight) for a, b in agreement.alike], default=0.0),
        _top(agreement.glued),
    )


def _leads_agree(one: Name, other: Name, agreement: Agreement) -> float:
    first, second = one.words[0], other.words[0]
    is_pair = any(a is first and b is second for a, b in agreement.pairs)
    return min(first.weight, second.weight) if is_pair else 0.0


def is_elsewhere(one: Known, other: Known) -> bool:
    """Whether both towns are known, and have neither a word nor the postcode in common."""
    same_code = bool(one.postcode) and one.postcode == other.postcode
    return bool(one.city and other.city) and not one.city & other.city and not same_code


_NOTHING = Rest(0.0, 0.0, has_type=False, has_field=False, has_number=False)


def _rest(words: Sequence[Word]) -> Rest:
    if not words:
        return _NOTHING
    weights = [word.weight for word in words]
    kinds = [word.kind for word in words]
    has_number = any(word.text.isdigit() for word in words)
    return Rest(sum(weights), max(weights), "type" in kinds, "field" in kinds, has_number)


def _weight(words: Iterable[Word]) -> float:
    return sum([word.weight for word in words])


def _top(words: Iterable[Word]) -> float:
    return max([word.weight for word in words], default=0.0)
