"""The organisations of a cluster as the core of matching takes them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from raceme.access.actor import Actor
from raceme.catalogue.models import Provider
from raceme.collaboration.models import Notice, Suggestion
from raceme.collaboration.queries.notices import open_notices
from raceme.collaboration.queries.ties import Tie, pairs_apart, ties_of
from raceme.cores.matching.match import Matcher
from raceme.cores.matching.values import Collaboration, Weights
from raceme.cores.matching.values import Organisation as Value
from raceme.members.models import Competence, Organisation, Standing
from raceme.members.queries import organisations_visible_to
from raceme.needs.models import Need
from raceme.needs.queries import needs_in_force

TAKING_PART = (Standing.MEMBER, Standing.PARTNER)
# Kinds of the EU's lists, by our roles.
KINDS = {"firm": "PRC", "research": "REC", "education": "HES", "public": "PUB"}
# Who finds these important is ready for something new.
WILLING = ("partner-same-sector", "partner-other-sector", "joint-projects")
MOST_IMPORTANT = 5


@dataclass(frozen=True)
class Books:
    """All that suggestions are made from, as the books stand on a day."""

    on: date
    organisations: Mapping[int, Organisation]
    values: tuple[Value, ...]
    ties: tuple[Tie, ...]
    written: Mapping[str, str]  # terms as somebody has written them, by how the core knows them
    apart: frozenset[tuple[int, int]]

    def matcher(
        self,
        *,
        weights: Weights,
        more_apart: Iterable[tuple[int, int]] = (),
        synonyms: Mapping[str, str] | None = None,
    ) -> Matcher:
        """Make the list ready to be asked; `synonyms` give the one name a term shall go by."""
        known = {one.id for one in self.values}
        collaborations = [
            Collaboration(f"{one.kind}-{one.row}", one.since, members, text=one.words)
            for one in self.ties
            if len(members := tuple(m for m in _texts(one.members) if m in known)) > 1
        ]
        apart = {(str(one), str(other)) for one, other in (*self.apart, *more_apart)}
        # What happened today counts: the core knows only what began before its day.
        tomorrow = self.on + timedelta(days=1)
        return Matcher(
            self.values,
            collaborations,
            at=tomorrow,
            exclusions=apart,
            synonyms=synonyms,
            weights=weights,
        )

    def same_class(self, asking: Iterable[int]) -> set[tuple[int, int]]:
        """Pairs of each of these with all of its own class of NACE: likely competitors."""
        by_class: dict[str, list[int]] = defaultdict(list)
        for one in self.values:
            if len(one.sector) > len("25.6"):
                by_class[one.sector].append(int(one.id))
        sectors = {int(one.id): one.sector for one in self.values}
        return {
            (one, other)
            for one in asking
            for other in by_class.get(sectors.get(one, ""), ())
            if one != other
        }


def books_of(actor: Actor, *, on: date) -> Books:
    """Gather what the books know, with a few questions to the database."""
    rows = organisations_visible_to(actor).filter(standing__in=TAKING_PART)
    organisations = {one.pk: one for one in rows.order_by("pk")}
    gathered = _Gathered(actor, on)
    revision = _usual_revision(organisations.values())
    values = tuple(gathered.value_of(one, revision) for one in organisations.values())
    return Books(
        on=on,
        organisations=organisations,
        values=values,
        ties=tuple(ties_of(actor, at=on)),
        written=gathered.written,
        apart=frozenset(pairs_apart(actor, on=on)),
    )


class _Gathered:
    """What hangs on all organisations, by their numbers."""

    def __init__(self, actor: Actor, on: date) -> None:
        self.competences = _several(
            Competence.objects.filter(cluster=actor.cluster, ended_at__isnull=True)
            .order_by("pk")
            .values_list("organisation_id", "term")
        )
        self.offers: dict[int, list[str]] = defaultdict(list)
        self.requests: dict[int, list[str]] = defaultdict(list)
        self.texts: dict[int, list[str]] = defaultdict(list)
        for notice in open_notices(actor, on).order_by("pk"):
            terms = self.requests if notice.is_request else self.offers
            terms[notice.organisation_id] += plain_terms(notice)
            self.texts[notice.organisation_id] += [notice.title, notice.text]
        services = Provider.objects.filter(service__cluster=actor.cluster)
        for organisation, name, text in services.exclude(organisation=None).values_list(
            "organisation_id", "service__name", "service__description"
        ):
            if organisation is not None:
                self.texts[organisation] += [name, text]
        self.written = _as_written(
            [term for several in self.competences.values() for term in several],
            [term for one in open_notices(actor, on).order_by("pk") for term in one.terms],
        )
        self.readiness = _readiness(actor)
        self.under_way = _under_way(actor)

    def value_of(self, one: Organisation, revision: str) -> Value:
        is_place_known = one.latitude is not None and one.longitude is not None
        texts = [one.description, one.products, *self.texts[one.pk]]
        return Value(
            id=str(one.pk),
            kind=KINDS.get(one.role, "OTH" if one.role else ""),
            country=one.country.upper(),
            city=one.city,
            point=(one.latitude, one.longitude) if is_place_known else None,  # type: ignore[arg-type]
            size=one.size,
            # Equal codes of two editions of NACE are no proof of equal activities.
            sector=one.nace if one.nace_revision == revision else "",
            chain_position=one.value_chain.strip().casefold(),
            competences=tuple(plain(self.competences[one.pk])),
            offers=tuple(self.offers[one.pk]),
            requests=tuple(self.requests[one.pk]),
            text=" ".join(filter(None, texts)),
            capacity=self._capacity(one.pk),
        )

    def _capacity(self, organisation: int) -> float | None:
        """How ready it says it is, less for each suggestion that still waits for its answer."""
        said, waiting = self.readiness.get(organisation), self.under_way[organisation]
        if said is None and not waiting:
            return None
        return (1.0 if said is None else said) / (1 + waiting)


def plain_terms(notice: Notice) -> list[str]:
    """The key words of a notice as the core compares them."""
    return plain(notice.terms)


def plain(terms: Iterable[str]) -> list[str]:
    """Small letters, and no full stop: to the core it would part a broader term from a narrower."""
    return list(
        dict.fromkeys(" ".join(term.replace(".", " ").casefold().split()) for term in terms)
    )


def _as_written(*many: Iterable[str]) -> dict[str, str]:
    """How each term was written first; in German, nouns are not written small."""
    found: dict[str, str] = {}
    for terms in many:
        for term in terms:
            for said in plain([term]):
                found.setdefault(said, " ".join(term.split()))
    return found


def _readiness(actor: Actor) -> dict[int, float]:
    """How important partners and joint projects are to each, 0 to 1; the highest counts."""
    found: dict[int, float] = {}
    rows: Iterable[Need] = needs_in_force(actor).filter(topic__in=WILLING)
    for need in rows:
        share = need.importance / MOST_IMPORTANT
        found[need.organisation_id] = max(share, found.get(need.organisation_id, 0.0))
    return found


def _under_way(actor: Actor) -> Counter[int]:
    rows = Suggestion.objects.filter(cluster=actor.cluster, state__in=Suggestion.ASKING)
    return Counter(pk for pair in rows.values_list("one_id", "other_id") for pk in pair)


def _usual_revision(organisations: Iterable[Organisation]) -> str:
    """The edition of NACE that most of them are coded in."""
    counts = Counter(one.nace_revision for one in organisations if one.nace)
    return min(counts, key=lambda one: (-counts[one], one)) if counts else ""


def _several(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for pk, text in rows:
        found[pk].append(text)
    return found


def _texts(numbers: Iterable[int]) -> Iterable[str]:
    return (str(one) for one in dict.fromkeys(numbers))
