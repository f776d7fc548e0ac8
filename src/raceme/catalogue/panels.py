"""What the catalogue hangs on the pages of topics, objectives and organisations, and tells."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.access.actor import Actor
from raceme.access.http import actor_of
from raceme.catalogue import queries, words
from raceme.foundation.panels import Panel
from raceme.foundation.timeline import Entry, Source
from raceme.members.models import Organisation
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


def services_with_organisation(request: HttpRequest, organisation: Organisation) -> Panel | None:
    """Show on an organisation's page which services it helps to deliver, and which it tried."""
    actor = actor_of(request)
    provides = list(queries.services_with(actor, organisation))
    tried = list(queries.pilots_with(actor, organisation))
    if not provides and not tried:
        return None
    rows = [(one, words.PROVIDER_ROLES[one.role]) for one in provides]
    return Panel("catalogue/organisation_panel.html", {"provides": rows, "tried": tried})


def tell_pilots(actor: Actor, organisation: Organisation) -> Iterator[Entry]:
    """Which services it tried before they were offered to all."""
    for one in queries.pilots_with(actor, organisation):
        yield Entry(
            one.pilot.began_on,
            _("Tried the service %(service)s") % {"service": one.pilot.service},
            one.comment,
            "catalogue:trials",
            {"pk": one.pilot.service_id},
        )


TIMELINE = Source(
    "pilot", gettext_lazy("Services tried"), "packages", tell_pilots, is_taking_part=True
)
