"""Answers in words, page by page: to look through, to keep as a copy, to read as the team."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import override

from raceme.foundation.figures import number as in_figures
from raceme.needs.models import Answer, Part, Question
from raceme.needs.queries.course import Answers, Leaf
from raceme.needs.queries.last import LastWord
from raceme.needs.queries.wording import Wording, title_of_part, wording_of
from raceme.needs.words import unit_in

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """One question and what was answered to it, in words; no lines where nothing was."""

    question: Question
    label: str
    lines: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class AnsweredPage:
    """A page of the questionnaire with its answers."""

    part: Part
    heading: str
    rows: tuple[AnsweredRow, ...]


def pages_answered(
    leaves: Sequence[Leaf], answers: Answers, words: Words, language: str
) -> list[AnsweredPage]:
    """Give the pages that were asked, with the answers in words of this language."""
    with override(language):
        return [
            AnsweredPage(
                part=leaf.part,
                heading=title_of_part(leaf.part, language),
                rows=tuple(
                    _row(question, answers.get(question.pk), words, language)
                    for question in leaf.questions
                ),
            )
            for leaf in leaves
        ]


def lines_of(answer: Answer, wording: Wording, words: Words) -> tuple[str, ...]:
    """Say an answer in words."""
    question = answer.question
    if answer.is_declined:
        return (words["not_our_concern" if question.is_topic else "no_answer"],)
    if question.is_topic:
        return _lines_of_topic(answer.importance, answer.satisfaction, words)
    if question.kind in question.CHOICES:
        texts = dict(wording.choices)
        return tuple(texts.get(code, code) for code in answer.chosen)
    return tuple(_line_of(answer, wording, words).splitlines())


def lines_said(last: LastWord, wording: Wording, words: Words) -> tuple[str, ...]:
    """Say in words what was said the last time."""
    if last.answer is not None:
        return lines_of(last.answer, wording, words)
    return _lines_of_topic(last.importance, last.satisfaction, words)


def _line_of(answer: Answer, wording: Wording, words: Words) -> str:
    question, kinds = answer.question, Question.Kind
    if question.kind == kinds.SCALE and answer.degree is not None:
        ends = {1: wording.low, 5: wording.high}
        return _with_meaning(answer.degree, ends.get(answer.degree, ""))
    if question.kind == kinds.YES_NO and answer.is_yes is not None:
        return words["yes" if answer.is_yes else "no"]
    if question.kind == kinds.NUMBER and answer.number is not None:
        unit = unit_in(words, question.unit, question.questionnaire.cluster.currency)
        return f"{in_figures(answer.number)} {unit}".strip()
    return answer.text


def _row(question: Question, answer: Answer | None, words: Words, language: str) -> AnsweredRow:
    wording = wording_of(question, language)
    if answer is None:
        return AnsweredRow(question, wording.label, (), "")
    return AnsweredRow(question, wording.label, lines_of(answer, wording, words), answer.note)


def _lines_of_topic(
    importance: int | None, satisfaction: int | None, words: Words
) -> tuple[str, ...]:
    lines = []
    if importance is not None:
        said = _with_meaning(importance, words[f"importance_{importance}"])
        lines.append(f"{words['importance']} {said}")
    if satisfaction is not None:
        said = _with_meaning(satisfaction, words[f"satisfaction_{satisfaction}"])
        lines.append(f"{words['satisfaction']} {said}")
    elif importance is not None:
        lines.append(f"{words['satisfaction']} {words['not_known']}")
    return tuple(lines)


def _with_meaning(degree: int, meaning: str) -> str:
    return f"{degree} {meaning}".strip()
