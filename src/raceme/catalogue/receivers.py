"""What the catalogue does when the strategy below has news."""

from datetime import datetime

from django.dispatch import receiver

from raceme.access.actor import Actor
from raceme.catalogue import verbs
from raceme.strategy.models import Objective
from raceme.strategy.signals import objective_taken_over


@receiver(objective_taken_over)
def serve_taken_over_objective(
    *, old: Objective, new: Objective, by: Actor, at: datetime, **_signal: object
) -> None:
    """Let services serve an objective in the new version of the strategy as in the old one."""
    verbs.serve_taken_over_objective(old, new, by=by)
