"""Remind who owes an answer, and ask what has come of introductions: by hand, and by itself."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor, system_of
from raceme.collaboration import rules
from raceme.collaboration.models import Consent, PartnerLetter, Side, Suggestion
from raceme.collaboration.queries.pages import open_page_of
from raceme.collaboration.verbs.posting import post
from raceme.foundation import history
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, lock

DAYS_TO_ANSWER = 7  # so long nobody is reminded
DAYS_TO_MEET = 28  # then both are asked what has come of it


@transaction.atomic
def remind_of_suggestion(suggestion: Suggestion, *, by: Actor, at: datetime) -> int:
    """Remind whoever of the two has not answered, once; say how many that are."""
    require(rules.may_broker, by, suggestion)
    suggestion = lock(suggestion)
    if not suggestion.is_asking:
        raise Refused(_("Nobody's answer is waited for."))
    rows = _owing(suggestion)
    if not rows:
        raise Refused(_("Whoever has not answered has been reminded already. Call them instead."))
    for consent in rows:
        _write(suggestion, consent.side, PartnerLetter.Kind.REMINDER, at=at)
        change(consent, {"reminded_at": at}, verb="remind_of_suggestion", by=by, at=at)
    seen = history.values_of(suggestion)
    history.record("remind_of_suggestion", suggestion, by=by, at=at, before=seen)
    return len(rows)


@transaction.atomic
def ask_what_came_of_it(suggestion: Suggestion, *, by: Actor, at: datetime) -> Suggestion:
    """Ask both what has come of their introduction."""
    require(rules.may_broker, by, suggestion)
    suggestion = lock(suggestion)
    if not suggestion.is_introduced or suggestion.is_over:
        raise Refused(_("They have not been introduced, or it is over."))
    for side in Side:
        _write(suggestion, side, PartnerLetter.Kind.FOLLOW_UP, at=at)
    return change(suggestion, {"followed_at": at}, verb="ask_what_came_of_it", by=by, at=at)


def look_after_suggestions(*, at: datetime) -> int:
    """Remind once after a week, ask after four weeks; say how many suggestions it was about."""
    silent = Consent.objects.filter(
        answer=Consent.Answer.OPEN,
        reminded_at__isnull=True,
        asked_at__lte=at - timedelta(days=DAYS_TO_ANSWER),
        suggestion__state__in=Suggestion.ASKING,
    )
    rows = Suggestion.objects.select_related("cluster")
    to_remind = list(rows.filter(pk__in=silent.values("suggestion")).order_by("pk"))
    to_ask = list(
        rows.filter(
            state=Suggestion.State.INTRODUCED,
            introduced_at__lte=at - timedelta(days=DAYS_TO_MEET),
            followed_at__isnull=True,
        ).order_by("pk")
    )
    to_remind = [one for one in to_remind if _owing(one)]
    for one in to_remind:
        remind_of_suggestion(one, by=system_of(one.cluster), at=at)
    for one in to_ask:
        ask_what_came_of_it(one, by=system_of(one.cluster), at=at)
    return len(to_remind) + len(to_ask)


def _owing(suggestion: Suggestion) -> list[Consent]:
    """Who of the two has not answered, was not reminded, and can be reached."""
    waiting = suggestion.consents.filter(answer=Consent.Answer.OPEN, reminded_at__isnull=True)
    return [
        one for one in waiting if open_page_of(suggestion.organisation_on(one.side)) is not None
    ]


def _write(suggestion: Suggestion, side: str, kind: PartnerLetter.Kind, *, at: datetime) -> None:
    page = open_page_of(suggestion.organisation_on(side))
    if page is not None:
        post(page, kind, suggestion=suggestion, at=at)
