"""Ask the core for partners and answers, and give them as values for rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from raceme.access.actor import Actor
from raceme.collaboration.bridge.members import Books, books_of, plain_terms
from raceme.collaboration.models import Consent, PartnerSearch, Suggestion
from raceme.cores.matching.match import Matcher
from raceme.cores.matching.teaching import Lesson, lessons, taught
from raceme.cores.matching.values import Controls, Partner, Request, Weights

DIVISION = 2
# What a no because of time or because they know each other says nothing about: the score.
TEACHING = ("topic", "place", "size", "other")


@dataclass(frozen=True, slots=True)
class Found:
    """A pair that could work together, as the core sees it."""

    one: int
    other: int
    score: float
    parts: dict[str, float | None]
    reasons: list[dict[str, Any]]
    is_cross_sector: bool | None


def found_by(search: PartnerSearch, actor: Actor, *, on: date) -> tuple[list[Found], Weights]:
    """Compute the suggestions of a search; each pair once, with its higher score."""
    books = books_of(actor, on=on)
    asking = _asking(search, books)
    weights = weights_of(actor)
    matcher = books.matcher(weights=weights, more_apart=books.same_class(asking))
    controls = Controls(
        cross_sector=search.cross_sector,
        diversity=search.diversity,
        with_known=search.with_known,
    )
    best: dict[tuple[int, int], Found] = {}
    for one in asking:
        for partner in _partners(matcher, search, one, controls):
            found = _found(one, partner, books)
            pair = (min(found.one, found.other), max(found.one, found.other))
            if pair not in best or best[pair].score < found.score:
                best[pair] = found
    return sorted(best.values(), key=lambda one: (-one.score, one.one, one.other)), weights


def score_of_pair(actor: Actor, one: int, other: int, *, on: date) -> Found | None:
    """See how a pair fits that a person has thought of; None where the core knows one not."""
    books = books_of(actor, on=on)
    if one not in books.organisations or other not in books.organisations:
        return None
    matcher = books.matcher(weights=weights_of(actor))
    everybody = matcher.partners(str(one), len(books.values), Controls(with_known=True))
    return next((_found(one, each, books) for each in everybody if each.id == str(other)), None)


def lessons_of(actor: Actor) -> tuple[Lesson, ...]:
    """What the answers so far teach about each part of the score."""
    rows = Suggestion.objects.filter(cluster=actor.cluster)
    agreed = rows.filter(introduced_at__isnull=False).values_list("parts", flat=True)
    refused = Consent.objects.filter(
        cluster=actor.cluster, answer=Consent.Answer.NO, because__in=TEACHING
    )
    declined = rows.filter(pk__in=refused.values("suggestion")).values_list("parts", flat=True)
    return lessons([one for one in agreed if one], [one for one in declined if one])


def weights_of(actor: Actor) -> Weights:
    """The stated weights, moved by what the answers of this cluster teach."""
    return taught(Weights(), lessons_of(actor))


def stated_weights() -> dict[str, float]:
    """The weights before anybody has answered, by the name of each part."""
    return asdict(Weights())


def _asking(search: PartnerSearch, books: Books) -> list[int]:
    if search.notice is not None:
        return [pk for pk in [search.notice.organisation_id] if pk in books.organisations]
    if search.organisation_id is not None:
        return [pk for pk in [search.organisation_id] if pk in books.organisations]
    return [pk for pk, one in books.organisations.items() if one.is_member]


def _partners(
    matcher: Matcher, search: PartnerSearch, one: int, controls: Controls
) -> Iterable[Partner]:
    notice = search.notice
    if notice is None or not notice.is_request:
        return matcher.partners(str(one), search.number, controls)
    text = f"{notice.title} {notice.text}"
    request = Request(terms=tuple(plain_terms(notice)), text=text, owner=str(one))
    return matcher.answers(request, search.number, controls)


def _found(one: int, partner: Partner, books: Books) -> Found:
    other = int(partner.id)
    return Found(
        one=one,
        other=other,
        score=round(partner.score, 4),
        parts={name: None if v is None else round(v, 4) for name, v in partner.parts},
        reasons=list(_reasons(partner)),
        is_cross_sector=_is_cross(_sectors(books), one, other),
    )


def _reasons(partner: Partner) -> Iterator[dict[str, Any]]:
    for fact in partner.reasons:
        figure = None if fact.figure is None else round(fact.figure, 3)
        yield {"code": fact.code, "about": list(fact.about), "figure": figure}


def _sectors(books: Books) -> Mapping[int, str]:
    return {int(one.id): one.sector[:DIVISION] for one in books.values}


def _is_cross(sectors: Mapping[int, str], one: int, other: int) -> bool | None:
    mine, theirs = sectors.get(one, ""), sectors.get(other, "")
    return mine != theirs if mine and theirs else None
