"""Printed documents: whatever people write in a name, there is a document."""

import io
from datetime import date

import pypdf
import pytest
import typst

from raceme.foundation.documents import pdf

TEMPLATE = """
#set document(title: "Example")
#let c = json("contents.json")
#c.name
#if "picture" in c [#image("picture.svg", alt: "A picture")]
"""


def words_of(name: str) -> str:
    content = pdf(TEMPLATE, {"name": name}, {}, made_on=date(2027, 1, 31))
    return pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Größe & Žabec, Клъстер", "Größe & Žabec, Клъстер"),
        ("Rocket 🚀 club", "Rocket □ club"),
        ("服务 check", "□□ check"),
        ("👨\u200d👩\u200d👧 day", "□□□ day"),
        ("Key a\u20e3 day", "Key a day"),
        ("bell\x07", "bell□"),
        (r"a\u{1f680} 🚀", r"a\u{1f680} □"),
    ],
)
def test_signs_that_the_fonts_lack_are_printed_as_boxes(name: str, printed: str) -> None:
    assert words_of(name) == printed


def test_a_long_text_of_signs_that_the_fonts_lack_is_printed_too() -> None:
    many = "".join(chr(0x4E00 + number) for number in range(200))

    assert words_of(many).replace("\n", "") == "□" * 200


def test_signs_in_pictures_are_printed_as_boxes_too() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20">'
        '<text x="2" y="12">Fair 服务</text></svg>'
    )

    content = pdf(
        TEMPLATE, {"name": "A", "picture": True}, {"picture": svg}, made_on=date(2027, 1, 31)
    )

    assert "Fair □□" in pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()


def test_a_template_that_cannot_be_set_is_a_fault_that_is_told() -> None:
    with pytest.raises(typst.TypstError, match="unknown variable"):
        pdf("#surprise", {}, {}, made_on=date(2027, 1, 31))
