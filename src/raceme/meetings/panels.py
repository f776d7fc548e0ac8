"""What matchmaking hangs on pages of lower floors, and tells on the line of time of a member."""

from collections.abc import Iterator

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.access.actor import Actor
from raceme.access.http import actor_of
from raceme.events.models import Event, Registration
from raceme.events.views.attending import Visit
from raceme.foundation.panels import Panel
from raceme.foundation.timeline import Entry, Source
from raceme.meetings import rules
from raceme.meetings.models import Matchmaking, Meeting, Participation
from raceme.meetings.queries.counting import funnel_of
from raceme.meetings.queries.joining import waiting_count
from raceme.meetings.queries.matchmakings import matchmaking_of
from raceme.meetings.queries.meetings import meetings_of, meetings_visible_to
from raceme.meetings.queries.profiles import profile_of
from raceme.members.models import Organisation


def tab_of_event(_request: HttpRequest, event: Event) -> Panel | None:
    """Lead from the pages of an event to its matchmaking."""
    matchmaking = matchmaking_of(event)
    if matchmaking is None:
        return None
    return Panel("meetings/tab_of_event.html", {"matchmaking": matchmaking})


def tab_of_board(request: HttpRequest, matchmaking: Matchmaking) -> Panel | None:
    """Lead team and board from the pages of matchmaking to its schedule."""
    if not rules.may_see_meetings(actor_of(request), matchmaking):
        return None
    return Panel("meetings/board/tab.html", {"matchmaking": matchmaking})


def meetings_of_event(request: HttpRequest, event: Event) -> Panel | None:
    """Show how matchmaking of an event stands, or offer to begin it."""
    actor, matchmaking = actor_of(request), matchmaking_of(event)
    may_arrange = rules.may_arrange(actor, event)
    if matchmaking is None and (not may_arrange or event.is_cancelled):
        return None
    funnel = funnel_of(matchmaking) if matchmaking is not None else None
    context = {
        "event": event,
        "matchmaking": matchmaking,
        "funnel": funnel,
        "may_arrange": may_arrange,
        "may_see": rules.may_see_meetings(actor, event),
    }
    return Panel("meetings/of_event.html", context)


def meetings_of_registration(request: HttpRequest, registration: Registration) -> Panel | None:
    """Lead from a registration to its part in matchmaking."""
    profile = profile_of(registration)
    if profile is None or not rules.may_see_meetings(actor_of(request), registration):
        return None
    context = {"profile": profile, "meetings": meetings_of(profile).count()}
    return Panel("meetings/of_registration.html", context)


def meetings_of_visit(_request: HttpRequest, visit: Visit) -> Panel | None:
    """Lead whoever came by a personal link to their meetings."""
    profile = profile_of(visit.registration)
    if profile is None or profile.matchmaking.state == "prepared":
        return None
    context = {
        "secret": visit.secret,
        "waiting": waiting_count(profile),
        "meetings": meetings_of(profile).count(),
    }
    return Panel("meeting/of_visit.html", context)


def tell_meetings(actor: Actor, organisation: Organisation) -> Iterator[Entry]:
    """Whom people of an organisation met, at which event: one entry for each meeting held."""
    joined = Participation.objects.filter(profile__registration__organisation=organisation)
    rows = meetings_visible_to(actor).filter(
        Q(request__asking__registration__organisation=organisation)
        | Q(request__asked__registration__organisation=organisation)
        | Q(pk__in=joined.values("meeting")),
        state=Meeting.State.HELD,
    )
    for meeting in rows:
        event = meeting.matchmaking.event
        yield Entry(
            timezone.localdate(meeting.starts_at, event.zone),
            _("Meeting: %(people)s") % {"people": meeting},
            str(event),
            "meetings:request",
            {"pk": meeting.request_id},
        )


TIMELINE = Source(
    "meeting", gettext_lazy("Meetings"), "messages", tell_meetings, is_taking_part=True
)
