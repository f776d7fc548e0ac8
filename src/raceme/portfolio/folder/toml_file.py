"""The settings file of a folder: read key by key, with the line of whatever is wrong."""

from __future__ import annotations

import difflib
import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from raceme.foundation.tabular.values import Problem

_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)$")
_HEAD = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\"-]+)\s*\]\]?")
_KEY = re.compile(r"^\s*\"?([A-Za-z0-9_-]+)\"?\s*=")
_NEAR = 0.75  # how alike two keys must be for the unknown one to count as a slip of the pen


@dataclass
class TomlFile:
    """A settings file being read; it gathers problems and notes on the way."""

    name: str
    text: str
    content: Mapping[str, Any]
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def section(self, title: str, *, required: bool) -> Section:
        """Give the table `[title]`, empty where it is missing."""
        content = self.content.get(title, {})
        if not isinstance(content, Mapping):
            self.complain(
                None, title, content, _("A section is expected."), self._write_section(title)
            )
            content = {}
        elif required and title not in self.content:
            self.complain(
                None, title, None, _("The section is missing."), self._write_section(title)
            )
        return Section(self, title, None, content)

    def sections(self, title: str) -> list[Section]:
        """Give every table of the list `[[title]]`, in order."""
        content = self.content.get(title, [])
        remedy = _("Begin each with a line [[%(title)s]].") % {"title": title}
        if not isinstance(content, list) or not all(isinstance(item, Mapping) for item in content):
            self.complain(None, title, None, _("A list of sections is expected."), remedy)
            return []
        return [Section(self, title, at, item) for at, item in enumerate(content)]

    def refuse_unknown_keys(
        self, known: Sequence[str], found: Mapping[str, Any], section: Section | None
    ) -> None:
        """Refuse what looks like a misspelt key; note what is merely strange."""
        for key in found:
            if key in known:
                continue
            near = difflib.get_close_matches(key, known, n=1, cutoff=_NEAR)
            row = line_of(self.text, section, key)
            if near:
                remedy = _("Did you mean “%(near)s”?") % {"near": near[0]}
                problem = Problem(self.name, _("This key is not known."), remedy, row, key)
                self.problems.append(problem)
            else:
                message = _("This key is not known and was left aside.")
                self.notes.append(Problem(self.name, message, "", row, key))

    def complain(self, row: int | None, key: str, value: object, message: str, remedy: str) -> None:
        told = None if value is None else str(value)
        self.problems.append(Problem(self.name, message, remedy, row, key, told))

    def _write_section(self, title: str) -> str:
        return _("Write a line [%(title)s] and its keys below it.") % {"title": title}


@dataclass(frozen=True)
class Section:
    """One table of the file; its questions answer with a value or add a problem."""

    file: TomlFile
    title: str
    at: int | None  # place in a list of tables
    content: Mapping[str, Any]

    def knows_only(self, *keys: str) -> None:
        self.file.refuse_unknown_keys(keys, self.content, self)

    def row(self, key: str) -> int | None:
        """Give the line on which the key, or else its section, stands."""
        return line_of(self.file.text, self, key)

    def complain(self, key: str, value: object, message: str, remedy: str) -> None:
        self.file.complain(self.row(key), f"{self.title}.{key}", value, message, remedy)

    def text(self, key: str, *, default: str | None = None) -> str:
        """Give the text of the key; without default it must be there."""
        value = self.content.get(key)
        if value is None:
            if default is None:
                self._missing(key)
            return default or ""
        if not isinstance(value, str) or not value.strip():
            remedy = _("Write text in quotation marks.")
            self.complain(key, value, _("Text is expected."), remedy)
            return default or ""
        return value.strip()

    def number(
        self,
        key: str,
        *,
        default: float | None = None,
        low: float = 0.0,
        high: float = math.inf,
        required: bool = False,
    ) -> float | None:
        """Give the number of the key between low and high; `default` where it is not written."""
        value = self.content.get(key)
        if value is None:
            if required:
                self._missing(key)
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
            remedy = _("Write digits only, without quotation marks and thousands signs.")
            self.complain(key, value, _("A number is expected."), remedy)
            return default
        if math.isinf(value) or not low <= value <= high:
            self._out_of_range(key, value, low, high)
            return default
        return float(value)

    def whole(
        self, key: str, *, default: int | None = None, low: int = 0, high: float = math.inf
    ) -> int | None:
        """Give the whole number of the key."""
        number = self.number(key, default=default, low=low, high=high)
        if number is not None and not float(number).is_integer():
            self.complain(
                key, number, _("A whole number is expected."), _("Write digits only, such as 12.")
            )
            return default
        return None if number is None else int(number)

    def texts(self, key: str) -> tuple[str, ...]:
        """Give a list of texts; empty where the key is not written."""
        value = self.content.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            remedy = _('Write a list in square brackets, such as ["NET-01", "MAT-02"].')
            self.complain(key, value, _("A list of texts is expected."), remedy)
            return ()
        return tuple(item.strip() for item in value)

    def _missing(self, key: str) -> None:
        remedy = _("Add a line that begins with “%(key)s =” to the section.") % {"key": key}
        self.complain(key, None, _("The key is missing."), remedy)

    def _out_of_range(self, key: str, value: float, low: float, high: float) -> None:
        if math.isinf(high):
            message = _("The number must be at least %(low)g.") % {"low": low}
        else:
            message = _("The number must be between %(low)g and %(high)g.") % {
                "low": low,
                "high": high,
            }
        self.complain(key, value, message, _("Correct the number."))


def read_toml(path: Path) -> TomlFile:
    """Read a settings file; a syntax error becomes a problem with its line, content then empty."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        problem = Problem(
            path.name,
            _("The file is not written in UTF-8."),
            _("Save it as text in the encoding UTF-8."),
        )
        return TomlFile(path.name, "", {}, [problem])
    except OSError:
        problem = Problem(
            path.name, _("The file cannot be opened."), _("Check that you may read it.")
        )
        return TomlFile(path.name, "", {}, [problem])
    text = text.replace("\r\n", "\n")
    try:
        return TomlFile(path.name, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        return TomlFile(path.name, text, {}, [_syntax_problem(path.name, text, str(error))])


def _syntax_problem(name: str, text: str, said: str) -> Problem:
    at = _AT_LINE.search(said)
    row = int(at.group(1)) if at else len(text.splitlines())
    line = text.splitlines()[row - 1].strip() if 0 < row <= len(text.splitlines()) else ""
    return Problem(
        file=name,
        row=row,
        value=line[:80] or None,
        message=_("This is no valid TOML (%(said)s).") % {"said": _AT_LINE.sub("", said)},
        remedy=_("Text stands in quotation marks, lists in square brackets, one key to a line."),
    )


def line_of(text: str, section: Section | None, key: str) -> int | None:
    """Find the line where a key stands in its section; the section's own line as second best."""
    wanted = None if section is None else (section.title, section.at)
    current: tuple[str, int | None] | None = None
    seen: dict[str, int] = {}
    head_row: int | None = None
    for row, line in enumerate(text.split("\n"), start=1):
        head = _HEAD.match(line)
        if head:
            title = head.group(2).strip('"')
            seen[title] = seen.get(title, -1) + 1
            current = (title, seen[title] if head.group(1) == "[[" else None)
            if current == wanted or (wanted is None and title == key):
                head_row = row
                if wanted is None:
                    return row
            continue
        named = _KEY.match(line)
        if current == wanted and named and named.group(1) == key:
            return row
    return head_row
