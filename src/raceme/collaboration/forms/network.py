"""What of the network somebody wants to see, made clean."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.collaboration.queries.network import NetworkWanted, kinds_of_ties, sectors_of
from raceme.collaboration.words import TIES
from raceme.foundation.forms import Group
from raceme.members.forms.fields import suggest
from raceme.members.forms.people import organisation_meant
from raceme.members.models import Organisation
from raceme.vocabulary.helix import roles


class NetworkSearch(forms.Form):
    """Narrow the network down, or look at it from one organisation."""

    text = forms.CharField(
        label=_("around"),
        required=False,
        help_text=_("Name or id of an organisation. What fits is suggested as you type."),
    )
    steps = forms.ChoiceField(
        label=_("how far around it"),
        required=False,
        choices=[("", _("its partners")), ("2", _("and their partners"))],
    )
    show = forms.ChoiceField(
        label=_("list"),
        required=False,
        choices=[("", _("all")), ("bridges", _("bridges")), ("alone", _("tied to nobody"))],
    )
    kinds = forms.MultipleChoiceField(
        label=_("kinds of ties"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sector = forms.ChoiceField(label=_("sector"), required=False)
    roles = forms.MultipleChoiceField(
        label=_("kind of organisation"), required=False, widget=forms.CheckboxSelectMultiple
    )
    with_others = forms.BooleanField(
        label=_("with organisations that are not members"), required=False
    )
    groups = (
        Group(_("Where to look"), ("steps", "show")),
        Group(_("Which ties"), ("kinds",)),
        Group(_("Which organisations"), ("sector", "roles", "with_others")),
    )

    def __init__(self, data: Any, *, actor: Actor, on: date) -> None:
        super().__init__(data)
        self.actor = actor
        suggest(self, "text", "organisation", actor=actor)
        self._choices("kinds", [(k, TIES.get(k, k)) for k in kinds_of_ties(actor, at=on)])
        self._choices("roles", [(one.code, one.label) for one in roles()])
        self._choices("sector", [("", _("all")), *sectors_of(actor)])

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        self.centre: Organisation | None = None
        if text.strip():
            self.centre = organisation_meant(text, actor=self.actor)
        return text

    def wanted(self) -> NetworkWanted:
        said = self.cleaned_data
        return NetworkWanted(
            kinds=tuple(said["kinds"]),
            sector=said["sector"],
            roles=tuple(said["roles"]),
            with_others=said["with_others"],
            centre=None if self.centre is None else self.centre.pk,
            steps=int(said["steps"] or 1),
        )

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
