"""Collect the texts of the product, and keep their translations complete.

`python tools/messages.py update` brings the catalogues up to date with the source;
`python tools/messages.py compile` makes the files that Django reads. Neither needs GNU gettext.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "raceme"
LANGUAGES = ("de",)

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]")

# Written by hand instead of by Babel, whose own header names machines, times and people.
HEADER = """\
# {name} texts of Raceme.
# This file is distributed under the same licence as Raceme (EUPL-1.2).
msgid ""
msgstr ""
"Project-Id-Version: Raceme\\n"
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural};\\n"

"""


def main(argv: list[str] | None = None) -> int:
    """Update or compile all catalogues; exit code 1 if `check` finds something missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["update", "compile", "check"])
    command = parser.parse_args(argv).command
    for code in LANGUAGES:
        if command == "update":
            update(code)
        elif command == "compile":
            compile_catalogue(code)
    found = [f"{code}: {text}" for code in LANGUAGES for text in problems(code)]
    if command != "compile":
        print("\n".join(found) or "All texts are translated.")
    return 1 if found and command == "check" else 0


def catalogue_file(code: str) -> Path:
    """Say where the translations into a language are kept."""
    return PACKAGE / "locale" / code / "LC_MESSAGES" / "django.po"


def update(code: str) -> None:
    """Add the texts that are new in the source to a catalogue, and drop those that are gone."""
    kept = read(code)
    catalogue = Catalog(locale=code, fuzzy=False)
    for message in texts_of_the_source():
        old = kept.get(message.id, context=message.context)
        catalogue.add(
            message.id,
            # A translation is only kept if it has as many forms as the text needs now.
            old.string if old is not None and old.pluralizable == message.pluralizable else None,
            locations=message.locations,
            flags=message.flags - {"fuzzy"},
            context=message.context,
        )
    path = catalogue_file(code)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_written(catalogue))


def compile_catalogue(code: str) -> None:
    """Make the file that Django reads, unless it is newer than the translations."""
    source = catalogue_file(code)
    target = source.with_suffix(".mo")
    if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
        return
    with target.open("wb") as file:
        write_mo(file, read(code))


def read(code: str) -> Catalog:
    """Give the translations into a language as they are kept; empty if there are none yet."""
    path = catalogue_file(code)
    if not path.is_file():
        return Catalog(locale=code)
    with path.open("rb") as file:
        return read_po(file, locale=code)


def texts_of_the_source() -> Catalog:
    """Collect every text that is marked for translation in code and templates."""
    catalogue = Catalog(fuzzy=False)
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "migrations" in path.parts:
            continue
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        place = path.relative_to(ROOT).as_posix()
        for text, context in _texts_in(path):
            catalogue.add(text, locations=[(place, 1)], context=context)
    return catalogue


def problems(code: str) -> list[str]:
    """Say what a catalogue lacks: texts untranslated, uncertain, no longer there, or damaged."""
    kept = read(code)
    wanted = {_key(message): message for message in texts_of_the_source() if message.id}
    there = {_key(message): message for message in kept if message.id}
    found = [f"not in the catalogue: {_shown(wanted[key])}" for key in wanted.keys() - there.keys()]
    found += [f"no longer used: {_shown(there[key])}" for key in there.keys() - wanted.keys()]
    found += [f"no longer used: {_shown(message)}" for message in kept.obsolete.values()]
    for message in there.values():
        if message.fuzzy:
            found.append(f"uncertain (fuzzy): {_shown(message)}")
        if not all(_forms(message.string)):
            found.append(f"not translated: {_shown(message)}")
        elif not has_same_placeholders(message):
            found.append(f"different placeholders: {_shown(message)}")
    return sorted(found)


def has_same_placeholders(message: Message) -> bool:
    """Whether a translation fills in the same values as its text, each as often.

    A form for one thing may leave the number out, as “one day” does.
    """
    wanted = [Counter(PLACEHOLDER.findall(form)) for form in _forms(message.id)]
    given = [Counter(PLACEHOLDER.findall(form)) for form in _forms(message.string)]
    if not message.pluralizable:
        return given == wanted
    return given[0] in wanted and all(form == wanted[-1] for form in given[1:])


def _texts_in(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        templatized = templatize(source, origin=str(path))
        # What is left of the page's own indentation would be wrong indentation in Python.
        source = "\n".join(line.lstrip() for line in templatized.splitlines()) + "\n"
    file = BytesIO(source.encode())
    for _line, text, _comments, context in extract(
        "python", file, keywords=KEYWORDS, options={"encoding": "utf-8"}
    ):
        yield text, context


def _written(catalogue: Catalog) -> bytes:
    buffer = BytesIO()
    write_po(
        buffer,
        catalogue,
        width=96,
        omit_header=True,
        sort_output=True,
        include_lineno=False,
        ignore_obsolete=True,
    )
    locale = catalogue.locale
    assert locale is not None
    header = HEADER.format(
        name=locale.english_name, code=locale.language, plural=catalogue.plural_forms.rstrip(";")
    )
    return header.encode() + buffer.getvalue().lstrip()


def _key(message: Message) -> tuple[object, object]:
    return message.context, message.id


def _forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    if isinstance(text, tuple | list):
        return list(text)
    return [text or ""]


def _shown(message: Message) -> str:
    places = sorted({place for place, _line in message.locations})
    return f"“{' / '.join(_forms(message.id))}”" + (f" ({', '.join(places)})" if places else "")


if __name__ == "__main__":
    sys.exit(main())
