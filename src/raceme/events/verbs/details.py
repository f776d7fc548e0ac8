"""What a registration says besides the person: answers, consents, chosen sessions."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from itertools import combinations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.events import rules
from raceme.events.models import (
    Consent,
    Event,
    Question,
    Registration,
    RegistrationAnswer,
    Said,
    Session,
    SessionChoice,
)
from raceme.events.queries.places import choices_counted
from raceme.events.queries.wordings import wordings_in_force
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock, remove


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody answers to one question; only what belongs to its kind is filled in."""

    text: str = ""
    chosen: tuple[str, ...] = ()
    number: Decimal | None = None
    is_yes: bool | None = None

    @property
    def is_empty(self) -> bool:
        return self == Answered()


@transaction.atomic
def answer(
    registration: Registration, answers: Mapping[Question, Answered], *, by: Actor, at: datetime
) -> None:
    """Keep the answers to the questions of a registration; those not named stay."""
    require(rules.may_attend, by, registration)
    kept = {one.question_id: one for one in registration.answers.all()}
    for question, said in answers.items():
        if question.event_id != registration.event_id:
            continue
        values = stored(said)
        old = kept.get(question.pk)
        if old is not None:
            change(old, values, verb="answer", by=by, at=at)
        elif not said.is_empty:
            new = RegistrationAnswer(
                cluster_id=registration.cluster_id,
                registration=registration,
                question=question,
                **values,
            )
            keep_new(new, verb="answer", by=by, at=at)


@transaction.atomic
def agree(registration: Registration, kinds: Collection[str], *, by: Actor, at: datetime) -> None:
    """Write down what somebody agrees to now; what is not named is taken back from today."""
    require(rules.may_attend, by, registration)
    given = Consent.objects.filter(
        registration=registration, taken_back_at__isnull=True
    ).select_related("wording")
    open_ = {one.wording.kind: one for one in given}
    for wording in wordings_in_force(registration.event):
        known = open_.get(wording.kind)
        if wording.kind in kinds and known is None:
            consent = Consent(
                cluster_id=registration.cluster_id,
                registration=registration,
                wording=wording,
                given_at=at,
            )
            keep_new(consent, verb="agree", by=by, at=at)
        elif wording.kind not in kinds and known is not None:
            change(known, {"taken_back_at": at}, verb="take_back_consent", by=by, at=at)


@transaction.atomic
def choose_sessions(
    registration: Registration, sessions: Collection[Session], *, by: Actor, at: datetime
) -> None:
    """Choose these sessions and no others. Nobody can be in two at once, or in a full one."""
    require(rules.may_attend, by, registration)
    lock(registration.event)
    kept = {one.session_id: one for one in registration.choices.all()}
    wanted = {one.pk: one for one in sessions}
    new = [one for pk, one in wanted.items() if pk not in kept]
    _refuse_clashes(wanted.values())
    _refuse_full(registration.event, new)
    for pk, choice in kept.items():
        if pk not in wanted:
            remove(choice, verb="leave_session", by=by, at=at)
    for session in new:
        choice = SessionChoice(
            cluster_id=registration.cluster_id,
            registration=registration,
            session=session,
            chosen_at=at,
        )
        keep_new(choice, verb="choose_session", by=by, at=at)


def stored(said: Answered) -> dict[str, object]:
    """Give an answer as its columns hold it."""
    return asdict(said) | {"chosen": list(said.chosen)}


def given(said: Said) -> Answered:
    """Give a kept answer as somebody gave it."""
    return Answered(said.text, tuple(said.chosen), said.number, said.is_yes)


def _refuse_clashes(sessions: Collection[Session]) -> None:
    for one, other in combinations(sessions, 2):
        if one.overlaps(other):
            raise Refused(
                _("“%(one)s” and “%(other)s” are at the same time. Choose one of them.")
                % {"one": one, "other": other},
                field="sessions",
            )


def _refuse_full(event: Event, sessions: Collection[Session]) -> None:
    counted = choices_counted(sessions)
    for one in sessions:
        if one.event_id != event.pk or one.is_dropped or not one.needs_sign_up:
            raise Refused(_("“%(one)s” cannot be chosen.") % {"one": one}, field="sessions")
        if one.capacity is not None and counted.get(one.pk, 0) >= one.capacity:
            raise Refused(_("“%(one)s” is full.") % {"one": one}, field="sessions")
