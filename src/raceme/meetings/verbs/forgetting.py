"""Forget a participant: that there were requests and meetings stays, who it was and said goes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, Q

from raceme.access.actor import Actor
from raceme.foundation import history
from raceme.foundation.errors import require
from raceme.foundation.models import Change
from raceme.meetings.models import (
    AlreadyMet,
    FurtherGuest,
    Meeting,
    MeetingLetter,
    MeetingRequest,
    Outcome,
    Participation,
    Preference,
    Profile,
)
from raceme.members import rules
from raceme.members.verbs.erasing import ERASED

NOTHING_WRITTEN: dict[str, Any] = {
    "headline": "", "description": "", "offer_text": "", "request_text": "", "website": "",
    "offers": [], "seeks": [], "countries": [], "sectors": [],
}  # fmt: skip
PERSONAL = {
    *NOTHING_WRITTEN, "message", "asked_by", "settled_by", "settled_because", "note", "said_by",
    "cancelled_because", "cancelled_by",
}  # fmt: skip


@transaction.atomic
def forget_participant(profile: Profile, words: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Take a person out of profile, requests, notes and letters, and the history of these.

    `words`: what the person was called. Not told in the history, which would keep it. Country and
    sector stay: they are counted, and name nobody.
    """
    require(rules.may_erase, by, profile)
    Profile.objects.filter(pk=profile.pk).update(**NOTHING_WRITTEN, hidden_at=at)
    mine = MeetingRequest.objects.filter(Q(asking=profile) | Q(asked=profile))
    mine.update(message="", settled_because="")
    joins = FurtherGuest.objects.filter(Q(profile=profile) | Q(request__in=mine))
    joins.update(message="", settled_because="")
    for name in ("asked_by", "settled_by"):
        _unname(mine, name, words)
    meetings = Meeting.objects.filter(request__in=mine)
    meetings.update(cancelled_because="")
    _unname(meetings, "cancelled_by", words)
    Participation.objects.filter(profile=profile).update(note="")
    said = Outcome.objects.filter(profile=profile)
    said.update(note="", said_by=ERASED)
    letters = MeetingLetter.objects.filter(
        Q(profile=profile)
        | Q(request__in=mine)
        | Q(meeting__in=meetings)
        | Q(guest__profile=profile)
    )
    letters.filter(profile=profile).update(email="", trouble="")
    letters.update(subject={}, text={})
    _forget_in_history(profile)


def _unname(rows: Any, name: str, words: Sequence[str]) -> None:
    for word in filter(None, words):
        rows.filter(**{f"{name}__icontains": word}).update(**{name: ERASED})


def _forget_in_history(profile: Profile) -> None:
    """Of rows about a participant, only that there were some is kept."""
    mine = Q(asking=profile) | Q(asked=profile)
    requests = MeetingRequest.objects.filter(mine)
    meetings = Meeting.objects.filter(request__in=requests)
    mine_or_joined = Q(profile=profile) | Q(request__in=requests)
    of: list[tuple[type[Model], Any]] = [
        (Profile, Profile.objects.filter(pk=profile.pk)),
        (MeetingRequest, requests),
        (Meeting, meetings),
        (Preference, Preference.objects.filter(Q(of=profile) | Q(about=profile))),
        (FurtherGuest, FurtherGuest.objects.filter(mine_or_joined)),
        (AlreadyMet, AlreadyMet.objects.filter(Q(one=profile) | Q(other=profile))),
        (Participation, Participation.objects.filter(Q(meeting__in=meetings) | Q(profile=profile))),
        (Outcome, Outcome.objects.filter(meeting__in=meetings)),
    ]
    for model, rows in of:
        changes = Change.objects.filter(
            kind=model._meta.label_lower, thing_id__in=list(rows.values_list("pk", flat=True))
        )
        history.forget(changes, columns=PERSONAL, label=ERASED)
