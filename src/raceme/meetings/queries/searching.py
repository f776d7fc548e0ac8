"""Whom a participant, or the office, looks for among those who take part."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from raceme.meetings.models import Profile


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for among participants."""

    text: str = ""
    kind: int | None = None
    country: str = ""
    sector: str = ""
    offers: str = ""
    seeks: str = ""
    fits: bool = False


def profiles_found(
    rows: QuerySet[Profile], wanted: Wanted, *, for_whom: Profile | None = None
) -> QuerySet[Profile]:
    """Narrow profiles down to what somebody looks for; `for_whom` decides what fits."""
    for word in wanted.text.split():
        rows = rows.filter(_holds(word))
    if wanted.kind is not None:
        rows = rows.filter(registration__quota=wanted.kind)
    if wanted.country:
        rows = rows.filter(country=wanted.country)
    if wanted.sector:
        rows = rows.filter(sector=wanted.sector)
    needs_topics = wanted.offers or wanted.seeks or (wanted.fits and for_whom is not None)
    return rows.filter(pk__in=_with_topics(rows, wanted, for_whom)) if needs_topics else rows


def what_fits(one: Profile, other: Profile) -> tuple[list[str], list[str]]:
    """Topics that the other offers and one looks for, and those it looks for and one offers."""
    return (
        [code for code in one.seeks if code in other.offers],
        [code for code in one.offers if code in other.seeks],
    )


def _holds(word: str) -> Q:
    return (
        Q(registration__given_name__icontains=word)
        | Q(registration__family_name__icontains=word)
        | Q(registration__organisation_name__icontains=word)
        | Q(headline__icontains=word)
        | Q(description__icontains=word)
        | Q(offer_text__icontains=word)
        | Q(request_text__icontains=word)
    )


def _with_topics(rows: QuerySet[Profile], wanted: Wanted, for_whom: Profile | None) -> list[int]:
    """Say whose topics fit; asked row by row, because not every database looks into lists."""
    found = []
    said = rows.order_by().select_related(None).values_list("pk", "offers", "seeks")
    for pk, offers, seeks in said:
        is_asked_for = (not wanted.offers or wanted.offers in offers) and (
            not wanted.seeks or wanted.seeks in seeks
        )
        is_fitting = not wanted.fits or for_whom is None or _fits(for_whom, offers, seeks)
        if is_asked_for and is_fitting:
            found.append(pk)
    return found


def _fits(one: Profile, offers: list[str], seeks: list[str]) -> bool:
    """Whether somebody looks for what is offered, or offers what is looked for."""
    return not set(one.seeks).isdisjoint(offers) or not set(one.offers).isdisjoint(seeks)
