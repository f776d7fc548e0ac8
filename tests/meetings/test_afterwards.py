"""What came of meetings, counted once; the demonstration; what happens when somebody leaves."""

from datetime import timedelta

import pytest

from raceme.access.models import Cluster
from raceme.cli.demo_events import hold_example_events
from raceme.cli.demo_meetings import hold_example_meetings
from raceme.events.verbs.events import cancel_event
from raceme.events.verbs.forgetting import erase_registration
from raceme.events.verbs.registrations import withdraw as withdraw_registration
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from raceme.meetings.models import (
    Matchmaking,
    Meeting,
    MeetingLetter,
    MeetingRequest,
    Outcome,
    Profile,
)
from raceme.meetings.queries.counting import by_country, by_sector, counted_meetings, funnel_of
from raceme.meetings.verbs.afterwards import ask_for_outcomes, ask_when_due, rate, record_outcome
from raceme.meetings.verbs.preferences import note_already_met, take_over_earlier_meetings
from raceme.meetings.verbs.requests import ask, decline
from tests.events.making import come
from tests.factories import NOW, make_profile, make_request
from tests.meetings.making import LATER, arrange, guest, hold, letters_to, make_matching, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def matchmaking(cluster: Cluster) -> Matchmaking:
    return make_matching(cluster)


@pytest.fixture
def ann(matchmaking: Matchmaking) -> Profile:
    return make_profile(matchmaking, "Ann", country="AT", sector="C")


@pytest.fixture
def ben(matchmaking: Matchmaking) -> Profile:
    return make_profile(matchmaking, "Ben", country="SI", sector="C")


def test_an_outcome_is_one_for_both_partners(ann: Profile, ben: Profile) -> None:
    meeting = hold(make_request(ann, ben), 1, at=NOW)

    for one in (ann, ben):
        record_outcome(meeting, months=3, kind="order", of=one, by=guest(one), at=LATER)

    (outcome,) = Outcome.objects.all()
    assert (outcome.kind, outcome.evidence, outcome.profile) == ("order", "both", ben)
    assert funnel_of(ann.matchmaking).outcomes["order"] == 1


def test_the_latest_outcome_of_a_meeting_counts(ann: Profile, ben: Profile) -> None:
    meeting = hold(make_request(ann, ben), 1, at=NOW)
    record_outcome(meeting, months=3, kind="follow-up", by=system(ann), at=LATER)
    record_outcome(meeting, months=12, kind="project", by=system(ann), at=LATER)

    outcomes = funnel_of(ann.matchmaking).outcomes

    assert outcomes == {"none": 0, "follow-up": 0, "agreement": 0, "order": 0, "project": 1}


def test_nobody_says_what_came_of_the_meetings_of_others(ann: Profile, ben: Profile) -> None:
    meeting = hold(make_request(ann, ben), 1, at=NOW)
    cleo = make_profile(ann.matchmaking, "Cleo")

    with pytest.raises(Refused, match="Only whoever is in a meeting"):
        record_outcome(meeting, months=3, kind="order", of=cleo, by=guest(cleo), at=LATER)
    with pytest.raises(NotAllowed):
        record_outcome(meeting, months=3, kind="order", of=ann, by=guest(cleo), at=LATER)


def test_nothing_comes_of_a_meeting_before_it(ann: Profile, ben: Profile) -> None:
    meeting = arrange(make_request(ann, ben), 1, at=NOW)

    with pytest.raises(Refused, match="not taken place"):
        record_outcome(meeting, months=0, kind="none", by=system(ann), at=NOW)


def test_the_note_on_a_meeting_is_not_in_the_history(ann: Profile, ben: Profile) -> None:
    meeting = hold(make_request(ann, ben), 1, at=NOW)

    rate(meeting, ann, rating=4, note="Talks too much.", by=guest(ann), at=LATER)

    assert ann.participations.get().note == "Talks too much."
    assert "Talks" not in str(list(Change.objects.values_list("values", flat=True)))
    with pytest.raises(Refused, match="Only whoever was there"):
        rate(meeting, ann, rating=1, by=system(ann), at=LATER)


def test_countries_and_sectors_are_counted_once_for_each_meeting(
    matchmaking: Matchmaking, ann: Profile, ben: Profile
) -> None:
    # AT-SI in one sector; AT-AT across C and J; the one without country counts as unknown.
    cleo = make_profile(matchmaking, "Cleo", country="AT", sector="J")
    dan = make_profile(matchmaking, "Dan")
    arrange(make_request(ann, ben), 1, at=NOW)
    arrange(make_request(cleo, ann), 2, at=NOW)
    arrange(make_request(ann, dan), 3, at=NOW)

    countries = by_country(counted_meetings(matchmaking))
    sectors = by_sector(counted_meetings(matchmaking))

    assert (countries.counts, countries.unknown) == ({("AT", "SI"): 1, ("AT", "AT"): 1}, 1)
    assert (countries.cross, sectors.cross) == (0.5, 0.5)
    assert countries.rows() == [("AT", [1, 1]), ("SI", [1, 0])]


def test_the_funnel_counts_what_became_of_requests(
    matchmaking: Matchmaking, ann: Profile, ben: Profile
) -> None:
    cleo, dan = make_profile(matchmaking, "Cleo"), make_profile(matchmaking, "Dan")
    hold(make_request(ann, ben), 1, at=NOW)
    later = NOW + timedelta(hours=5)
    decline(ask(ann, cleo, by=guest(ann), at=NOW), by=guest(cleo), at=later)
    ask(ann, dan, by=guest(ann), at=NOW)

    funnel = funnel_of(matchmaking)

    assert (funnel.participants, funnel.shown, funnel.with_meeting) == (4, 4, 2)
    assert (funnel.asked, funnel.accepted, funnel.declined, funnel.waiting) == (3, 1, 1, 1)
    assert (funnel.acceptance, funnel.kept, funnel.hours_to_answer) == (0.5, 1.0, 5.0)


def test_an_empty_funnel_has_no_shares(matchmaking: Matchmaking) -> None:
    funnel = funnel_of(matchmaking)

    assert (funnel.acceptance, funnel.kept, funnel.hours_to_answer) == (None, None, None)


def test_people_are_asked_what_came_of_it_when_it_is_due_and_once(
    ann: Profile, ben: Profile
) -> None:
    hold(make_request(ann, ben), 1, at=NOW)
    # The event is on 3 December 2026.
    due = ann.matchmaking.event.ends_at + timedelta(days=91)

    asked = [ask_when_due(at=due - timedelta(days=2)), ask_when_due(at=due), ask_when_due(at=due)]

    assert asked == [0, 2, 0]
    assert letters_to(ann)[-1:] == ["outcome"]
    assert MeetingLetter.objects.filter(kind="outcome", months=3).count() == 2


def test_who_has_said_what_came_of_it_is_not_asked(ann: Profile, ben: Profile) -> None:
    meeting = hold(make_request(ann, ben), 1, at=NOW)
    record_outcome(meeting, months=6, kind="none", by=system(ann), at=LATER)

    with pytest.raises(Refused, match="nobody to ask"):
        ask_for_outcomes(ann.matchmaking, months=6, by=system(ann), at=LATER)


def test_who_has_met_before_is_asked_again_only_if_one_says_so(ann: Profile, ben: Profile) -> None:
    note_already_met(ben, ann, by=guest(ben), at=NOW)

    with pytest.raises(Refused, match="met before"):
        ask(ann, ben, by=guest(ann), at=NOW)
    assert ask(ann, ben, is_again=True, by=guest(ann), at=NOW).is_again


def test_meetings_of_earlier_events_are_taken_over(
    cluster: Cluster, ann: Profile, ben: Profile
) -> None:
    hold(make_request(ann, ben), 1, at=NOW)
    next_one = make_matching(cluster, code="next")
    again = [make_profile(next_one, name) for name in ("Ann", "Ben", "Cleo")]

    since = NOW - timedelta(days=1)
    first = take_over_earlier_meetings(next_one, since=since, by=system(ann), at=NOW)
    second = take_over_earlier_meetings(next_one, since=since, by=system(ann), at=NOW)

    assert [(one.one, one.other, one.source) for one in first] == [(*again[:2], "earlier")]
    assert second == []


def test_whoever_gets_a_place_takes_part_and_whoever_withdraws_leaves(
    matchmaking: Matchmaking, ann: Profile, ben: Profile
) -> None:
    (new,) = come(matchmaking.event, "Cleo")
    cleo = Profile.objects.get(registration=new)
    request = make_request(ann, ben)
    meeting = arrange(request, 1, at=NOW)
    make_request(ann, make_profile(matchmaking, "Dan"))

    withdraw_registration(ann.registration, by=guest(ann), at=NOW)

    meeting.refresh_from_db()
    assert meeting.state == "cancelled"
    assert set(MeetingRequest.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert letters_to(ben)[-1] == "withdrawn"
    assert cleo.headline == ""


def test_a_cancelled_event_has_no_meetings_left(ann: Profile, ben: Profile) -> None:
    arrange(make_request(ann, ben), 1, at=NOW)

    cancel_event(ann.matchmaking.event, because="Storm.", by=system(ann), at=NOW)

    assert set(Meeting.objects.values_list("state", flat=True)) == {"cancelled"}
    ann.matchmaking.refresh_from_db()
    assert ann.matchmaking.state == "closed"


def test_an_erased_person_is_forgotten_here_too(ann: Profile, ben: Profile) -> None:
    request = ask(ann, ben, message="I am Ann of the lathe.", by=guest(ann), at=NOW)

    erase_registration(ann.registration, by=system(ann), at=NOW)

    ann.refresh_from_db()
    request.refresh_from_db()
    assert (ann.headline, request.message) == ("", "")
    assert "Ann" not in request.asked_by
    told = Change.objects.filter(kind__startswith="meetings.")
    assert "lathe" not in str(list(told.values_list("values", flat=True)))
    assert "Ann" not in str(list(told.values_list("thing_label", "author")))


def test_the_demonstration_has_meetings_held_and_to_come(cluster: Cluster) -> None:
    hold_example_events(cluster, at=NOW)

    over, coming = hold_example_meetings(cluster, at=NOW)
    again = hold_example_meetings(cluster, at=NOW)

    assert again == []
    assert funnel_of(over).held > 3
    assert sum(funnel_of(over).outcomes.values()) == funnel_of(over).held
    assert (coming.state, funnel_of(coming).waiting > 0) == ("open", True)
    assert MeetingLetter.objects.count() == 0
