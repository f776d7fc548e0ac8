"""How a dataset is measured; which region, year and country are looked at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.foundation.forms import Group
from raceme.region.models import LEVELS, Dataset, MappingRun
from raceme.region.verbs.mapping import usual_level


class MappingForm(forms.ModelForm[MappingRun]):
    """The settings of a mapping run; what most datasets need stands there already."""

    groups = (
        Group(gettext_lazy("Which codes"), ("region_length", "industry_length")),
        Group(
            gettext_lazy("How it is measured"),
            ("stars", "minimum_region_size", "absent_is_zero"),
            is_folded=True,
        ),
    )

    class Meta:
        model = MappingRun
        fields = (
            "region_length", "industry_length", "stars", "minimum_region_size", "absent_is_zero",
        )  # fmt: skip

    def __init__(self, *args: Any, dataset: Dataset, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side in LEVELS:
            name = f"{side}_length"
            self.fields[name] = forms.TypedChoiceField(
                label=self.fields[name].label,
                coerce=int,
                choices=[(one["length"], _level_in_words(one)) for one in dataset.counts[side]],
            )
            self.initial[name] = usual_level(dataset, side)


class PlaceForm(forms.Form):
    """Which regions of a mapping are listed, of which country, and for which year."""

    text = forms.CharField(label=gettext_lazy("name or code"), required=False, max_length=80)
    country = forms.ChoiceField(label=gettext_lazy("country"), required=False)
    year = forms.TypedChoiceField(
        label=gettext_lazy("year"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, run: MappingRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country, year = self.fields["country"], self.fields["year"]
        assert isinstance(country, forms.ChoiceField)
        assert isinstance(year, forms.ChoiceField)
        signs = sorted({one[:2] for one in run.counts.get("regions", [])})
        country.choices = [("", _("all")), *((one, one) for one in signs)]
        year.choices = [("", _("latest")), *((one, str(one)) for one in reversed(run.years))]


def _level_in_words(level: dict[str, Any]) -> str:
    return _("%(length)s signs, such as %(example)s (%(count)s codes)") % level
