"""Which versions to lay side by side, and why an old one is restored."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.catalogue.forms.choosing import choose
from raceme.catalogue.models import Version


class CompareForm(forms.Form):
    first = forms.TypedChoiceField(label=gettext_lazy("first version"), coerce=int)
    second = forms.TypedChoiceField(label=gettext_lazy("second version"), coerce=int)

    def __init__(self, *args: Any, versions: Iterable[Version], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [
            (str(one.number), _("version %(number)s") % {"number": one.number}) for one in versions
        ]
        for name in ("first", "second"):
            choose(self, name, numbers)


class RestoreForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("why it is restored"), widget=forms.Textarea(attrs={"rows": 3})
    )
