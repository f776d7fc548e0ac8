"""What somebody looks for in the lists."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from raceme.vocabulary import helix


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
