"""An event: when and where, who may come, what stands on its agenda, and what people agree to."""

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.catalogue.models import Service
from raceme.needs.words import Texts, text_in

CODE = RegexValidator(
    r"^[a-z0-9][a-z0-9-]*$", _("Small letters, digits and hyphens, such as autumn-forum-2027.")
)


def spoken_languages() -> list[str]:
    """Languages of an event that is new."""
    return ["en"]


def usual_time_zone() -> str:
    """The time zone in which times are typed, unless somebody says another."""
    return settings.TIME_ZONE


def for_reader(texts: Texts) -> str:
    """Give a text in the language of whoever reads, or in the next one that has it."""
    own = (get_language() or "en").split("-")[0]
    # Not every database keeps the order of languages.
    return text_in(texts, [own, "en", *sorted(texts)])


def known_time_zone(name: str) -> None:
    """Refuse what is no time zone."""
    if name not in available_timezones():
        raise ValidationError(_("This time zone is not known. An example: Europe/Vienna."))


class Event(ClusterRecord):
    """Something people come together for on a day, at a place or online.

    Texts are kept by language; the first of `languages` stands in where another lacks a text.
    `letters`: what the office wrote itself, {kind of letter: {"subject": texts, "text": texts}}.
    Change an event and all that belongs to it only through `raceme.events.verbs`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        CLOSED = "closed", _("closed")
        CANCELLED = "cancelled", _("cancelled")

    class Format(models.TextChoices):
        ON_SITE = "on-site", _("on site")
        ONLINE = "online", _("online")
        BOTH = "both", _("on site and online")

    code = models.CharField(
        _("short name"),
        max_length=60,
        validators=[CODE],
        help_text=_("Part of the address of its public page, such as autumn-forum-2027."),
    )
    title = models.JSONField(_("title"), default=dict)
    description = models.JSONField(_("what it is about"), default=dict, blank=True)
    languages = models.JSONField(_("languages"), default=spoken_languages)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    service = models.ForeignKey(
        Service, models.PROTECT, related_name="events", null=True, blank=True,
        verbose_name=_("service it delivers"),
    )  # fmt: skip
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(
        _("time zone"), max_length=60, default=usual_time_zone, validators=[known_time_zone]
    )
    format = models.CharField(_("held"), max_length=10, choices=Format, default=Format.ON_SITE)
    venue = models.CharField(_("place"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    online_address = models.URLField(
        _("address online"),
        blank=True,
        help_text=_("Told only to those whose place is confirmed."),
    )
    capacity = models.PositiveIntegerField(
        _("places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("In all. Leave empty if there is no limit."),
    )
    registration_opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    needs_approval = models.BooleanField(_("we look at each registration"), default=False)
    has_waiting_list = models.BooleanField(_("has a waiting list"), default=True)
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to accept a freed place"),
        default=48,
        validators=[MaxValueValidator(24 * 14)],
        help_text=_("0: whoever is next gets a freed place at once, without being asked."),
    )
    party_max = models.PositiveSmallIntegerField(
        _("people in one registration"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=_("1 to 10. Those who register together get places together."),
    )
    has_networking = models.BooleanField(
        _("asks who wants to be seen by other participants"), default=False
    )
    asks_photo_consent = models.BooleanField(_("asks for consent to photographs"), default=False)
    reply_to = models.EmailField(
        _("answers to the letters go to"),
        help_text=_("An address that somebody reads; it stands on the public page, too."),
    )
    contact = models.CharField(_("who answers questions"), max_length=120, blank=True)
    letters = models.JSONField(_("letters"), default=dict, blank=True, editable=False)
    feedback_is_anonymous = models.BooleanField(_("evaluation without names"), default=True)
    certificate_text = models.JSONField(_("what the certificate says"), default=dict, blank=True)
    certificate_hours = models.DecimalField(
        _("hours on the certificate"), max_digits=5, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    signed_by = models.CharField(_("who signs the certificate"), max_length=160, blank=True)
    earlier = models.ForeignKey(
        "self", models.PROTECT, related_name="later", null=True, blank=True, editable=False,
        verbose_name=_("made from"),
    )  # fmt: skip
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True, editable=False)
    cancelled_because = models.TextField(_("why it was cancelled"), blank=True, editable=False)
    mailing_at = models.DateTimeField(_("letters go out"), null=True, blank=True, editable=False)
    mail_trouble = models.TextField(_("trouble with mail"), blank=True, editable=False)

    class Meta:
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["cluster", "-starts_at"], name="event_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "code"],
                name="event_code_once",
                violation_error_message=_("Another event has this short name."),
            ),
            models.CheckConstraint(
                name="event_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("An event ends after it begins."),
            ),
            models.CheckConstraint(
                name="event_registration_closes_after_it_opens",
                condition=Q(registration_opens_at__isnull=True)
                | Q(registration_closes_at__isnull=True)
                | Q(registration_closes_at__gt=F("registration_opens_at")),
                violation_error_message=_("Registration closes after it opens."),
            ),
            models.CheckConstraint(
                name="event_cancelled_means_when",
                condition=~Q(state="cancelled") | Q(cancelled_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return text_in(self.title, self.languages) or self.code

    def clean(self) -> None:
        if not self.languages or len(set(self.languages)) != len(self.languages):
            raise ValidationError({"languages": _("Choose at least one language, each once.")})
        if not text_in(self.title, self.languages[:1]):
            raise ValidationError({"title": _("Give it a title in its first language.")})

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def is_on_site(self) -> bool:
        return self.format != self.Format.ONLINE

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which its times are said."""
        return ZoneInfo(self.time_zone)

    @property
    def language(self) -> str:
        """The first language, which stands in where another lacks a text."""
        return str(self.languages[0])

    def said(self, texts: Texts, language: str = "") -> str:
        """Give a text in this language, or in the next one that has it."""
        return text_in(texts, [language, *self.languages])

    def is_over(self, at: datetime) -> bool:
        return self.ends_at <= at

    def takes_registrations(self, at: datetime) -> bool:
        """Whether people may register by themselves now: published, within its dates."""
        opens, closes = self.registration_opens_at, self.registration_closes_at
        return (
            self.is_published and (opens is None or opens <= at) and at < (closes or self.ends_at)
        )


class Session(ClusterRecord):
    """One item of the agenda: a talk, a workshop, a break, a block of meetings."""

    class Kind(models.TextChoices):
        TALK = "talk", _("talk")
        PANEL = "panel", _("discussion")
        WORKSHOP = "workshop", _("workshop")
        VISIT = "visit", _("visit on site")
        MEETINGS = "meetings", _("meetings")
        EXHIBITION = "exhibition", _("exhibition")
        BREAK = "break", _("break")
        SOCIAL = "social", _("evening programme")
        OTHER = "other", _("other")

    event = models.ForeignKey(Event, models.PROTECT, related_name="sessions")
    title = models.JSONField(_("title"), default=dict)
    description = models.JSONField(_("what it is about"), default=dict, blank=True)
    kind = models.CharField(_("kind of session"), max_length=12, choices=Kind, default=Kind.TALK)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    room = models.CharField(_("room"), max_length=120, blank=True)
    speakers = models.TextField(
        _("speakers"), blank=True, help_text=_("One a line, such as: Ann Sample, Example Works")
    )
    needs_sign_up = models.BooleanField(_("people choose it"), default=False)
    capacity = models.PositiveIntegerField(
        _("places"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    dropped_at = models.DateTimeField(_("dropped"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["starts_at", "room", "pk"]
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("A session ends after it begins."),
            )
        ]

    def __str__(self) -> str:
        return for_reader(self.title) or f"#{self.pk}"

    @property
    def is_dropped(self) -> bool:
        return self.dropped_at is not None

    def overlaps(self, other: "Session") -> bool:
        """Whether nobody can be in both."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


class Quota(ClusterRecord):
    """A kind of participant with places of its own, such as members, guests or speakers."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="quotas")
    rank = models.PositiveSmallIntegerField(_("order"), default=1)
    name = models.JSONField(_("name"), default=dict)
    places = models.PositiveIntegerField(
        _("places"),
        null=True,
        blank=True,
        help_text=_("Leave empty if only the event has a limit."),
    )
    per_organisation = models.PositiveSmallIntegerField(
        _("places for one organisation"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("At most so many of one organisation. Leave empty if there is no limit."),
    )
    is_for_members = models.BooleanField(
        _("for members only"),
        default=False,
        help_text=_("Others may apply; you decide about each of them."),
    )
    needs_approval = models.BooleanField(_("we look at each registration"), default=False)
    is_public = models.BooleanField(
        _("can be chosen on the public page"),
        default=True,
        help_text=_("Otherwise only you register people, such as speakers."),
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return for_reader(self.name) or f"#{self.pk}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class Wording(ClusterRecord):
    """What people agree to, word by word. Changed words are a new version; consents keep theirs."""

    class Kind(models.TextChoices):
        PRIVACY = "data", _("use of the data")
        NETWORKING = "networking", _("being seen by other participants")
        PHOTO = "photo", _("photographs")

    event = models.ForeignKey(Event, models.PROTECT, related_name="wordings")
    kind = models.CharField(_("about"), max_length=12, choices=Kind)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    text = models.JSONField(_("wording"), default=dict)
    written_at = models.DateTimeField(_("written"))

    class Meta:
        ordering = ["kind", "-version", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "kind", "version"], name="wording_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.version})"
