"""What can be done, in words: for each verb a sentence, said by the capability that owns it.

A capability registers, in its `apps.py`, each kind of row it writes history about; the history
page tells what happened with these words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Kind:
    """A kind of row: what it is called, what can be done to it, and where its page is.

    `sentences`: from verb to a sentence with %(who)s and %(what)s. `page`: name of an address
    that takes `cluster` and `pk`; empty where such a row has no page of its own. `fields`: what
    values are called that are no columns of the table.
    """

    label: Words
    sentences: Mapping[str, Words]
    page: str = ""
    fields: Mapping[str, Words] = field(default_factory=dict)


_kinds: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> None:
    """Make a kind of row known, as in `register("members.organisation", Kind(…))`."""
    _kinds[name] = kind


def registered() -> Mapping[str, Kind]:
    """All kinds that have been made known, by the names under which history keeps them."""
    return _kinds
