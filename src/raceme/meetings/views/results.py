"""The first page of matchmaking, its statistics; what the office does to it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from raceme.access.actor import Actor
from raceme.access.http import Request, done
from raceme.foundation.errors import require
from raceme.foundation.exporting import KINDS, download
from raceme.foundation.tabular.values import Cell
from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.meetings import rules
from raceme.meetings.models import Matchmaking, Outcome
from raceme.meetings.queries.choices import label_of_sector, name_of_country
from raceme.meetings.queries.counting import (
    Matrix,
    by_country,
    by_sector,
    counted_meetings,
    funnel_of,
)
from raceme.meetings.queries.matchmakings import mailing_of
from raceme.meetings.queries.slots import blocks_of, slots_in
from raceme.meetings.verbs import afterwards, posting, preferences, reminding, setup
from raceme.meetings.views.frame import of_matchmaking, page
from raceme.needs.queries.mailing import is_mail_set_up

YEARS_BACK = timedelta(days=3 * 365)  # who has met longer ago may well meet again


@require_safe
@of_matchmaking
def show_matchmaking(request: Request, matchmaking: Matchmaking) -> HttpResponse:
    """Show how matchmaking stands: what is next, and the numbers."""
    now = timezone.now()
    context = {
        "funnel": funnel_of(matchmaking),
        "outcomes": _outcomes(matchmaking),
        "has_slots": bool(slots_in(blocks_of(matchmaking))),
        "has_places": matchmaking.places.filter(closed_at__isnull=True).exists(),
        "mailing": mailing_of(matchmaking, now),
        "is_mail_set_up": is_mail_set_up(),
        "is_over": matchmaking.event.is_over(now),
        "months": [one for one in Outcome.Months if one],
        "tab": "matchmaking",
    }
    return page(request, matchmaking, "meetings/matchmaking.html", context)


@require_safe
@of_matchmaking
def show_statistics(request: Request, matchmaking: Matchmaking) -> HttpResponse:
    """Show who meets whom, by country and by sector, each meeting counted once."""
    counted = counted_meetings(matchmaking)
    countries, sectors = by_country(counted), by_sector(counted)
    context = {
        "counted": len(counted),
        "countries": countries,
        "country_names": [name_of_country(code) for code in countries.names],
        "country_rows": _named(countries, name_of_country),
        "sectors": sectors,
        "sector_rows": _named(sectors, label_of_sector),
        "outcomes": _outcomes(matchmaking),
        "funnel": funnel_of(matchmaking),
        "tab": "statistics",
    }
    return page(request, matchmaking, "meetings/statistics.html", context)


@require_safe
@of_matchmaking
def download_statistics(
    request: Request, matchmaking: Matchmaking, what: str, kind: str
) -> HttpResponse:
    """Hand out a table of who meets whom: a row for each pair, with the number of meetings."""
    if what not in {"countries", "sectors"} or kind not in KINDS:
        raise Http404
    counted = counted_meetings(matchmaking)
    is_countries = what == "countries"
    matrix = by_country(counted) if is_countries else by_sector(counted)
    name = name_of_country if is_countries else label_of_sector
    rows: list[Sequence[Cell]] = [
        (one, name(one), other, name(other), number)
        for (one, other), number in sorted(matrix.counts.items())
    ]
    headings = (
        *(Heading(_("code")), Heading(_("one")), Heading(_("code of the other"))),
        *(Heading(_("other")), Heading(_("Meetings"), Style.WHOLE)),
    )
    return download(
        Sheet(_("Who meets whom"), headings, rows),
        kind,
        file_name=f"{matchmaking.event.code}-{what}",
        title=str(matchmaking),
        made_on=timezone.localdate(),
    )


def _ask_after(matchmaking: Matchmaking, months: int, by: Actor, at: datetime) -> int:
    return afterwards.ask_for_outcomes(matchmaking, months=months, by=by, at=at)


Act = Callable[[Matchmaking, Actor, datetime], object]
ACTS: Mapping[str, Act] = {
    "open": lambda one, by, at: setup.open_matchmaking(one, by=by, at=at),
    "open-and-tell": lambda one, by, at: setup.open_matchmaking(one, tell=True, by=by, at=at),
    "close": lambda one, by, at: setup.close_matchmaking(one, by=by, at=at),
    "send-waiting": lambda one, by, at: posting.send_waiting(one, by=by, at=at),
    "remind-to-answer": lambda one, by, at: reminding.remind_to_answer(one, by=by, at=at),
    "remind-to-ask": lambda one, by, at: reminding.remind_to_ask(one, by=by, at=at),
    "take-preferences": lambda one, by, at: preferences.take_from_preferences(one, by=by, at=at),
    "take-preferences-of-one": lambda one, by, at: preferences.take_from_preferences(
        one, one_sided=True, by=by, at=at
    ),
    "take-earlier": lambda one, by, at: preferences.take_over_earlier_meetings(
        one, since=at - YEARS_BACK, by=by, at=at
    ),
    "ask-after-3": lambda one, by, at: _ask_after(one, 3, by, at),
    "ask-after-6": lambda one, by, at: _ask_after(one, 6, by, at),
    "ask-after-12": lambda one, by, at: _ask_after(one, 12, by, at),
}


@require_POST
@of_matchmaking
def act_on_matchmaking(request: Request, matchmaking: Matchmaking, act: str) -> HttpResponse:
    """Open or close matchmaking, remind, ask what came of it, take over what was known before."""
    if act not in ACTS:
        raise Http404
    require(rules.may_arrange, request.actor, matchmaking)

    def do() -> None:
        came = ACTS[act](matchmaking, request.actor, timezone.now())
        number = len(came) if isinstance(came, list) else came
        if isinstance(number, int):
            said = ngettext("Done: %(number)d.", "Done: %(number)d.", number)
            messages.success(request, said % {"number": number})

    return done(request, do, "meetings:matchmaking", pk=matchmaking.pk)


def _outcomes(matchmaking: Matchmaking) -> list[tuple[str, int]]:
    counted = funnel_of(matchmaking).outcomes
    return [(str(Outcome.Kind(kind).label), number) for kind, number in counted.items()]


def _named(matrix: Matrix, name: Callable[[str], str]) -> list[tuple[str, str, list[int]]]:
    """Rows with code and name; the columns carry the codes, as names would not fit."""
    return [(code, name(code), numbers) for code, numbers in matrix.rows()]
