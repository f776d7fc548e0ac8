"""What the two say to a suggestion, and their introduction once both have agreed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor, system_for
from raceme.collaboration import rules
from raceme.collaboration.models import Because, Consent, PartnerLetter, Side, Suggestion
from raceme.collaboration.queries.pages import open_page_of
from raceme.collaboration.queries.suggestions import has_both_consents
from raceme.collaboration.verbs.posting import open_page, post, take_back_letters
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, lock

State = Suggestion.State
Answer = Consent.Answer


@transaction.atomic
def agree(suggestion: Suggestion, side: str, *, by: Actor, at: datetime) -> Suggestion:
    """Say yes for one of the two. If the other has agreed as well, both are introduced at once."""
    require(rules.may_speak_for, by, suggestion.organisation_on(side))
    suggestion, consent = _asked(suggestion, side)
    values = _said(Answer.YES, by, at)
    change(consent, values, verb="agree", by=by, at=at)
    # The office has released it, both have agreed: the system may write what follows from that.
    system = by if by.is_seated else system_for(by)
    if has_both_consents(lock(suggestion)):
        return introduce(suggestion, by=system, at=at)
    return change(suggestion, {"state": State.ONE_AGREED}, verb="agree", by=by, at=at)


@transaction.atomic
def decline_suggestion(
    suggestion: Suggestion,
    side: str,
    *,
    because: str,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Suggestion:
    """Say no for one of the two, and why. The other learns that nothing comes of it, no more."""
    require(rules.may_speak_for, by, suggestion.organisation_on(side))
    suggestion, consent = _asked(suggestion, side)
    if because not in Because.values:
        raise Refused(_("Please say why: we choose better next time."), field="because")
    said = {**_said(Answer.NO, by, at), "because": because, "note": note}
    change(consent, said, verb="decline_suggestion", by=by, at=at)
    take_back_letters(suggestion)
    values = {"state": State.DECLINED, "closed_at": at}
    suggestion = change(suggestion, values, verb="decline_suggestion", by=by, at=at)
    page = open_page_of(suggestion.organisation_on(Side(side).opposite))
    if page is not None:
        post(page, PartnerLetter.Kind.DECLINED, suggestion=suggestion, at=at)
    return suggestion


@transaction.atomic
def withdraw_consent(suggestion: Suggestion, side: str, *, by: Actor, at: datetime) -> Suggestion:
    """Take a yes back, as long as the other has not agreed."""
    require(rules.may_speak_for, by, suggestion.organisation_on(side))
    suggestion = lock(suggestion)
    consent = suggestion.consents.select_for_update().filter(side=side).first()
    if suggestion.state != State.ONE_AGREED or consent is None or not consent.is_yes:
        raise Refused(_("There is no consent here that could be taken back."))
    change(consent, _not_said(), verb="withdraw_consent", by=by, at=at)
    return change(suggestion, {"state": State.RELEASED}, verb="withdraw_consent", by=by, at=at)


@transaction.atomic
def ask_again(suggestion: Suggestion, *, by: Actor, at: datetime) -> Suggestion:
    """Ask once more after a no, for instance one given by mistake; a yes of the other stands."""
    require(rules.may_broker, by, suggestion)
    suggestion = lock(suggestion)
    if suggestion.state != State.DECLINED:
        raise Refused(_("Nobody has declined this suggestion."))
    has_agreed = suggestion.consents.filter(answer=Answer.YES).exists()
    state = State.ONE_AGREED if has_agreed else State.RELEASED
    values = {"state": state, "closed_at": None}
    suggestion = change(suggestion, values, verb="ask_again", by=by, at=at)
    for consent in suggestion.consents.exclude(answer=Answer.YES):
        page = open_page(suggestion.organisation_on(consent.side), by=by, at=at)
        anew = {**_not_said(), "asked_at": at, "reminded_at": None}
        change(consent, anew, verb="ask_again", by=by, at=at)
        post(page, PartnerLetter.Kind.CONSENT, suggestion=suggestion, at=at)
    return suggestion


@transaction.atomic
def introduce(suggestion: Suggestion, *, by: Actor, at: datetime) -> Suggestion:
    """Tell both who the other is. Refused unless both have agreed, whoever asks for it."""
    require(rules.may_broker, by, suggestion)
    suggestion = lock(suggestion)
    if not suggestion.is_asking:
        raise Refused(_("There is nobody to be introduced here."))
    if not has_both_consents(suggestion):
        raise Refused(_("Names are exchanged only when both have agreed."))
    values = {"state": State.INTRODUCED, "introduced_at": at}
    suggestion = change(suggestion, values, verb="introduce", by=by, at=at)
    take_back_letters(suggestion)
    for side in Side:
        page = open_page_of(suggestion.organisation_on(side))
        if page is not None:
            post(page, PartnerLetter.Kind.INTRODUCTION, suggestion=suggestion, at=at)
    return suggestion


def _asked(suggestion: Suggestion, side: str) -> tuple[Suggestion, Consent]:
    """Give suggestion and consent as they stand, locked, if an answer is waited for."""
    suggestion = lock(suggestion)
    consent = suggestion.consents.select_for_update().filter(side=side).first()
    if not suggestion.is_asking or consent is None:
        raise Refused(_("No answer is waited for any more."))
    return suggestion, consent


def _said(answer: str, by: Actor, at: datetime) -> dict[str, object]:
    return {"answer": answer, "because": "", "note": "", "answered_at": at, "answered_by": by.label}


def _not_said() -> dict[str, object]:
    return {
        "answer": Answer.OPEN, "because": "", "note": "", "answered_at": None, "answered_by": "",
    }  # fmt: skip
