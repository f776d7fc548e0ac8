"""Work for later, asked for by name: ids go in, the function fetches what it needs.

Without a worker the work is done at once, after the transaction; with one (`raceme serve` starts
it, or `raceme worker`) from a queue in the database. A function may run twice and must bear it.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django_tasks import TaskResultStatus, task

Work = Callable[..., None]
_known: dict[str, Work] = {}


class WorkFailed(Exception):
    """Work that was done at once has failed; the message holds the traceback."""


def work(name: str) -> Callable[[Work], Work]:
    """Make a function known under `name`, as in `@work("portfolio.compute_plan")`."""

    def known(function: Work) -> Work:
        _known[name] = function
        return function

    return known


def start(name: str, **ids: int | str) -> None:
    """Ask for the work called `name`, to begin once what was written is safely stored."""
    if name not in _known:
        raise LookupError(f"no background work is called {name}")
    transaction.on_commit(lambda: _enqueue(name, ids))


def _enqueue(name: str, ids: dict[str, Any]) -> None:
    result = do_work.enqueue(name, ids)
    if not settings.HAS_WORKER and result.status == TaskResultStatus.FAILED:
        raise WorkFailed(result.errors[0].traceback)


@task()
def do_work(name: str, ids: dict[str, Any]) -> None:
    """Do the work called `name`."""
    _known[name](**ids)
