"""Partners are looked for, and letters go out, while nobody waits."""

import logging
import time
from collections.abc import Callable

from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from raceme.access.actor import system_of
from raceme.collaboration.bridge.finding import found_by
from raceme.collaboration.documents.found import found_mail, found_written
from raceme.collaboration.documents.letters import mail_of, written
from raceme.collaboration.models import FoundLetter, Notice, PartnerLetter, PartnerSearch
from raceme.collaboration.verbs import saved, searching
from raceme.collaboration.verbs.posting import OUTBOX
from raceme.collaboration.verbs.saved import OUTBOX_OF_SEARCHES
from raceme.cores.errors import BadInput
from raceme.foundation.background import work

log = logging.getLogger(__name__)
SECONDS_BETWEEN_REPORTS = 1.0


@work("collaboration.send_letters")
def send_letters(*, page_id: int) -> None:
    """Send the letters that wait, each once; run twice, it finds none waiting."""
    OUTBOX.deliver(page_id, _send)


@work("collaboration.find_partners")
def find_partners(*, search_id: int) -> None:
    """Compute a waiting search; asked twice, the second finds nothing waiting."""
    search = searching.begin_search(search_id, at=timezone.now())
    if search is None:
        return
    actor = system_of(search.cluster)
    try:
        day = timezone.localdate(search.asked_at)
        found = found_by(search, actor, on=day, tell=_reporter(search))
    except BadInput as trouble:
        searching.give_up_search(search, trouble=str(trouble), by=actor, at=timezone.now())
    except Exception:
        # Whoever waits must learn of it; the cause is for whoever runs the installation.
        log.exception("looking for partners (%s) failed", search_id)
        searching.give_up_search(search, trouble="", by=actor, at=timezone.now())
    else:
        searching.keep_found(search, found, by=actor, at=timezone.now())


@work("collaboration.tell_who_looks_for")
def tell_who_looks_for(*, notice_id: int) -> None:
    """Tell saved searches of a notice that stands now; run twice, it tells nobody twice."""
    notice = Notice.objects.select_related("cluster").get(pk=notice_id)
    saved.tell_who_looks_for(notice, by=system_of(notice.cluster), at=timezone.now())


@work("collaboration.send_found")
def send_found(*, search_id: int) -> None:
    """Send what was found for a saved search, each notice once."""
    OUTBOX_OF_SEARCHES.deliver(search_id, _send_found)


def _send_found(letter: FoundLetter, connection: BaseEmailBackend) -> None:
    """Send one letter, unless the notice does not stand any more or nobody is to be told."""
    if not OUTBOX_OF_SEARCHES.take(letter, at=timezone.now()):
        return
    text = found_written(letter, timezone.localdate()) if letter.email else None
    if text is None:
        OUTBOX_OF_SEARCHES.note(letter, FoundLetter.State.DROPPED)
        return
    OUTBOX_OF_SEARCHES.send(letter, found_mail(letter, text, connection))


def _send(letter: PartnerLetter, connection: BaseEmailBackend) -> None:
    """Send one letter; raise if the server hung up."""
    if not OUTBOX.take(letter, at=timezone.now()):
        return
    if not letter.email:
        OUTBOX.note(letter, PartnerLetter.State.DROPPED)  # whoever it was for has been erased
        return
    OUTBOX.send(letter, mail_of(letter, written(letter), connection))


def _reporter(search: PartnerSearch) -> Callable[[float], None]:
    """Give a teller that touches the database once a second at most."""
    last = time.monotonic()

    def tell(share: float) -> None:
        nonlocal last
        if time.monotonic() - last >= SECONDS_BETWEEN_REPORTS:
            last = time.monotonic()
            searching.report_search(search, share=share, at=timezone.now())

    return tell
