"""Who may change what the cluster organisation offers."""

from raceme.access.actor import Actor
from raceme.access.rules import may_work
from raceme.catalogue.models import Service


def may_edit(actor: Actor, service: Service | None = None) -> bool:
    """Only the team may create, adopt and change services."""
    return may_work(actor, service)
