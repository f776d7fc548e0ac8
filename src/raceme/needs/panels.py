"""What needs hang on the pages of lower floors."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from raceme.access.http import actor_of
from raceme.foundation.panels import Panel
from raceme.members.models import Organisation
from raceme.members.queries import FurtherFilter
from raceme.needs import queries, rules
from raceme.vocabulary.topics import topics

SHOWN = 10


def _topics() -> list[tuple[str, str]]:
    return [(topic.code, topic.label) for topic in topics()]


# In the list of members, and in segments: who asks for a topic.
ASKING_FOR = FurtherFilter(
    "need", _("asks for"), choices=_topics, narrow=queries.organisations_asking_for
)


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
