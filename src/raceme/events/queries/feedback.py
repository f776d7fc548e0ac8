"""What people thought of an event: counted, and in their own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from raceme.events.models import Event, Feedback, FeedbackAnswer, Question, Registration
from raceme.events.queries.events import questions_of

DEGREES = (5, 4, 3, 2, 1)


@dataclass(frozen=True, slots=True)
class Counted:
    """One answer, how many gave it, and which share of those who answered the question."""

    label: str
    number: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Result:
    """What was answered to one question."""

    question: Question
    answered: int
    counts: tuple[Counted, ...] = ()
    mean: float | None = None
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All evaluations of an event."""

    asked: int  # who was there
    answered: int
    ratings: tuple[Counted, ...]
    mean: float | None
    comments: tuple[str, ...]
    results: tuple[Result, ...]

    @property
    def share(self) -> float | None:
        return self.answered / self.asked if self.asked else None


def evaluation_of(event: Event, language: str) -> Evaluation:
    """Count what people thought of an event. The order of texts tells nothing about who wrote."""
    sheets = list(Feedback.objects.filter(event=event))
    answers = list(FeedbackAnswer.objects.filter(feedback__event=event).select_related("question"))
    ratings = [one.rating for one in sheets]
    counts = Counter(ratings)
    there = Registration.objects.filter(event=event, checked_in_at__isnull=False).count()
    return Evaluation(
        asked=max(there, len(sheets)),
        answered=len(sheets),
        ratings=tuple(_counted(str(one), counts[one], len(ratings)) for one in DEGREES),
        mean=fmean(ratings) if ratings else None,
        comments=tuple(sorted(one.comment for one in sheets if one.comment.strip())),
        results=tuple(
            _result(question, [one for one in answers if one.question_id == question.pk], language)
            for question in questions_of(event, Question.Form.FEEDBACK)
        ),
    )


def _result(question: Question, answers: Sequence[FeedbackAnswer], language: str) -> Result:
    kinds, number = Question.Kind, len(answers)
    if question.kind == kinds.TEXT:
        texts = tuple(sorted(one.text for one in answers))
        return Result(question, number, texts=texts)
    if question.kind in {kinds.NUMBER, kinds.SCALE}:
        values = [float(one.number) for one in answers if one.number is not None]
        mean = fmean(values) if values else None
        counts: tuple[Counted, ...] = ()
        if question.kind == kinds.SCALE:
            found = Counter(int(value) for value in values)
            counts = tuple(_counted(str(one), found[one], len(values)) for one in DEGREES)
        return Result(question, number, counts, mean)
    return Result(question, number, _choices(question, answers, language))


def _choices(
    question: Question, answers: Sequence[FeedbackAnswer], language: str
) -> tuple[Counted, ...]:
    if question.kind == Question.Kind.YES_NO:
        found = Counter("yes" if one.is_yes else "no" for one in answers)
        return tuple(_counted(code, found[code], len(answers)) for code in ("yes", "no"))
    chosen = Counter(code for one in answers for code in one.chosen)
    return tuple(
        _counted(question.label_of(one["code"], language), chosen[one["code"]], len(answers))
        for one in question.options
    )


def _counted(label: str, number: int, whole: int) -> Counted:
    return Counted(label, number, number / whole if whole else None)
