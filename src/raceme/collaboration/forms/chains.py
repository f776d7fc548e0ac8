"""What a person types about value chains, made clean."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raceme.collaboration.models import ValueChain
from raceme.collaboration.verbs.chains import StepSaid


class StepsField(forms.CharField):
    """One step a line: its name, a colon, key words with commas between them."""

    widget = forms.Textarea(attrs={"rows": 8})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(
            f"{one['title']}: {', '.join(one['terms'])}" if one["terms"] else one["title"]
            for one in value
        )

    def clean(self, value: Any) -> Any:
        lines = [line.partition(":") for line in super().clean(value).splitlines() if line.strip()]
        return [StepSaid(title.strip(), tuple(rest.split(","))) for title, _colon, rest in lines]


class ChainForm(forms.ModelForm[ValueChain]):
    steps = StepsField(
        label=_("steps"),
        help_text=_(
            "One a line, from the material to the customer: name, colon, key words with commas."
            " Such as: Parts: turning, 25.62. Members stand on a step if their position in the"
            " value chain holds the name or a key word, or if their NACE code begins with one."
        ),
    )

    class Meta:
        model = ValueChain
        fields = ("title", "steps")

    def _post_clean(self) -> None:
        """The verb checks the row; here it would be half filled."""
