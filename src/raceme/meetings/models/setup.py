"""Matchmaking of an event: when it is open, who may ask whom, when and where people can meet."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raceme.access.models import ClusterRecord
from raceme.events.models import Event, Quota


class Goal(models.TextChoices):
    """What makes one schedule better than another; the same codes as the core of scheduling."""

    TARGETS = "targets", _("everybody has the least number of meetings")
    MEETINGS = "meetings", _("many meetings")
    WISHES = "wishes", _("the most wanted meetings")
    FAIRNESS = "fairness", _("nobody has few while others have many")
    GAPS = "gaps", _("little waiting between meetings")
    TABLE_CHANGES = "table_changes", _("few changes of place")


def usual_goals() -> list[str]:
    """The order of goals, unless the organiser changes it."""
    return ["targets", "wishes", "fairness", "gaps", "table_changes"]


class Matchmaking(ClusterRecord):
    """Who of an event meets whom. An event has one, or none.

    `goals` are codes of `Goal`, the most important first. `moved_at` tells when something that a
    schedule is made of was last changed. Change it only through `raceme.meetings.verbs`.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", _("being prepared")
        OPEN = "open", pgettext_lazy("matchmaking", "open")
        CLOSED = "closed", pgettext_lazy("matchmaking", "closed")

    class Mode(models.TextChoices):
        PICK = "pick", _("participants pick their times")
        SCHEDULE = "schedule", _("we make the schedule")

    class Shown(models.TextChoices):
        ALL = "all", _("everybody who wants to be seen")
        ASKABLE = "askable", _("only those whom one may ask")

    event = models.OneToOneField(Event, models.PROTECT, related_name="matchmaking")
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.PREPARED, editable=False
    )
    opens_at = models.DateTimeField(_("meetings can be asked for from"), null=True, blank=True)
    closes_at = models.DateTimeField(_("until"), null=True, blank=True)
    mode = models.CharField(_("times"), max_length=10, choices=Mode, default=Mode.SCHEDULE)
    has_preferences = models.BooleanField(
        _("participants say whom they must meet, gladly meet, or do not want to meet"),
        default=False,
    )
    shown = models.CharField(_("participants see"), max_length=10, choices=Shown, default=Shown.ALL)
    everybody_may_ask = models.BooleanField(
        _("everybody may ask everybody"),
        default=True,
        help_text=_("Otherwise the table of kinds of participants says who may ask whom."),
    )
    one_of_organisation = models.BooleanField(
        _("two organisations meet once"),
        default=False,
        help_text=_("Colleagues cannot ask the same organisation a second time."),
    )
    least = models.PositiveSmallIntegerField(_("meetings at least"), default=0)
    most = models.PositiveSmallIntegerField(
        _("meetings at most"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("For each participant. Leave empty if there is no limit."),
    )  # fmt: skip
    most_asked = models.PositiveSmallIntegerField(
        _("requests at most"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("Which one participant has made and nobody has declined or withdrawn."),
    )  # fmt: skip
    expiry_days = models.PositiveSmallIntegerField(
        _("days to answer a request"),
        default=7,
        validators=[MaxValueValidator(60)],
        help_text=_("0: a request stays open until matchmaking closes."),
    )
    rest_after = models.PositiveSmallIntegerField(
        _("a break after so many meetings in a row"), null=True, blank=True,
        validators=[MinValueValidator(1)],
    )  # fmt: skip
    goals = models.JSONField(_("order of the goals"), default=usual_goals)
    letters = models.JSONField(_("letters"), default=dict, blank=True, editable=False)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    moved_at = models.DateTimeField(_("changed"), null=True, blank=True, editable=False)
    mailing_at = models.DateTimeField(_("letters go out"), null=True, blank=True, editable=False)
    mail_trouble = models.TextField(_("trouble with mail"), blank=True, editable=False)

    class Meta:
        ordering = ["-event__starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="matchmaking_closes_after_it_opens",
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("Matchmaking closes after it opens."),
            ),
            models.CheckConstraint(
                name="matchmaking_least_not_above_most",
                condition=Q(most__isnull=True) | Q(least__lte=F("most")),
                violation_error_message=_("At least cannot be more than at most."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.event)

    def clean(self) -> None:
        if not isinstance(self.goals, list) or len(set(self.goals)) != len(self.goals):
            raise ValidationError({"goals": _("Each goal stands in the order once.")})
        if set(self.goals) - set(Goal.values):
            raise ValidationError({"goals": _("There is no such goal.")})

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def is_picked(self) -> bool:
        """Whether participants pick the times themselves."""
        return self.mode == self.Mode.PICK

    def takes_requests(self, at: datetime) -> bool:
        """Whether participants may ask for meetings now."""
        opens, closes = self.opens_at, self.closes_at
        return self.is_open and (opens is None or opens <= at) and (closes is None or at < closes)


class AskRule(ClusterRecord):
    """That participants of one kind may ask those of another for a meeting."""

    matchmaking = models.ForeignKey(Matchmaking, models.PROTECT, related_name="ask_rules")
    asking = models.ForeignKey(Quota, models.CASCADE, related_name="+")
    asked = models.ForeignKey(Quota, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["asking__rank", "asked__rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["matchmaking", "asking", "asked"], name="ask_rule_once")
        ]

    def __str__(self) -> str:
        return f"{self.asking} → {self.asked}"


class KindLimit(ClusterRecord):
    """How many meetings participants of one kind have at least and at most.

    It goes before what is said for everybody.
    """

    matchmaking = models.ForeignKey(Matchmaking, models.PROTECT, related_name="limits")
    quota = models.ForeignKey(
        Quota, models.CASCADE, related_name="+", verbose_name=_("kind of participant")
    )
    least = models.PositiveSmallIntegerField(_("meetings at least"), default=0)
    most = models.PositiveSmallIntegerField(_("meetings at most"), null=True, blank=True)

    class Meta:
        ordering = ["quota__rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["matchmaking", "quota"], name="kind_limit_once"),
            models.CheckConstraint(
                name="kind_limit_least_not_above_most",
                condition=Q(most__isnull=True) | Q(least__lte=F("most")),
                violation_error_message=_("At least cannot be more than at most."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.quota)


class MeetingBlock(ClusterRecord):
    """A stretch of an event in which people meet; its slots follow from length and pause.

    `closed_slots`: numbers, from 1, in which nobody meets. `kinds` and `places`: whom and which it
    is for; none named means all. A block is dropped, never deleted: it has had meetings.
    """

    matchmaking = models.ForeignKey(Matchmaking, models.PROTECT, related_name="blocks")
    name = models.CharField(_("name"), max_length=80)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes of a meeting"),
        default=20,
        validators=[MinValueValidator(5), MaxValueValidator(120)],
    )
    pause = models.PositiveSmallIntegerField(
        _("minutes between two meetings"), default=5, validators=[MaxValueValidator(60)]
    )
    closed_slots = models.JSONField(_("closed slots"), default=list, blank=True)
    kinds = models.ManyToManyField(
        Quota, related_name="+", blank=True, verbose_name=_("kinds of participants")
    )
    places = models.ManyToManyField(
        "meetings.Place", related_name="blocks", blank=True, verbose_name=_("places")
    )
    dropped_at = models.DateTimeField(_("dropped"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_block_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("A block of meetings ends after it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_dropped(self) -> bool:
        return self.dropped_at is not None


class Place(ClusterRecord):
    """Where people meet: a table, a booth, a room, or a room online.

    `area`: between areas people walk. A place with a host is for the host's meetings only.
    """

    class Kind(models.TextChoices):
        TABLE = "table", _("table")
        BOOTH = "booth", _("booth")
        ROOM = "room", _("room")
        ONLINE = "online", _("online")

    matchmaking = models.ForeignKey(Matchmaking, models.PROTECT, related_name="places")
    rank = models.PositiveSmallIntegerField(_("order"), default=1)
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind of place"), max_length=10, choices=Kind, default=Kind.TABLE)
    capacity = models.PositiveSmallIntegerField(
        _("meetings at once"), null=True, blank=True, default=1, validators=[MinValueValidator(1)],
        help_text=_("Leave empty if there is no limit, such as online."),
    )  # fmt: skip
    seats = models.PositiveSmallIntegerField(
        _("people in one meeting"), null=True, blank=True, validators=[MinValueValidator(2)]
    )
    area = models.CharField(_("area"), max_length=60, blank=True)
    host = models.ForeignKey(
        "meetings.Profile", models.PROTECT, related_name="hosted_places", null=True, blank=True,
        verbose_name=_("belongs to"),
    )  # fmt: skip
    online_address = models.URLField(_("address online"), blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["matchmaking", "name"],
                name="place_name_once",
                violation_error_message=_("Another place has this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_online(self) -> bool:
        return self.kind == self.Kind.ONLINE


class PlaceClosing(ClusterRecord):
    """A stretch of time in which nobody meets at a place."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="closings")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="place_closing_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("It ends after it begins."),
            )
        ]

    def __str__(self) -> str:
        return str(self.place)


class Walk(ClusterRecord):
    """How many minutes one walks from one area to another, and back."""

    matchmaking = models.ForeignKey(Matchmaking, models.PROTECT, related_name="walks")
    one = models.CharField(_("from"), max_length=60)
    other = models.CharField(_("to"), max_length=60)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(240)]
    )

    class Meta:
        ordering = ["one", "other", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["matchmaking", "one", "other"], name="walk_once"),
            models.CheckConstraint(
                name="walk_between_two_areas",
                condition=Q(one__lt=F("other")),
                violation_error_message=_("One walks from one area to another."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} + {self.other}"
