"""What matchmaking does when events below have news: of a place, of the event, of a person."""

from collections.abc import Sequence
from datetime import datetime

from django.dispatch import receiver

from raceme.access.actor import Actor, system_for
from raceme.events.models import Event, Registration
from raceme.events.signals import event_cancelled, registration_erased, registration_settled
from raceme.foundation.tabular.writing import Sheet
from raceme.meetings.models import Matchmaking, Profile
from raceme.meetings.queries.keeping import sheets_on_person
from raceme.meetings.verbs.forgetting import forget_participant
from raceme.meetings.verbs.leaving import call_off_meetings, leave_matchmaking
from raceme.meetings.verbs.setup import enter_profiles
from raceme.members.models import Person
from raceme.members.signals import kept_on_person


@receiver(registration_settled)
def follow_the_registration(
    *, registration: Registration, by: Actor, at: datetime, **_signal: object
) -> None:
    """Let whoever has a place take part, and whoever comes no more leave."""
    matchmaking = Matchmaking.objects.filter(event=registration.event_id).first()
    if matchmaking is None:
        return
    # The rule of who may register or withdraw has been asked below.
    system = system_for(by) if not by.is_seated else by
    if registration.is_confirmed:
        enter_profiles(matchmaking, [registration], by=system, at=at)
    elif not registration.is_open:
        profile = Profile.objects.filter(registration=registration).first()
        if profile is not None:
            leave_matchmaking(profile, by=system, at=at)


@receiver(event_cancelled)
def call_off(*, event: Event, by: Actor, at: datetime, **_signal: object) -> None:
    """Call all meetings off; the event writes to everybody."""
    matchmaking = Matchmaking.objects.filter(event=event).first()
    if matchmaking is not None:
        call_off_meetings(matchmaking, by=by, at=at)


@receiver(registration_erased)
def forget_who_was_erased(
    *, registration: Registration, words: Sequence[str], by: Actor, at: datetime, **_signal: object
) -> None:
    """Forget what a participant wrote; that there were requests and meetings stays."""
    profile = Profile.objects.filter(registration=registration).first()
    if profile is not None:
        forget_participant(profile, words, by=by, at=at)


@receiver(kept_on_person)
def tell_what_is_kept(*, person: Person, actor: Actor, **_signal: object) -> list[Sheet]:
    """Tell a person what it wrote for matchmaking, and whom it met."""
    return sheets_on_person(actor, person)
