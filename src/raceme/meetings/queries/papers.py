"""What is printed of a schedule: everybody's meetings, and the meetings of every place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from raceme.meetings.models import Matchmaking, Meeting, Place, Profile
from raceme.meetings.queries.board import STANDING
from raceme.meetings.queries.day import with_people


@dataclass(frozen=True)
class Papers:
    """The meetings that people know, by participant and by place, each by time."""

    matchmaking: Matchmaking
    people: Sequence[tuple[Profile, Sequence[Meeting]]]
    places: Sequence[tuple[Place, Sequence[Meeting]]]


def papers_of(matchmaking: Matchmaking, *, only: Profile | None = None) -> Papers:
    """Read what is printed; `only`: of one participant. Whoever meets nobody has no paper."""
    rows = Meeting.objects.filter(matchmaking=matchmaking, state__in=STANDING)
    if only is not None:
        rows = rows.filter(participations__profile=only)
    own: dict[int, list[Meeting]] = {}
    at: dict[int, list[Meeting]] = {}
    people: dict[int, Profile] = {only.pk: only} if only is not None else {}
    for meeting in with_people(rows).order_by("starts_at", "pk"):
        at.setdefault(meeting.place_id, []).append(meeting)
        for one in meeting.participations.all():
            own.setdefault(one.profile_id, []).append(meeting)
            if only is None:
                people[one.profile_id] = one.profile
    return Papers(
        matchmaking=matchmaking,
        people=[(one, own.get(one.pk, ())) for one in sorted(people.values(), key=_by_name)],
        places=[(one, at.get(one.pk, ())) for one in _open_places(matchmaking, at)],
    )


def _open_places(matchmaking: Matchmaking, at: Mapping[int, object]) -> list[Place]:
    return [one for one in matchmaking.places.all() if not one.is_closed or one.pk in at]


def _by_name(profile: Profile) -> tuple[str, str, int]:
    registration = profile.registration
    return registration.family_name, registration.given_name, profile.pk
