"""What needs hang on the pages of lower floors."""

from django.http import HttpRequest

from raceme.access.http import actor_of
from raceme.foundation.panels import Panel
from raceme.members.models import Organisation
from raceme.needs import queries, rules

SHOWN = 10


def needs_of_organisation(request: HttpRequest, organisation: Organisation) -> Panel:
    """Show what a member needs, the most urgent first."""
    actor = actor_of(request)
    words = list(queries.latest_needs_of(actor, organisation))
    context = {
        "organisation": organisation,
        "words": words[:SHOWN],
        "count": len(words),
        "may_record": not organisation.has_left and rules.may_record(actor, organisation),
    }
    return Panel("needs/of_organisation.html", context)
