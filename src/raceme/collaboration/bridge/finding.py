"""Ask the core for partners and answers, and give them as values for rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from raceme.access.actor import Actor
from raceme.collaboration.bridge.members import Books, books_of, plain_terms
from raceme.collaboration.models import Because, Consent, PartnerSearch, Suggestion
from raceme.cores.matching.match import Matcher
from raceme.cores.matching.teaching import Lesson, lessons, taught
from raceme.cores.matching.values import PARTS, Controls, Partner, Request, Weights

DIVISION = 2
TERMS = ("gives_wanted", "wants_given")  # reasons that are about key words
# What is no judgement of the fit teaches nothing: no time, known already, never with this one.
TEACHING = (Because.TOPIC, Because.PLACE, Because.SIZE, Because.OTHER)


@dataclass(frozen=True, slots=True)
class Found:
    """A pair that could work together, as the core sees it from the first of the two."""

    one: int
    other: int
    score: float
    parts: dict[str, float | None]
    reasons: list[dict[str, Any]]
    is_cross_sector: bool | None


def found_by(
    search: PartnerSearch, actor: Actor, *, on: date, tell: Callable[[float], None]
) -> list[Found]:
    """Compute the suggestions of a search; each pair once, seen from where it fits better.

    `tell` is told the share done from time to time.
    """
    books = books_of(actor, on=on)
    asking = _asking(search, books)
    # Whoever is of the same class likely competes; but who answers a request is welcome.
    likely = set() if _is_answered(search) else books.same_class(asking)
    matcher = books.matcher(weights=Weights(**search.weights), more_apart=likely)
    controls = Controls(
        cross_sector=search.cross_sector,
        diversity=search.diversity,
        with_known=search.with_known,
    )
    sectors = _sectors(books)
    best: dict[tuple[int, int], Found] = {}
    for done, one in enumerate(asking):
        for partner in _partners(matcher, search, one, controls):
            found = _found(one, partner, sectors, books.written)
            pair = (min(found.one, found.other), max(found.one, found.other))
            if pair not in best or best[pair].score < found.score:
                best[pair] = found
        tell((done + 1) / len(asking))
    return sorted(best.values(), key=lambda one: (-one.score, one.one, one.other))


def lessons_of(actor: Actor) -> tuple[Lesson, ...]:
    """What the answers so far teach about each part of the score."""
    rows = Suggestion.objects.filter(cluster=actor.cluster).order_by("pk")
    agreed = rows.filter(introduced_at__isnull=False).values_list("parts", flat=True)
    refused = Consent.objects.filter(
        cluster=actor.cluster, answer=Consent.Answer.NO, because__in=TEACHING
    )
    declined = rows.filter(pk__in=refused.values("suggestion"), introduced_at__isnull=True)
    dropped = rows.filter(state=Suggestion.State.DROPPED, because__in=TEACHING)
    not_wanted = (
        *declined.values_list("parts", flat=True),
        *dropped.values_list("parts", flat=True),
    )
    return lessons([one for one in agreed if one], [one for one in not_wanted if one])


def weights_now(actor: Actor) -> dict[str, float]:
    """The stated weights, moved by what the answers of this cluster teach; by part."""
    return asdict(taught(Weights(), lessons_of(actor)))


def stated_weights() -> dict[str, float]:
    """The weights before anybody has answered, by part."""
    return asdict(Weights())


def names_of_parts() -> tuple[str, ...]:
    """The parts of a score, in the order in which they are told."""
    return PARTS


def _asking(search: PartnerSearch, books: Books) -> list[int]:
    notice = search.notice
    whose = notice.organisation_id if notice is not None else search.organisation_id
    if whose is not None:
        return [pk for pk in [whose] if pk in books.organisations]
    return [pk for pk, one in books.organisations.items() if one.is_member]


def _partners(
    matcher: Matcher, search: PartnerSearch, one: int, controls: Controls
) -> Iterable[Partner]:
    notice = search.notice
    if notice is None or not _is_answered(search):
        return matcher.partners(str(one), search.number, controls)
    text = f"{notice.title} {notice.text}"
    request = Request(terms=tuple(plain_terms(notice)), text=text, owner=str(one))
    return matcher.answers(request, search.number, controls)


def _is_answered(search: PartnerSearch) -> bool:
    """Whether it looks for answers to a request, not for partners of a member."""
    return search.notice is not None and search.notice.is_request


def _found(
    one: int, partner: Partner, sectors: Mapping[int, str], written: Mapping[str, str]
) -> Found:
    other = int(partner.id)
    mine, theirs = sectors.get(one, ""), sectors.get(other, "")
    return Found(
        one=one,
        other=other,
        score=round(partner.score, 4),
        parts={name: None if v is None else round(v, 4) for name, v in partner.parts},
        reasons=list(_reasons(partner, written)),
        is_cross_sector=mine != theirs if mine and theirs else None,
    )


def _reasons(partner: Partner, written: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for fact in partner.reasons:
        figure = None if fact.figure is None else round(fact.figure, 3)
        about = [written.get(one, one) for one in fact.about] if fact.code in TERMS else fact.about
        yield {"code": fact.code, "about": list(about), "figure": figure}


def _sectors(books: Books) -> dict[int, str]:
    return {int(one.id): one.sector[:DIVISION] for one in books.values}
