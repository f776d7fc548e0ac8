"""What an officer chooses to compare."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.programmes.documents.comparison import EVERYBODY, rows_in_both
from raceme.programmes.models import Edition
from raceme.programmes.words import MEASURES


class CompareForm(forms.Form):
    """Two editions, a measure, and whose figures. Nothing chosen: the two latest, firms, all."""

    before = forms.TypedChoiceField(label=gettext_lazy("from"), required=False, coerce=int)
    after = forms.TypedChoiceField(label=gettext_lazy("to"), required=False, coerce=int)
    measure = forms.ChoiceField(label=gettext_lazy("what"), required=False)
    who = forms.ChoiceField(label=gettext_lazy("whose"), required=False)

    def __init__(self, *args: Any, editions: list[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.editions = {one.year: one for one in editions}
        years = sorted(self.editions)
        self.initial = {
            "before": years[-2],
            "after": years[-1],
            "measure": "firms",
            "who": EVERYBODY,
        }
        names = {
            slug: name
            for before in editions
            for after in editions
            if before.year < after.year
            for slug, name in rows_in_both(before, after)
        }
        choices: dict[str, list[tuple[int | str, str | Promise]]] = {
            "before": [(one, str(one)) for one in years],
            "after": [(one, str(one)) for one in years],
            "measure": [(code, one.label) for code, one in MEASURES.items()],
            "who": [(EVERYBODY, _("all clusters together")), *names.items()],
        }
        for name, listed in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = listed

    def clean(self) -> dict[str, Any]:
        """Compare an earlier edition with a later one."""
        cleaned = super().clean() or {}
        chosen = dict(self.initial) | {name: one for name, one in cleaned.items() if one}
        if not self.errors and chosen["before"] >= chosen["after"]:
            self.add_error("after", _("Choose a later year than the first."))
        return chosen

    def chosen(self) -> dict[str, Any]:
        """What was chosen, or what is compared before anybody chose."""
        return self.cleaned_data if self.is_bound else dict(self.initial)

    def two_editions(self) -> tuple[Edition, Edition]:
        """The editions that are compared."""
        chosen = self.chosen()
        return self.editions[chosen["before"]], self.editions[chosen["after"]]
