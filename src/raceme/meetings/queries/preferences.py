"""Whom participants want to meet, and who has met before this event."""

from collections import defaultdict
from datetime import datetime

from raceme.meetings.models import Matchmaking, Meeting, Participation, Preference, Profile
from raceme.meetings.queries.profiles import shown_profiles

Degree = Preference.Degree
WANTED = {Degree.MUST, Degree.GLADLY}


def preferences_in(matchmaking: Matchmaking) -> dict[tuple[int, int], str]:
    """All preferences of an event: {(whose profile, about whose): degree}."""
    rows = Preference.objects.filter(of__matchmaking=matchmaking)
    return {(of, about): degree for of, about, degree in rows.values_list("of", "about", "degree")}


def preferences_of(profile: Profile) -> dict[int, str]:
    """What somebody said, by the number of the other's profile."""
    return dict(Preference.objects.filter(of=profile).values_list("about", "degree"))


def pairs_wanted(matchmaking: Matchmaking, *, one_sided: bool) -> list[tuple[Profile, Profile]]:
    """Pairs of whom both want to meet, or (`one_sided`) one does and the other has not said no.

    Whoever wants more comes first: both must, then one must, then gladly.
    """
    said = preferences_in(matchmaking)
    people = {one.pk: one for one in shown_profiles(matchmaking)}
    found: dict[tuple[int, int], int] = {}
    for (of, about), degree in said.items():
        back = said.get((about, of))
        if degree not in WANTED or back == Degree.NO or (back is None and not one_sided):
            continue
        if of in people and about in people:
            first, second = (of, about) if of < about else (about, of)
            found[first, second] = sum(2 if one == Degree.MUST else 1 for one in (degree, back))
    ordered = sorted(found, key=lambda pair: (-found[pair], pair))
    return [(people[one], people[other]) for one, other in ordered]


def pairs_met_earlier(matchmaking: Matchmaking, *, since: datetime) -> set[tuple[int, int]]:
    """Pairs of this event's profiles whose people had a meeting at an earlier event.

    A person is known by the books, or else by the e-mail address.
    """
    here: dict[str, set[int]] = defaultdict(set)
    for one in Profile.objects.filter(matchmaking=matchmaking).select_related("registration"):
        for key in _keys_of(one):
            here[key].add(one.pk)
    rows = Participation.objects.filter(
        cluster=matchmaking.cluster_id,
        meeting__state=Meeting.State.HELD,
        meeting__starts_at__gte=since,
    ).exclude(meeting__matchmaking=matchmaking)
    met: dict[int, list[set[int]]] = defaultdict(list)
    for row in rows.select_related("profile__registration"):
        met[row.meeting_id].append({pk for key in _keys_of(row.profile) for pk in here[key]})
    return {
        (min(one, other), max(one, other))
        for people in met.values()
        for at, first in enumerate(people)
        for second in people[at + 1 :]
        for one in first
        for other in second
        if one != other
    }


def _keys_of(profile: Profile) -> list[str]:
    """By what somebody is known from one event to the next."""
    registration = profile.registration
    keys = [f"person:{registration.person_id}"] if registration.person_id else []
    return [*keys, f"mail:{registration.email.lower()}"] if registration.email else keys
