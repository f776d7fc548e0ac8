"""What needs hang on the pages of lower floors."""

from django.http import HttpRequest

from raceme.access.http import actor_of
from raceme.foundation.panels import Panel
from raceme.members.models import Organisation
from raceme.needs import queries, rules
from raceme.needs.queries.responses import invitations_open_to, responses_of

SHOWN = 10
SHEETS = 5


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


def questionnaires_of_organisation(
    request: HttpRequest, organisation: Organisation
) -> Panel | None:
    """Show the team what a member was asked and has answered, and let it begin an interview."""
    actor = actor_of(request)
    if not rules.may_interview(actor, organisation):
        return None
    context = {
        "organisation": organisation,
        "sheets": responses_of(actor, organisation)[:SHEETS],
        "asked": [
            one
            for one in invitations_open_to(actor, organisation)
            if not (hasattr(one, "response") and one.response.is_submitted)
        ],
        "may_interview": not organisation.has_left,
    }
    return Panel("needs/questionnaires_of_organisation.html", context)
