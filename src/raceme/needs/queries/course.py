"""The way through a questionnaire: which pages and questions somebody meets, given the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from raceme.needs.models import Answer, Part, Question, Questionnaire, Response

Row = TypeVar("Row", Part, Question)
Answers = Mapping[int, Answer]  # by the number of the question


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the questionnaire with the questions on it."""

    part: Part
    questions: tuple[Question, ...]


def leaves_of(questionnaire: Questionnaire) -> list[Leaf]:
    """Give all pages with all their questions, whatever anybody answers."""
    questions: dict[int, list[Question]] = {}
    for question in questionnaire.questions.order_by("place", "pk"):
        questions.setdefault(question.part_id, []).append(question)
    return [
        Leaf(part, tuple(questions.get(part.pk, ())))
        for part in questionnaire.parts.order_by("place", "pk")
    ]


def leaves_shown(leaves: Sequence[Leaf], answers: Answers) -> list[Leaf]:
    """Give the pages and questions that these answers lead to; a page without questions is none.

    Conditions look back only, so one pass is enough: what depends on a hidden question is hidden.
    """
    shown: set[int] = set()
    found = []
    for leaf in leaves:
        if not _is_met(leaf.part, shown, answers):
            continue
        here = []
        for question in leaf.questions:
            if _is_met(question, shown, answers):
                shown.add(question.pk)
                here.append(question)
        if here:
            found.append(Leaf(leaf.part, tuple(here)))
    return found


def answers_of(response: Response) -> dict[int, Answer]:
    """Give what has been answered so far, by the number of the question."""
    answers = response.answers.select_related("question__questionnaire__cluster")
    return {answer.question_id: answer for answer in answers}


def still_missing(leaves: Sequence[Leaf], answers: Answers) -> list[Question]:
    """Give the questions shown that must be answered and are not, or are only half."""
    return [
        question
        for leaf in leaves
        for question in leaf.questions
        if _is_missing(question, answers.get(question.pk))
    ]


def _is_missing(question: Question, answer: Answer | None) -> bool:
    if answer is None or not answer.is_given:
        return question.is_required or (answer is not None and answer.is_half_given)
    return False


def _is_met(thing: Part | Question, shown: set[int], answers: Answers) -> bool:
    asked = thing.condition_on_id
    if asked is None:
        return True
    given = answers.get(asked)
    if asked not in shown or given is None:
        return False
    return not set(given.codes).isdisjoint(thing.condition_values)


def out_of_order(leaves: Sequence[Leaf]) -> tuple[Part | Question, Question] | None:
    """Find a part or question that depends on a question which is not asked before it."""
    asked: set[int] = set()
    for leaf in leaves:
        things: tuple[Part | Question, ...] = (leaf.part, *leaf.questions)
        for thing in things:
            if thing.condition_on is not None and thing.condition_on_id not in asked:
                return thing, thing.condition_on
            if isinstance(thing, Question):
                asked.add(thing.pk)
    return None


def earlier_questions(
    questionnaire: Questionnaire, thing: Part | Question | None
) -> list[Question]:
    """Give the questions on which a part or question can depend; all, for one that is new."""
    found: list[Question] = []
    for leaf in leaves_of(questionnaire):
        if isinstance(thing, Part) and leaf.part.pk == thing.pk:
            return found
        for question in leaf.questions:
            if isinstance(thing, Question) and question.pk == thing.pk:
                return found
            if question.kind in Question.DECIDING:
                found.append(question)
    return found


def neighbour_of(row: Row, rows: Sequence[Row], *, up: bool) -> Row | None:
    """Give the row before or after this one; None at the end."""
    place = [one.pk for one in rows].index(row.pk) + (-1 if up else 1)
    return rows[place] if 0 <= place < len(rows) else None
