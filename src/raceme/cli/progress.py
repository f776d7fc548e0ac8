"""Progress on the error stream, so that the output itself stays clean."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from raceme.cores.planning.values import Progress

STAGES: Mapping[str, Promise] = {
    "demand": gettext_lazy("Measuring what members ask for"),
    "choose": gettext_lazy("Choosing services"),
    "resample": gettext_lazy("Checking how sure the choice is"),
    "frontier": gettext_lazy("Trying other budgets"),
    "explain": gettext_lazy("Gathering reasons"),
    "write": gettext_lazy("Writing the documents"),
}

_SECONDS_BETWEEN = 0.1  # a terminal need not be rewritten more often than people can read


def _is_terminal() -> bool:
    return sys.stderr.isatty()


@dataclass
class ProgressLine:
    """One line that rewrites itself on a terminal; elsewhere a line for each stage."""

    is_quiet: bool = False
    is_terminal: bool = field(default_factory=_is_terminal)
    _stage: str = ""
    _written_at: float = 0.0
    _width: int = 0

    def tell(self, progress: Progress) -> None:
        """Show how far the work is."""
        if self.is_quiet:
            return
        words = STAGES.get(progress.stage, progress.stage)
        is_new = progress.stage != self._stage
        self._stage = progress.stage
        if not self.is_terminal:
            if is_new:
                print(f"{words} …", file=sys.stderr, flush=True)
            return
        now = time.monotonic()
        if not is_new and now - self._written_at < _SECONDS_BETWEEN:
            return
        self._written_at = now
        line = f"{100 * progress.share:3.0f} % {words}"
        self._width = max(self._width, len(line))
        print(f"\r{line.ljust(self._width)}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Clear the line, so that what follows begins at the left."""
        if self._width:
            print("\r" + " " * self._width + "\r", end="", file=sys.stderr, flush=True)
            self._width = 0
