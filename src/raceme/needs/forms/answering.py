"""A page of a questionnaire as a form: what is asked, what was answered, what is still missing."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.formats import get_format
from django.utils.html import format_html
from django.utils.translation import override

from raceme.foundation.tabular import cells
from raceme.foundation.templatetags.raceme import day
from raceme.needs.models import Answer, Question
from raceme.needs.models.questionnaire import DEGREES, NO, YES
from raceme.needs.queries.answered import lines_said
from raceme.needs.queries.course import Leaf
from raceme.needs.queries.last import LastWord
from raceme.needs.queries.wording import Wording, wording_of
from raceme.needs.verbs.answers import Given
from raceme.needs.words import filled, unit_in

NONE = "none"  # does not concern us, do not know, no answer
LARGEST = Decimal(10) ** 13
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as the page shows it."""

    question: Question
    wording: Wording
    fields: tuple[BoundField, ...]  # of a topic two, else one
    note: BoundField | None
    last: LastWord | None
    last_said: str  # "On 3 May 2026 you said:"
    last_lines: tuple[str, ...]
    unit: str

    @property
    def anchor(self) -> str:
        return f"q{self.question.pk}"


class PageForm(forms.Form):
    """The questions of one page. Everything may stay open while it is saved as one goes.

    `before` travels with the page and says what it showed: only what somebody changed on it is
    saved, so that a page left open does not wipe out what was answered elsewhere since.
    """

    before = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        leaf: Leaf,
        answers: Mapping[int, Answer],
        last: Mapping[int, LastWord],
        words: Words,
        language: str,
        with_notes: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.leaf, self.words, self.language, self.last = leaf, words, language, last
        self.with_notes = with_notes
        self.wordings = {one.pk: wording_of(one, language) for one in leaf.questions}
        for question in leaf.questions:
            self._ask(question)
            self.initial.update(_typed(question, answers.get(question.pk), language))
        self.initial["before"] = json.dumps(self._as_shown())

    def asked(self) -> list[Asked]:
        """Give the questions in their order, each with its fields."""
        return [self._shown(question) for question in self.leaf.questions]

    def given(self) -> dict[Question, Given]:
        """Give the answers that were changed on this page and can be understood."""
        shown = self._shown_before()
        return {
            question: self._given(question)
            for question in self.leaf.questions
            if self._is_understood(question) and self._is_changed(question, shown)
        }

    def refuse_what_is_missing(self, missing: Iterable[Question]) -> None:
        """Say beside each question that must be answered that it is not."""
        for question in missing:
            name = _names(question)[0]
            if name not in self.fields or self.has_error(name):
                continue
            is_half = question.is_topic and self._value(_names(question)[1])
            self.add_error(name, self.words["say_importance" if is_half else "please_answer"])

    def clean(self) -> None:
        for question in self.leaf.questions:
            if question.kind == Question.Kind.NUMBER:
                self._refuse_out_of_bounds(question)

    def _shown(self, question: Question) -> Asked:
        wording, last = self.wordings[question.pk], self.last.get(question.pk)
        currency = question.questionnaire.cluster.currency
        with override(self.language):
            when = "" if last is None else filled(self.words["last"], day=day(last.day))
            lines = () if last is None else lines_said(last, wording, self.words)
        return Asked(
            question=question,
            wording=wording,
            fields=tuple(self[name] for name in _names(question)),
            note=self[_note(question)] if self.with_notes else None,
            last=last,
            last_said=when,
            last_lines=lines,
            unit=unit_in(self.words, question.unit, currency),
        )

    def _refuse_out_of_bounds(self, question: Question) -> None:
        name = _names(question)[0]
        number = self._value(name)
        if number is None:
            return
        lowest = -LARGEST if question.lowest is None else question.lowest
        highest = LARGEST if question.highest is None else question.highest
        if number < lowest:
            self.add_error(name, filled(self.words["too_low"], limit=_plain(lowest)))
        elif number > highest:
            self.add_error(name, filled(self.words["too_high"], limit=_plain(highest)))

    def _ask(self, question: Question) -> None:
        wording, words = self.wordings[question.pk], self.words
        names = _names(question)
        if question.is_topic:
            importance = wording.asks_importance or words["importance"]
            self.fields[names[0]] = _degree(importance, "importance", words, "not_our_concern")
            self.fields[names[1]] = _degree(
                words["satisfaction"], "satisfaction", words, "not_known"
            )
        else:
            self.fields[names[0]] = _field_of(question, wording, words, self.language)
        if self.with_notes:
            self.fields[_note(question)] = forms.CharField(
                required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
            )

    def _given(self, question: Question) -> Given:
        said = self._value(_names(question)[0])
        typed = self._value(_note(question)) or ""
        note = typed.replace("\r\n", "\n") if self.with_notes else self._kept_note(question)
        is_declined = said == NONE
        if question.is_topic:
            satisfaction = self._value(_names(question)[1])
            return Given(
                importance=None if is_declined else _whole(said),
                satisfaction=None if is_declined else _whole(satisfaction),
                is_declined=is_declined,
                note=note,
            )
        if is_declined:
            return Given(is_declined=True, note=note)
        return _given_of(question, said, note)

    def _kept_note(self, question: Question) -> str:
        """A note of the adviser is not shown to the member, and stays."""
        return str(self.initial.get(_note(question), ""))

    def _is_understood(self, question: Question) -> bool:
        return not any(self.has_error(name) for name in self._all_names(question))

    def _is_changed(self, question: Question, shown: Mapping[str, Any] | None) -> bool:
        if shown is None:
            return True
        return any(
            _raw(self.data, name) != shown.get(name, []) for name in self._all_names(question)
        )

    def _all_names(self, question: Question) -> list[str]:
        return [*_names(question), *([_note(question)] if self.with_notes else [])]

    def _value(self, name: str) -> Any:
        return self.cleaned_data.get(name)

    def _as_shown(self) -> dict[str, list[str]]:
        names = [name for question in self.leaf.questions for name in self._all_names(question)]
        return {name: _listed(self.initial.get(name)) for name in names}

    def _shown_before(self) -> Mapping[str, Any] | None:
        try:
            shown = json.loads(self.cleaned_data.get("before") or "")
        except ValueError:
            return None  # not sent by our page: then all that was sent counts
        return shown if isinstance(shown, dict) else None


class _NumberField(forms.CharField):
    """A number as people write it: 12, 12.5, 12,5, 1 200."""

    def __init__(self, *, language: str, complaint: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.complaint = complaint
        self.sign = cells.Decimal(_sign_in(language))

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text.strip():
            return None
        try:
            number = cells.number_in(text, self.sign)
        except cells.Unclear as error:
            raise forms.ValidationError(self.complaint) from error
        return (
            Decimal(str(number)).quantize(Decimal("0.0001"))
            if abs(number) < LARGEST
            else LARGEST * 10
        )


def _sign_in(language: str) -> str:
    """Say which sign stands before the fraction of a number in a language."""
    sign = get_format("DECIMAL_SEPARATOR", language, use_l10n=True)
    return "," if sign == "," else "."


def _names(question: Question) -> tuple[str, ...]:
    if question.is_topic:
        return (f"q{question.pk}-importance", f"q{question.pk}-satisfaction")
    return (f"q{question.pk}-value",)


def _note(question: Question) -> str:
    return f"q{question.pk}-note"


def _degree(label: str, scale: str, words: Words, none: str) -> forms.ChoiceField:
    """Ask for a degree from 1 to 5; the figure stands large, what it means small beside it."""
    degrees = [
        (code, format_html("<b>{}</b> <span>{}</span>", code, words[f"{scale}_{code}"]))
        for code in DEGREES
    ]
    choices = [*degrees, (NONE, words[none])]
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)


def _field_of(question: Question, wording: Wording, words: Words, language: str) -> forms.Field:
    kind, kinds = question.kind, Question.Kind
    if kind == kinds.NUMBER:
        return _NumberField(
            label=wording.label,
            required=False,
            max_length=40,
            language=language,
            complaint=words["not_a_number"],
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        )
    if kind == kinds.TEXT:
        area = forms.Textarea(attrs={"rows": 4})
        return forms.CharField(label=wording.label, required=False, max_length=5000, widget=area)
    if kind == kinds.SEVERAL:
        return forms.MultipleChoiceField(
            label=wording.label,
            required=False,
            choices=wording.choices,
            widget=forms.CheckboxSelectMultiple,
        )
    choices = _choices(question, wording, words)
    return forms.ChoiceField(
        label=wording.label, required=False, choices=choices, widget=forms.RadioSelect
    )


def _choices(question: Question, wording: Wording, words: Words) -> Sequence[tuple[str, object]]:
    """Give what can be chosen; to leave it open again only where it need not be answered."""
    leave_open = [] if question.is_required else [(NONE, words["no_answer"])]
    if question.kind == Question.Kind.YES_NO:
        return [(YES, words["yes"]), (NO, words["no"]), *leave_open]
    if question.kind == Question.Kind.SCALE:
        ends = {DEGREES[0]: wording.low, DEGREES[-1]: wording.high}
        degrees = [
            (code, format_html("<b>{}</b> <span>{}</span>", code, ends.get(code, "")))
            for code in DEGREES
        ]
        return [*degrees, *leave_open]
    return [*wording.choices, *leave_open]


def _given_of(question: Question, said: Any, note: str) -> Given:
    kinds = Question.Kind
    if question.kind == kinds.SCALE:
        return Given(degree=_whole(said), note=note)
    if question.kind == kinds.YES_NO:
        return Given(is_yes=None if not said else said == YES, note=note)
    if question.kind == kinds.NUMBER:
        return Given(number=said, note=note)
    if question.kind == kinds.TEXT:
        return Given(text=(said or "").replace("\r\n", "\n"), note=note)
    chosen = said if isinstance(said, list) else [said] if said else []
    return Given(chosen=tuple(chosen), note=note)


def _typed(question: Question, answer: Answer | None, language: str) -> dict[str, Any]:
    """Give an answer as the fields of the page show it."""
    if answer is None:
        return {}
    names, note = _names(question), {_note(question): answer.note}
    if question.is_topic:
        # Whoever said how important it is, and left the rest, does not know how satisfied it is.
        unknown = NONE if answer.importance is not None else ""
        return {
            names[0]: NONE if answer.is_declined else _text(answer.importance),
            names[1]: _text(answer.satisfaction) or unknown,
        } | note
    if answer.is_declined:
        return {names[0]: NONE} | note
    if question.kind == Question.Kind.NUMBER:
        number = "" if answer.number is None else _plain(answer.number)
        return {names[0]: number.replace(".", _sign_in(language))} | note
    if question.kind == Question.Kind.SEVERAL:
        return {names[0]: answer.chosen} | note
    value = answer.text or (answer.codes[0] if answer.codes else "")
    return {names[0]: value} | note


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _whole(text: str) -> int | None:
    return int(text) if text and text != NONE else None


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _listed(value: Any) -> list[str]:
    """Give a value as a browser sends it: a list of texts."""
    if isinstance(value, list):
        return [str(one) for one in value]
    return [] if value in (None, "") else [str(value).replace("\r\n", "\n")]


def _raw(data: Any, name: str) -> list[str]:
    sent = data.getlist(name) if hasattr(data, "getlist") else _listed(data.get(name))
    return [text.replace("\r\n", "\n") for text in sent if text != ""]
