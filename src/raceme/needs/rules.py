"""Who may write down what members need."""

from raceme.access.actor import Actor
from raceme.access.rules import may_work
from raceme.members.models import Organisation
from raceme.needs.models import Need


def may_record(actor: Actor, thing: Need | Organisation | None = None) -> bool:
    """Only the team may record needs, and correct or withdraw what is recorded."""
    return may_work(actor, thing)
