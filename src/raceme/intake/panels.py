"""What intake hangs on the pages of lower floors."""

from django.http import HttpRequest

from raceme.access.http import actor_of
from raceme.foundation.panels import Panel
from raceme.intake import rules
from raceme.intake.lists.values import Holds


def import_of_members(request: HttpRequest, _page: object) -> Panel | None:
    """Offer the import beside the list of members."""
    return _import_of(Holds.MEMBERS, request)


def import_of_needs(request: HttpRequest, _page: object) -> Panel | None:
    """Offer the import beside the list of needs."""
    return _import_of(Holds.NEEDS, request)


def _import_of(holds: Holds, request: HttpRequest) -> Panel | None:
    if not rules.may_import(actor_of(request)):
        return None
    return Panel("intake/button.html", {"holds": holds.value})
