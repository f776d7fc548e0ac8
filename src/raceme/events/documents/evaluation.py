"""The evaluations of an event as a table: one row each."""

from django.utils.translation import gettext as _

from raceme.events.models import Event, Feedback, FeedbackAnswer, Question
from raceme.events.queries.events import questions_of
from raceme.events.queries.said import label_of, said_in_words
from raceme.foundation.tabular.values import Cell
from raceme.foundation.tabular.writing import Heading, Sheet, Style


def sheet_of_feedback(event: Event, language: str) -> Sheet:
    """Give all evaluations; names only where they were given with names."""
    questions = questions_of(event, Question.Form.FEEDBACK)
    answers: dict[int, dict[int, FeedbackAnswer]] = {}
    for one in FeedbackAnswer.objects.filter(feedback__event=event).select_related("question"):
        answers.setdefault(one.feedback_id, {})[one.question_id] = one
    headings = (
        Heading(_("id")),
        Heading(_("date"), Style.DATE),
        Heading(_("participant")),
        Heading(_("rating"), Style.WHOLE),
        *(Heading(label_of(one, language)) for one in questions),
        Heading(_("remarks")),
    )
    rows: list[tuple[Cell, ...]] = []
    for sheet in Feedback.objects.filter(event=event).select_related("registration"):
        said = answers.get(sheet.pk, {})
        rows.append(
            (
                str(sheet.pk),
                sheet.given_on,
                "" if sheet.registration is None else str(sheet.registration),
                sheet.rating,
                *(said_in_words(one, said.get(one.pk), language) for one in questions),
                sheet.comment,
            )
        )
    return Sheet(_("Evaluation"), headings, rows)
