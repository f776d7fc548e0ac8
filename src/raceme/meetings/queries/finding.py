"""What the office looks for in the lists of participants, requests and meetings."""

from collections.abc import Callable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from raceme.events.queries.wordings import Kind, has_agreed
from raceme.meetings.models import Meeting, MeetingRequest, Outcome, Participation, Profile
from raceme.meetings.queries.joining import open_invitations


def lacking(rows: QuerySet[Profile], what: str) -> QuerySet[Profile]:
    """Narrow participants down to those who lack something, such as a profile."""
    return LACKS[what](rows) if what in LACKS else rows


def _no_meeting(rows: QuerySet[Profile]) -> QuerySet[Profile]:
    standing = Participation.objects.filter(profile=OuterRef("pk")).exclude(
        meeting__state=Meeting.State.CANCELLED
    )
    return rows.filter(~Exists(standing))


LACKS: dict[str, Callable[[QuerySet[Profile]], QuerySet[Profile]]] = {
    "consent": lambda rows: rows.filter(~Q(has_agreed(Kind.NETWORKING, way="registration"))),
    "profile": lambda rows: rows.filter(headline="", description=""),
    "asked": lambda rows: rows.filter(requests_made__isnull=True),
    "answer": lambda rows: rows.filter(
        Q(pk__in=MeetingRequest.objects.filter(state="asked").values("asked"))
        | Q(pk__in=open_invitations().values("profile"))
    ),
    "meeting": _no_meeting,
}


def requests_found(
    rows: QuerySet[MeetingRequest], *, text: str, state: Sequence[str], source: Sequence[str]
) -> QuerySet[MeetingRequest]:
    """Narrow requests down."""
    for word in text.split():
        rows = rows.filter(_names("asking", word) | _names("asked", word))
    if state:
        rows = rows.filter(state__in=state)
    return rows.filter(source__in=source) if source else rows


def meetings_found(
    rows: QuerySet[Meeting], *, text: str, state: Sequence[str], outcome: str
) -> QuerySet[Meeting]:
    """Narrow meetings down; what came of one is the latest that is known."""
    for word in text.split():
        people = Participation.objects.filter(_names("profile", word))
        rows = rows.filter(pk__in=people.values("meeting"))
    if state:
        rows = rows.filter(state__in=state)
    if outcome == "unknown":
        return rows.filter(outcomes__isnull=True)
    if outcome:
        latest = Outcome.objects.filter(meeting=OuterRef("pk")).order_by("-months")
        return rows.annotate(latest=Subquery(latest.values("kind")[:1])).filter(latest=outcome)
    return rows


def _names(way: str, word: str) -> Q:
    registration = f"{way}__registration"
    return (
        Q(**{f"{registration}__given_name__icontains": word})
        | Q(**{f"{registration}__family_name__icontains": word})
        | Q(**{f"{registration}__organisation_name__icontains": word})
    )
