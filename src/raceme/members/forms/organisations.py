"""What a person types about an organisation, made clean."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.access.actor import Actor
from raceme.foundation.forms import DayInput, Group
from raceme.members.forms.fields import AgreedField, say_unknown, suggest
from raceme.members.models import Activity, NaceRevision, Organisation, Standing
from raceme.members.models.codes import activity_meant, with_codes
from raceme.members.models.organisation import PublicPart
from raceme.vocabulary.countries import countries, label_of_country
from raceme.vocabulary.nace import label_of_activity
from raceme.vocabulary.nuts import label_of_region

FIRST = ("name", "role", "city", "website")
MORE = (
    (
        gettext_lazy("Master data"),
        ("code", "legal_form", "vat", "registration_number", "founded_year", "description"),
    ),
    (
        gettext_lazy("Size"),
        ("employees", "turnover_eur", "balance_eur", "independence", "is_start_up"),
    ),
    (
        gettext_lazy("Activity and products"),
        ("nace", "nace_revision", "products", "value_chain", "customer_sectors", "languages"),
    ),
    (
        gettext_lazy("Address and region"),
        ("street", "postcode", "country", "nuts", "nuts_version", "latitude", "longitude"),
    ),
    (gettext_lazy("What the member agreed to"), ("public_parts",)),
    (gettext_lazy("In the plan"), ("weight",)),
)
NOTES = {
    "employees": gettext_lazy(
        "Size class and SME follow from these, as the EU defines them. What nobody knows stays"
        " empty."
    ),
}
SUGGESTED = gettext_lazy("A code, or words of its name; what fits is suggested as you type.")


class OrganisationForm(forms.ModelForm[Organisation]):
    """All that is known of an organisation; the first few fields are enough to begin."""

    nace = forms.CharField(
        label=gettext_lazy("main activity (NACE)"), required=False, help_text=SUGGESTED
    )
    nuts = forms.CharField(label=gettext_lazy("NUTS region"), required=False, help_text=SUGGESTED)
    country = forms.ChoiceField(label=gettext_lazy("country"), required=False)
    public_parts = AgreedField(PublicPart, label=gettext_lazy("may be published"))
    code = forms.CharField(
        label=gettext_lazy("id"),
        required=False,
        max_length=40,
        help_text=gettext_lazy(
            "Your own number for it; spreadsheets find the organisation by it again. Left empty,"
            " it gets the next number."
        ),
    )

    class Meta:
        model = Organisation
        fields = (*FIRST, *(name for _legend, names in MORE for name in names))
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "products": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = self._groups()
        suggest(self, "nace", "nace", actor=actor, edition="nace_revision")
        suggest(self, "nuts", "nuts", actor=actor, edition="nuts_version")
        for name in ("role", "independence"):
            say_unknown(self, name)
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        country.choices = _countries(self.instance.country)
        if self.instance.nace:
            revision = self.instance.nace_revision
            self.initial["nace"] = label_of_activity(self.instance.nace, revision)
        if self.instance.nuts:
            version = self.instance.nuts_version
            self.initial["nuts"] = label_of_region(self.instance.nuts, version)

    def _groups(self) -> tuple[Group, ...]:
        is_new = self.instance.pk is None
        more = (
            Group(legend, names, NOTES.get(names[0], ""), is_folded=is_new)
            for legend, names in MORE
        )
        return (Group(_("Who it is"), FIRST), *more)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        before = None if self.instance.pk is None else self.instance
        try:
            cleaned |= with_codes(cleaned, before=before)
        except forms.ValidationError as unclear:
            self.add_error(None, unclear)
        return cleaned


class NewOrganisationForm(OrganisationForm):
    """A new organisation, and how it stands to the cluster from which day on."""

    standing = forms.ChoiceField(
        label=gettext_lazy("standing"), choices=Standing, initial=Standing.MEMBER
    )
    joined_on = forms.DateField(
        label=gettext_lazy("since"),
        required=False,
        widget=DayInput,
        help_text=gettext_lazy("Leave empty if nobody knows."),
    )

    def _groups(self) -> tuple[Group, ...]:
        first, *more = super()._groups()
        standing = Group(_("In the cluster"), ("standing", "joined_on"))
        return (first, standing, *more)


class ActivityForm(forms.ModelForm[Activity]):
    nace = forms.CharField(label=gettext_lazy("activity (NACE)"), help_text=SUGGESTED)

    class Meta:
        model = Activity
        fields = ("nace", "revision")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suggest(self, "nace", "nace", actor=actor, edition="revision")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "nace" in cleaned:
            revision = cleaned.get("revision", NaceRevision.REV_2)
            try:
                cleaned["nace"] = activity_meant(cleaned["nace"], revision)
            except forms.ValidationError as unclear:
                self.add_error("nace", unclear)
        return cleaned


def _countries(present: str) -> list[tuple[str, str]]:
    """All countries in the alphabet of whoever reads; old text that is none stays a choice."""
    known = sorted(((one.code, one.label) for one in countries()), key=lambda one: one[1])
    if present and present not in dict(known):
        known.insert(0, (present, label_of_country(present)))
    return [("", _("unknown")), *known]
