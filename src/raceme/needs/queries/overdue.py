"""Questionnaires that wait for somebody in the office: not sent in time, or not closed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raceme.access.actor import Actor
from raceme.access.http import address_of
from raceme.foundation.templatetags.raceme import day as in_words
from raceme.needs.models import Round
from raceme.needs.queries.rounds import rounds_visible_to, with_turnout


@dataclass(frozen=True, slots=True)
class Overdue:
    """A round that waits, in words: what it is called, why it waits, and its page."""

    label: str
    detail: str
    address: str


def overdue_questionnaires(actor: Actor, on: date) -> list[Overdue]:
    """Find the rounds that wait on a day, those waiting longest first.

    These are rounds whose last day has passed with answers outstanding and which nobody has
    closed, and rounds that were not sent although the day planned for it has passed.
    """
    not_closed = Q(sent_at__isnull=False, closed_at__isnull=True, closes_on__lt=on)
    not_sent = Q(sent_at__isnull=True) & (Q(planned_on__lt=on) | Q(closes_on__lt=on))
    waiting = with_turnout(rounds_visible_to(actor).filter(not_closed | not_sent))
    counts = waiting.values_list("pk", "asked", "submitted")
    outstanding = {pk: asked - submitted for pk, asked, submitted in counts}
    return [
        Overdue(
            label=str(one),
            detail=_why(one, outstanding[one.pk]),
            address=address_of(actor, "needs:round", pk=one.pk),
        )
        for one in waiting.order_by("closes_on", "pk")
        if one.is_draft or outstanding[one.pk]
    ]


def _why(round_: Round, outstanding: int) -> str:
    if round_.is_draft:
        planned = round_.planned_on or round_.closes_on
        return _("was to be sent on %(day)s") % {"day": in_words(planned)}
    said = ngettext(
        "ended on %(day)s, %(number)s answer outstanding, not closed",
        "ended on %(day)s, %(number)s answers outstanding, not closed",
        outstanding,
    )
    return said % {"day": in_words(round_.closes_on), "number": outstanding}
