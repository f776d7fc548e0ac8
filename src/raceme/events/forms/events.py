"""What the office types about an event and what belongs to it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.catalogue.models import Service
from raceme.events.models import Event, Quota, Session
from raceme.events.models.event import CODE
from raceme.foundation.forms import Group
from raceme.needs.forms.building import code_from, languages_offered
from raceme.needs.forms.texts import TextsField

FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]


class MomentInput(forms.DateTimeInput):
    """A day and a time, picked from the browser's calendar."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


def moment(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateTimeField:
    """Ask for a day and a time, as clocks show it where the event is."""
    return forms.DateTimeField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=FORMATS,
        widget=MomentInput,
    )


class EventForm(forms.ModelForm[Event]):
    """An event. Times are those of its own time zone, whatever the reader's is."""

    groups = (
        Group(gettext_lazy("What it is"), ("title", "description", "languages", "code", "service")),
        Group(gettext_lazy("When"), ("starts_at", "ends_at", "time_zone")),
        Group(gettext_lazy("Where"), ("format", "venue", "address", "online_address")),
        Group(
            gettext_lazy("Registration"),
            (
                *("capacity", "registration_opens_at", "registration_closes_at"),
                *("needs_approval", "party_max", "has_waiting_list", "offer_hours"),
            ),
        ),
        Group(gettext_lazy("What people may agree to"), ("has_networking", "asks_photo_consent")),
        Group(gettext_lazy("Who answers"), ("reply_to", "contact")),
        Group(
            gettext_lazy("Afterwards"),
            ("feedback_is_anonymous", "certificate_text", "certificate_hours", "signed_by"),
            is_folded=True,
        ),
        Group(gettext_lazy("Letters"), ("tell",)),
    )
    tell = forms.BooleanField(
        label=gettext_lazy("write to all who want to come if time or place changes"),
        required=False,
        initial=True,
    )
    online_address = forms.URLField(
        label=gettext_lazy("address online"),
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Told only to those whose place is confirmed."),
    )

    class Meta:
        model = Event
        fields = (
            *("code", "service", "time_zone", "format", "venue", "address", "online_address"),
            *("capacity", "needs_approval", "has_waiting_list", "offer_hours", "party_max"),
            *("has_networking", "asks_photo_consent", "reply_to", "contact"),
            *("feedback_is_anonymous", "certificate_hours", "signed_by"),
        )

    def __init__(self, *args: Any, services: QuerySet[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        event = self.instance
        spoken = event.languages
        self.fields["title"] = TextsField(languages=spoken, label=_("title"), required=True)
        self.fields["description"] = TextsField(
            languages=spoken, rows=6, label=_("what it is about")
        )
        self.fields["certificate_text"] = TextsField(
            languages=spoken, rows=3, label=_("what the certificate says"),
            help_text=_("Such as what was taught. Name, event and day stand there anyway."),
        )  # fmt: skip
        self.fields["languages"] = forms.MultipleChoiceField(
            label=_("languages of the public page"),
            choices=languages_offered(spoken),
            widget=forms.CheckboxSelectMultiple,
            help_text=_("The first one you had stands in where another lacks a text."),
        )
        self.fields["starts_at"] = moment(_("begins"))
        self.fields["ends_at"] = moment(_("ends"))
        usual = _("Leave empty: as soon as it is published.")
        self.fields["registration_opens_at"] = moment(
            _("registration opens"), required=False, help_text=usual
        )
        usual = _("Leave empty: until the end of the event.")
        self.fields["registration_closes_at"] = moment(
            _("registration closes"), required=False, help_text=usual
        )
        self._prepare(services)

    def clean_languages(self) -> list[str]:
        """Keep the order: the first language stays the first."""
        chosen: list[str] = self.cleaned_data["languages"]
        before = [code for code in self.instance.languages if code in chosen]
        return [*before, *(code for code in chosen if code not in before)]

    def clean(self) -> dict[str, Any]:
        """Read the times in the time zone of the event, and give it a short name."""
        values = super().clean() or {}
        zone = values.get("time_zone")
        if zone in available_timezones():
            for name in MOMENTS:
                if values.get(name) is not None:
                    values[name] = _in_zone(values[name], zone)
        if not values.get("code") and values.get("title"):
            taken = self.taken
            text = next(iter(values["title"].values()))
            values["code"] = code_from(text, taken, otherwise="event")[:60]
        return values

    def values(self) -> dict[str, Any]:
        """Give what was typed as the verbs take it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "tell"}

    def _post_clean(self) -> None:
        """The verb checks the row; here it would be half filled."""

    def _prepare(self, services: QuerySet[Service]) -> None:
        service, event = self.fields["service"], self.instance
        assert isinstance(service, forms.ModelChoiceField)
        service.queryset = services
        service.empty_label = _("none, or not known yet")
        self.fields["code"].required = False
        self.fields["time_zone"].widget.attrs["list"] = "time-zones"
        self.taken = list(
            Event.objects.filter(cluster=event.cluster_id).values_list("code", flat=True)
        )
        if event.pk is None or not event.is_published:
            del self.fields["tell"]
        for name in ("title", "description", "certificate_text", "languages"):
            self.initial.setdefault(name, getattr(event, name))
        for name in MOMENTS:
            when = getattr(event, name)
            if when is not None:
                self.initial[name] = timezone.make_naive(when, event.zone)


MOMENTS = ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at")


def _in_zone(typed: datetime, zone: str) -> datetime:
    """Take what clocks show there. The form has read it as a time of the reader."""
    plain = timezone.make_naive(typed) if timezone.is_aware(typed) else typed
    return plain.replace(tzinfo=ZoneInfo(zone))


class CopyForm(forms.Form):
    """When the next one begins, and under which address it is published."""

    code = forms.CharField(label=gettext_lazy("short name"), max_length=60, validators=[CODE])
    starts_at = moment(gettext_lazy("begins"))


class CancelForm(forms.Form):
    """Why an event does not take place."""

    because = forms.CharField(
        label=gettext_lazy("why"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("It stands in the letter to all who wanted to come."),
    )


class SessionForm(forms.ModelForm[Session]):
    """An item of the agenda."""

    groups = (
        Group(gettext_lazy("What it is"), ("title", "kind", "description", "speakers")),
        Group(gettext_lazy("When and where"), ("starts_at", "ends_at", "room")),
        Group(gettext_lazy("Who takes part"), ("needs_sign_up", "capacity")),
    )

    class Meta:
        model = Session
        fields = ("kind", "room", "speakers", "needs_sign_up", "capacity")
        widgets = {"speakers": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.fields["title"] = TextsField(
            languages=event.languages, label=_("title"), required=True
        )
        self.fields["description"] = TextsField(
            languages=event.languages, rows=3, label=_("what it is about")
        )
        self.fields["starts_at"] = moment(_("begins"))
        self.fields["ends_at"] = moment(_("ends"))
        if self.instance.pk is not None:
            for name in ("title", "description", "starts_at", "ends_at"):
                self.initial.setdefault(name, getattr(self.instance, name))

    def clean(self) -> dict[str, Any]:
        """An item outside the event is a slip of the fingers."""
        values = super().clean() or {}
        begins, ends = values.get("starts_at"), values.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", _("A session ends after it begins."))
        elif begins and ends and (begins < self.event.starts_at or ends > self.event.ends_at):
            self.add_error("starts_at", _("This is outside the times of the event."))
        return values

    def _post_clean(self) -> None:
        """The verb checks the row; here it would be half filled."""


class QuotaForm(forms.ModelForm[Quota]):
    """A kind of participant."""

    class Meta:
        model = Quota
        fields = ("places", "per_organisation", "is_for_members", "needs_approval", "is_public")

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = TextsField(languages=event.languages, label=_("name"), required=True)
        self.fields = {"name": name, **self.fields}
        self.order_fields(["name"])
        self.initial.setdefault("name", self.instance.name)

    def _post_clean(self) -> None:
        """The verb checks the row; here it would be half filled."""


class WordingsForm(forms.Form):
    """What people agree to, in the languages of the event."""

    def __init__(self, data: Any = None, *, event: Event, wordings: dict[str, Any]) -> None:
        super().__init__(data)
        for kind, wording in wordings.items():
            self.fields[kind] = TextsField(
                languages=event.languages,
                rows=3,
                required=True,
                label=wording.get_kind_display(),
                help_text=_("Version %(number)s") % {"number": wording.version},
            )
            self.initial[kind] = wording.text


Words = Mapping[str, tuple[str, str]]


class LetterForm(forms.Form):
    """A letter in the office's own words; empty: the usual one.

    `words`: language → subject and text that stand there at first.
    """

    def __init__(
        self, data: Any = None, *, event: Event, words: Words | None = None, required: bool
    ) -> None:
        words = words or {}
        initial = {
            "subject": {code: subject for code, (subject, _text) in words.items()},
            "text": {code: text for code, (_subject, text) in words.items()},
        }
        super().__init__(data, initial=initial)
        spoken = event.languages
        self.fields["subject"] = TextsField(languages=spoken, label=_("subject"), required=required)
        self.fields["text"] = TextsField(
            languages=spoken, rows=12, label=_("text"), required=required
        )
