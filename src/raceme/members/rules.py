"""Who may change what stands about the organisations."""

from raceme.access.actor import Actor
from raceme.access.rules import may_work
from raceme.members.models import Organisation


def may_edit(actor: Actor, organisation: Organisation | None = None) -> bool:
    """Only the team may enter and change organisations."""
    return may_work(actor, organisation)
