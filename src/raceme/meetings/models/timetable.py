"""Schedules of meetings: computed drafts, what was published, and what became of each meeting."""

from datetime import datetime, timedelta

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raceme.access.models import ClusterRecord
from raceme.meetings.models.profile import Profile
from raceme.meetings.models.request import MeetingRequest
from raceme.meetings.models.setup import Matchmaking, MeetingBlock, Place

SILENCE = timedelta(minutes=2)  # whoever computes reports as often; later, it was cut off


class Timetable(ClusterRecord):
    """One version of the schedule of an event: computed, changed by hand, published.

    Its `placings` say which request is met when and where. Meetings are what participants were
    told: they follow the last published version (decision 23). `goals` are the core's results,
    [{goal, value, bound}]; `unplaced` says why requests have no meeting, [{request, facts}].
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be computed")
        COMPUTING = "computing", _("being computed")
        DRAFT = "draft", pgettext_lazy("timetable", "draft")
        PUBLISHED = "published", pgettext_lazy("timetable", "published")
        REPLACED = "replaced", pgettext_lazy("timetable", "replaced")
        DROPPED = "dropped", pgettext_lazy("timetable", "thrown away")
        FAILED = "failed", pgettext_lazy("timetable", "failed")

    class Scope(models.TextChoices):
        ALL = "all", _("all anew, but what is locked")
        REST = "rest", _("only what has no time yet")
        DAY = "day", _("repaired on the day")
        HAND = "hand", _("by hand")

    matchmaking = models.ForeignKey(Matchmaking, models.PROTECT, related_name="timetables")
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    scope = models.CharField(_("what is computed"), max_length=10, choices=Scope, default=Scope.ALL)
    based_on = models.ForeignKey(
        "self", models.PROTECT, related_name="later", null=True, blank=True,
        verbose_name=_("made from"),
    )  # fmt: skip
    seed = models.PositiveIntegerField(_("seed"), default=1)
    seconds = models.PositiveSmallIntegerField(
        _("seconds to compute"), default=60,
        validators=[MinValueValidator(1), MaxValueValidator(3600)],
    )  # fmt: skip
    status = models.CharField(_("quality"), max_length=12, blank=True)  # of the core
    ended = models.CharField(_("ended"), max_length=12, blank=True)  # of the core
    goals = models.JSONField(_("goals"), default=list, blank=True)
    unplaced = models.JSONField(_("without a time"), default=list, blank=True)
    reliefs = models.JSONField(_("what would help"), default=list, blank=True)
    stage = models.CharField(_("works at"), max_length=12, blank=True)
    progress = models.FloatField(_("progress"), null=True, blank=True)  # 0 to 1
    trouble = models.TextField(_("trouble"), blank=True)
    asked_at = models.DateTimeField(_("asked for"))
    asked_by = models.CharField(_("asked for by"), max_length=200, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("last heard of"), null=True, blank=True)
    stop_asked_at = models.DateTimeField(_("asked to stop"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    class Meta:
        ordering = ["-number", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["matchmaking", "number"], name="timetable_number_once"),
            models.UniqueConstraint(
                fields=["matchmaking"],
                condition=Q(state="published"),
                name="timetable_published_once",
            ),
            models.CheckConstraint(
                name="timetable_published_means_when",
                condition=~Q(state="published") | Q(published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matchmaking} ({self.number})"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_going_on(self) -> bool:
        return self.state in {self.State.WAITING, self.State.COMPUTING}

    def is_silent(self, at: datetime) -> bool:
        """Whether the work on it was cut off: nobody has heard of it for a while."""
        heard = self.heartbeat_at or self.asked_at
        return self.is_going_on and at - heard > SILENCE


class Placing(ClusterRecord):
    """When and where a request is met in one version of the schedule."""

    timetable = models.ForeignKey(Timetable, models.CASCADE, related_name="placings")
    request = models.ForeignKey(MeetingRequest, models.PROTECT, related_name="placings")
    block = models.ForeignKey(MeetingBlock, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("slot"))  # in its block, from 1
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    is_locked = models.BooleanField(_("locked"), default=False)

    class Meta:
        ordering = ["starts_at", "place__rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["timetable", "request"], name="placing_once"),
            models.CheckConstraint(
                name="placing_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.place}"


class Meeting(ClusterRecord):
    """A meeting as its participants know it: when, where, and what became of it.

    A request has at most one that is not cancelled. `slot` is block and number; a meeting keeps
    its times even if the block is changed. `calendar_edition` grows with each change that people
    were told, so that their calendars replace the entry.
    """

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("meeting", "planned")
        HELD = "held", pgettext_lazy("meeting", "held")
        NO_SHOW = "no-show", pgettext_lazy("meeting", "somebody did not come")
        CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")

    matchmaking = models.ForeignKey(Matchmaking, models.PROTECT, related_name="meetings")
    request = models.ForeignKey(MeetingRequest, models.PROTECT, related_name="meetings")
    timetable = models.ForeignKey(
        Timetable, models.PROTECT, related_name="meetings", null=True, blank=True,
        verbose_name=_("version of the schedule"),
    )  # fmt: skip
    block = models.ForeignKey(MeetingBlock, models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField(_("slot"))  # in its block, from 1
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="meetings")
    is_locked = models.BooleanField(_("locked"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    calendar_edition = models.PositiveSmallIntegerField(default=0, editable=False)
    made_at = models.DateTimeField(_("made"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    cancelled_because = models.TextField(_("reason"), blank=True)
    cancelled_by = models.CharField(_("cancelled by"), max_length=200, blank=True)

    class Meta:
        ordering = ["starts_at", "place__rank", "pk"]
        indexes = [
            models.Index(fields=["matchmaking", "starts_at"], name="meeting_by_time"),
            models.Index(fields=["matchmaking", "state"], name="meeting_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=~Q(state="cancelled"),
                name="meeting_of_request_once",
                violation_error_message=_("This request has a meeting already."),
            ),
            models.CheckConstraint(
                name="meeting_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="meeting_settled_means_when",
                condition=Q(state="planned") | Q(settled_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.request)

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    def is_over(self, at: datetime) -> bool:
        return self.ends_at <= at


class Participation(ClusterRecord):
    """Somebody in a meeting: whether they came, and what they thought of it.

    `note` is their own: nobody else reads it, the office neither.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="participations")
    profile = models.ForeignKey(Profile, models.PROTECT, related_name="participations")
    is_missing = models.BooleanField(_("did not come"), default=False)
    rating = models.PositiveSmallIntegerField(
        _("how useful it was"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("From 1 (not useful) to 5 (very useful)."),
    )  # fmt: skip
    wants_more = models.BooleanField(_("wants to meet again"), null=True, blank=True)
    note = models.TextField(_("own note"), blank=True, validators=[MaxLengthValidator(2000)])
    rated_at = models.DateTimeField(_("rated"), null=True, blank=True)

    class Meta:
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "profile"], name="participation_once")
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.profile}"
