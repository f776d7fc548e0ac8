"""The organisations of a cluster, ready to be asked which of them something new may be.

Made ready once in each process and kept: half a second for 10,000 organisations, a few
milliseconds for each question. What was entered or changed since is looked at beside it.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock

from raceme.access.actor import Actor
from raceme.cores.linking.lexicon import Lexicon
from raceme.cores.linking.link import Linker
from raceme.cores.linking.values import Fact, Pair, Record
from raceme.members.models import Organisation
from raceme.members.queries.lookalikes import changed_since, last_change_of, survivors
from raceme.vocabulary.names import words

KEPT = 4  # clusters whose books are kept ready in one process
FRESH_MAX = 300  # organisations changed since; after more, all is made ready anew
FIELDS = ("pk", "name", "vat", "website", "country", "city", "postcode")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is said of an organisation that may be in the books already; `id` is the asker's."""

    id: str
    name: str
    vat: str = ""
    website: str = ""
    country: str = ""
    city: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Alike:
    """That a candidate is likely an organisation of the books, how likely (0.5 to 1), and why.

    `raceme.members.words.reasons_in_words` says the facts to people.
    """

    candidate_id: str
    organisation_id: int
    score: float
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class _Books:
    linker: Linker
    up_to: int


_kept: OrderedDict[int, _Books] = OrderedDict()
_lock = Lock()


def likely_duplicates_of(actor: Actor, candidates: Sequence[Candidate]) -> list[Alike]:
    """Say which candidates are likely in the books already.

    Records merged into another speak for the one that stays. What somebody has told apart does
    not matter here: that was said of two records in the books, a candidate is neither.
    """
    books = _books_of(actor)
    fresh = changed_since(actor, books.up_to, most=FRESH_MAX)
    if len(fresh) > FRESH_MAX:
        with _lock:
            _kept.pop(_cluster_of(actor), None)
        return likely_duplicates_of(actor, candidates)
    records = [record_of(one) for one in candidates]
    known = books.linker.likely_matches(records)
    pairs = [pair for pair in known if int(pair.other) not in fresh]
    if fresh:
        pairs += Linker(_records_of(actor, fresh), lexicon()).likely_matches(records)
    return _best_of_each(pairs, survivors(actor))


def forget() -> None:
    """Let go of all books; the next question makes them ready anew."""
    with _lock:
        _kept.clear()


@cache
def lexicon() -> Lexicon:
    """The word lists of the product, ready; they never change while it runs."""
    return Lexicon(words())


def candidate_of(organisation: Organisation) -> Candidate:
    """Ask about an organisation as if it were new."""
    return Candidate(str(organisation.pk), *(getattr(organisation, name) for name in FIELDS[1:]))


def linker_of(actor: Actor) -> Linker:
    """All organisations that stand for themselves, made ready; not kept."""
    return Linker(_records_of(actor, merged=False), lexicon())


def _books_of(actor: Actor) -> _Books:
    cluster = _cluster_of(actor)
    with _lock:
        kept = _kept.get(cluster)
        if kept is None:
            up_to = last_change_of(actor)  # asked first: what changes meanwhile is looked at again
            kept = _kept[cluster] = _Books(Linker(_records_of(actor), lexicon()), up_to)
        _kept.move_to_end(cluster)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
        return kept


def _records_of(
    actor: Actor, numbers: Iterable[int] | None = None, *, merged: bool = True
) -> list[Record]:
    """Records of the books; merged ones included, whose names and numbers still tell."""
    rows = Organisation.objects.filter(cluster_id=_cluster_of(actor)).order_by("pk")
    if numbers is not None:
        rows = rows.filter(pk__in=numbers)
    if not merged:
        rows = rows.filter(merged_into__isnull=True)
    return [Record(str(pk), *rest) for pk, *rest in rows.values_list(*FIELDS)]


def record_of(candidate: Candidate) -> Record:
    """A candidate as linking knows it."""
    return Record(
        candidate.id,
        candidate.name,
        vat=candidate.vat,
        website=candidate.website,
        country=candidate.country,
        city=candidate.city,
        postcode=candidate.postcode,
    )


def _best_of_each(pairs: Iterable[Pair], become: Mapping[int, int]) -> list[Alike]:
    """One answer for each candidate and organisation, also where several records speak for it."""
    found: dict[tuple[str, int], Alike] = {}
    for pair in sorted(pairs, key=lambda one: -one.score):
        organisation = become.get(int(pair.other), int(pair.other))
        alike = Alike(pair.one, organisation, pair.score, pair.facts)
        found.setdefault((pair.one, organisation), alike)
    return list(found.values())


def _cluster_of(actor: Actor) -> int:
    assert actor.cluster_id is not None  # whoever sees no cluster is not let this far
    return actor.cluster_id
