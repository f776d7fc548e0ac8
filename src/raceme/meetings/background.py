"""Letters of matchmaking go out, and schedules are computed, while nobody waits."""

import logging
import time
from collections.abc import Callable

from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from raceme.access.actor import system_of
from raceme.cores.errors import BadInput, NoSolution
from raceme.foundation.background import work
from raceme.meetings.bridge.computing import computed
from raceme.meetings.documents.letters import mail_of, written
from raceme.meetings.models import MeetingLetter, Timetable
from raceme.meetings.queries.board import floor_of, placings_of
from raceme.meetings.verbs import timetables
from raceme.meetings.verbs.posting import OUTBOX

log = logging.getLogger(__name__)
SECONDS_BETWEEN_REPORTS = 1.0


@work("meetings.send_letters")
def send_letters(*, matchmaking_id: int) -> None:
    """Send the letters that wait, each once; run twice, it finds none waiting."""
    OUTBOX.deliver(matchmaking_id, _send)


@work("meetings.compute_timetable")
def compute_timetable(*, timetable_id: int) -> None:
    """Compute a version of the schedule; asked twice, the second finds nothing waiting."""
    timetable = timetables.begin_timetable(timetable_id, at=timezone.now())
    if timetable is None:
        return
    actor = system_of(timetable.cluster)
    tell, is_stopped = _reporter(timetable)
    floor = floor_of(timetable.matchmaking)
    base = floor.told if timetable.based_on is None else placings_of(timetable.based_on)
    try:
        # What is over is decided by when somebody asked, so that asking twice gives the same.
        found = computed(
            timetable, floor, base, now=timetable.asked_at, tell=tell, is_stopped=is_stopped
        )
    except (BadInput, NoSolution) as trouble:
        timetables.give_up_timetable(timetable, trouble=str(trouble), by=actor, at=timezone.now())
    except Exception:
        # Whoever waits must learn of it; the cause is for whoever runs the installation.
        log.exception("computing the schedule %s failed", timetable_id)
        timetables.give_up_timetable(timetable, trouble="", by=actor, at=timezone.now())
    else:
        timetables.keep_timetable(
            timetable,
            found.rows,
            status=found.status,
            ended=found.ended,
            goals=found.goals,
            unplaced=found.unplaced,
            reliefs=found.reliefs,
            by=actor,
            at=timezone.now(),
        )


def _send(letter: MeetingLetter, connection: BaseEmailBackend) -> None:
    """Send one letter; raise if the server hung up."""
    if not OUTBOX.take(letter, at=timezone.now()):
        return
    if not letter.email:
        OUTBOX.note(letter, MeetingLetter.State.DROPPED)  # whoever it was for has been erased
        return
    OUTBOX.send(letter, mail_of(letter, written(letter), connection))


def _reporter(timetable: Timetable) -> tuple[Callable[[str, float], None], Callable[[], bool]]:
    """Give a teller and a question, which touch the database once a second at most."""
    last = {"at": 0.0, "share": 0.0}
    state = {"stage": "", "goes_on": True}

    def look() -> None:
        now = time.monotonic()
        if now - last["at"] < SECONDS_BETWEEN_REPORTS:
            return
        last["at"] = now
        state["goes_on"] = timetables.report_timetable(
            timetable, stage=str(state["stage"]), share=last["share"], at=timezone.now()
        )

    def tell(stage: str, share: float) -> None:
        state["stage"], last["share"] = stage, share
        look()

    def is_stopped() -> bool:
        look()
        return not state["goes_on"]

    return tell, is_stopped
