"""What happened to a thing, hung on its page for those who may read the history."""

from django.db import models
from django.http import HttpRequest

from raceme.access import queries, telling
from raceme.access.http import actor_of
from raceme.access.rules import may_see_the_office
from raceme.foundation.panels import Panel

NEWEST = 5


def history_of(request: HttpRequest, thing: models.Model) -> Panel | None:
    """Tell the newest changes of one row, with the way to all of them."""
    actor = actor_of(request)
    if not may_see_the_office(actor):
        return None
    kind = thing._meta.label_lower
    changes = queries.changes_among(queries.changes_visible_to(actor), kind=kind, thing_id=thing.pk)
    told = [telling.tell(change, actor) for change in changes[: NEWEST + 1]]
    context = {
        "told": told[:NEWEST],
        "has_more": len(told) > NEWEST,
        "kind": kind,
        "thing_id": thing.pk,
    }
    return Panel("access/history_panel.html", context)
