"""What members may need, in one list of topics, so that needs can be counted and compared.

The topics stand in ten modules, the parts of a talk about the whole firm. A cluster may use topics
of its own beside them; such a topic has no label here and is shown as it is written.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cache, lru_cache

from raceme.vocabulary.terms import (
    SEPARATORS,
    Term,
    folded,
    in_active_language,
    rows_of_reference,
    words_of,
)

VERSION = 1
NEAR = 0.82  # how alike two words must be for the unknown one to count as a slip of the pen
REFERENCE = "raceme.vocabulary.reference"


@dataclass(frozen=True, slots=True)
class Module(Term):
    """A part of the diagnosis talk, such as strategy and market, or skills and people."""

    number: int


@dataclass(frozen=True, slots=True)
class Topic(Term):
    """Something a member may need, with the question by which a member can be asked."""

    module: Module
    question_en: str
    question_de: str

    @property
    def question(self) -> str:
        """Ask how important the topic is, in the language of whoever reads."""
        return in_active_language(self.question_en, self.question_de)


@cache
def modules() -> tuple[Module, ...]:
    """List the ten modules in the order of the talk."""
    rows = rows_of_reference(REFERENCE, f"diagnosis_modules-{VERSION}.csv")
    return tuple(
        Module(row["code"], row["label_en"], row["label_de"], int(row["number"])) for row in rows
    )


@cache
def topics() -> tuple[Topic, ...]:
    """List all need topics, module by module."""
    module_of = {module.code: module for module in modules()}
    rows = rows_of_reference(REFERENCE, f"need_topics-{VERSION}.csv")
    return tuple(
        Topic(
            row["code"],
            row["label_en"],
            row["label_de"],
            module_of[row["module"]],
            row["question_en"],
            row["question_de"],
        )
        for row in rows
    )


@cache
def _by_code() -> dict[str, Topic]:
    return {topic.code: topic for topic in topics()}


@cache
def _by_word() -> dict[str, Topic]:
    return words_of(topics())


def topic_named(code: str) -> Topic | None:
    """Find the topic with exactly this code; None where the list has none."""
    return _by_code().get(code)


def topic_matching(text: str) -> Topic | None:
    """Find the topic somebody means who wrote its code or its label, in English or German."""
    return _by_word().get(folded(text))


@lru_cache(maxsize=10_000)
def near_topic(text: str) -> Topic | None:
    """Find the topic that somebody probably meant who wrote something close to it.

    None where the text is a topic of the list itself, or close to none.
    """
    if topic_matching(text) is not None:
        return None
    closed_up = {word.replace(" ", ""): topic for word, topic in _by_word().items()}
    written = folded(text).replace(" ", "")
    near = difflib.get_close_matches(written, closed_up, n=1, cutoff=NEAR)
    return closed_up[near[0]] if near else None


def code_of_topic(text: str) -> str:
    """Give the topic somebody means who wrote a code or a label; else their own, made tidy.

    Spaces become single ones and signs that cannot be seen are left out, so that a topic always
    has an address.
    """
    known = topic_matching(text)
    if known is not None:
        return known.code
    tidy = " ".join(text.split())
    return "".join(sign for sign in tidy if sign.isprintable())


def label_of_topic(code: str) -> str:
    """Name a topic for people; a topic of the cluster's own is its code, made readable."""
    topic = topic_named(code)
    if topic is not None:
        return topic.label
    readable = SEPARATORS.sub(" ", code).strip()
    return readable[:1].upper() + readable[1:]
