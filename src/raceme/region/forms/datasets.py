"""Where a dataset comes from, and what its columns mean."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.foundation.forms import Group
from raceme.region.bridge.files import NEEDED, ROLES, Looked
from raceme.region.models import Boundaries, Dataset

ROLE_WORDS = {
    "region": gettext_lazy("region"),
    "industry": gettext_lazy("industry"),
    "year": gettext_lazy("year"),
    "value": gettext_lazy("what is counted"),
    "flag": gettext_lazy("flag (confidential, break, estimated …)"),
    "output": gettext_lazy("value added or wages"),
    "units": gettext_lazy("number of firms"),
}
ONLY = "only_"


class DatasetForm(forms.ModelForm[Dataset]):
    """Everything one must know to quote a figure of it."""

    link = forms.URLField(
        label=gettext_lazy("where it is found"), required=False, assume_scheme="https"
    )

    groups: tuple[Group, ...] = (
        Group(gettext_lazy("Where it comes from"), (
            "title", "source", "licence", "link", "published_on",
        )),
        Group(gettext_lazy("What it holds"), (
            "measure", "nace_revision", "nuts_version", "note",
        )),
    )  # fmt: skip

    class Meta:
        model = Dataset
        fields = (
            "title", "source", "licence", "link", "published_on", "measure", "nace_revision",
            "nuts_version", "note",
        )  # fmt: skip
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}


class NewDatasetForm(DatasetForm):
    """A file, and where it comes from."""

    file = forms.FileField(
        label=gettext_lazy("file"),
        help_text=gettext_lazy(
            "As it is published: Eurostat's TSV, SDMX-CSV, CSV, Parquet or a spreadsheet, packed"
            " (.gz) or not, up to 60 MB."
        ),
        widget=forms.FileInput(attrs={"class": "drop-here"}),
    )
    field_order = ("file",)
    groups = (Group(gettext_lazy("The file"), ("file",)), *DatasetForm.groups)


class BoundariesForm(forms.ModelForm[Boundaries]):
    """A file of boundaries, and how its owner wants to be named."""

    file = forms.FileField(
        label=gettext_lazy("file"),
        help_text=gettext_lazy(
            "GeoJSON in degrees (EPSG 4326), packed (.gz) or not; 1:10 or 1:20 million is enough."
        ),
        widget=forms.FileInput(attrs={"class": "drop-here"}),
    )
    field_order = ("file", "attribution", "licence", "nuts_version")

    class Meta:
        model = Boundaries
        fields = ("attribution", "licence", "nuts_version")


class ColumnsForm(forms.Form):
    """What each column of a file is, and which of its rows count."""

    def __init__(self, *args: Any, looked: Looked, dataset: Dataset, **kwargs: Any) -> None:
        kwargs["initial"] = _initial_of(looked, dataset) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        columns = [(one, one) for one in looked.columns]
        for role in ROLES:
            needed = role in NEEDED
            self.fields[role] = forms.ChoiceField(
                label=ROLE_WORDS[role],
                required=needed,
                choices=columns if needed else [("", _("none")), *columns],
            )
        self.choices = looked.choices
        for place, (column, values) in enumerate(looked.choices.items()):
            self.fields[f"{ONLY}{place}"] = forms.ChoiceField(
                label=column,
                required=False,
                choices=[("", _("all rows")), *((one, one or _("(empty)")) for one in values)],
            )
        only = tuple(name for name in self.fields if name.startswith(ONLY))
        self.groups = (
            Group(_("What the columns are"), NEEDED),
            Group(_("What else there is"), tuple(one for one in ROLES if one not in NEEDED)),
            Group(
                _("Which rows count"),
                only,
                _("Where a file holds several indicators or units, choose one of each."),
            ),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        named = [cleaned[role] for role in NEEDED if cleaned.get(role)]
        if len(named) != len(set(named)):
            raise forms.ValidationError(_("One column cannot be two of these at once."))
        return cleaned

    @property
    def said(self) -> dict[str, dict[str, str]]:
        """Give columns by role, and the values of other columns that rows must have."""
        typed = self.cleaned_data
        taken = {typed[role] for role in ROLES if typed.get(role)}
        return {
            "columns": {role: typed[role] for role in ROLES if typed.get(role)},
            "only": {
                column: typed[f"{ONLY}{place}"]
                for place, column in enumerate(self.choices)
                if typed.get(f"{ONLY}{place}") and column not in taken
            },
        }


def _initial_of(looked: Looked, dataset: Dataset) -> dict[str, Any]:
    known = dict(looked.guesses) | dict(dataset.columns)
    only = {
        f"{ONLY}{place}": dataset.only.get(column, "")
        for place, column in enumerate(looked.choices)
    }
    return known | only
