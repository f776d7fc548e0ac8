"""What an organisation said the last time, shown beside each question."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from raceme.members.models import Organisation
from raceme.needs.models import Answer, Need, Question, Response


@dataclass(frozen=True, slots=True)
class LastWord:
    """An earlier answer to the same question, and the day on which it was given."""

    day: date
    importance: int | None = None
    satisfaction: int | None = None
    answer: Answer | None = None  # of a question of the office's own


def last_words(response: Response) -> dict[int, LastWord]:
    """Give for each question what the organisation said before this sheet, where it said anything.

    Of a topic it is the member's latest own word, wherever it was said; what only projects
    revealed is no word of the member. Other questions are known again by their short name.
    """
    questions = list(response.questionnaire.questions.all())
    needs = _latest_needs(response.organisation, response)
    answers = _latest_answers(response.organisation, response)
    found: dict[int, LastWord] = {}
    for question in questions:
        if question.is_topic and question.code in needs:
            need = needs[question.code]
            found[question.pk] = LastWord(need.recorded_on, need.importance, need.satisfaction)
        elif not question.is_topic and (question.code, question.kind) in answers:
            answer = answers[question.code, question.kind]
            found[question.pk] = LastWord(_day_of(answer.response), answer=answer)
    return found


def _latest_needs(organisation: Organisation, response: Response) -> dict[str, Need]:
    needs = Need.objects.filter(organisation=organisation, withdrawn_at__isnull=True)
    needs = needs.exclude(source=Need.Source.PROJECT).exclude(answer__response=response)
    found: dict[str, Need] = {}
    for need in needs.order_by("-recorded_on", "-pk"):
        found.setdefault(need.topic, need)
    return found


def _latest_answers(
    organisation: Organisation, response: Response
) -> dict[tuple[str, str], Answer]:
    answers = Answer.objects.filter(response__organisation=organisation, counts=True)
    answers = answers.exclude(response=response).exclude(question__kind=Question.Kind.TOPIC)
    found: dict[tuple[str, str], Answer] = {}
    for answer in answers.select_related("question__questionnaire__cluster", "response").order_by(
        "-response__submitted_at", "-pk"
    ):
        if answer.is_given and not answer.is_declined:
            found.setdefault((answer.question.code, answer.question.kind), answer)
    return found


def _day_of(response: Response) -> date:
    if response.happened_on is not None:
        return response.happened_on
    return timezone.localdate(response.submitted_at or response.started_at)
