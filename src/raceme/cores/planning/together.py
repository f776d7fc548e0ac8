"""Several searches at once, on as many workers as the machine has; the answers are the same.

Each search is on its own and always gets the same answer, so that neither the number of workers
nor who finishes first changes anything. HiGHS works outside Python's lock: threads are enough.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from threading import Event

from raceme.cores.errors import Stopped
from raceme.cores.planning.choose import Choice, choose
from raceme.cores.planning.offer import Whole
from raceme.cores.planning.question import Question
from raceme.cores.planning.values import Progress

LOOK_UP_SECONDS = 0.2  # how often the caller is asked whether to stop


@dataclass(frozen=True, slots=True)
class Watch:
    """Whom to tell how far the work is, and whom to ask whether to stop.

    Both are called in the caller's own thread only, so that they may use its connections.
    """

    report: Callable[[Progress], None] | None = None
    should_stop: Callable[[], bool] | None = None

    def tell(self, stage: str, share: float) -> None:
        """Report how far the work is; raise Stopped if it is to end."""
        if self.report is not None:
            self.report(Progress(stage=stage, share=share))
        self.ask()

    def ask(self) -> None:
        """Raise Stopped if the work is to end."""
        if self.should_stop is not None and self.should_stop():
            raise Stopped("the plan was called off")


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of the whole work that a stage takes: its name, and shares between 0 and 1."""

    stage: str
    begins: float
    ends: float

    def part(self, begins: float, ends: float) -> Stretch:
        """Take a part of the stage, given by shares of it between 0 and 1."""
        length = self.ends - self.begins
        return Stretch(self.stage, self.begins + begins * length, self.begins + ends * length)


def choose_all(
    questions: Sequence[Question],
    *,
    watch: Watch,
    stretch: Stretch,
    hints: Sequence[Whole] = (),
    settle_ties: bool = True,
    workers: int | None = None,
) -> list[Choice | None]:
    """Answer every question, in the order given. Raises Stopped when the caller asks to stop."""
    over = Event()
    watch.tell(stretch.stage, stretch.begins)
    with ThreadPoolExecutor(max_workers=workers or os.cpu_count() or 1) as pool:
        try:
            futures = [
                pool.submit(
                    choose, _stopped_by(over, question), hints=hints, settle_ties=settle_ties
                )
                for question in questions
            ]
            _follow(futures, watch, stretch)
        finally:
            # Whatever happened, searches still running end now and those waiting never begin.
            over.set()
            pool.shutdown(wait=True, cancel_futures=True)
    return [future.result() for future in futures]


def _stopped_by(over: Event, question: Question) -> Question:
    return replace(question, effort=replace(question.effort, should_stop=over.is_set))


def _follow(futures: Sequence[Future[Choice | None]], watch: Watch, stretch: Stretch) -> None:
    """Report while searches finish; raise at once what one of them raised."""
    waiting: set[Future[Choice | None]] = set(futures)
    while waiting:
        done, waiting = wait(waiting, timeout=LOOK_UP_SECONDS, return_when=FIRST_COMPLETED)
        for future in done:
            future.result()
        if not done:
            watch.ask()
            continue
        share = 1.0 - len(waiting) / len(futures)
        watch.tell(stretch.stage, stretch.begins + share * (stretch.ends - stretch.begins))
