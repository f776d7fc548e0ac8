"""What a person types about pilots and reviews."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.catalogue.forms.choosing import SUGGEST, label_of_organisation, organisation_meant
from raceme.catalogue.forms.services import plain
from raceme.catalogue.models import Pilot, Review
from raceme.catalogue.models.trials import MARKS
from raceme.catalogue.verbs import TookPart
from raceme.foundation.forms import Group
from raceme.members.models import Organisation

ROWS_OF_A_NEW_PILOT, EMPTY_ROWS = 5, 2


class PilotForm(forms.ModelForm[Pilot]):
    groups = (
        Group(gettext_lazy("What was tried, and when"), ("tried", "began_on", "ended_on")),
        Group(gettext_lazy("What came of it"), ("outcomes",)),
    )

    class Meta:
        model = Pilot
        fields = ("tried", "began_on", "ended_on", "outcomes")
        widgets = {
            "tried": forms.Textarea(attrs={"rows": 3}),
            "outcomes": forms.Textarea(attrs={"rows": 3}),
        }


class ParticipantForm(forms.Form):
    """One member that took part; an emptied row is taken away."""

    organisation = forms.CharField(
        label=gettext_lazy("member"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=SUGGEST),
    )
    feedback = forms.TypedChoiceField(
        label=gettext_lazy("satisfaction"),
        choices=[("", gettext_lazy("not asked yet")), *MARKS],
        coerce=int,
        empty_value=None,
        required=False,
    )
    comment = forms.CharField(
        label=gettext_lazy("in its own words"), max_length=500, required=False
    )

    def clean(self) -> None:
        typed = self.cleaned_data
        said_something = typed.get("feedback") is not None or typed.get("comment")
        if said_something and not typed.get("organisation"):
            self.add_error("organisation", _("Say which member it was."))


class BaseParticipantForms(BaseFormSet[ParticipantForm]):
    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = organisations

    def clean(self) -> None:
        seen: set[int] = set()
        for form in self.forms:
            name = form.cleaned_data.get("organisation") if form.is_valid() else None
            if not name:
                continue
            found = organisation_meant(name, self.organisations)
            if found is None:
                form.add_error(
                    "organisation",
                    _("No organisation in your books is called so. Choose one from the list."),
                )
            elif found.pk in seen:
                form.add_error("organisation", _("This member stands here twice."))
            else:
                seen.add(found.pk)
                form.cleaned_data["found"] = found

    def participants(self) -> list[TookPart]:
        rows = (form.cleaned_data for form in self.forms)
        return [
            TookPart(row["found"], row["feedback"], row["comment"])
            for row in rows
            if "found" in row
        ]


NewParticipants = formset_factory(
    ParticipantForm, formset=BaseParticipantForms, extra=ROWS_OF_A_NEW_PILOT
)
Participants = formset_factory(ParticipantForm, formset=BaseParticipantForms, extra=EMPTY_ROWS)


@dataclass(frozen=True)
class PilotPage:
    """The forms of a pilot, which are sent together."""

    form: PilotForm
    participants: BaseParticipantForms

    def is_valid(self) -> bool:
        """Check both forms, and say at the top if something is wrong further below."""
        main, members = self.form.is_valid(), self.participants.is_valid()
        if self.form.is_bound and not members:
            self.form.add_error(None, _("Something is wrong with the members below."))
        return main and members

    def values(self) -> dict[str, Any]:
        """Give what was typed as the arguments of a verb."""
        took_part = self.participants.participants()
        return {**self.form.cleaned_data, "participants": took_part}


def pilot_page(typed: Any, pilot: Pilot | None, organisations: QuerySet[Organisation]) -> PilotPage:
    """Put the forms of a pilot together; `typed` is what was sent, or None."""
    rows = [
        {
            "organisation": label_of_organisation(one.organisation),
            "feedback": one.feedback,
            "comment": one.comment,
        }
        for one in (pilot.participants.all() if pilot else [])
    ]
    forms_of = Participants if rows else NewParticipants
    participants = forms_of(
        typed,
        initial=rows,
        prefix="participants",
        organisations=organisations,  # type: ignore[call-arg]  # of our own base
    )
    return PilotPage(
        form=PilotForm(typed, instance=pilot),
        participants=cast(BaseParticipantForms, participants),
    )


class ReviewForm(forms.ModelForm[Review]):
    groups = (
        Group(gettext_lazy("The decision"), ("reviewed_on", "decision", "reason")),
        Group(
            gettext_lazy("What it rests on"),
            ("editions", "members_reached", "cost_eur", "satisfaction", "outcomes"),
            gettext_lazy("Since the last review. Leave empty what nobody knows."),
        ),
    )
    decision = forms.ChoiceField(
        label=gettext_lazy("decision"),
        choices=Review.Decision.choices,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Review
        fields = (
            "reviewed_on",
            "decision",
            "reason",
            "editions",
            "members_reached",
            "cost_eur",
            "satisfaction",
            "outcomes",
        )
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 3}),
            "outcomes": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("cost_eur", "satisfaction"):
            if self.initial.get(name) is not None:
                self.initial[name] = plain(self.initial[name])
