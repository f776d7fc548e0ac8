"""The way through the product: which pages stand in the menu, and in which order.

Each capability registers its entries in `apps.py`; the frame of a page asks for those
that belong to the cluster in which somebody works.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

# The thread, from why to what; the office behind it.
SECTIONS = ("thread", "office")
ORDER_ALONG_THE_THREAD = {
    "home": 0,
    "region": 5,
    "strategy": 10,
    "members": 20,
    "needs": 30,
    "services": 40,
    "plan": 50,
    "events": 60,
    "partners": 70,
}


class _ClusterLike(Protocol):
    slug: str


@dataclass(frozen=True)
class Entry:
    """One line of the menu. `url_name` leads to a page of a cluster (keyword `cluster`).

    `may_see` is a rule (of the actor) that says whose menu it stands in; without one, everybody's.
    `namespace`: all pages of this name space lie behind the entry, wherever their addresses are.
    """

    label: str | Promise
    icon: str
    url_name: str
    order: int
    section: str = "thread"
    may_see: Callable[[Any], bool] | None = None
    namespace: str = ""


@dataclass(frozen=True)
class ShownEntry:
    """An entry as the page shows it: with its address, and whether one is there now."""

    label: str | Promise
    icon: str
    url: str
    section: str
    is_current: bool
    is_this_page: bool


_entries: dict[str, Entry] = {}


def register(*entries: Entry) -> None:
    """Add entries to the menu. Registering the same page again changes nothing.

    Raises `ValueError` for an unknown section, and when two different entries claim one page.
    """
    for entry in entries:
        if entry.section not in SECTIONS:
            raise ValueError(f"unknown section of the menu: {entry.section}")
        if _entries.setdefault(entry.url_name, entry) != entry:
            raise ValueError(f"two different entries for {entry.url_name}")


def registered() -> tuple[Entry, ...]:
    """All entries in the order of the menu."""
    return tuple(
        sorted(
            _entries.values(),
            key=lambda entry: (SECTIONS.index(entry.section), entry.order, entry.url_name),
        )
    )


def entries_for(request: HttpRequest) -> list[ShownEntry]:
    """Give the menu of the cluster somebody works in; empty where there is no cluster."""
    actor = getattr(request, "actor", None)
    cluster = cast("_ClusterLike | None", getattr(actor, "cluster", None))
    if cluster is None:
        return []
    entries = [one for one in registered() if one.may_see is None or one.may_see(actor)]
    urls = {
        entry.url_name: reverse(entry.url_name, kwargs={"cluster": cluster.slug})
        for entry in entries
    }
    here = request.resolver_match.namespace if request.resolver_match else ""
    behind = [urls[entry.url_name] for entry in entries if here and entry.namespace == here]
    current = behind[0] if behind else _closest(urls.values(), request.path)
    return [
        ShownEntry(
            label=entry.label,
            icon=entry.icon,
            url=urls[entry.url_name],
            section=entry.section,
            is_current=urls[entry.url_name] == current,
            is_this_page=urls[entry.url_name] == request.path,
        )
        for entry in entries
    ]


def _closest(urls: Iterable[str], path: str) -> str | None:
    """Give the longest address the page lies under: its section, not the home page above."""
    return max((url for url in urls if path.startswith(url)), key=len, default=None)
