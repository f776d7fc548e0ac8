"""What people thought of a meeting, and what came of it months later."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor, system_of
from raceme.foundation import history
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.meetings import rules
from raceme.meetings.models import (
    Matchmaking,
    Meeting,
    MeetingLetter,
    Outcome,
    Participation,
    Profile,
)
from raceme.meetings.queries.outcomes import matchmakings_due, people_to_ask
from raceme.meetings.verbs.posting import post

Evidence = Outcome.Evidence
MONTHS = (Outcome.Months.THREE, Outcome.Months.SIX, Outcome.Months.TWELVE)


@transaction.atomic
def rate(
    meeting: Meeting,
    profile: Profile,
    *,
    rating: int | None,
    wants_more: bool | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Participation:
    """Say how useful a meeting was. The note stays with whoever wrote it, also in the history."""
    require(rules.may_act_as, by, profile)
    if not rules.is_participant(by, profile):
        raise Refused(_("Only whoever was there can say how it was."))
    own = Participation.objects.select_for_update().filter(meeting=meeting, profile=profile)
    row = own.first()
    if row is None or meeting.is_cancelled or meeting.starts_at > at:
        raise Refused(_("This meeting has not taken place."))
    values = {"rating": rating, "wants_more": wants_more, "rated_at": at}
    row = change(row, values, verb="rate", by=by, at=at)
    row.note = note
    row.full_clean()
    # Not by `change`: the history, which the office reads, would keep the note.
    row.save(update_fields=["note"])
    return row


@transaction.atomic
def record_outcome(
    meeting: Meeting,
    *,
    months: int,
    of: Profile | None = None,
    by: Actor,
    at: datetime,
    **values: Any,
) -> Outcome:
    """Write what has come of a meeting, as one of its people (`of`) or, as the office, for them.

    There is one row for both partners: if the other says the same, both are the evidence.
    """
    if of is None:
        require(rules.may_arrange, by, meeting)
    else:
        require(rules.may_act_as, by, of)
    meeting = lock(meeting)
    _refuse_early(meeting, of, at)
    known = Outcome.objects.filter(meeting=meeting, months=months).first()
    said = {**values, "profile": of, "said_by": by.label, "said_at": at}
    if of is not None and rules.is_participant(by, of):
        said["evidence"] = _evidence_of(known, of, values)
    if known is not None:
        return change(known, said, verb="record_outcome", by=by, at=at)
    row = Outcome(cluster_id=meeting.cluster_id, meeting=meeting, months=months, **said)
    return keep_new(row, verb="record_outcome", by=by, at=at)


@transaction.atomic
def ask_for_outcomes(matchmaking: Matchmaking, *, months: int, by: Actor, at: datetime) -> int:
    """Write to all who had a meeting of which nobody has said what came of it by then."""
    require(rules.may_arrange, by, matchmaking)
    matchmaking = lock(matchmaking)
    if months not in Outcome.Months.values:
        raise Refused(_("Ask after 3, 6 or 12 months."))
    people = people_to_ask(matchmaking, months)
    if not people:
        raise Refused(_("There is nobody to ask: no meeting took place, or all is known."))
    post(people, MeetingLetter.Kind.OUTCOME, months=months, at=at)
    seen = history.values_of(matchmaking)
    history.record("ask_for_outcomes", matchmaking, by=by, at=at, before=seen)
    return len(people)


def ask_when_due(*, at: datetime) -> int:
    """Ask after 3, 6 and 12 months by itself; run again and again, nobody is asked twice.

    An event that was over long before nobody asks any more: only the last thirty days count.
    """
    asked = 0
    for months in MONTHS:
        for matchmaking in matchmakings_due(months, at=at, within=timedelta(days=30)):
            system = system_of(matchmaking.cluster)
            if people_to_ask(matchmaking, months):
                asked += ask_for_outcomes(matchmaking, months=months, by=system, at=at)
    return asked


def _refuse_early(meeting: Meeting, of: Profile | None, at: datetime) -> None:
    if meeting.is_cancelled or meeting.starts_at > at:
        raise Refused(_("This meeting has not taken place."))
    if of is not None and not meeting.participations.filter(profile=of).exists():
        raise Refused(_("Only whoever is in a meeting can say what came of it."))


def _evidence_of(known: Outcome | None, of: Profile, values: dict[str, Any]) -> str:
    """Say how well it is known: what the office has proved stays, two who agree are two."""
    if known is None or known.kind != values.get("kind"):
        return Evidence.SAID
    if known.evidence in {Evidence.DOCUMENT, Evidence.PUBLIC, Evidence.BOTH}:
        return known.evidence
    is_other = known.profile_id is not None and known.profile_id != of.pk
    return Evidence.BOTH if is_other else Evidence.SAID
