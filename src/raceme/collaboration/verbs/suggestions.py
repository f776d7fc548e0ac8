"""Release what was proposed, or do not; take it back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.collaboration import rules
from raceme.collaboration.models import Because, Consent, PartnerLetter, Side, Suggestion
from raceme.collaboration.queries.naming import named_in
from raceme.collaboration.verbs.posting import open_page, post, take_back_letters
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock, remove

State = Suggestion.State


@transaction.atomic
def release_suggestion(
    suggestion: Suggestion, *, word: str = "", by: Actor, at: datetime
) -> Suggestion:
    """Ask both whether they want to get to know each other; neither learns yet who it is."""
    require(rules.may_broker, by, suggestion)
    suggestion = lock(suggestion)
    if not suggestion.is_proposed:
        raise Refused(_("This suggestion has been decided on already."))
    name = named_in(word, suggestion)
    if name:
        message = _("Name nobody here: “%(name)s” would tell who it is.")
        raise Refused(message % {"name": name}, field="word")
    pages = {side: open_page(suggestion.organisation_on(side), by=by, at=at) for side in Side}
    values = {"state": State.RELEASED, "word": word, "released_at": at}
    suggestion = change(suggestion, values, verb="release_suggestion", by=by, at=at)
    for side, page in pages.items():
        consent = Consent(
            cluster_id=suggestion.cluster_id, suggestion=suggestion, side=side, asked_at=at
        )
        keep_new(consent, verb="ask_for_consent", by=by, at=at)
        post(page, PartnerLetter.Kind.CONSENT, suggestion=suggestion, at=at)
    return suggestion


@transaction.atomic
def recall_suggestion(suggestion: Suggestion, *, by: Actor, at: datetime) -> Suggestion:
    """Take a release back, as long as nobody has answered; letters that still wait do not leave."""
    require(rules.may_broker, by, suggestion)
    suggestion = lock(suggestion)
    consents = list(suggestion.consents.select_for_update())
    if suggestion.state != State.RELEASED or not all(one.is_open for one in consents):
        raise Refused(_("One of the two has answered. It cannot be taken back any more."))
    take_back_letters(suggestion)
    for consent in consents:
        remove(consent, verb="recall_suggestion", by=by, at=at)
    values = {"state": State.PROPOSED, "released_at": None}
    return change(suggestion, values, verb="recall_suggestion", by=by, at=at)


@transaction.atomic
def drop_suggestion(suggestion: Suggestion, *, because: str, by: Actor, at: datetime) -> Suggestion:
    """Do not release a suggestion, and say why: the next search learns from it."""
    require(rules.may_broker, by, suggestion)
    suggestion = lock(suggestion)
    if not suggestion.is_proposed:
        raise Refused(_("Only what has not been released can be left."))
    if because not in Because.values:
        raise Refused(_("Say why: the next suggestions are the better for it."), field="because")
    values = {"state": State.DROPPED, "because": because, "closed_at": at}
    return change(suggestion, values, verb="drop_suggestion", by=by, at=at)


@transaction.atomic
def restore_suggestion(suggestion: Suggestion, *, by: Actor, at: datetime) -> Suggestion:
    """Propose again what was not released."""
    require(rules.may_broker, by, suggestion)
    suggestion = lock(suggestion)
    if suggestion.state != State.DROPPED:
        raise Refused(_("Only what was not released can be proposed again."))
    values = {"state": State.PROPOSED, "because": "", "closed_at": None}
    return change(suggestion, values, verb="restore_suggestion", by=by, at=at)
