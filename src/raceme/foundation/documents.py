"""Printed documents: a template and its contents become a PDF that everybody can read.

Typst sets the page. The PDF is tagged and keeps to PDF/UA-1, so that a screen reader finds title,
language, headings, tables and the descriptions of pictures. Only the fonts that come with Typst
are used: the same document looks the same on every machine.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import typst

_FONTS = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def pdf(
    template: str, contents: Mapping[str, Any], pictures: Mapping[str, str], *, made_on: date
) -> bytes:
    """Set a document; the template finds `contents.json` and each picture as `<name>.svg`.

    Same template, contents and date, same bytes. Raises typst.TypstError for a template that
    cannot be set, which is a fault of ours and not of the reader's.
    """
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
