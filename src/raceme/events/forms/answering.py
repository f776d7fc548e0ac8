"""The questions of an event as fields of a form, and what was typed as answers."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from raceme.events.models import Question, Said
from raceme.events.queries.said import label_of
from raceme.events.verbs.details import Answered
from raceme.needs.words import text_in

NO_ANSWER = "none"


def name_of(question: Question) -> str:
    """Name the field of a question."""
    return f"q{question.pk}"


def ask(
    form: forms.BaseForm,
    questions: Iterable[Question],
    language: str,
    *,
    is_strict: bool = True,
    kept: Mapping[int, Said] | None = None,
) -> tuple[str, ...]:
    """Put questions into a form; `is_strict`: what must be answered must. Gives their names."""
    names = []
    for question in questions:
        name = name_of(question)
        field = _field_of(question, language)
        field.required = question.is_required and is_strict
        form.fields[name] = field
        answer = (kept or {}).get(question.pk)
        if answer is not None:
            form.initial[name] = _typed(question, answer)
        names.append(name)
    return tuple(names)


def answers_in(form: forms.BaseForm, questions: Iterable[Question]) -> dict[Question, Answered]:
    """Give what was typed, question by question."""
    return {one: _answered(one, form.cleaned_data.get(name_of(one))) for one in questions}


def _field_of(question: Question, language: str) -> forms.Field:
    kinds = Question.Kind
    label = label_of(question, language)
    hint = text_in(question.hint, [language, *sorted(question.hint)])
    shared: dict[str, Any] = {"label": label, "help_text": hint}
    if question.kind == kinds.NUMBER:
        return forms.DecimalField(max_digits=18, decimal_places=4, localize=True, **shared)
    if question.kind == kinds.SEVERAL:
        return forms.MultipleChoiceField(
            choices=_options(question, language), widget=forms.CheckboxSelectMultiple, **shared
        )
    if question.kind == kinds.TEXT:
        return forms.CharField(max_length=5000, widget=forms.Textarea(attrs={"rows": 3}), **shared)
    choices = {
        kinds.YES_NO: [("yes", _("yes")), ("no", _("no"))],
        kinds.SCALE: [(str(degree), str(degree)) for degree in range(1, 6)],
        kinds.ONE: _options(question, language),
    }[Question.Kind(question.kind)]
    if not question.is_required:
        choices = [*choices, (NO_ANSWER, _("no answer"))]
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **shared)


def _options(question: Question, language: str) -> list[tuple[str, str]]:
    return [(one["code"], question.label_of(one["code"], language)) for one in question.options]


def _typed(question: Question, answer: Said) -> Any:
    if answer.is_yes is not None:
        return "yes" if answer.is_yes else "no"
    if question.kind == Question.Kind.SCALE and answer.number is not None:
        return str(int(answer.number))
    if answer.number is not None:
        return answer.number.normalize()
    if question.kind == Question.Kind.ONE:
        return next(iter(answer.chosen), "")
    return answer.text or answer.chosen


def _answered(question: Question, typed: Any) -> Answered:
    kinds = Question.Kind
    if typed in (None, "", NO_ANSWER, []):
        return Answered()
    if question.kind == kinds.YES_NO:
        return Answered(is_yes=typed == "yes")
    if question.kind in {kinds.NUMBER, kinds.SCALE}:
        return Answered(number=forms.DecimalField().to_python(typed))
    if question.kind == kinds.TEXT:
        return Answered(text=typed.replace("\r\n", "\n"))
    return Answered(chosen=tuple(typed) if isinstance(typed, list) else (typed,))
