"""Who else is to come to a meeting."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.meetings.forms.lists import PersonField
from raceme.meetings.models import Profile


class InviteForm(forms.Form):
    """Whom to ask to join, and why."""

    message = forms.CharField(
        label=gettext_lazy("a word to them"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any, *, people: QuerySet[Profile]) -> None:
        super().__init__(data)
        self.fields["guest"] = PersonField(people, label=_("who else should come"))
        self.order_fields(["guest", "message"])


class AddGuestForm(InviteForm):
    """The same for the office, which may know that somebody wants to come."""

    def __init__(self, data: Any, *, people: QuerySet[Profile]) -> None:
        super().__init__(data, people=people)
        self.fields["how"] = forms.ChoiceField(
            label=_("how"),
            choices=[
                ("ask", _("ask them: they still have to answer")),
                ("add", _("they want to come: it counts as accepted")),
            ],
            initial="ask",
            widget=forms.RadioSelect,
        )
