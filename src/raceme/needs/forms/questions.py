"""What the office types about one question, by the kind of question."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _

from raceme.foundation.forms import Group
from raceme.needs.forms.building import (
    add_condition,
    code_from,
    refuse_two_conditions,
    values_with_condition,
)
from raceme.needs.forms.texts import TextsField
from raceme.needs.models import Part, Question, Questionnaire
from raceme.needs.models.questionnaire import CODE

EMPTY_ROWS = 3
NUMBERS = ("unit", "lowest", "highest")
ENDS = ("low_label", "high_label")


class QuestionForm(forms.Form):
    """A question as far as its kind has something to say."""

    def __init__(
        self,
        data: Any = None,
        *,
        questionnaire: Questionnaire,
        kind: str,
        question: Question | None,
        earlier: Sequence[Question],
    ) -> None:
        super().__init__(data, initial=_initial(question))
        self.questionnaire, self.kind, self.question = questionnaire, kind, question
        spoken, is_topic = questionnaire.languages, kind == Question.Kind.TOPIC
        self.fields["text"] = TextsField(
            languages=spoken,
            label=_("what it is called instead") if is_topic else _("question"),
            required=not is_topic,
            help_text=_("Leave empty to take the words of the vocabulary.") if is_topic else "",
        )
        self.fields["hint"] = TextsField(languages=spoken, rows=2, label=_("hint"))
        self._ask_by_kind(spoken)
        self.fields["is_required"] = forms.BooleanField(label=_("must be answered"), required=False)
        if not is_topic:
            self._ask_for_name()
        if question is not None:
            self._ask_for_place()
        add_condition(self, earlier, question)
        self.groups = (
            Group(_("What is asked"), ("text", "hint", *ENDS, *NUMBERS, "is_required")),
            Group(_("Where and when it is asked"), ("part", "condition", "code")),
        )

    def clean(self) -> None:
        lowest, highest = self.cleaned_data.get("lowest"), self.cleaned_data.get("highest")
        if lowest is not None and highest is not None and lowest > highest:
            self.add_error("lowest", _("The lowest number is above the highest."))
        refuse_two_conditions(self)

    def values(self) -> dict[str, Any]:
        """Give what was typed as the verbs take it; a short name is made of the question."""
        values = values_with_condition(self)
        if self.kind != Question.Kind.TOPIC and not values.get("code"):
            taken = self.questionnaire.questions.values_list("code", flat=True)
            text = next(iter(values["text"].values()), "")
            values["code"] = code_from(text, taken, otherwise="question")
        return values

    def _ask_by_kind(self, spoken: list[str]) -> None:
        if self.kind == Question.Kind.SCALE:
            self.fields["low_label"] = TextsField(languages=spoken, label=_("what 1 means"))
            self.fields["high_label"] = TextsField(languages=spoken, label=_("what 5 means"))
        if self.kind == Question.Kind.NUMBER:
            self.fields["unit"] = forms.ChoiceField(
                label=_("unit"),
                choices=[("", _("none")), *Question.Unit.choices],
                required=False,
            )
            for name, label in (("lowest", _("lowest number")), ("highest", _("highest number"))):
                self.fields[name] = forms.DecimalField(
                    label=label, required=False, max_digits=18, decimal_places=4
                )

    def _ask_for_name(self) -> None:
        self.fields["code"] = forms.CharField(
            label=_("short name"),
            max_length=80,
            required=False,
            validators=[CODE],
            help_text=_(
                "Stays the same over the years: by it last year's answer is found. Left empty, it"
                " is made of the question."
            ),
        )

    def _ask_for_place(self) -> None:
        self.fields["part"] = forms.ModelChoiceField(
            Part.objects.filter(questionnaire=self.questionnaire), label=_("page"), empty_label=None
        )


class OptionForm(forms.Form):
    """One choice; a row that is emptied is taken away."""

    code = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = TextsField(languages=languages, label=_("choice"))


class BaseOptionForms(BaseFormSet[OptionForm]):
    def clean(self) -> None:
        if any(self.errors):
            return
        if len(self.options()) < 2:
            raise forms.ValidationError(_("Give at least two choices."))

    def options(self) -> list[dict[str, Any]]:
        """Give the choices that were typed; new ones get a short name made of their text."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("text")]
        taken = [row["code"] for row in rows if row["code"]]
        options = []
        for row in rows:
            text = next(iter(row["text"].values()))
            code = row["code"] or code_from(text, taken, otherwise="choice")
            taken.append(code)
            options.append({"code": code, "text": row["text"]})
        return options


def option_forms(
    data: Any, questionnaire: Questionnaire, question: Question | None
) -> BaseOptionForms:
    """Give a row for each choice of a question, and empty ones for more."""
    is_open = not questionnaire.is_frozen
    made = formset_factory(OptionForm, formset=BaseOptionForms, extra=EMPTY_ROWS if is_open else 0)
    forms_of_options = made(
        data,
        prefix="options",
        initial=[] if question is None else question.options,
        form_kwargs={"languages": questionnaire.languages},
    )
    assert isinstance(forms_of_options, BaseOptionForms)
    return forms_of_options


def _initial(question: Question | None) -> dict[str, Any]:
    if question is None:
        return {}
    names = ("text", "hint", "is_required", "code", "part", *ENDS, *NUMBERS)
    initial = {name: getattr(question, name) for name in names}
    for name in ("lowest", "highest"):
        if initial[name] is not None:
            initial[name] = format(initial[name].normalize(), "f")
    return initial
