"""Indicators, targets and values, as somebody types them."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from raceme.foundation.forms import DayInput, Group
from raceme.strategy.forms.fields import show_plainly
from raceme.strategy.models import Definition, FieldOfAction, Indicator, Observation, Target
from raceme.vocabulary.units import label_of_unit

# A field with this attribute suggests the units of strategy/unit_list.html while somebody types.
SUGGEST = {"list": "units", "autocomplete": "off"}
DEFINING = ("code", "definition", "unit", "adds_up", "evidence")


def _definition_field() -> forms.CharField:
    return forms.CharField(
        label=_("definition"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What exactly is counted, and what is not, so that two people count alike."),
    )


def _unit_field() -> forms.CharField:
    return forms.CharField(
        label=_("unit"),
        max_length=40,
        widget=forms.TextInput(SUGGEST),
        help_text=_("Choose from the list as you type, or write a unit of your own."),
    )


def _adding_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("how values add up"),
        choices=Definition.AddsUp.choices,
        initial=Definition.AddsUp.LAST,
        widget=forms.RadioSelect,
    )


def _evidence_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("kind of evidence"),
        required=False,
        choices=[("", _("not stated yet")), *Definition.Evidence.choices],
        help_text=_("Counted, self-reported and causal results are never put in one number."),
    )


class IndicatorForm(forms.ModelForm[Indicator]):
    groups = (
        Group(_("What is measured"), ("name", "code", "definition", "unit", "direction")),
        Group(_("How it is counted"), ("adds_up", "evidence")),
        Group(_("Where it stands in the chain"), ("level", "field", "assumption")),
        Group(_("How we know"), ("source", "frequency", "responsible")),
        Group(
            _("From where to where"),
            ("baseline", "baseline_on", "target", "target_on"),
            _("Leave empty what nobody knows yet."),
        ),
    )
    code = forms.CharField(
        label=_("code"),
        max_length=20,
        required=False,
        help_text=_("It stays through all versions, so that figures can be found again."),
    )
    definition = _definition_field()
    unit = _unit_field()
    adds_up = _adding_field()
    evidence = _evidence_field()
    target = forms.DecimalField(
        label=_("first target"),
        max_digits=16,
        decimal_places=2,
        required=False,
        help_text=_("More can be set afterwards, one for each day."),
    )
    target_on = forms.DateField(label=_("to be reached by"), required=False, widget=DayInput)

    class Meta:
        model = Indicator
        fields = (
            "name",
            "direction",
            "level",
            "field",
            "source",
            "frequency",
            "responsible",
            "assumption",
            "baseline",
            "baseline_on",
        )
        widgets = {"assumption": forms.Textarea(attrs={"rows": 2}), "baseline_on": DayInput}

    def __init__(
        self,
        *args: Any,
        fields: QuerySet[FieldOfAction],
        is_measured: bool = False,
        **kwargs: Any,
    ) -> None:
        """Build the form; of an indicator that has values the definition is not asked here."""
        super().__init__(*args, **kwargs)
        field = self.fields["field"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = fields
        field.empty_label = gettext("the objective as a whole")
        level = self.fields["level"]
        assert isinstance(level, forms.ChoiceField)
        level.choices = [("", _("not stated yet")), *Indicator.Level.choices]
        show_plainly(self, "baseline")
        if self.instance.pk is not None:
            self.initial.update(facts_of(self.instance))
            del self.fields["target"], self.fields["target_on"]
        for name in DEFINING if is_measured else ():
            del self.fields[name]

    def clean(self) -> None:
        typed = self.cleaned_data
        if typed.get("target_on") and typed.get("target") is None and "target" not in self.errors:
            self.add_error("target", gettext("Say which value is to be reached by this day."))


class RedefiningForm(forms.Form):
    """A changed definition: in better words, or of something else."""

    WORDS, ANEW = "words", "anew"

    groups = (
        Group(_("What changes"), ("kind",)),
        Group(_("The definition"), ("definition", "unit", "adds_up", "evidence")),
        Group(
            _("If something else is counted from now on"),
            ("valid_from", "why", "baseline", "baseline_on"),
            _(
                "The baseline of today was measured by the old definition and ends with it."
                " Targets stay: look through them afterwards."
            ),
        ),
    )
    kind = forms.ChoiceField(
        label=_("kind of change"),
        widget=forms.RadioSelect,
        choices=[
            (ANEW, _("Something else is counted: a new definition, and a break in the series")),
            (WORDS, _("The same in better words: all values stay comparable")),
        ],
        initial=ANEW,
    )
    definition = _definition_field()
    unit = _unit_field()
    adds_up = _adding_field()
    evidence = _evidence_field()
    valid_from = forms.DateField(label=_("valid from"), required=False, widget=DayInput)
    why = forms.CharField(
        label=_("why it changes"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    baseline = forms.DecimalField(
        label=_("baseline by the new definition"),
        max_digits=16,
        decimal_places=2,
        required=False,
    )
    baseline_on = forms.DateField(label=_("date of the baseline"), required=False, widget=DayInput)

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        facts = facts_of(indicator)
        super().__init__(*args, **kwargs | {"initial": facts})
        self._facts = facts

    def clean(self) -> None:
        typed = self.cleaned_data
        if typed.get("kind") == self.WORDS:
            for name in ("unit", "adds_up", "evidence"):
                if typed.get(name, self._facts[name]) != self._facts[name]:
                    self.add_error(name, gettext("A change here is more than better words."))
        elif typed.get("valid_from") is None and "valid_from" not in self.errors:
            self.add_error("valid_from", gettext("Say from which day the new definition is valid."))

    @property
    def is_only_words(self) -> bool:
        return bool(self.cleaned_data["kind"] == self.WORDS)

    def redefinition(self) -> dict[str, Any]:
        """Give what was typed as the verb takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "kind"}


class TargetForm(forms.ModelForm[Target]):
    class Meta:
        model = Target
        fields = ("value", "due_on")
        widgets = {"due_on": DayInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        show_plainly(self, "value")


class ObservationForm(forms.ModelForm[Observation]):
    class Meta:
        model = Observation
        fields = ("value", "observed_on", "weight", "source", "told_by", "note")
        widgets = {"observed_on": DayInput, "note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].help_text = _("In %(unit)s.") % {"unit": definition.unit_label}
        if definition.adds_up != Definition.AddsUp.MEAN and self.instance.weight is None:
            del self.fields["weight"]
        show_plainly(self, "value", "weight")


class IndicatorSearchForm(forms.Form):
    """Which indicators somebody looks for."""

    show = forms.ChoiceField(
        label=_("show"),
        required=False,
        choices=[
            ("", _("all indicators")),
            ("due", _("those whose value is due")),
            ("behind", _("those that are behind or far behind")),
        ],
    )


def facts_of(indicator: Indicator) -> dict[str, Any]:
    """Give code and definition of an indicator as a form shows them."""
    definition = indicator.definition
    return {
        "code": definition.series.code,
        "definition": definition.text,
        "unit": label_of_unit(definition.unit),
        "adds_up": definition.adds_up,
        "evidence": definition.evidence,
    }
