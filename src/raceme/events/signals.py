"""News of events, for capabilities above that build on them."""

from django.dispatch import Signal

# A registration has got another state. Sent inside the transaction with `registration`
# (Registration, as it stands now), `was` (its state before, "" when it is new), `by` and `at`.
registration_settled = Signal()

# An event does not take place. Sent inside the transaction with `event`, `by` and `at`.
event_cancelled = Signal()

# Somebody is erased from an event's books. Sent inside the transaction with `registration`, `words`
# (what the person was called and reached by), `by` and `at`: whoever keeps more forgets it, too.
registration_erased = Signal()
