"""Who may arrange meetings, read who meets whom, and act as a participant."""

from raceme.access.actor import Actor
from raceme.access.models import ClusterRecord
from raceme.access.rules import may_see_the_office, may_work
from raceme.events.rules import link_of
from raceme.meetings.models import MeetingRequest, Profile


def may_arrange(actor: Actor, thing: ClusterRecord | None = None) -> bool:
    """Only the team may set up matchmaking, change schedules, and act on behalf of people."""
    return may_work(actor, thing)


def may_see_meetings(actor: Actor, thing: ClusterRecord | None = None) -> bool:
    """Team and board may read who asks and meets whom; viewers read numbers."""
    return may_see_the_office(actor, thing)


def may_act_as(actor: Actor, profile: Profile) -> bool:
    """Whoever came by the personal link of a registration acts as its participant; so may the team.

    The profile must come with its registration.
    """
    return is_participant(actor, profile) or may_work(actor, profile)


def is_participant(actor: Actor, profile: Profile) -> bool:
    """Whether it is the participant in person, by the personal link."""
    return actor.link == link_of(profile.registration)


def may_settle(actor: Actor, request: MeetingRequest) -> bool:
    """The two of a request, and the team, decide whether it comes to something."""
    return any(may_act_as(actor, one) for one in (request.asking, request.asked))
