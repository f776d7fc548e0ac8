"""Matchmaking with people, and which row each page of meetings takes."""

from django.urls import reverse

from raceme.access.models import Cluster
from raceme.cli.demo_meetings import hold_example_meetings
from raceme.meetings.models import FurtherGuest, Meeting, MeetingRequest, Profile
from tests.events.making import make_open
from tests.factories import NOW, make_profile
from tests.meetings.addresses import MORE_VALUES, rows_of_meetings

FAIR, WITHOUT_MATCHMAKING = "fair", "talk"  # events of their own, next to the examples


def pages_of_meetings(cluster: Cluster) -> dict[str, dict[str, object]]:
    """Hold matchmaking at the example events and at one more; say which row each page is about."""
    hold_example_meetings(cluster, at=NOW)
    fair, talk = (make_open(cluster, code=code) for code in (FAIR, WITHOUT_MATCHMAKING))
    known = rows_of_meetings(fair, talk)
    rows: dict[str, dict[str, object]] = {name: {"pk": pk} for name, pk in known.items()}
    return rows | {
        name: {**rows.get(name, rows["meetings"]), **more} for name, more in MORE_VALUES.items()
    }


def paths_of_lists(cluster: Cluster) -> list[str]:
    """The other lists, as they are and with nothing found; a request chosen on the board."""
    whole = {"cluster": cluster.slug, "pk": _met().matchmaking_id}
    requests, meetings = (
        reverse("meetings:show", kwargs={**whole, "what": what})
        for what in ("requests", "meetings")
    )
    board = reverse("meetings:board", kwargs=whole)
    chosen = MeetingRequest.objects.filter(matchmaking=_met().matchmaking_id, state="accepted")[0]
    found = [f"{one}?text=nobody-is-called-so" for one in (requests, meetings)]
    return [requests, meetings, *found, f"{board}?choose={chosen.pk}"]


def paths_of_participants() -> list[str]:
    """What stands behind the personal links of those who meet, who wait, and who are new."""
    host = _met().asking
    new = make_profile(host.matchmaking, "Dora")
    asked = MeetingRequest.objects.filter(state="asked").order_by("pk")[0]
    over = Meeting.objects.filter(matchmaking__event__code="spring-meeting", state="held")[0]
    was_there = over.participations.order_by("pk")[0].profile
    pages = [
        *((host, page) for page in ("people", "profile", "absences", "inbox", "timetable")),
        *((new, page) for page in ("people", "profile", "inbox", "timetable")),
        (asked.asked, "inbox"),
        (was_there, "timetable"),
        (host, "calendar"),
    ]
    rows = [
        *((host, page, _met().asked_id) for page in ("person", "prefer", "met")),
        (new, "person", host.pk),
        *((one, "request", asked.pk) for one in (asked.asking, asked.asked)),
        *((host, page, one.pk) for one in _meetings_of(host) for page in ("meeting", "cancel")),
        *((host, "request", one.request_id) for one in _meetings_of(host)),
        (was_there, "meeting", over.pk),
    ]
    (guest,) = FurtherGuest.objects.filter(request__matchmaking=host.matchmaking)
    asker = guest.request.asking
    rows += [
        (asker, "invite", guest.request_id),
        (asker, "request", guest.request_id),
        (guest.profile, "joining", guest.pk),
    ]
    pages.append((guest.profile, "inbox"))
    act = {"secret": asked.asked.registration.secret, "pk": asked.pk, "act": "accept"}
    return [
        *(_behind(one, page) for one, page in pages),
        f"{_behind(host, 'people')}?text=nobody-is-called-so",
        *(_behind(one, page, pk=pk) for one, page, pk in rows),
        reverse("meeting:act", kwargs=act),
        _behind(guest.profile, "join", pk=guest.pk, act="accept"),
    ]


def _met() -> MeetingRequest:
    """The request at the fair whose meeting took place."""
    return Meeting.objects.get(matchmaking__event__code=FAIR, state="held").request


def _meetings_of(profile: Profile) -> list[Meeting]:
    return list(Meeting.objects.filter(participations__profile=profile).order_by("pk"))


def _behind(profile: Profile, page: str, **values: object) -> str:
    return reverse(f"meeting:{page}", kwargs={"secret": profile.registration.secret, **values})
