"""What the office types about matchmaking: its rules, blocks of meetings, places, ways to walk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.events.forms.events import moment
from raceme.events.models import Event, Quota
from raceme.foundation.forms import Group
from raceme.meetings.models import Goal, Matchmaking, MeetingBlock, Place, Profile
from raceme.meetings.queries.slots import slots_of

RANKS = ("first", "second", "third", "fourth", "fifth", "sixth")


class MatchmakingForm(forms.ModelForm[Matchmaking]):
    """How matchmaking of an event goes."""

    groups = (
        Group(gettext_lazy("When"), ("opens_at", "closes_at", "expiry_days")),
        Group(gettext_lazy("How"), ("mode", "has_preferences", "shown", "one_of_organisation")),
        Group(gettext_lazy("How many"), ("least", "most", "most_asked", "rest_after")),
        Group(
            gettext_lazy("What makes a good schedule, the most important first"),
            RANKS,
            is_folded=True,
        ),
    )

    class Meta:
        model = Matchmaking
        fields = (
            *("mode", "has_preferences", "shown", "one_of_organisation", "least", "most"),
            *("most_asked", "expiry_days", "rest_after"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opens_at"] = moment(
            _("meetings can be asked for from"),
            required=False,
            help_text=_("Leave empty: as soon as it is opened."),
        )
        self.fields["closes_at"] = moment(
            _("until"), required=False, help_text=_("Leave empty: until it is closed.")
        )
        for name in ("opens_at", "closes_at"):
            self.initial.setdefault(name, getattr(self.instance, name))
        goals = self.instance.goals
        nothing = [("", _("nothing more"))]
        for at, name in enumerate(RANKS):
            self.fields[name] = forms.ChoiceField(
                label=_("Goal %(number)d") % {"number": at + 1},
                choices=[*nothing, *Goal.choices],
                required=False,
                initial=goals[at] if at < len(goals) else "",
            )

    def values(self) -> dict[str, Any]:
        """Give what the verb takes: the goals in their order, each once."""
        said = dict(self.cleaned_data)
        goals = [said.pop(name) for name in RANKS]
        return {**said, "goals": list(dict.fromkeys(filter(None, goals)))}

    def _post_clean(self) -> None:
        """The verb checks the row; here it would be half filled."""


class BlockForm(forms.ModelForm[MeetingBlock]):
    """A stretch of time in which people meet."""

    groups = (
        Group(gettext_lazy("When"), ("starts_at", "ends_at", "minutes", "pause")),
        Group(
            gettext_lazy("For whom and where"),
            ("kinds", "places"),
            gettext_lazy("Tick none: for all, at all places."),
            is_folded=True,
        ),
    )

    class Meta:
        model = MeetingBlock
        fields = ("name", "minutes", "pause", "kinds", "places")
        widgets = {"kinds": forms.CheckboxSelectMultiple, "places": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, matchmaking: Matchmaking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event: Event = matchmaking.event
        self.fields["starts_at"] = moment(_("begins"))
        self.fields["ends_at"] = moment(_("ends"))
        if self.instance.pk is not None:
            for name in ("starts_at", "ends_at"):
                self.initial.setdefault(name, getattr(self.instance, name))
        several: dict[str, QuerySet[Any]] = {
            "kinds": self.event.quotas.all(),
            "places": matchmaking.places.all(),
        }
        for name, rows in several.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        """A block outside the event is a slip of the fingers."""
        values = super().clean() or {}
        begins, ends = values.get("starts_at"), values.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", _("A block of meetings ends after it begins."))
        elif begins and ends and (begins < self.event.starts_at or ends > self.event.ends_at):
            self.add_error("starts_at", _("This is outside the times of the event."))
        return values

    def _post_clean(self) -> None:
        """The verb checks the row; here it would be half filled."""


class SlotsForm(forms.Form):
    """The slots of a block in which nobody meets."""

    def __init__(
        self, data: Any, *, block: MeetingBlock, choices: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        numbers = [str(one.number) for one in slots_of(block)]
        names = [name for _code, name in choices]
        self.fields["closed"] = forms.TypedMultipleChoiceField(
            label=_("closed"),
            required=False,
            coerce=int,
            choices=list(zip(numbers, names, strict=True)),
            initial=block.closed_slots,
            widget=forms.CheckboxSelectMultiple,
        )


class PlacesForm(forms.ModelForm[Place]):
    """Several places of one kind, or one that stands already."""

    online_address = forms.URLField(
        label=gettext_lazy("address online"), required=False, assume_scheme="https"
    )

    class Meta:
        model = Place
        fields = ("name", "kind", "capacity", "seats", "area", "host", "online_address")

    def __init__(self, *args: Any, matchmaking: Matchmaking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hosts = Profile.objects.filter(matchmaking=matchmaking, timetable_of__isnull=True)
        self.fields["host"] = forms.ModelChoiceField(
            hosts.select_related("registration"),
            label=_("belongs to"),
            required=False,
            help_text=_("Only this participant meets there."),
        )
        if self.instance._state.adding:
            self.fields["number"] = forms.IntegerField(
                label=_("how many"),
                initial=1,
                min_value=1,
                max_value=300,
                help_text=_("10 makes Table 1 to Table 10 of the name Table."),
            )
            self.order_fields(["name", "number"])

    def names(self) -> list[str]:
        """Name the places: with numbers where there are several."""
        name, number = self.cleaned_data["name"], self.cleaned_data["number"]
        return [name] if number == 1 else [f"{name} {at}" for at in range(1, number + 1)]

    def values(self) -> dict[str, Any]:
        """Give what the verb takes besides the names."""
        return {key: value for key, value in self.cleaned_data.items() if key != "number"}

    def _post_clean(self) -> None:
        """The verb checks the row; here it would be half filled."""


class StretchForm(forms.Form):
    """From when until when."""

    def __init__(self, data: Any, *, initial: tuple[datetime, datetime]) -> None:
        super().__init__(data)
        self.fields["starts_at"] = moment(_("from"))
        self.fields["ends_at"] = moment(_("until"))
        self.initial = {"starts_at": initial[0], "ends_at": initial[1]}


class WalksForm(forms.Form):
    """Minutes between each two areas."""

    def __init__(
        self, data: Any, *, areas: Sequence[str], known: dict[tuple[str, str], int]
    ) -> None:
        super().__init__(data)
        self.pairs = [(one, other) for at, one in enumerate(areas) for other in areas[at + 1 :]]
        for number, pair in enumerate(self.pairs):
            self.fields[f"walk-{number}"] = forms.IntegerField(
                label=_("%(one)s to %(other)s, minutes") % {"one": pair[0], "other": pair[1]},
                required=False,
                min_value=0,
                max_value=240,
                initial=known.get(pair),
            )

    def minutes(self) -> list[tuple[str, str, int]]:
        """Give the minutes of each pair; 0 where nothing is said."""
        return [
            (*pair, self.cleaned_data[f"walk-{number}"] or 0)
            for number, pair in enumerate(self.pairs)
        ]


class MatrixForm(forms.Form):
    """Which kinds of participants may ask which."""

    everybody = forms.BooleanField(
        label=gettext_lazy("everybody may ask everybody"),
        required=False,
        help_text=gettext_lazy("Take the tick away to choose kind by kind."),
    )

    def __init__(
        self, data: Any, *, quotas: Sequence[Quota], allowed: set[tuple[int, int]], everybody: bool
    ) -> None:
        super().__init__(data)
        self.quotas = quotas
        self.fields["everybody"].initial = everybody
        for quota in quotas:
            self.fields[f"asked-by-{quota.pk}"] = forms.TypedMultipleChoiceField(
                label=_("%(kind)s may ask") % {"kind": quota},
                required=False,
                coerce=int,
                choices=[(one.pk, str(one)) for one in quotas],
                initial=[asked for asking, asked in allowed if asking == quota.pk],
                widget=forms.CheckboxSelectMultiple,
            )

    def pairs(self) -> list[tuple[Quota, Quota]]:
        """Give who may ask whom."""
        by_number = {one.pk: one for one in self.quotas}
        return [
            (quota, by_number[number])
            for quota in self.quotas
            for number in self.cleaned_data[f"asked-by-{quota.pk}"]
        ]


class LimitsForm(forms.Form):
    """How many meetings each kind of participant has."""

    def __init__(
        self, data: Any, *, quotas: Sequence[Quota], known: dict[int, tuple[int, int | None]]
    ) -> None:
        super().__init__(data)
        self.quotas = quotas
        for quota in quotas:
            least, most = known.get(quota.pk, (None, None))
            words = {"kind": quota}
            self.fields[f"least-{quota.pk}"] = forms.IntegerField(
                label=_("%(kind)s: at least") % words, required=False, min_value=0, initial=least
            )
            self.fields[f"most-{quota.pk}"] = forms.IntegerField(
                label=_("%(kind)s: at most") % words, required=False, min_value=1, initial=most
            )

    def limits(self) -> list[tuple[Quota, int, int | None]]:
        """Give what is said of each kind."""
        said = self.cleaned_data
        return [(one, said[f"least-{one.pk}"] or 0, said[f"most-{one.pk}"]) for one in self.quotas]
