"""What a person types about working groups, boards and committees, made clean."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.forms import DayInput
from raceme.members.forms.fields import suggest
from raceme.members.forms.people import organisation_meant
from raceme.members.models import GroupSeat, Organisation, Person, WorkingGroup


class GroupForm(forms.ModelForm[WorkingGroup]):
    class Meta:
        model = WorkingGroup
        fields = ("name", "kind", "mandate", "began_on", "ended_on")
        widgets = {"mandate": forms.Textarea(attrs={"rows": 4})}


class NewSeatForm(forms.ModelForm[GroupSeat]):
    """A seat of an organisation; who takes it can be said afterwards, too."""

    organisation = forms.CharField(
        label=_("organisation"),
        help_text=_("Name or id. What fits is suggested as you type."),
    )

    class Meta:
        model = GroupSeat
        fields = ("organisation", "role", "since")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        suggest(self, "organisation", "organisation", actor=actor)

    def clean_organisation(self) -> Organisation:
        return organisation_meant(self.cleaned_data["organisation"], actor=self.actor)

    def _post_clean(self) -> None:
        """The verb checks the row; here it would be half filled."""


class SeatForm(forms.ModelForm[GroupSeat]):
    """Who takes a seat, as what, and from when to when."""

    class Meta:
        model = GroupSeat
        fields = ("person", "role", "since", "until")

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        person.queryset = people
        person.empty_label = str(_("nobody in particular"))


class EndSeatForm(forms.Form):
    until = forms.DateField(label=_("until"), widget=DayInput)
