"""What participants type behind their personal link: whom they look for, and who they are."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.foundation.forms import Group
from raceme.meetings.models import Absence, MeetingRequest, Outcome, Participation, Profile
from raceme.meetings.queries.choices import country_choices, sector_choices, topic_choices
from raceme.meetings.queries.searching import Wanted
from raceme.meetings.queries.slots import Slot
from raceme.meetings.queries.times import FreeTime

LABELS = {
    "country": gettext_lazy("country"),
    "sector": gettext_lazy("sector"),
    "offers": gettext_lazy("topics we offer"),
    "seeks": gettext_lazy("topics we look for"),
    "countries": gettext_lazy("partners from"),
    "sectors": gettext_lazy("partners in"),
}
PROPOSED = 3  # so many times at most somebody proposes


class PeopleSearch(forms.Form):
    """Narrow the participants down whom somebody sees."""

    text = forms.CharField(label=gettext_lazy("name, organisation or a word"), required=False)
    fits = forms.BooleanField(
        label=gettext_lazy("offer what I look for, or look for what I offer"), required=False
    )

    def __init__(self, data: Any, *, kinds: Iterable[tuple[int, str]]) -> None:
        super().__init__(data)
        everything = [("", _("all"))]
        self.fields["kind"] = forms.ChoiceField(
            label=_("kind of participant"),
            required=False,
            choices=[*everything, *((str(pk), name) for pk, name in kinds)],
        )
        self.fields["country"] = forms.ChoiceField(
            label=_("country"), required=False, choices=[*everything, *country_choices()]
        )
        self.fields["sector"] = forms.ChoiceField(
            label=_("sector"), required=False, choices=[*everything, *sector_choices()]
        )
        self.fields["offers"] = forms.ChoiceField(
            label=_("offer"), required=False, choices=[*everything, *topic_choices()]
        )
        self.fields["seeks"] = forms.ChoiceField(
            label=_("look for"), required=False, choices=[*everything, *topic_choices()]
        )
        self.groups = (
            Group(_("Who they are"), ("kind", "country", "sector")),
            Group(_("What it is about"), ("offers", "seeks", "fits")),
        )

    def wanted(self) -> Wanted:
        """Give what is looked for; nothing where the address is nonsense."""
        said = self.cleaned_data if self.is_valid() else {}
        return Wanted(
            text=said.get("text", ""),
            kind=int(said["kind"]) if said.get("kind") else None,
            country=said.get("country", ""),
            sector=said.get("sector", ""),
            offers=said.get("offers", ""),
            seeks=said.get("seeks", ""),
            fits=said.get("fits", False),
        )


class ProfileForm(forms.ModelForm[Profile]):
    """What somebody shows of itself."""

    groups = (
        Group(gettext_lazy("Who we are"), ("headline", "description", "website")),
        Group(gettext_lazy("Where and what"), ("country", "sector", "attends")),
        Group(gettext_lazy("What we offer"), ("offer_text", "offers")),
        Group(gettext_lazy("What we look for"), ("request_text", "seeks")),
        Group(gettext_lazy("Whom we would like to meet"), ("countries", "sectors"), is_folded=True),
    )
    website = forms.URLField(label=gettext_lazy("website"), required=False, assume_scheme="https")

    class Meta:
        model = Profile
        fields = ("headline", "description", "website", "attends", "offer_text", "request_text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = [("", _("not said"))]
        one = {"country": country_choices(), "sector": sector_choices()}
        for name, choices in one.items():
            self.fields[name] = forms.ChoiceField(
                label=LABELS[name],
                required=False,
                choices=[*nothing, *choices],
                initial=getattr(self.instance, name),
            )
        several = {
            "offers": topic_choices(),
            "seeks": topic_choices(),
            "countries": country_choices(),
            "sectors": sector_choices(),
        }
        for name, choices in several.items():
            is_long = name == "countries"
            self.fields[name] = forms.MultipleChoiceField(
                label=LABELS[name],
                required=False,
                choices=choices,
                initial=getattr(self.instance, name),
                widget=forms.SelectMultiple(attrs={"size": 8})
                if is_long
                else forms.CheckboxSelectMultiple,
            )


class AskForm(forms.Form):
    """A request: why, about what, and where people pick times, when."""

    message = forms.CharField(
        label=gettext_lazy("why you would like to meet"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        data: Any,
        *,
        topics: Sequence[tuple[str, str]],
        free: Sequence[FreeTime],
        have_met: bool,
    ) -> None:
        super().__init__(data)
        self.free = {one.slot.code: one.slot for one in free}
        if topics:
            self.fields["topic"] = forms.ChoiceField(
                label=_("about"), required=False, choices=[("", _("not said")), *topics]
            )
        if free:
            self.fields["times"] = forms.MultipleChoiceField(
                label=_("times that would suit you"),
                required=False,
                choices=time_choices(one.slot for one in free),
                widget=forms.CheckboxSelectMultiple,
                help_text=_("At most three. They are not booked until the other says yes."),
            )
        if have_met:
            self.fields["is_again"] = forms.BooleanField(
                label=_("we have met before, and want to meet again"), required=False
            )

    def clean_times(self) -> list[str]:
        """Nobody reads a list of twenty times."""
        times: list[str] = self.cleaned_data["times"]
        if len(times) > PROPOSED:
            raise forms.ValidationError(_("At most three, please."))
        return times

    def values(self) -> dict[str, Any]:
        """Give what the verb takes."""
        said = self.cleaned_data
        return {
            "message": said["message"],
            "topic": said.get("topic", ""),
            "times": [self.free[code] for code in said.get("times", [])],
            "is_again": said.get("is_again", False),
        }


class TimeForm(forms.Form):
    """One of the times at which all are free; those that were proposed stand first."""

    def __init__(
        self, data: Any, *, free: Sequence[FreeTime], proposed: Sequence[str] = ()
    ) -> None:
        super().__init__(data)
        self.free = {one.slot.code: one.slot for one in free}
        first = [one.slot for one in free if one.slot.code in proposed]
        others = [one.slot for one in free if one.slot.code not in proposed]
        choices: list[Any] = time_choices(others)
        if first:
            choices = [(_("proposed"), time_choices(first)), (_("other times"), choices)]
        self.fields["time"] = forms.ChoiceField(label=_("time"), choices=choices)

    def slot(self) -> Slot:
        """Give the slot that was chosen."""
        return self.free[self.cleaned_data["time"]]


class ReasonForm(forms.Form):
    """Why something is declined, withdrawn or cancelled."""

    because = forms.CharField(
        label=gettext_lazy("a word to the other"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AbsencesForm(forms.Form):
    """The slots in which somebody cannot meet; in all others they can."""

    def __init__(self, data: Any, *, slots: Sequence[Slot], absences: Iterable[Absence]) -> None:
        super().__init__(data)
        self.slots = {one.code: one for one in slots}
        spans = [(one.starts_at, one.ends_at) for one in absences]
        away = [
            one.code
            for one in slots
            if any(starts < one.ends_at and one.starts_at < ends for starts, ends in spans)
        ]
        self.fields["away"] = forms.MultipleChoiceField(
            label=_("I cannot meet at"),
            required=False,
            choices=time_choices(slots),
            initial=away,
            widget=forms.CheckboxSelectMultiple,
        )

    def spans(self) -> list[tuple[datetime, datetime]]:
        """Give the stretches of time in which somebody cannot meet."""
        chosen = [self.slots[code] for code in self.cleaned_data["away"]]
        return [(one.starts_at, one.ends_at) for one in chosen]


class RatingForm(forms.ModelForm[Participation]):
    """How useful a meeting was, and a note that nobody else reads."""

    rating = forms.TypedChoiceField(
        label=gettext_lazy("how useful it was"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", gettext_lazy("not said")),
            (5, gettext_lazy("5: very useful")),
            (4, "4"),
            (3, "3"),
            (2, "2"),
            (1, gettext_lazy("1: not useful")),
        ],
    )
    wants_more = forms.NullBooleanField(
        label=gettext_lazy("I want to meet them again"), required=False
    )

    class Meta:
        model = Participation
        fields = ("rating", "wants_more", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"note": gettext_lazy("Only you can read it.")}


class OutcomeForm(forms.ModelForm[Outcome]):
    """What has come of a meeting."""

    class Meta:
        model = Outcome
        fields = ("months", "kind", "band", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}


class OfficeOutcomeForm(forms.ModelForm[Outcome]):
    """The same, written by the office, which also says how it knows."""

    class Meta:
        model = Outcome
        fields = ("months", "kind", "band", "evidence", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}


def time_choices(slots: Iterable[Slot]) -> list[tuple[str, str]]:
    """Name slots by day and time, in the time zone that is in force."""
    return [(one.code, time_in_words(one.starts_at, one.ends_at)) for one in slots]


def time_in_words(starts_at: datetime, ends_at: datetime) -> str:
    """Say a stretch of a day, such as 3 May, 10:00 to 10:20."""
    starts, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return _("%(day)s, %(from)s to %(to)s") % {
        "day": date_format(starts, "MONTH_DAY_FORMAT"),
        "from": date_format(starts, "H:i"),
        "to": date_format(ends, "H:i"),
    }


def proposed_codes(request: MeetingRequest) -> list[str]:
    """The slots that whoever asked has proposed, as the form names them."""
    return [f"{one.block_id}.{one.number}" for one in request.proposed.all()]
