"""What was done in the last days, in few lines: many acts of one kind are one piece of news."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from raceme.access.actor import Actor
from raceme.access.queries import changes_visible_to
from raceme.access.telling import sentence_of
from raceme.foundation import acts
from raceme.foundation.models import Change

DAYS = timedelta(days=7)
LOOKED_THROUGH = 500  # newest changes; an import alone may have written thousands
TOLD = 6


@dataclass(frozen=True)
class News:
    """One piece of news: its newest act in a sentence, and how many more there were like it."""

    sentence: SafeString
    at: datetime
    more: int
    is_cut: bool  # there may be still more of them than were looked through


def news_of(actor: Actor, on: date) -> list[News]:
    """Tell what was done lately, newest first, to those who may read the history."""
    wanted = ("verb", "kind", "thing_id", "thing_label", "author", "at", "cluster_id")
    newest = changes_visible_to(actor).order_by("-pk").only(*wanted)[:LOOKED_THROUGH]
    changes = list(newest)
    # Parts of things, such as a line of a list, have no page and are told with the whole.
    with_page = {name for name, kind in acts.registered().items() if kind.page}
    groups: dict[tuple[str, str, str, date], list[Change]] = {}
    for one in changes:
        if one.kind in with_page and localdate(one.at) > on - DAYS:
            groups.setdefault(_likeness(one), []).append(one)
    is_cut = len(changes) == LOOKED_THROUGH
    return [
        News(
            sentence=sentence_of(group[0], actor),
            at=group[0].at,
            more=len(group) - 1,
            is_cut=is_cut and like == _likeness(changes[-1]),
        )
        for like, group in list(groups.items())[:TOLD]
    ]


def _likeness(change: Change) -> tuple[str, str, str, date]:
    return change.author, change.kind, change.verb, localdate(change.at)
