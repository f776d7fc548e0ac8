"""What came of meetings, and who is to be asked: counted once for each meeting."""

from calendar import monthrange
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from raceme.events.models import Event
from raceme.meetings.models import Matchmaking, Meeting, MeetingLetter, Outcome, Profile


def people_to_ask(matchmaking: Matchmaking, months: int) -> list[Profile]:
    """Who had a meeting that took place, of which nobody has said what came of it by then.

    Only those who can be written to.
    """
    known = Outcome.objects.filter(meeting=OuterRef("participations__meeting"), months=months)
    held = Q(participations__meeting__state=Meeting.State.HELD) & ~Q(Exists(known))
    rows = Profile.objects.filter(
        held, matchmaking=matchmaking, registration__erased_at__isnull=True
    ).exclude(registration__email="")
    return list(rows.select_related("registration").distinct().order_by("pk"))


def matchmakings_due(months: int, *, at: datetime, within: timedelta) -> QuerySet[Matchmaking]:
    """Events that ended so many months ago, lately, whose people have not been asked yet."""
    due = _months_before(at, months)
    asked = MeetingLetter.objects.filter(
        profile__matchmaking=OuterRef("pk"), kind=MeetingLetter.Kind.OUTCOME, months=months
    )
    over = Matchmaking.objects.filter(event__ends_at__lte=due, event__ends_at__gt=due - within)
    happened = over.exclude(event__state=Event.State.CANCELLED)
    return happened.filter(~Exists(asked)).select_related("cluster", "event").order_by("pk")


def _months_before(at: datetime, months: int) -> datetime:
    """Give the same moment some months earlier; the last of the month where it has no such day."""
    years, month = divmod(at.month - 1 - months, 12)
    year = at.year + years
    day = min(at.day, monthrange(year, month + 1)[1])
    return at.replace(year=year, month=month + 1, day=day)
