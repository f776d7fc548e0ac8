"""What collaboration does when the members below have news of a person."""

from collections.abc import Sequence
from datetime import datetime

from django.dispatch import receiver

from raceme.access.actor import Actor
from raceme.collaboration.queries.keeping import sheets_on_person
from raceme.collaboration.verbs.forgetting import forget_person
from raceme.foundation.tabular.writing import Sheet
from raceme.members.models import Person
from raceme.members.signals import kept_on_person, person_erased


@receiver(person_erased)
def forget_who_was_erased(
    *, person: Person, words: Sequence[str], by: Actor, at: datetime, **_signal: object
) -> None:
    """Forget in pages, letters and notes whom the members have erased."""
    forget_person(person, words, by=by, at=at)


@receiver(kept_on_person)
def tell_what_is_kept(*, person: Person, actor: Actor, **_signal: object) -> list[Sheet]:
    """Tell a person which letters about partners it got and what it has answered."""
    return sheets_on_person(actor, person)
