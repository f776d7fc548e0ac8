"""Answers as tables: long, one answer a row, and wide, one organisation a row."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from raceme.foundation.tabular.values import Cell
from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.needs.models import Answer, Question, Questionnaire, Response
from raceme.needs.queries.course import leaves_of
from raceme.needs.queries.wording import wording_of
from raceme.needs.words import text_in


def long_sheet(answers: QuerySet[Answer], questionnaire: Questionnaire) -> Sheet:
    """Give one answer a row; of a choice of several, one choice a row, to be counted."""
    headings = (
        Heading("answer_id", Style.WHOLE),
        Heading("response_id", Style.WHOLE),
        Heading("member_id"),
        Heading(_("member")),
        Heading(_("round")),
        Heading("questionnaire"),
        Heading(_("version"), Style.WHOLE),
        Heading("question"),
        Heading(_("question in words")),
        Heading(_("kind of question")),
        Heading("importance", Style.WHOLE),
        Heading("satisfaction", Style.WHOLE),
        Heading("degree", Style.WHOLE),
        Heading("number", Style.DECIMAL),
        Heading(_("unit")),
        Heading("choice"),
        Heading(_("choice in words")),
        Heading("text"),
        Heading("declined"),
        Heading(_("note")),
        Heading(_("way of answering")),
        Heading(_("submitted"), Style.DATE),
    )
    rows = [row for answer in answers for row in _long_rows(answer, questionnaire)]
    return Sheet(_("One answer a row"), headings, rows)


def wide_sheet(responses: Sequence[Response], questionnaire: Questionnaire) -> Sheet:
    """Give one organisation a row, and for each question its columns."""
    questions = [question for leaf in leaves_of(questionnaire) for question in leaf.questions]
    headings = [
        Heading("response_id", Style.WHOLE),
        Heading("member_id"),
        Heading(_("member")),
        Heading(_("way of answering")),
        Heading(_("submitted"), Style.DATE),
    ]
    for question in questions:
        headings += [Heading(title, style) for title, style in _columns(question)]
    rows = []
    for response in responses:
        given = {one.question_id: one for one in response.answers.all() if one.counts}
        row: list[Cell] = [
            response.pk,
            response.organisation.code,
            response.organisation.name,
            response.mode,
            _day(response),
        ]
        for question in questions:
            row += _cells(question, given.get(question.pk))
        rows.append(row)
    return Sheet(_("One member a row"), tuple(headings), rows)


def _long_rows(answer: Answer, questionnaire: Questionnaire) -> list[list[Cell]]:
    question, response = answer.question, answer.response
    wording = wording_of(question, questionnaire.language)
    round_ = "" if response.invitation is None else str(response.invitation.round)
    begin: list[Cell] = [
        answer.pk,
        response.pk,
        response.organisation.code,
        response.organisation.name,
        round_,
        questionnaire.code,
        questionnaire.version,
        question.code,
        wording.label,
        question.kind,
        answer.importance,
        answer.satisfaction,
        answer.degree,
        None if answer.number is None else float(answer.number),
        question.unit,
    ]
    end: list[Cell] = [
        answer.text,
        _yes(answer.is_declined),
        answer.note,
        response.mode,
        _day(response),
    ]
    is_choice = question.kind in question.CHOICES or question.kind == Question.Kind.YES_NO
    chosen = answer.codes if is_choice else []
    texts = {one["code"]: text_in(one["text"], questionnaire.languages) for one in question.options}
    return [[*begin, code, texts.get(code, code), *end] for code in chosen or [""]]


def _columns(question: Question) -> list[tuple[str, Style]]:
    kinds, code = Question.Kind, question.code
    if question.is_topic:
        return [(f"{code}:importance", Style.WHOLE), (f"{code}:satisfaction", Style.WHOLE)]
    if question.kind == kinds.SEVERAL:
        return [(f"{code}:{option['code']}", Style.WHOLE) for option in question.options]
    if question.kind == kinds.SCALE:
        return [(code, Style.WHOLE)]
    return [(code, Style.DECIMAL if question.kind == kinds.NUMBER else Style.TEXT)]


def _cells(question: Question, answer: Answer | None) -> list[Cell]:
    """Give the cells of one question; empty is unknown, for whatever reason."""
    if answer is None or answer.is_declined:
        return [None] * len(_columns(question))
    if question.is_topic:
        return [answer.importance, answer.satisfaction]
    if question.kind == Question.Kind.SEVERAL:
        return [int(option["code"] in answer.chosen) for option in question.options]
    if question.kind == Question.Kind.SCALE:
        return [answer.degree]
    if question.kind == Question.Kind.NUMBER:
        return [None if answer.number is None else float(answer.number)]
    return [answer.codes[0] if answer.codes else answer.text]


def _day(response: Response) -> Cell:
    at = response.submitted_at
    return response.happened_on or (None if at is None else timezone.localdate(at))


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")
