"""What comes of suggestions, counted: how many get how far, by service too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django.db.models import Count, Q, QuerySet, TextChoices
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.catalogue.models import Service
from raceme.collaboration.models import Because, Consent, Step, Suggestion
from raceme.collaboration.queries.suggestions import suggestions_visible_to

State = Suggestion.State


class Stage(TextChoices):
    """How far suggestions get; each of these has gone through those before it."""

    PROPOSED = "proposed", _("proposed")
    RELEASED = "released", _("both were asked")
    INTRODUCED = "introduced", _("introduced: both agreed")
    MET = "met", _("have met")
    FOLLOW_UP = "follow-up", _("went on talking")
    COOPERATION = "cooperation", _("worked together")
    RESULT = "result", _("had a result")


@dataclass(frozen=True, slots=True)
class Reached:
    """How many suggestions got as far as this, and which share of those of the stage before."""

    stage: Stage
    number: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Funnel:
    """What came of some suggestions. None: nothing to say it from."""

    service: Service | None
    reached: tuple[Reached, ...]
    declined: int
    accepted: float | None  # of those that were decided by the two
    cross_sector: float | None  # of those introduced of which it is known
    days: float | None  # from release to introduction, the median
    value_eur: Decimal | None  # of cooperations and results, as far as it was said


def has_reached(stage: str) -> Q:
    """Which suggestions got at least as far as a stage."""
    if stage == Stage.PROPOSED:
        return Q(pk__isnull=False)
    if stage == Stage.RELEASED:
        return Q(released_at__isnull=False)
    if stage == Stage.INTRODUCED:
        return Q(introduced_at__isnull=False)
    order = [one.value for one in Step.WAY[:-1]]
    return Q(steps__state__in=order[order.index(State(stage).value) :])


def funnels(actor: Actor, *, year: int | None = None) -> tuple[Funnel, list[Funnel]]:
    """What came of all suggestions (proposed in a year), and of those of each service."""
    rows = suggestions_visible_to(actor)
    if year is not None:
        rows = rows.filter(proposed_at__year=year)
    services = Service.objects.filter(pk__in=rows.exclude(service=None).values("service"))
    return _funnel(rows, None), [
        _funnel(rows.filter(service=one), one) for one in services.order_by("name", "pk")
    ]


def years_of_suggestions(actor: Actor) -> list[int]:
    """The years in which something was proposed, the last first."""
    rows = suggestions_visible_to(actor).order_by()
    years = rows.annotate(year=ExtractYear("proposed_at")).values_list("year", flat=True)
    return sorted(set(years), reverse=True)


def reasons_counted(actor: Actor, *, year: int | None = None) -> list[tuple[Because, int]]:
    """Why members declined and the office did not release, the most frequent first."""
    rows = suggestions_visible_to(actor)
    if year is not None:
        rows = rows.filter(proposed_at__year=year)
    said: dict[str, int] = dict.fromkeys(Because.values, 0)
    refused = Consent.objects.filter(suggestion__in=rows.values("pk"), answer=Consent.Answer.NO)
    counted = refused.order_by().values_list("because").annotate(number=Count("pk"))
    dropped = rows.filter(state=State.DROPPED).order_by().values_list("because")
    for because, number in [*counted, *dropped.annotate(number=Count("pk"))]:
        if because in said:
            said[because] += number
    found = [(Because(code), number) for code, number in said.items() if number]
    return sorted(found, key=lambda one: (-one[1], one[0].value))


def _funnel(rows: QuerySet[Suggestion], service: Service | None) -> Funnel:
    counts = rows.order_by().aggregate(
        declined=Count("pk", filter=Q(state=State.DECLINED), distinct=True),
        **{
            f"stage{place}": Count("pk", filter=has_reached(stage), distinct=True)
            for place, stage in enumerate(Stage)
        },
    )
    numbers = [counts[f"stage{place}"] for place in range(len(Stage))]
    introduced = list(rows.filter(introduced_at__isnull=False))
    decided = len(introduced) + counts["declined"]
    return Funnel(
        service=service,
        reached=tuple(
            Reached(stage, number, number / before if before else None)
            for stage, number, before in zip(Stage, numbers, [0, *numbers], strict=False)
        ),
        declined=counts["declined"],
        accepted=len(introduced) / decided if decided else None,
        cross_sector=_share_across(introduced),
        days=_days_to_introduction(introduced),
        value_eur=_value_of(introduced),
    )


def _share_across(introduced: Iterable[Suggestion]) -> float | None:
    known = [one.is_cross_sector for one in introduced if one.is_cross_sector is not None]
    return sum(known) / len(known) if known else None


def _days_to_introduction(introduced: Iterable[Suggestion]) -> float | None:
    days = [
        (one.introduced_at - one.released_at).days
        for one in introduced
        if one.introduced_at is not None and one.released_at is not None
    ]
    return float(median(days)) if days else None


def _value_of(introduced: Iterable[Suggestion]) -> Decimal | None:
    """The sum of what was said last of each: an order and its result are not counted twice."""
    values = []
    for one in introduced:
        said = [step.value_eur for step in one.steps.all() if step.value_eur is not None]
        values += said[-1:]
    return sum(values, Decimal(0)) if values else None
