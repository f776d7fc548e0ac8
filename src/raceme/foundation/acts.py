"""What can be done, in words: for each verb a sentence, said by the capability that owns it.

A capability registers, in its `apps.py`, each kind of row it writes history about; the history
page tells what happened with these words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

Words = str | Promise


def _everything(_actor: Any, _name: str) -> bool:
    return True


@dataclass(frozen=True)
class Kind:
    """A kind of row: what it is called, what can be done to it, and where its page is.

    `sentences`: from verb to a sentence with %(who)s and %(what)s. `page`: name of an address
    that takes `cluster` and `pk`; empty where such a row has no page of its own. `fields`: what
    values are called that are no columns of the table. `may_read`: whether an actor may read the
    value of this name; who may read the history may read all, unless the capability says otherwise.
    """

    label: Words
    sentences: Mapping[str, Words]
    page: str = ""
    fields: Mapping[str, Words] = field(default_factory=dict)
    may_read: Callable[[Any, str], bool] = _everything


_kinds: dict[str, Kind] = {}
_anywhere: dict[str, Words] = {}


def register(name: str, kind: Kind) -> None:
    """Make a kind of row known, as in `register("members.organisation", Kind(…))`."""
    _kinds[name] = kind


def register_anywhere(verb: str, sentence: Words) -> None:
    """Make a verb known that can be done to rows of every kind, with its sentence."""
    _anywhere[verb] = sentence


def sentence_for(kind: str, verb: str) -> Words | None:
    """The sentence about what was done; None where nobody has said one."""
    known = _kinds.get(kind)
    return (known.sentences.get(verb) if known else None) or _anywhere.get(verb)


def registered() -> Mapping[str, Kind]:
    """All kinds that have been made known, by the names under which history keeps them."""
    return _kinds
