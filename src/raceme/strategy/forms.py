"""What a person types about the strategy, made clean."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raceme.foundation.forms import DayInput, Group
from raceme.strategy.models import Indicator, Objective, Strategy
from raceme.vocabulary.categories import categories, label_of_category


class StrategyForm(forms.ModelForm[Strategy]):
    class Meta:
        model = Strategy
        fields = ("title", "vision")
        widgets = {"vision": forms.Textarea(attrs={"rows": 5})}


class AdoptingForm(forms.Form):
    adopted_on = forms.DateField(
        label=_("adopted on"),
        widget=DayInput,
        help_text=_("The day on which your board decided on it."),
    )


class ObjectiveForm(forms.ModelForm[Objective]):
    groups = (
        Group(_("What you want to reach"), ("name", "code", "description")),
        Group(
            _("How much it counts in the plan"),
            ("weight", "full"),
            _("Weights are compared with each other: 2 counts twice as much as 1."),
        ),
        Group(_("What serves it"), ("categories",)),
    )
    categories = forms.MultipleChoiceField(
        label=_("service categories"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Services of these categories serve the objective with 3 of 4, unless you say"
            " otherwise at the service itself."
        ),
    )

    class Meta:
        model = Objective
        fields = ("name", "code", "description", "weight", "full", "categories")
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["categories"]
        assert isinstance(field, forms.MultipleChoiceField)
        usual = [category.code for category in categories()]
        # A loaded strategy may name categories of its own; editing must not lose them.
        own = [code for code in self.instance.categories if code not in usual]
        field.choices = [(code, label_of_category(code)) for code in [*usual, *own]]


class IndicatorForm(forms.ModelForm[Indicator]):
    groups = (
        Group(_("What is measured"), ("name", "unit", "source")),
        Group(
            _("From where to where"),
            ("baseline", "target", "target_on"),
            _("Leave empty what nobody knows yet."),
        ),
    )

    class Meta:
        model = Indicator
        fields = ("name", "unit", "source", "baseline", "target", "target_on")
        widgets = {"target_on": DayInput}
        help_texts = {"source": _("Where the figures come from, such as a yearly survey.")}
