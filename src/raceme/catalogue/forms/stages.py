"""What a person types when a service passes a gate, goes back, or is retired."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from raceme.catalogue.forms.choosing import choose
from raceme.catalogue.models import Stage

A_FEW_LINES = forms.Textarea(attrs={"rows": 3})


class PassForm(forms.Form):
    to = forms.ChoiceField(label=gettext_lazy("new stage"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        required=False,
        widget=A_FEW_LINES,
        help_text=gettext_lazy(
            "Needed where evidence is missing. It is kept with the evidence, for ever."
        ),
    )

    def __init__(self, *args: Any, stages: Iterable[Stage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "to", [(str(one), one.label) for one in stages])


class BackForm(forms.Form):
    to = forms.ChoiceField(label=gettext_lazy("back to"), widget=forms.RadioSelect)
    reason = forms.CharField(label=gettext_lazy("reason"), widget=A_FEW_LINES)

    def __init__(self, *args: Any, stages: Iterable[Stage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "to", [(str(one), one.label) for one in stages])


class RetireForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        widget=A_FEW_LINES,
        help_text=gettext_lazy("For whoever asks in three years why it is offered no longer."),
    )
