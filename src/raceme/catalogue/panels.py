"""What the catalogue hangs on the pages of topics and objectives."""

from django.http import HttpRequest

from raceme.access.http import actor_of
from raceme.catalogue import queries
from raceme.foundation.panels import Panel
from raceme.strategy.models import Objective


def services_answering_topic(request: HttpRequest, topic: str) -> Panel:
    """Show on a topic's page which services answer it."""
    found = queries.services_answering(actor_of(request), topic)
    return Panel("catalogue/topic_panel.html", {"services": found, "topic": topic})


def services_serving_objective(request: HttpRequest, objective: Objective) -> Panel:
    """Show on an objective's page which services serve it."""
    actor = actor_of(request)
    found = queries.services_serving(actor, objective)
    rows = [(one, queries.objectives_served(one, [objective])) for one in found]
    return Panel("catalogue/objective_panel.html", {"rows": rows, "objective": objective})
