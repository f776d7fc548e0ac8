"""What a person types about calls for proposals, made clean."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.collaboration.forms.notices import TermsField
from raceme.collaboration.models import Call
from raceme.collaboration.queries.calls import CallsWanted
from raceme.collaboration.verbs.calls import CallSaid
from raceme.foundation.forms import Group
from raceme.vocabulary.countries import country_matching, label_of_country
from raceme.vocabulary.helix import roles


class CountriesField(forms.CharField):
    """Several countries, by code or name, with commas between them."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return ", ".join(label_of_country(code) for code in value)

    def clean(self, value: Any) -> Any:
        found = []
        for word in filter(None, (part.strip() for part in super().clean(value).split(","))):
            country = country_matching(word)
            if country is None:
                raise forms.ValidationError(
                    _("No country is called “%(word)s”. Write its name or two letters.")
                    % {"word": word}
                )
            found.append(country.code)
        return found


class CallForm(forms.ModelForm[Call]):
    groups: tuple[Group, ...] = (
        Group(
            gettext_lazy("The call"),
            ("title", "code", "funder", "url", "opens_on", "closes_on", "text", "terms"),
        ),
        Group(
            gettext_lazy("Who may answer it"),
            (
                "partners_min", "partners_max", "countries_min", "smes_min", "firms_min",
                "research_min", "countries", "kinds",
            ),
            gettext_lazy("Leave empty what the call does not ask for."),
        ),
    )  # fmt: skip
    url = forms.URLField(
        label=gettext_lazy("address of the call"),
        required=False,
        max_length=500,
        assume_scheme="https",
    )
    terms = TermsField(
        label=gettext_lazy("competences it asks for"),
        help_text=gettext_lazy(
            "With commas between them, such as: laser welding, life cycle assessment. Every"
            " consortium for this call begins with these; gaps are found by them."
        ),
    )
    countries = CountriesField(
        label=gettext_lazy("only from these countries"),
        required=False,
        help_text=gettext_lazy("With commas between them, such as: Austria, SI, Italy."),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("only these kinds of organisations"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Call
        fields = (
            "title", "code", "funder", "url", "opens_on", "closes_on", "text", "terms",
            "partners_min", "partners_max", "countries_min", "smes_min", "firms_min",
            "research_min", "countries", "kinds",
        )  # fmt: skip
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = self.fields["kinds"]
        assert isinstance(kinds, forms.MultipleChoiceField)
        kinds.choices = [(one.code, one.label) for one in roles()]

    def said(self) -> CallSaid:
        """What was typed, as a verb takes it."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in self.cleaned_data.items()
        }
        return CallSaid(**values)

    def _post_clean(self) -> None:
        """The verb checks the row; here it would be half filled."""


class CallsSearch(forms.Form):
    """Narrow the calls down."""

    text = forms.CharField(label=gettext_lazy("words"), required=False)
    state = forms.MultipleChoiceField(
        label=gettext_lazy("state"),
        required=False,
        choices=Call.State.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    groups = (Group(gettext_lazy("How it stands"), ("state",)),)

    def wanted(self) -> CallsWanted:
        return CallsWanted(self.cleaned_data["text"], tuple(self.cleaned_data["state"]))
