"""What the office types about a question of an event."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.formsets import formset_factory
from django.utils.translation import gettext as _

from raceme.events.models import Event, Question
from raceme.needs.forms.building import code_from
from raceme.needs.forms.questions import EMPTY_ROWS, BaseOptionForms, OptionForm
from raceme.needs.forms.texts import TextsField


class QuestionForm(forms.Form):
    """A question; the short name is made of it."""

    def __init__(self, data: Any = None, *, event: Event, question: Question | None) -> None:
        names = ("text", "hint", "is_required")
        known = {} if question is None else {name: getattr(question, name) for name in names}
        super().__init__(data, initial=known)
        self.event, self.question = event, question
        spoken = event.languages
        self.fields["text"] = TextsField(languages=spoken, label=_("question"), required=True)
        self.fields["hint"] = TextsField(languages=spoken, rows=2, label=_("hint"))
        self.fields["is_required"] = forms.BooleanField(label=_("must be answered"), required=False)

    def values(self, form: str) -> dict[str, Any]:
        """Give what was typed as the verbs take it."""
        values = dict(self.cleaned_data)
        if self.question is None:
            taken = self.event.questions.filter(form=form).values_list("code", flat=True)
            text = next(iter(values["text"].values()), "")
            values["code"] = code_from(text, taken, otherwise="question")[:60]
        return values


def option_forms(data: Any, languages: Sequence[str], question: Question | None) -> BaseOptionForms:
    """Give a row for each choice of a question, and empty ones for more."""
    made = formset_factory(OptionForm, formset=BaseOptionForms, extra=EMPTY_ROWS)
    rows = made(
        data,
        prefix="options",
        initial=[] if question is None else question.options,
        form_kwargs={"languages": languages},
    )
    assert isinstance(rows, BaseOptionForms)
    return rows
