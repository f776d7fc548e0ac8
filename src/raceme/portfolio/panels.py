"""What plans hang on the pages of services."""

from typing import Any

from django.http import HttpRequest

from raceme.access.actor import Actor
from raceme.access.http import actor_of
from raceme.catalogue.models import Service
from raceme.foundation.panels import Panel
from raceme.portfolio import queries, rules


def warning_before_retiring(request: HttpRequest, service: Service) -> Panel | None:
    """Say on a service's page who relies on it, to those who could retire it."""
    actor = actor_of(request)
    if not rules.may_plan(actor, service):
        return None
    relying = _relying_on(service, actor)
    if not relying["lines"] and not relying["musts"]:
        return None
    return Panel("portfolio/service_notice.html", {"service": service, **relying})


def plans_with_service(request: HttpRequest, service: Service) -> Panel:
    """Show on a service's page in which plans it stands, and where it is a must."""
    return Panel("portfolio/service_panel.html", _relying_on(service, actor_of(request)))


def _relying_on(service: Service, actor: Actor) -> dict[str, Any]:
    return {
        "lines": list(queries.lines_in_force(actor).filter(service=service)),
        "musts": list(queries.musts_on(actor, service)),
    }
