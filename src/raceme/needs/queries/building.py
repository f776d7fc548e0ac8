"""Questionnaires as the office sees them while it builds: an outline of pages and questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.needs.models import Part, Question, Questionnaire
from raceme.needs.models.questionnaire import NO, YES
from raceme.needs.queries.course import leaves_of
from raceme.needs.queries.rounds import questionnaires_visible_to
from raceme.needs.queries.wording import Wording, title_of_part, wording_of
from raceme.needs.words import WORDS

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Counted(TypedDict):
        number_of_questions: int
        number_of_rounds: int

    Listed = WithAnnotations[Questionnaire, _Counted]


@dataclass(frozen=True, slots=True)
class OutlineQuestion:
    """A question in the outline, in the language of whoever builds."""

    question: Question
    wording: Wording
    condition: str


@dataclass(frozen=True, slots=True)
class OutlinePage:
    """A page in the outline."""

    part: Part
    heading: str
    condition: str
    questions: tuple[OutlineQuestion, ...]


def questionnaires_listed(actor: Actor) -> QuerySet[Listed]:
    """All questionnaires, with how many questions they ask and how often they were sent."""
    return (
        questionnaires_visible_to(actor)
        .annotate(
            number_of_questions=Count("questions", distinct=True),
            number_of_rounds=Count("rounds", distinct=True),
        )
        .order_by("put_away_at", "code", "-version")
    )


def parts_visible_to(actor: Actor) -> QuerySet[Part]:
    """All pages of the questionnaires of the actor's cluster organisation."""
    if not actor.is_seated:
        return Part.objects.none()
    return Part.objects.filter(cluster=actor.cluster).select_related("questionnaire")


def questions_visible_to(actor: Actor) -> QuerySet[Question]:
    """All questions of the questionnaires of the actor's cluster organisation."""
    if not actor.is_seated:
        return Question.objects.none()
    return Question.objects.filter(cluster=actor.cluster).select_related(
        "questionnaire", "part__questionnaire"
    )


def outline_of(questionnaire: Questionnaire) -> list[OutlinePage]:
    """Give the pages with all their questions, and when each of them is shown."""
    language = (get_language() or "en").split("-")[0]
    leaves = leaves_of(questionnaire)
    known = {question.pk: question for leaf in leaves for question in leaf.questions}
    return [
        OutlinePage(
            part=leaf.part,
            heading=title_of_part(leaf.part, language),
            condition=_condition(leaf.part, known, language),
            questions=tuple(
                OutlineQuestion(
                    question, wording_of(question, language), _condition(question, known, language)
                )
                for question in leaf.questions
            ),
        )
        for leaf in leaves
    ]


def _condition(thing: Part | Question, known: dict[int, Question], language: str) -> str:
    """Say in words after which answers a page or question is shown."""
    on = known.get(thing.condition_on_id or 0)
    if on is None:
        return ""
    wording = wording_of(on, language)
    texts = dict(wording.choices) | {YES: str(WORDS["yes"]), NO: str(WORDS["no"])}
    said = " / ".join(texts.get(code, code) for code in thing.condition_values)
    return _("only if “%(question)s” is answered: %(answers)s") % {
        "question": wording.label,
        "answers": said,
    }
