"""What a person types about suggestions, made clean."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.catalogue.models import Service
from raceme.catalogue.queries import services_visible_to
from raceme.collaboration.models import Because, Notice, PartnerSearch, Step, Suggestion
from raceme.collaboration.queries.figures import Stage, has_reached
from raceme.collaboration.queries.suggestions import SuggestionsWanted
from raceme.foundation.forms import Group
from raceme.members.forms.fields import PercentField, suggest
from raceme.members.forms.people import organisation_meant
from raceme.members.models import Organisation

FOR_MEMBERS = {
    Because.COMPETITOR: _("we compete, or I suspect that we do"),
    Because.KNOWN: _("I think that we know each other already"),
    Because.NEVER: _("I do not want to work with such a partner"),
}


class FindForm(forms.Form):
    """For whom partners are looked for, and how the list shall look."""

    organisation = forms.CharField(
        label=_("member"),
        required=False,
        help_text=_("Name or id. Leave it empty to look for partners for all members."),
    )
    number = forms.IntegerField(
        label=_("suggestions for each"), min_value=1, max_value=20, initial=3
    )
    cross_sector = PercentField(
        label=_("from another sector, in percent"),
        initial=0.5,
        help_text=_("At least so many of them, as far as there are any."),
    )
    with_known = forms.BooleanField(label=_("also those who work together already"), required=False)
    service = forms.ModelChoiceField(
        label=_("as part of the service"),
        queryset=Service.objects.none(),
        required=False,
        empty_label=_("none"),
        help_text=_("Its introductions are counted for the service."),
    )

    def __init__(
        self, *args: Any, actor: Actor, notice: Notice | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        service = self.fields["service"]
        assert isinstance(service, forms.ModelChoiceField)
        service.queryset = services_visible_to(actor)
        if notice is not None:
            del self.fields["organisation"]
            if notice.is_request:
                self.fields["cross_sector"].initial = 0.0
        else:
            suggest(self, "organisation", "organisation", actor=actor)

    def clean_organisation(self) -> Organisation | None:
        text = self.cleaned_data["organisation"].strip()
        return organisation_meant(text, actor=self.actor) if text else None


class ReleaseForm(forms.Form):
    word = forms.CharField(
        label=_("a word of yours to both"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the letter above the reasons. Name nobody here."),
    )


class BecauseForm(forms.Form):
    """Why a suggestion is not released."""

    because = forms.ChoiceField(label=_("why"), choices=Because.choices, widget=forms.RadioSelect)


class DeclineForm(forms.Form):
    """Why a member does not want to, in its own words."""

    because = forms.ChoiceField(
        label=_("why"),
        choices=[(code, FOR_MEMBERS.get(Because(code), label)) for code, label in Because.choices],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("in your own words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only the office reads this and the reason."),
    )


class StepForm(forms.ModelForm[Step]):
    """What two members have come to."""

    state = forms.ChoiceField(
        label=_("what it has come to"),
        choices=[(one.value, one.label) for one in Step.WAY],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Step
        fields = ("state", "happened_on", "kind", "value_eur", "note")

    def _post_clean(self) -> None:
        """The verb checks the row; here it would be half filled."""


class SuggestionsSearch(forms.Form):
    """Narrow the suggestions down."""

    text = forms.CharField(label=_("words"), required=False)
    state = forms.MultipleChoiceField(
        label=_("state"),
        required=False,
        choices=Suggestion.State.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    cross = forms.ChoiceField(
        label=_("across sectors"),
        required=False,
        choices=[("", _("all")), ("yes", _("across sectors")), ("no", _("within a sector"))],
    )
    service = forms.ModelChoiceField(
        label=_("service"), queryset=Service.objects.none(), required=False, empty_label=_("all")
    )
    reached = forms.ChoiceField(
        label=_("got as far as"), required=False, choices=[("", _("all")), *Stage.choices]
    )
    year = forms.IntegerField(
        label=_("proposed in the year"), required=False, min_value=2000, max_value=2100
    )
    search = forms.ModelChoiceField(
        queryset=PartnerSearch.objects.none(), required=False, widget=forms.HiddenInput
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    groups = (
        Group(_("How far it is"), ("state", "reached")),
        Group(_("What it is"), ("cross", "service", "year")),
    )

    def __init__(self, data: Any, *, actor: Actor) -> None:
        super().__init__(data)
        for name, rows in (
            ("service", services_visible_to(actor)),
            ("search", PartnerSearch.objects.filter(cluster=actor.cluster)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def wanted(self) -> SuggestionsWanted:
        said = self.cleaned_data
        return SuggestionsWanted(
            text=said["text"],
            state=tuple(said["state"]),
            service=said["service"],
            cross=said["cross"],
            search=said["search"].pk if said["search"] else None,
            reached=has_reached(said["reached"]) if said["reached"] else None,
            year=said["year"],
        )


class YearForm(forms.Form):
    """The year in which suggestions were proposed."""

    year = forms.TypedChoiceField(
        label=_("proposed in the year"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, data: Any, *, years: list[int]) -> None:
        super().__init__(data)
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("all")), *((one, one) for one in years)]
