"""What imports do when the members below have news of a person."""

from collections.abc import Sequence
from datetime import datetime

from django.dispatch import receiver

from raceme.access.actor import Actor
from raceme.intake.verbs.keeping import forget_person
from raceme.members.models import Person
from raceme.members.signals import person_erased


@receiver(person_erased)
def forget_who_was_erased(
    *, person: Person, words: Sequence[str], by: Actor, at: datetime, **_signal: object
) -> None:
    """Let go of lists that name whom the members have erased."""
    forget_person(person, words, by=by, at=at)
