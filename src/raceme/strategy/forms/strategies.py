"""Versions of the strategy, objectives, challenges and the SWOT, as somebody types them."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from raceme.foundation.forms import DayInput, Group
from raceme.strategy.models import Challenge, Objective, Strategy, SwotItem
from raceme.vocabulary.categories import categories, label_of_category


class StrategyForm(forms.ModelForm[Strategy]):
    groups = (
        Group(_("What the organisation is for"), ("title", "mission", "vision")),
        Group(
            _("For which years"),
            ("from_year", "to_year"),
            _("A strategy usually runs for three to five years."),
        ),
    )

    class Meta:
        model = Strategy
        fields = ("title", "mission", "vision", "from_year", "to_year")
        widgets = {
            "mission": forms.Textarea(attrs={"rows": 3}),
            "vision": forms.Textarea(attrs={"rows": 5}),
        }


class AdoptingForm(forms.Form):
    adopted_on = forms.DateField(
        label=_("adopted on"),
        widget=DayInput,
        help_text=_("The day on which your board decided on it."),
    )


class VersionField(forms.ModelChoiceField[Strategy]):
    """A version of the strategy, chosen by number and title."""

    def label_from_instance(self, obj: Strategy) -> str:
        said = {"number": obj.version, "title": obj.title}
        return gettext("Version %(number)s: %(title)s") % said


class CompareForm(forms.Form):
    first = VersionField(Strategy.objects.none(), label=_("from version"), empty_label=None)
    second = VersionField(Strategy.objects.none(), label=_("to version"), empty_label=None)

    def __init__(self, *args: Any, versions: QuerySet[Strategy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            field = self.fields[name]
            assert isinstance(field, VersionField)
            field.queryset = versions


class ObjectiveForm(forms.ModelForm[Objective]):
    groups = (
        Group(_("What you want to reach"), ("name", "code", "description", "assumption")),
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
        fields = ("name", "code", "description", "assumption", "weight", "full", "categories")
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "assumption": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["categories"]
        assert isinstance(field, forms.MultipleChoiceField)
        usual = [category.code for category in categories()]
        # A loaded strategy may name categories of its own; editing must not lose them.
        own = [code for code in self.instance.categories if code not in usual]
        field.choices = [(code, label_of_category(code)) for code in [*usual, *own]]


class ChallengeForm(forms.ModelForm[Challenge]):
    class Meta:
        model = Challenge
        fields = ("text", "why")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2}),
            "why": forms.Textarea(attrs={"rows": 3}),
        }


class SwotForm(forms.ModelForm[SwotItem]):
    groups = (
        Group(_("What is so"), ("kind", "text")),
        Group(
            _("What shows it"),
            ("evidence", "source", "evidence_on"),
            _("A SWOT convinces by its evidence: members, board and funders will ask for it."),
        ),
    )

    class Meta:
        model = SwotItem
        fields = ("kind", "text", "evidence", "source", "evidence_on")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2}),
            "evidence": forms.Textarea(attrs={"rows": 2}),
            "evidence_on": DayInput,
        }
