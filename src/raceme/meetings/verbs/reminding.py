"""Letters that the office asks for: to those who owe an answer, or have asked nobody."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation import history
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import lock
from raceme.meetings import rules
from raceme.meetings.models import Matchmaking, MeetingLetter
from raceme.meetings.queries.finding import lacking
from raceme.meetings.queries.profiles import shown_profiles
from raceme.meetings.verbs.posting import post


@transaction.atomic
def remind_to_answer(matchmaking: Matchmaking, *, by: Actor, at: datetime) -> int:
    """Write to all who have requests to answer; say to how many."""
    require(rules.may_arrange, by, matchmaking)
    matchmaking = lock(matchmaking)
    people = list(lacking(shown_profiles(matchmaking), "answer"))
    if not people:
        raise Refused(_("Nobody has a request to answer."))
    post(people, MeetingLetter.Kind.TO_ANSWER, at=at)
    seen = history.values_of(matchmaking)
    history.record("remind_to_answer", matchmaking, by=by, at=at, before=seen)
    return len(people)


@transaction.atomic
def remind_to_ask(matchmaking: Matchmaking, *, by: Actor, at: datetime) -> int:
    """Write to all who want to be seen and have asked nobody yet; say to how many."""
    require(rules.may_arrange, by, matchmaking)
    matchmaking = lock(matchmaking)
    if not matchmaking.takes_requests(at):
        raise Refused(_("Meetings cannot be asked for at the moment."))
    people = list(lacking(shown_profiles(matchmaking), "asked"))
    if not people:
        raise Refused(_("All have asked somebody."))
    post(people, MeetingLetter.Kind.TO_ASK, at=at)
    seen = history.values_of(matchmaking)
    history.record("remind_to_ask", matchmaking, by=by, at=at, before=seen)
    return len(people)
