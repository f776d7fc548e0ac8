"""What the office looks for in the lists of participants, requests and meetings, and books."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.foundation.forms import Group
from raceme.meetings.forms.participants import PeopleSearch
from raceme.meetings.models import Matchmaking, Meeting, MeetingRequest, Outcome, Profile
from raceme.meetings.queries.profiles import shown_profiles


class OfficeSearch(PeopleSearch):
    """Narrow the participants down, as the office: also by what still lacks."""

    def __init__(self, data: Any, *, matchmaking: Matchmaking) -> None:
        quotas = matchmaking.event.quotas.all()
        super().__init__(data, kinds=[(one.pk, str(one)) for one in quotas])
        del self.fields["fits"]
        self.fields["lack"] = forms.ChoiceField(
            label=_("what lacks"),
            required=False,
            choices=[
                ("", _("all")),
                ("consent", _("no consent to being seen")),
                ("profile", _("no profile")),
                ("asked", _("has asked nobody")),
                ("answer", _("has requests to answer")),
                ("meeting", _("no meeting yet")),
            ],
        )
        self.fields["sort"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.groups = (
            Group(_("Who they are"), ("kind", "country", "sector")),
            Group(_("What it is about"), ("offers", "seeks", "lack")),
        )


class RequestsSearch(forms.Form):
    """Narrow the requests down."""

    text = forms.CharField(label=gettext_lazy("name or organisation"), required=False)
    state = forms.MultipleChoiceField(
        label=gettext_lazy("state"),
        required=False,
        choices=MeetingRequest.State.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    source = forms.MultipleChoiceField(
        label=gettext_lazy("made"),
        required=False,
        choices=MeetingRequest.Source.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    groups = (Group(gettext_lazy("How it stands"), ("state", "source")),)


class MeetingsSearch(forms.Form):
    """Narrow the meetings down."""

    text = forms.CharField(label=gettext_lazy("name or organisation"), required=False)
    state = forms.MultipleChoiceField(
        label=gettext_lazy("state"),
        required=False,
        choices=Meeting.State.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("what came of it"),
        required=False,
        choices=[
            ("", gettext_lazy("all")),
            ("unknown", gettext_lazy("not known yet")),
            *Outcome.Kind.choices,
        ],
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    groups = (Group(gettext_lazy("What became of it"), ("state", "outcome")),)


class BookForm(forms.Form):
    """Two who are to meet, arranged by the office on behalf of both, or asked for one of them."""

    def __init__(self, data: Any, *, matchmaking: Matchmaking) -> None:
        super().__init__(data)
        people: QuerySet[Profile] = shown_profiles(matchmaking)
        for name, label in (("asking", _("who asks")), ("asked", _("who is asked"))):
            self.fields[name] = PersonField(people, label=label)
        self.fields["message"] = forms.CharField(
            label=_("why they should meet"),
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields["how"] = forms.ChoiceField(
            label=_("how"),
            choices=[
                ("book", _("both want to meet: it counts as accepted")),
                ("ask", _("ask on behalf: the other still has to answer")),
            ],
            initial="book",
            widget=forms.RadioSelect,
        )
        self.fields["is_again"] = forms.BooleanField(
            label=_("although they have met before"), required=False
        )


class PersonField(forms.ModelChoiceField[Profile]):
    """Somebody who takes part, with the organisation, as many have the same name."""

    def label_from_instance(self, obj: Profile) -> str:
        return f"{obj}, {obj.organisation_name}" if obj.organisation_name else str(obj)


class TargetsForm(forms.ModelForm[Profile]):
    """How many meetings one participant has."""

    class Meta:
        model = Profile
        fields = ("least", "most", "rest_after")

    def _post_clean(self) -> None:
        """The verb checks the row; here it would be half filled."""


class ShareForm(forms.Form):
    """Whose timetable somebody shares."""

    def __init__(self, data: Any, *, profile: Profile) -> None:
        super().__init__(data)
        others = Profile.objects.filter(
            matchmaking=profile.matchmaking_id, timetable_of__isnull=True
        ).exclude(pk=profile.pk)
        self.fields["owner"] = PersonField(
            others.select_related("registration"),
            label=_("shares the timetable of"),
            required=False,
            empty_label=_("nobody: has one of its own"),
            initial=profile.timetable_of_id,
        )


class MissingForm(forms.Form):
    """Who did not come to a meeting."""

    def __init__(self, data: Any, *, meeting: Meeting) -> None:
        super().__init__(data)
        people = [one.profile for one in meeting.participations.all()]
        self.people = {str(one.pk): one for one in people}
        self.fields["missing"] = forms.MultipleChoiceField(
            label=_("did not come"),
            choices=[(str(one.pk), str(one)) for one in people],
            widget=forms.CheckboxSelectMultiple,
        )

    def missing(self) -> list[Profile]:
        """Give who did not come."""
        return [self.people[pk] for pk in self.cleaned_data["missing"]]
