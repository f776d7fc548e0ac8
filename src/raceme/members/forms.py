"""What a person types about an organisation, made clean."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from raceme.foundation.forms import DayInput, Group
from raceme.members.models import LeavingReason, Organisation
from raceme.vocabulary import helix


class OrganisationForm(forms.ModelForm[Organisation]):
    groups = (
        Group(_("Who it is"), ("name", "code", "role", "website")),
        Group(_("What it does, and where"), ("employees", "nace", "city", "country", "nuts")),
        Group(_("In the cluster"), ("joined_on", "weight")),
    )

    class Meta:
        model = Organisation
        fields = (
            "name",
            "code",
            "role",
            "website",
            "employees",
            "nace",
            "city",
            "country",
            "nuts",
            "joined_on",
            "weight",
        )
        widgets = {"joined_on": DayInput}


class LeavingForm(forms.Form):
    left_on = forms.DateField(label=_("left on"), widget=DayInput)
    reason = forms.ChoiceField(
        label=_("reason"), required=False, choices=[("", _("not known")), *LeavingReason.choices]
    )
    note = forms.CharField(label=_("note"), required=False, max_length=250)


def _roles_or_all() -> list[tuple[str, str]]:
    return [("", gettext("all")), *((role.code, role.label) for role in helix.roles())]


class SearchForm(forms.Form):
    """What somebody looks for in the list; everything may be left empty."""

    text = forms.CharField(label=_("search"), required=False)
    role = forms.ChoiceField(label=_("role"), required=False, choices=_roles_or_all)
    sort = forms.ChoiceField(
        label=_("sort by"),
        required=False,
        choices=[("name", _("name")), ("role", _("role")), ("employees", _("employees"))],
    )
    with_former = forms.BooleanField(label=_("show former members"), required=False)
