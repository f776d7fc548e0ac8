"""How a question reads in a language, and which texts a questionnaire still lacks."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from raceme.needs.models import Part, Question, Questionnaire
from raceme.needs.queries.course import leaves_of
from raceme.needs.words import SPOKEN, WORDS, Texts, name_of_language, text_in
from raceme.vocabulary.topics import label_of_topic, modules


@dataclass(frozen=True, slots=True)
class Wording:
    """A question as somebody reads it in one language."""

    label: str
    hint: str
    asks_importance: str  # of a topic: how its first half is asked
    low: str
    high: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Lacking:
    """A text that a questionnaire lacks in a language, and what it belongs to."""

    language: str
    what: str
    thing: Questionnaire | Part | Question
    is_word: bool = False  # one of the words of buttons and scales

    @property
    def language_name(self) -> str:
        return name_of_language(self.language)


def wording_of(question: Question, language: str) -> Wording:
    """Give a question in a language, or where it lacks a text, in the next one that has it."""
    order = [language, *question.questionnaire.languages]
    return Wording(
        label=_label(question, order),
        hint=text_in(question.hint, order),
        asks_importance=_asks_importance(question, order),
        low=text_in(question.low_label, order),
        high=text_in(question.high_label, order),
        choices=tuple(
            (option["code"], text_in(option["text"], order) or option["code"])
            for option in question.options
        ),
    )


def title_of_part(part: Part, language: str) -> str:
    """Give the heading of a page; the name of its module where the office wrote none."""
    order = [language, *part.questionnaire.languages]
    for code in order:
        if part.title.get(code, "").strip():
            return str(part.title[code])
        if code in SPOKEN and part.module:
            return _module_in(part.module, code)
    return _module_in(part.module, "en") if part.module else ""


def lacking_texts(questionnaire: Questionnaire) -> list[Lacking]:
    """List the texts that are missing; until they are there, the first language stands in."""
    return [
        one for language in questionnaire.languages for one in _lacking_in(questionnaire, language)
    ]


def _lacking_in(questionnaire: Questionnaire, language: str) -> Iterator[Lacking]:
    for texts, what in (
        (questionnaire.title, _("title")),
        (questionnaire.introduction, _("introduction")),
        (questionnaire.privacy, _("on data protection")),
        (questionnaire.closing, _("thanks at the end")),
    ):
        if _lacks(texts, language):
            yield Lacking(language, str(what), questionnaire)
    if language not in SPOKEN:
        typed = questionnaire.words.get(language, {})
        without = sum(not typed.get(name, "").strip() for name in WORDS)
        if without:
            what_words = gettext("%(number)s words of buttons and scales")
            yield Lacking(language, what_words % {"number": without}, questionnaire, is_word=True)
    for leaf in leaves_of(questionnaire):
        yield from _lacking_of_part(leaf.part, language)
        for question in leaf.questions:
            yield from _lacking_of_question(question, language)


def _lacking_of_part(part: Part, language: str) -> Iterator[Lacking]:
    has_module = bool(part.module)
    if _lacks(part.title, language) or (
        has_module and language not in SPOKEN and not part.title.get(language, "").strip()
    ):
        yield Lacking(language, gettext("heading of “%(part)s”") % {"part": _shown(part)}, part)
    if _lacks(part.introduction, language):
        what = gettext("introduction to “%(part)s”") % {"part": _shown(part)}
        yield Lacking(language, what, part)


def _lacking_of_question(question: Question, language: str) -> Iterator[Lacking]:
    is_known = question.topic is not None and language in SPOKEN
    if not is_known and not question.text.get(language, "").strip():
        yield Lacking(language, gettext("question “%(one)s”") % {"one": question}, question)
    others: list[tuple[Texts, str | Promise]] = [
        (question.hint, _("hint to “%(one)s”")),
        (question.low_label, _("what 1 means in “%(one)s”")),
        (question.high_label, _("what 5 means in “%(one)s”")),
    ]
    others += [(option["text"], _("a choice of “%(one)s”")) for option in question.options]
    for texts, what in others:
        if _lacks(texts, language):
            yield Lacking(language, str(what) % {"one": question}, question)


def _lacks(texts: Texts, language: str) -> bool:
    """Whether a text that stands in some language does not stand in this one."""
    is_said = any(text.strip() for text in texts.values())
    return is_said and not texts.get(language, "").strip()


def _label(question: Question, order: list[str]) -> str:
    for code in order:
        if question.text.get(code, "").strip():
            return str(question.text[code])
        if question.topic is not None and code in SPOKEN:
            with override(code):
                return question.topic.label
    return label_of_topic(question.code) if question.is_topic else question.code


def _asks_importance(question: Question, order: list[str]) -> str:
    """Ask with the vocabulary's own sentence, unless the office has put it in its own words."""
    if question.topic is None or order[0] not in SPOKEN or question.text.get(order[0], "").strip():
        return ""
    with override(order[0]):
        return question.topic.question


def _module_in(code: str, language: str) -> str:
    with override(language if language in SPOKEN else "en"):
        return next((module.label for module in modules() if module.code == code), code)


def _shown(part: Part) -> str:
    return title_of_part(part, "") or str(part.place)
