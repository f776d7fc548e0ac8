"""What a round or a questionnaire brought: sums and distributions, question by question.

Board and viewers see sums only, and nothing at all of a figure that fewer than MINIMUM_CELL
organisations have given, those not counted whom it does not concern: who knows the members could
guess who it was. Free texts and the rows behind the numbers are for the team.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean, median

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import get_language

from raceme.access.actor import Actor
from raceme.needs import rules
from raceme.needs.models import Answer, Question, Questionnaire, Response, Round
from raceme.needs.models.questionnaire import DEGREES, NO, YES
from raceme.needs.queries.course import leaves_of
from raceme.needs.queries.wording import Wording, title_of_part, wording_of
from raceme.needs.words import WORDS

MINIMUM_CELL = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """How many gave one of the possible answers."""

    code: str
    label: str
    count: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Degrees:
    """How a degree from 1 to 5 was answered: how many, the mean, and how many each.

    Without bars where too few gave one for whoever looks.
    """

    n: int
    mean: float | None
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """How a number was answered. Unknown is None: nobody answered."""

    n: int
    total: Decimal
    mean: float
    median: float
    lowest: Decimal
    highest: Decimal


@dataclass(frozen=True, slots=True)
class Result:
    """What was answered to one question; hidden where too few answered for whoever looks."""

    question: Question
    wording: Wording
    n: int  # who answered, those included whom it does not concern
    declined: int
    is_hidden: bool
    is_figure_hidden: bool = False  # enough have answered, but too few anything that is summed up
    importance: Degrees | None = None
    satisfaction: Degrees | None = None
    degree: Degrees | None = None
    bars: tuple[Bar, ...] = ()
    figures: Figures | None = None
    texts: tuple[tuple[Answer, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A page of the questionnaire with what was answered on it."""

    heading: str
    results: tuple[Result, ...]


def responses_counting(
    actor: Actor, *, questionnaire: Questionnaire, round_: Round | None = None
) -> QuerySet[Response]:
    """The sheets that were submitted, to a round or to a questionnaire whenever it was sent."""
    if not actor.is_seated:
        return Response.objects.none()
    found = Response.objects.filter(
        cluster=actor.cluster, questionnaire=questionnaire, submitted_at__isnull=False
    )
    return found if round_ is None else found.filter(invitation__round=round_)


def results_of(
    actor: Actor, responses: QuerySet[Response], questionnaire: Questionnaire
) -> list[ResultPage]:
    """Sum up what was answered, page by page, as far as whoever looks may see it."""
    language = (get_language() or "en").split("-")[0]
    is_team = rules.may_read_answers(actor, questionnaire)
    given = _answers_by_question(responses)
    return [
        ResultPage(
            heading=title_of_part(leaf.part, language),
            results=tuple(
                _result(question, given.get(question.pk, []), language, is_team=is_team)
                for question in leaf.questions
            ),
        )
        for leaf in leaves_of(questionnaire)
    ]


def answers_with(answers: QuerySet[Answer], *, about: str, value: str) -> QuerySet[Answer]:
    """Narrow answers down to those behind one number: all, a degree, a choice, a yes or no."""
    if value == "declined":
        return answers.filter(is_declined=True)
    if not value:
        known = {"importance": "importance", "satisfaction": "satisfaction"}.get(about)
        return answers.filter(**{f"{known}__isnull": False}) if known else answers
    if value in DEGREES and about in {"importance", "satisfaction", "degree"}:
        return answers.filter(**{about: int(value)})
    if value in {YES, NO} and about == "is_yes":
        return answers.filter(is_yes=value == YES)
    # JSON lists cannot be searched alike on all databases; as text the code stands in quotes.
    as_text = answers.annotate(chosen_text=Cast("chosen", TextField()))
    return as_text.filter(chosen_text__contains=f'"{value}"')


def _answers_by_question(responses: QuerySet[Response]) -> dict[int, list[Answer]]:
    answers = Answer.objects.filter(response__in=responses, counts=True)
    found: dict[int, list[Answer]] = {}
    for answer in answers.order_by("pk"):
        found.setdefault(answer.question_id, []).append(answer)
    return found


def _result(question: Question, answers: list[Answer], language: str, *, is_team: bool) -> Result:
    wording = wording_of(question, language)
    declined = sum(answer.is_declined for answer in answers)
    if not is_team and len(answers) < MINIMUM_CELL:
        return Result(question, wording, len(answers), declined, is_hidden=bool(answers))
    said = [answer for answer in answers if not answer.is_declined]
    kinds, kind = Question.Kind, question.kind
    least = 0 if is_team else MINIMUM_CELL
    is_shown = not said or len(said) >= least
    return Result(
        question,
        wording,
        len(answers),
        declined,
        is_hidden=False,
        is_figure_hidden=not is_shown,
        importance=_degrees(_known(said, "importance"), least) if kind == kinds.TOPIC else None,
        satisfaction=_degrees(_known(said, "satisfaction"), least) if kind == kinds.TOPIC else None,
        degree=_degrees(_known(said, "degree"), least) if kind == kinds.SCALE else None,
        bars=_bars(question, wording, said) if is_shown else (),
        figures=_figures([one.number for one in said if one.number is not None], least),
        texts=tuple((one, one.text) for one in said if one.text) if is_team else (),
    )


def _known(answers: Iterable[Answer], name: str) -> list[int]:
    return [value for answer in answers if (value := getattr(answer, name)) is not None]


def _degrees(values: list[int], least: int) -> Degrees:
    if 0 < len(values) < least:
        return Degrees(n=len(values), mean=None, bars=())
    return Degrees(
        n=len(values),
        mean=fmean(values) if values else None,
        bars=tuple(
            Bar(code, code, values.count(int(code)), _share(values.count(int(code)), len(values)))
            for code in DEGREES
        ),
    )


def _bars(question: Question, wording: Wording, answers: list[Answer]) -> tuple[Bar, ...]:
    """Count the answers that are a choice; of several chosen at once each counts."""
    if question.kind == Question.Kind.YES_NO:
        choices: tuple[tuple[str, str], ...] = ((YES, str(WORDS["yes"])), (NO, str(WORDS["no"])))
    elif question.kind in question.CHOICES:
        choices = wording.choices
    else:
        return ()
    counts = {code: sum(code in answer.codes for answer in answers) for code, _text in choices}
    return tuple(
        Bar(code, text, counts[code], _share(counts[code], len(answers))) for code, text in choices
    )


def _figures(numbers: list[Decimal], least: int) -> Figures | None:
    if not numbers or len(numbers) < least:
        return None
    return Figures(
        n=len(numbers),
        total=sum(numbers, Decimal(0)),
        mean=float(sum(numbers, Decimal(0)) / len(numbers)),
        median=float(median(numbers)),
        lowest=min(numbers),
        highest=max(numbers),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
