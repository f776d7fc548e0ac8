"""Looking through the books for organisations that may be one, while nobody waits."""

import logging

from django.utils import timezone

from raceme.access.actor import system_of
from raceme.foundation.background import work
from raceme.members import verbs
from raceme.members.bridge import found_in_books
from raceme.members.models import Look
from raceme.members.queries.lookalikes import last_change_of

log = logging.getLogger(__name__)


@work("members.look_for_lookalikes")
def look_for_lookalikes(*, look_id: int) -> None:
    """Look through the books once; asked twice, the second finds it done."""
    look = Look.objects.filter(pk=look_id, done_at__isnull=True).first()
    if look is None:
        return
    actor = system_of(look.cluster)
    up_to = last_change_of(actor)  # asked first: what changes meanwhile is newer than the look
    try:
        compared, pairs = found_in_books(actor)
    except Exception as trouble:
        # Whoever waits must learn of it; the cause is for whoever runs the installation.
        log.exception("look %s through the books failed", look_id)
        verbs.give_up_look(look, trouble=str(trouble), by=actor, at=timezone.now())
        return
    verbs.keep_lookalikes(
        look, pairs=pairs, compared=compared, up_to=up_to, by=actor, at=timezone.now()
    )
