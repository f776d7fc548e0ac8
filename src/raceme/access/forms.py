"""What a person types about seats, tokens and the cluster organisation, made clean."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.access.models import Cluster, Role, Token
from raceme.access.telling import label_of_kind
from raceme.foundation.forms import DayInput

WHAT_ROLES_MAY = gettext_lazy(
    "Managers may do everything. Advisers do the daily work. The board reads everything, the"
    " history included. Viewers read what the cluster organisation knows, plans and offers, but not"
    " who works where, what was said in contacts, and what members pay."
)


class SeatForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("e-mail address"))
    name = forms.CharField(
        label=gettext_lazy("name"),
        max_length=150,
        help_text=gettext_lazy("Used only if the address is new here."),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("role"), choices=Role.choices, help_text=WHAT_ROLES_MAY
    )

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label=gettext_lazy("role"), choices=Role.choices, help_text=WHAT_ROLES_MAY
    )

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class TokenForm(forms.ModelForm[Token]):
    class Meta:
        model = Token
        fields = ("name",)
        help_texts = {"name": gettext_lazy("So that you know later which program uses it.")}


class ClusterForm(forms.ModelForm[Cluster]):
    class Meta:
        model = Cluster
        fields = ("name", "country", "nuts", "currency")


class HistoryForm(forms.Form):
    """What somebody looks for in the history; everything may be left empty."""

    kind = forms.ChoiceField(label=gettext_lazy("about"), required=False)
    author = forms.ChoiceField(label=gettext_lazy("by"), required=False)
    since = forms.DateField(label=gettext_lazy("from"), required=False, widget=DayInput)
    until = forms.DateField(label=gettext_lazy("to"), required=False, widget=DayInput)
    thing_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, kinds: Iterable[str], authors: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("all"))]
        labelled = sorted(((one, label_of_kind(one)) for one in kinds), key=lambda pair: pair[1])
        self._choose("kind", everything + labelled)
        self._choose("author", everything + [(one, one) for one in authors])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
