"""Every text can be translated, and is: complete in German, with the same values filled in."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages import Message
from tools import messages

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "raceme"
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))

# Names, which are the same in every language.
NAMES = {"Raceme"}
READ_OUT = {"alt", "aria-label", "placeholder", "title"}
TRANSLATED = re.compile(r"{% blocktrans(late)?\b.*?{% endblocktrans(late)? %}", re.DOTALL)
COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}", re.DOTALL)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")


@pytest.mark.parametrize("code", messages.LANGUAGES)
def test_every_text_is_translated(code: str):
    assert messages.problems(code) == []


@pytest.mark.parametrize(
    ("text", "translation", "fits"),
    [
        ("%(name)s has left", "%(name)s ist ausgetreten", True),
        ("%(name)s has left", "%(nome)s ist ausgetreten", False),
        ("%(a)s of %(b)s", "%(b)s: %(a)s", True),
        ("%(a)s of %(b)s", "%(a)s", False),
        (("%(n)s day", "%(n)s days"), ("%(n)s Tag", "%(n)s Tage"), True),
        (("one day", "%(n)s days"), ("ein Tag", "%(n)s Tage"), True),
        (("%(n)s day", "%(n)s days"), ("%(n)s Tag", "Tage"), False),
    ],
)
def test_a_translation_fills_in_the_same_values(text, translation, fits: bool):
    message = Message(text, translation)

    assert messages.has_same_placeholders(message) is fits


def test_texts_are_found_in_templates_and_code():
    found = {message.id for message in messages.texts_of_the_source()}

    assert {"Skip to the content", ("%(number)s day", "%(number)s days")} <= found


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_word_of_a_template_is_marked_for_translation(template: Path):
    assert list(unmarked_words(template.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("source", "unmarked"),
    [
        ("<p>Hello there</p>", ["Hello there"]),
        ("<p>{% translate 'Hello' %} {{ name }}</p>", []),
        ("<p>{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}</p>", []),
        ('<img alt="A flower">', ["A flower"]),
        ("<img alt=\"{% translate 'A flower' %}\">", []),
        ('<p class="lead">{# why #}</p>', []),
        ('<script type="application/json">{"ids": 1}</script>', []),
    ],
)
def test_the_check_itself_sees_unmarked_words(source: str, unmarked: list[str]):
    assert list(unmarked_words(source)) == unmarked


class _Reader(HTMLParser):
    """Collects what a person would read or hear of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.inside_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside_code = tag in {"script", "style"}
        self.texts += [value for name, value in attrs if name in READ_OUT and value]

    def handle_endtag(self, tag: str) -> None:
        self.inside_code = False

    def handle_data(self, data: str) -> None:
        if not self.inside_code:
            self.texts.append(data)


def unmarked_words(source: str) -> Iterator[str]:
    for pattern in (COMMENT, TRANSLATED, TAG):
        source = pattern.sub("", source)
    reader = _Reader()
    reader.feed(source)
    for text in reader.texts:
        if any(word not in NAMES for word in WORD.findall(text)):
            yield text.strip()
