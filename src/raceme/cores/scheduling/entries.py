"""Entries of a file, asked key by key; what is wrong is gathered, with the entry and the remedy."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

Answer = TypeVar("Answer")
Code = TypeVar("Code", bound=StrEnum)


@dataclass
class Entry:
    """One entry being read; it remembers which keys were asked for."""

    where: str
    data: Mapping[str, object]
    faults: list[str]
    asked: list[str] = field(default_factory=list)

    def take(self, key: str) -> object:
        """Give what stands under a key; None: nothing."""
        self.asked.append(key)
        return self.data.get(key)

    def text(self, key: str, usual: str | None = None) -> str:
        """Give a text; without one the usual, and without that it is missing."""
        value = self.take(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)  # ids may be written as numbers
        if isinstance(value, str) and value:
            return value
        if value in (None, "") and usual is not None:
            return usual
        self.wrong(key, value, 'write a text, as in "A1"')
        return ""

    def name(self, key: str) -> str | None:
        """Give a text or nothing."""
        value = self.take(key)
        return None if value is None else self.text(key)

    def number(self, key: str, usual: int | None, *, is_needed: bool = False) -> int | None:
        """Give a whole number, or the usual one."""
        value = self.take(key)
        if value is None and not is_needed:
            return usual
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self.wrong(key, value, "write a whole number")
        return usual

    def moment(self, key: str, *, is_needed: bool = True) -> datetime | None:
        """Give a day with a time; None: it is missing."""
        value = self.take(key)
        if isinstance(value, str):
            try:
                return datetime.fromisoformat(value)
            except ValueError:
                pass
        elif isinstance(value, datetime) or (value is None and not is_needed):
            return value
        self.wrong(key, value, "write day and time, as in 2027-05-20T09:00:00")
        return None

    def yes(self, key: str) -> bool:
        """Give yes or no; nothing means no."""
        value = self.take(key)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.wrong(key, value, "write true or false")
        return False

    def texts(self, key: str, usual: Sequence[str] = ()) -> list[str]:
        """Give a list of texts, or the usual one."""
        value = self.take(key)
        if value is None:
            return list(usual)
        if isinstance(value, list) and all(
            isinstance(one, str | int) and not isinstance(one, bool) for one in value
        ):
            return [str(one) for one in value]
        self.wrong(key, value, 'write a list, as in ["A", "B"]')
        return []

    def groups(self, key: str) -> list[list[str]]:
        """Give a list of lists of texts."""
        value = self.take(key)
        if value is None:
            return []
        if isinstance(value, list) and all(isinstance(one, list) for one in value):
            return [[str(name) for name in one] for one in value]
        self.wrong(key, value, 'write a list of lists, as in [["A", "B"]]')
        return []

    def some(self, key: str) -> frozenset[str] | None:
        """Give a set of texts; nothing means all."""
        value = self.take(key)
        return None if value is None else frozenset(self.texts(key))

    def code(self, codes: type[Code], value: str) -> Code | None:
        """Give one of the codes."""
        if value in {code.value for code in codes}:
            return codes(value)
        known = ", ".join(code.value for code in codes)
        self.faults.append(f"{self.where}: {value!r} is none of {known}")
        return None

    def each(self, key: str, read: Callable[[Entry], Answer]) -> tuple[Answer, ...]:
        """Give every entry of a list of entries."""
        value = self.take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
            self.wrong(key, value, f"begin each with a line [[{key}]]")
            return ()
        found = []
        for at, one in enumerate(value, start=1):
            name = one.get("id", one.get("request"))
            inside = "" if self.where == "the file" else f"{self.where}, "
            called = f"{inside}{key} {at}" + (f" ({name})" if name is not None else "")
            entry = Entry(called, one, self.faults)
            found.append(read(entry))
            entry.done()
        return tuple(found)

    def inside(self, key: str) -> Entry:
        """Give the entry below a key, empty where there is none."""
        value = self.take(key)
        if value is not None and not isinstance(value, Mapping):
            self.wrong(key, value, f"begin it with a line [{key}]")
        where = key if self.where == "the file" else f"{self.where}, {key}"
        return Entry(where, value if isinstance(value, Mapping) else {}, self.faults)

    def wrong(self, key: str, value: object, remedy: str) -> None:
        """Note that something is missing or not as it should be."""
        what = f"{key} is missing" if value is None else f"{key} = {value!r} is not understood"
        self.faults.append(f"{self.where}: {what}; {remedy}")

    def done(self) -> None:
        """Refuse keys that nobody asked for: they are most likely misspelt."""
        for key in self.data:
            if key not in self.asked:
                near = difflib.get_close_matches(key, self.asked, n=1)
                hint = f"is {near[0]} meant?" if near else "take it out"
                self.faults.append(f"{self.where}: the key {key} is not known; {hint}")
