"""Printed documents: a template and its contents become a PDF that everybody can read.

Typst sets the page. The PDF is tagged and keeps to PDF/UA-1, so that a screen reader finds title,
language, headings, tables and the descriptions of pictures. Only the fonts that come with Typst
are used: the same document looks the same on every machine. A sign that these fonts lack (an
emoji, a Chinese character) is printed as a box, for PDF/UA-1 allows no sign without a shape.
"""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import typst

_FONTS = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)

STAND_IN = "□"  # which the fonts have

# How Typst names a sign without a shape: in quotation marks, with the escapes of Rust.
_NOT_IN_FONTS = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")

# What joins the signs beside it or varies the one before: families and keycaps among emoji. With
# boxes in the place of emoji it would join boxes, which is again a sign without a shape.
_JOINERS = re.compile(r"[\u200b-\u200f\u20d0-\u20ff\ufe00-\ufe0f]+")
_ACCENTS = r"[\u0300-\u036f]+"

# Signs with which the document fails although the sample was set, because they stand differently.
_ROUNDS = 20

_SAMPLE = """
#set document(title: "Sample")
#json("contents.json").words
"""


def pdf(
    template: str, contents: Mapping[str, Any], pictures: Mapping[str, str], *, made_on: date
) -> bytes:
    """Set a document; the template finds `contents.json` and each picture as `<name>.svg`.

    Same template, contents and date, same bytes. Signs that the fonts lack become STAND_IN. Raises
    typst.TypstError for a template that cannot be set, which is a fault of ours and not of the
    reader's.
    """
    lacking: list[str] = []
    for _round in range(_ROUNDS):
        try:
            return _set(
                template,
                _without(contents, lacking),
                {name: _without(svg, lacking) for name, svg in pictures.items()},
                made_on,
            )
        except typst.TypstError as error:
            sign = _sign_lacking(error)
            if sign is None or sign in lacking:
                raise
            if not lacking:
                lacking += _lacking_in([*_texts(contents), *pictures.values()], made_on)
            if sign not in lacking:
                lacking.append(sign)
    raise ValueError(f"the fonts lack too many signs: {lacking}")


def _set(
    template: str, contents: Mapping[str, Any], pictures: Mapping[str, str], made_on: date
) -> bytes:
    with tempfile.TemporaryDirectory(prefix="raceme-") as name:
        room = Path(name)
        (room / "document.typ").write_text(template, encoding="utf-8")
        (room / "contents.json").write_text(
            json.dumps(contents, ensure_ascii=False, allow_nan=False), encoding="utf-8"
        )
        for title, svg in pictures.items():
            (room / f"{title}.svg").write_text(svg, encoding="utf-8")
        compiler = typst.Compiler(input=room / "document.typ", root=room, font_paths=_FONTS)
        document = compiler.compile(
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC),
        )
    if not isinstance(document, bytes):
        raise TypeError("expected one PDF")
    return document


def _lacking_in(texts: Iterable[str], made_on: date) -> list[str]:
    """List the signs of these texts that the fonts lack.

    Typst names one sign at a time; a page of nothing but the unusual words finds them all in the
    time in which the document itself would find two or three.
    """
    words = {word for text in texts for word in re.split(r"[\s<>\"]+", text)}
    unusual = " ".join(
        sorted(word for word in words if not (word.isascii() and word.isprintable()))
    )
    lacking: list[str] = []
    for _sign in set(unusual):
        try:
            _set(_SAMPLE, {"words": _without(unusual, lacking)}, {}, made_on)
        except typst.TypstError as error:
            sign = _sign_lacking(error)
            if sign is None or sign in lacking:
                break
            lacking.append(sign)
        else:
            break
    return lacking


def _sign_lacking(error: typst.TypstError) -> str | None:
    """Read from what Typst said which sign has no shape; None: something else is wrong."""
    said = _NOT_IN_FONTS.search(str(error))
    if said is None:
        return None
    return _ESCAPED.sub(lambda escaped: chr(int(escaped.group(1), 16)), said.group(1))


def _texts(content: Any) -> Iterable[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping | list):
        for part in content.values() if isinstance(content, Mapping) else content:
            yield from _texts(part)


def _without(content: Any, lacking: Collection[str]) -> Any:
    """Give the same content with STAND_IN for every sign that the fonts lack."""
    if isinstance(content, str):
        return _text_without(content, lacking) if lacking else content
    if isinstance(content, Mapping):
        return {key: _without(part, lacking) for key, part in content.items()}
    if isinstance(content, list):
        return [_without(part, lacking) for part in content]
    return content


def _text_without(text: str, lacking: Collection[str]) -> str:
    text = _JOINERS.sub("", unicodedata.normalize("NFC", text))
    for sign in lacking:
        if sign == STAND_IN or (sign.isascii() and sign.isprintable()):
            # Not the letter is to blame, but an accent that no font has on it.
            text = re.sub(re.escape(sign) + _ACCENTS, lambda found: found.group()[0], text)
        else:
            text = text.replace(sign, STAND_IN)
    return text
