"""What the organiser types for the schedule: how it is computed, who is at the desk."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.events.models import Quota
from raceme.events.verbs.registrations import Newcomer
from raceme.foundation.forms import Group
from raceme.meetings.models import Matchmaking, Profile, Timetable

COMPUTED = (Timetable.Scope.REST, Timetable.Scope.ALL)


class ComputeForm(forms.Form):
    """What is computed, and for how long."""

    scope = forms.ChoiceField(
        label=gettext_lazy("what is computed"),
        widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in COMPUTED],
        help_text=gettext_lazy(
            "In both cases a new version is made; nothing that is there is lost."
        ),
    )
    seconds = forms.IntegerField(
        label=gettext_lazy("seconds to compute, at most"),
        min_value=1,
        max_value=3600,
        initial=60,
        help_text=gettext_lazy("Small events are done in a moment; 120 are enough for 600 people."),
    )
    seed = forms.IntegerField(
        label=gettext_lazy("start number"),
        min_value=0,
        max_value=1_000_000,
        initial=1,
        help_text=gettext_lazy("The same number gives the same schedule; another, one as good."),
    )


class _PersonField(forms.ModelChoiceField[Profile]):
    """A participant, with the organisation: names alone are not enough at a desk."""

    def label_from_instance(self, obj: Profile) -> str:
        return f"{obj} ({obj.organisation_name})" if obj.organisation_name else str(obj)


class _QuotaField(forms.ModelChoiceField[Quota]):
    """A kind of participant, as the event calls it."""

    def label_from_instance(self, obj: Quota) -> str:
        return obj.event.said(obj.name)


class AbsentForm(forms.Form):
    """Who does not come, or comes later."""

    until = forms.TimeField(
        label=gettext_lazy("comes at"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("Leave it empty if nobody comes."),
    )

    def __init__(self, *args: Any, matchmaking: Matchmaking, **values: Any) -> None:
        super().__init__(*args, **values)
        self.matchmaking = matchmaking
        self.fields["profile"] = _PersonField(_people(matchmaking), label=_("who"))
        self.order_fields(["profile", "until"])

    def until_today(self) -> datetime | None:
        """The time that was typed, today at the event."""
        said: time | None = self.cleaned_data["until"]
        if said is None:
            return None
        zone = self.matchmaking.event.zone
        return datetime.combine(timezone.localdate(timezone=zone), said, tzinfo=zone)


class WalkInForm(forms.Form):
    """Somebody at the desk who wants to meet somebody: a participant, or one who came just now."""

    given_name = forms.CharField(label=gettext_lazy("given name"), max_length=100, required=False)
    family_name = forms.CharField(label=gettext_lazy("family name"), max_length=100, required=False)
    organisation_name = forms.CharField(
        label=gettext_lazy("organisation"), max_length=250, required=False
    )
    email = forms.EmailField(label=gettext_lazy("e-mail address"), required=False)
    agrees = forms.BooleanField(
        label=gettext_lazy("agrees that we use the data, and that other participants see it"),
        required=False,
    )

    def __init__(self, *args: Any, matchmaking: Matchmaking, **values: Any) -> None:
        super().__init__(*args, **values)
        people = _people(matchmaking)
        self.fields["known"] = _PersonField(
            people, label=_("participant"), required=False, empty_label=_("somebody new")
        )
        self.fields["asked"] = _PersonField(people, label=_("wants to meet"))
        quotas = matchmaking.event.quotas.filter(closed_at__isnull=True).select_related("event")
        self.fields["quota"] = _QuotaField(
            quotas, label=_("kind of participant"), required=False, initial=quotas.first()
        )
        newcomer = ("given_name", "family_name", "organisation_name", "email", "quota", "agrees")
        self.groups = (
            Group(_("Who is at the desk"), ("known",)),
            Group(_("If it is somebody new"), newcomer),
            Group(_("Whom to meet"), ("asked",)),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("known"):
            for name in ("family_name", "quota"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Say it, or choose a participant."))
            if not cleaned.get("agrees"):
                self.add_error("agrees", _("Without it nobody can be brought together."))
        return cleaned

    def newcomer(self) -> Newcomer:
        facts = ("given_name", "family_name", "organisation_name", "email")
        return Newcomer(**{name: self.cleaned_data[name] for name in facts})


def _people(matchmaking: Matchmaking) -> Any:
    rows = Profile.objects.filter(matchmaking=matchmaking, registration__state="confirmed")
    return rows.select_related(
        "matchmaking__event__cluster", "registration__event__cluster", "registration__quota"
    )
