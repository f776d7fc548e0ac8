"""What the office types while it builds a questionnaire, made clean."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.foundation.forms import Group
from raceme.needs.forms.texts import TextsField
from raceme.needs.models import Part, Question, Questionnaire
from raceme.needs.models.questionnaire import CODE
from raceme.needs.words import SPOKEN, WORDS, english_name_of_language, known_languages
from raceme.vocabulary.topics import modules, topics

# Languages offered to tick: those of the European Union and of its neighbours.
OFFERED = {
    *("bg", "bs", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "is"),
    *("it", "lt", "lv", "mk", "mt", "nb", "nl", "pl", "pt", "ro", "sk", "sl", "sq", "sr", "sv"),
    *("tr", "uk"),
}


def languages_offered(also: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Give the languages to tick, those that the product speaks first."""
    codes = {*OFFERED, *also} & set(known_languages())
    named = [(code, english_name_of_language(code)) for code in codes]
    return sorted(named, key=lambda one: (one[0] not in SPOKEN, one[1]))


def _modules() -> list[tuple[str, str]]:
    return [(one.code, f"{one.number}. {one.label}") for one in modules()]


class NewQuestionnaireForm(forms.Form):
    """The little that is needed to begin; all of it can be changed afterwards."""

    groups = (
        Group(gettext_lazy("What it is"), ("title", "language", "languages")),
        Group(
            gettext_lazy("What to begin with"),
            ("modules",),
            gettext_lazy(
                "Each becomes a page with all its topics; you can take out, move and add"
                " whatever you like."
            ),
        ),
    )
    title = forms.CharField(label=gettext_lazy("title"), max_length=200)
    language = forms.ChoiceField(
        label=gettext_lazy("first language"),
        choices=languages_offered,
        help_text=gettext_lazy("It stands in where another language lacks a text."),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("also in"),
        choices=languages_offered,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Topics, buttons and scales are known in English and German. In other languages you"
            " type the texts yourself; the page of the questionnaire lists what is missing."
        ),
    )
    modules = forms.MultipleChoiceField(
        label=gettext_lazy("modules of the diagnosis talk"),
        choices=_modules,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def all_languages(self) -> list[str]:
        first, others = self.cleaned_data["language"], self.cleaned_data["languages"]
        return [first, *(code for code in others if code != first)]

    def chosen_modules(self) -> list[Any]:
        return [one for one in modules() if one.code in self.cleaned_data["modules"]]


class QuestionnaireForm(forms.Form):
    """What a questionnaire says of itself, in all its languages."""

    groups = (
        Group(gettext_lazy("At the beginning"), ("title", "introduction", "privacy")),
        Group(gettext_lazy("At the end"), ("closing",)),
        Group(gettext_lazy("How it is known"), ("code", "languages")),
    )

    def __init__(self, data: Any = None, *, questionnaire: Questionnaire) -> None:
        initial = {
            name: getattr(questionnaire, name)
            for name in ("title", "introduction", "privacy", "closing", "code")
        } | {"languages": questionnaire.languages[1:]}
        super().__init__(data, initial=initial)
        self.first = questionnaire.language
        spoken = questionnaire.languages
        self.fields["title"] = TextsField(languages=spoken, label=_("title"), required=True)
        self.fields["introduction"] = TextsField(
            languages=spoken, rows=5, label=_("introduction"),
            help_text=_("What it is for, how long it takes, what comes of it."),
        )  # fmt: skip
        self.fields["privacy"] = TextsField(
            languages=spoken, rows=4, label=_("on data protection"),
            help_text=_("What happens to the answers. Check it with whoever is responsible."),
        )  # fmt: skip
        self.fields["closing"] = TextsField(languages=spoken, rows=3, label=_("thanks at the end"))
        self.fields["code"] = forms.CharField(
            label=_("short name"), max_length=60, validators=[CODE],
            help_text=_("Stays the same over the years and in files."),
        )  # fmt: skip
        self.fields["languages"] = forms.MultipleChoiceField(
            label=_("besides %(language)s also in")
            % {"language": english_name_of_language(self.first)},
            choices=[one for one in languages_offered(spoken) if one[0] != self.first],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean_languages(self) -> list[str]:
        return [self.first, *self.cleaned_data["languages"]]


class CopyForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("title of the copy"), max_length=200)


class WordsForm(forms.Form):
    """What buttons and scales say in a language that the product does not speak."""

    def __init__(self, data: Any = None, *, typed: dict[str, str]) -> None:
        super().__init__(data, initial=typed)
        for name, text in WORDS.items():
            self.fields[name] = forms.CharField(label=str(text), required=False, max_length=300)

    def clean(self) -> None:
        for name, text in WORDS.items():
            places = {part.split("}")[0] for part in str(text).split("{")[1:]}
            typed = self.cleaned_data.get(name) or ""
            lost = [place for place in places if typed and "{" + place + "}" not in typed]
            if lost:
                said = _("Keep {%(place)s}: something is put in there.") % {"place": lost[0]}
                self.add_error(name, said)

    def typed(self) -> dict[str, str]:
        return {name: text for name, text in self.cleaned_data.items() if text.strip()}


class PartForm(forms.Form):
    """A page of the questionnaire: its heading, and when it is shown."""

    module = forms.ChoiceField(
        label=gettext_lazy("diagnosis module"),
        required=False,
        help_text=gettext_lazy("Gives the heading where you write none."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        questionnaire: Questionnaire,
        part: Part | None,
        earlier: Sequence[Question],
    ) -> None:
        super().__init__(data, initial=_initial_of(part, ("title", "introduction", "module")))
        spoken = questionnaire.languages
        self.fields["title"] = TextsField(languages=spoken, label=_("heading"))
        self.fields["introduction"] = TextsField(languages=spoken, rows=3, label=_("introduction"))
        module = self.fields["module"]
        assert isinstance(module, forms.ChoiceField)
        module.choices = [("", _("none")), *_modules()]
        self.order_fields(["title", "introduction", "module"])
        add_condition(self, earlier, part)

    def clean(self) -> None:
        typed = self.cleaned_data
        if not typed.get("title") and not typed.get("module") and "title" not in self.errors:
            self.add_error("title", _("Write a heading, or choose a module that gives it."))
        refuse_two_conditions(self)

    def values(self) -> dict[str, Any]:
        return values_with_condition(self)


class TopicsForm(forms.Form):
    """Which topics of the vocabulary a page asks about, and topics of the cluster's own."""

    def __init__(self, *args: Any, asked: set[str], own: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for module in modules():
            free = [one for one in topics() if one.module == module and one.code not in asked]
            if free:
                self.fields[f"module-{module.code}"] = forms.MultipleChoiceField(
                    label=f"{module.number}. {module.label}",
                    choices=[(one.code, one.label) for one in free],
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                )
        self.fields["own"] = forms.CharField(
            label=_("topics of your own, one in a line"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("For example: %(topics)s") % {"topics": ", ".join(own[:5])} if own else "",
        )

    def clean_own(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["own"].splitlines()]
        if any(len(line) > 80 for line in lines):
            raise ValidationError(_("A topic has at most 80 signs."))
        return [line for line in lines if line]

    def clean(self) -> None:
        if not self.errors and not self.wanted():
            raise ValidationError(_("Tick at least one topic."))

    def wanted(self) -> list[str]:
        return [code for name in self.fields for code in self.cleaned_data.get(name, ())]


def code_from(text: str, taken: Iterable[str], *, otherwise: str) -> str:
    """Make a short name of a text that nobody has yet."""
    base = slugify(text)[:50].strip("-_").replace("_", "-") or otherwise
    used = set(taken)
    numbered = (f"{base}-{number}" for number in range(2, 10_000))
    return base if base not in used else next(one for one in numbered if one not in used)


def add_condition(
    form: forms.Form, earlier: Sequence[Question], thing: Part | Question | None
) -> None:
    """Let a page or question be shown only after certain answers to one earlier question."""
    if not earlier:
        return
    groups = [
        (
            str(question),
            [(f"{question.pk}:{code}", _said(question, code)) for code in question.answer_codes],
        )
        for question in earlier
    ]
    form.fields["condition"] = forms.MultipleChoiceField(
        label=_("shown only after the answer"),
        choices=groups,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_(
            "Nothing chosen: it is always shown. With Ctrl you choose several answers of one"
            " question; one of them is enough."
        ),
    )
    if thing is not None and thing.condition_on_id is not None:
        chosen = [f"{thing.condition_on_id}:{value}" for value in thing.condition_values]
        form.initial["condition"] = chosen


def refuse_two_conditions(form: forms.Form) -> None:
    """Say that something can depend on one question only."""
    chosen = form.cleaned_data.get("condition", ())
    if len({one.split(":", 1)[0] for one in chosen}) > 1:
        form.add_error("condition", _("Choose answers of one question only."))


def values_with_condition(form: forms.Form) -> dict[str, Any]:
    """Give what was typed, with the condition as the verbs take it."""
    values = dict(form.cleaned_data)
    chosen = [one.split(":", 1) for one in values.pop("condition", ())]
    asked = {number for number, _code in chosen}
    on = Question.objects.get(pk=int(asked.pop())) if asked else None
    return values | {"condition_on": on, "condition_values": [code for _number, code in chosen]}


def _said(question: Question, code: str) -> str:
    if question.kind == Question.Kind.TOPIC:
        return _("importance %(degree)s") % {"degree": code}
    if question.kind == Question.Kind.YES_NO:
        return str(WORDS[code])
    texts = {option["code"]: option["text"] for option in question.options}
    return question.questionnaire.said(texts.get(code, {})) or code


def _initial_of(thing: Part | Question | None, names: Sequence[str]) -> dict[str, Any]:
    return {} if thing is None else {name: getattr(thing, name) for name in names}
