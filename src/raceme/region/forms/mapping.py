"""How a dataset is measured; which region, year and country are looked at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.access.actor import Actor
from raceme.foundation.forms import Group
from raceme.region.bridge.comparison import Asked
from raceme.region.bridge.measures import words_for_measures
from raceme.region.bridge.names import industry_name
from raceme.region.models import LEVELS, Dataset, MappingRun
from raceme.region.queries import newest_versions
from raceme.region.verbs.mapping import usual_level


class MappingForm(forms.ModelForm[MappingRun]):
    """The settings of a mapping run; what most datasets need stands there already."""

    groups = (
        Group(gettext_lazy("Which codes"), ("region_length", "industry_length")),
        Group(gettext_lazy("Own groupings"), ("groupings",)),
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

    groupings = forms.TypedMultipleChoiceField(
        label=gettext_lazy("measured as well"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("As they stand today: the mapping keeps their version."),
    )

    def __init__(self, *args: Any, dataset: Dataset, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = newest_versions(actor).filter(grouping__nace_revision=dataset.nace_revision)
        own = [(one.pk, str(one)) for one in versions if one.groups]
        if own:
            field = self.fields["groupings"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = own
            self.initial["groupings"] = [pk for pk, _name in own]
        else:
            del self.fields["groupings"]
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

    show = forms.ChoiceField(label=gettext_lazy("compared by"), required=False)

    def __init__(self, *args: Any, run: MappingRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country, year, show = (self.fields[name] for name in ("country", "year", "show"))
        assert isinstance(country, forms.ChoiceField)
        assert isinstance(year, forms.ChoiceField)
        assert isinstance(show, forms.ChoiceField)
        industries = [
            (one, f"{one} {industry_name(run, one)}" if industry_name(run, one) != one else one)
            for one in run.counts.get("industries", [])
        ]
        show.choices = [
            *words_for_measures().items(),
            (_("One industry (location quotient)"), industries),
        ]
        signs = sorted({one[:2] for one in run.counts.get("regions", [])})
        country.choices = [("", _("all")), *((one, one) for one in signs)]
        year.choices = [("", _("latest")), *((one, str(one)) for one in reversed(run.years))]

    @property
    def asked(self) -> Asked:
        """What is asked for; everything, while nobody has asked."""
        return Asked(**self.cleaned_data) if self.is_bound and self.is_valid() else Asked()


def _level_in_words(level: dict[str, Any]) -> str:
    return _("%(length)s signs, such as %(example)s (%(count)s codes)") % level
