"""Personal links: ended and made anew."""

from datetime import datetime

from django.db import transaction

from raceme.access.actor import Actor
from raceme.events import rules
from raceme.events.models import Registration
from raceme.events.models.registration import new_nonce, new_ticket
from raceme.foundation.errors import require
from raceme.foundation.records import change, lock


@transaction.atomic
def renew_link(registration: Registration, *, by: Actor, at: datetime) -> Registration:
    """Make a new personal link and ticket; those before open nothing any more."""
    require(rules.may_organise, by, registration)
    registration = lock(registration)
    registration.nonce = new_nonce()
    values = {
        "nonce": registration.nonce,
        "digest": Registration.digest_of(registration.secret),
        "ticket": new_ticket(),
    }
    return change(registration, values, verb="renew_link", by=by, at=at)
