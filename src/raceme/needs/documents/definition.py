"""A questionnaire as a file: all that it asks, without what anybody answered."""

from typing import Any

from raceme.needs.models import Part, Question, Questionnaire
from raceme.needs.queries.course import leaves_of

FORMAT = "raceme-questionnaire-1"


def definition_of(questionnaire: Questionnaire) -> dict[str, Any]:
    """Describe a questionnaire in plain values; what is empty is left out."""
    codes = {question.pk: question.code for question in questionnaire.questions.all()}
    return _filled_in(
        {
            "format": FORMAT,
            "code": questionnaire.code,
            "version": questionnaire.version,
            "languages": questionnaire.languages,
            "title": questionnaire.title,
            "introduction": questionnaire.introduction,
            "privacy": questionnaire.privacy,
            "closing": questionnaire.closing,
            "words": questionnaire.words,
            "parts": [
                _part(leaf.part, codes)
                | {"questions": [_question(question, codes) for question in leaf.questions]}
                for leaf in leaves_of(questionnaire)
            ],
        }
    )


def _part(part: Part, codes: dict[int, str]) -> dict[str, Any]:
    return _filled_in(
        {
            "title": part.title,
            "introduction": part.introduction,
            "module": part.module,
            "shown_if": _condition(part, codes),
        }
    )


def _question(question: Question, codes: dict[int, str]) -> dict[str, Any]:
    return _filled_in(
        {
            "code": question.code,
            "kind": question.kind,
            "text": question.text,
            "hint": question.hint,
            "required": question.is_required,
            "options": question.options,
            "low": question.low_label,
            "high": question.high_label,
            "unit": question.unit,
            "lowest": None if question.lowest is None else float(question.lowest),
            "highest": None if question.highest is None else float(question.highest),
            "shown_if": _condition(question, codes),
        }
    )


def _condition(thing: Part | Question, codes: dict[int, str]) -> dict[str, Any]:
    if thing.condition_on_id is None:
        return {}
    return {"question": codes[thing.condition_on_id], "answers": thing.condition_values}


def _filled_in(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ({}, [], "", None, False)}
