"""Questions and answers in the words of a reader."""

from django.utils.translation import gettext as _

from raceme.events.models import Question, Said
from raceme.needs.words import text_in


def label_of(question: Question, language: str) -> str:
    """Say a question in a language, or in the next one that has it."""
    return text_in(question.text, [language, *sorted(question.text)]) or question.code


def said_in_words(question: Question, answer: Said | None, language: str) -> str:
    """Say an answer; nothing where there is none."""
    if answer is None or answer.is_empty:
        return ""
    if answer.is_yes is not None:
        return _("yes") if answer.is_yes else _("no")
    if answer.number is not None:
        return format(answer.number.normalize(), "f")
    return answer.text or ", ".join(question.label_of(code, language) for code in answer.chosen)
