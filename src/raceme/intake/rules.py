"""Who may bring lists into the books."""

from raceme.access.actor import Actor
from raceme.access.rules import may_work
from raceme.intake.models import Upload


def may_import(actor: Actor, upload: Upload | None = None) -> bool:
    """Only the team may send in lists, look at them, load them, and undo a load."""
    return may_work(actor, upload)
