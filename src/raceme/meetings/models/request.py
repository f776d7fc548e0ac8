"""Who wants to meet whom: preferences, requests, and who has met before."""

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raceme.access.models import ClusterRecord
from raceme.meetings.models.profile import Profile
from raceme.meetings.models.setup import Matchmaking, MeetingBlock

SHORT = [MaxLengthValidator(1000)]


class Preference(ClusterRecord):
    """How much one participant wants to meet another. “No” from either side is absolute."""

    class Degree(models.TextChoices):
        MUST = "must", _("must meet")
        GLADLY = "gladly", _("gladly")
        NO = "no", _("no thanks")

    of = models.ForeignKey(Profile, models.PROTECT, related_name="preferences")
    about = models.ForeignKey(Profile, models.PROTECT, related_name="preferred_by")
    degree = models.CharField(_("preference"), max_length=10, choices=Degree)
    said_at = models.DateTimeField(_("said"))

    class Meta:
        ordering = ["of", "about"]
        constraints = [
            models.UniqueConstraint(fields=["of", "about"], name="preference_once"),
            models.CheckConstraint(name="preference_about_another", condition=~Q(of=F("about"))),
        ]

    def __str__(self) -> str:
        return f"{self.of} → {self.about}: {self.get_degree_display()}"


class MeetingRequest(ClusterRecord):
    """That one participant asks another for a meeting, and what the other says.

    A request that waits for an answer holds no slot, no place and nobody's time: only a meeting
    does. `asked_by` and `settled_by` name whoever acted, the participant or somebody of the office.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("waits for an answer")
        ACCEPTED = "accepted", pgettext_lazy("request", "accepted")
        DECLINED = "declined", pgettext_lazy("request", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("request", "withdrawn")
        EXPIRED = "expired", pgettext_lazy("request", "expired")

    class Source(models.TextChoices):
        PARTICIPANT = "participant", _("by the participant")
        OFFICE = "office", _("by the office on behalf")
        PREFERENCES = "preferences", _("from preferences")
        WALK_IN = "walk-in", _("at the desk")

    ALIVE = (State.ASKED, State.ACCEPTED)

    matchmaking = models.ForeignKey(Matchmaking, models.PROTECT, related_name="requests")
    number = models.PositiveIntegerField(_("number"))
    asking = models.ForeignKey(
        Profile, models.PROTECT, related_name="requests_made", verbose_name=_("who asks")
    )
    asked = models.ForeignKey(
        Profile, models.PROTECT, related_name="requests_got", verbose_name=_("who is asked")
    )
    topic = models.CharField(_("about"), max_length=40, blank=True)
    message = models.TextField(_("message"), blank=True, validators=SHORT)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    source = models.CharField(_("made"), max_length=12, choices=Source, default=Source.PARTICIPANT)
    priority = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    is_again = models.BooleanField(_("although they have met before"), default=False)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.CharField(_("asked by"), max_length=200, blank=True)
    expires_at = models.DateTimeField(_("to be answered until"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.CharField(_("settled by"), max_length=200, blank=True)
    settled_because = models.TextField(_("reason"), blank=True, validators=SHORT)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["matchmaking", "state"], name="meeting_request_by_state"),
            models.Index(fields=["state", "expires_at"], name="meeting_request_by_expiry"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["matchmaking", "number"], name="meeting_request_number_once"
            ),
            models.UniqueConstraint(
                fields=["asking", "asked"],
                condition=Q(state__in=["asked", "accepted"]),
                name="meeting_request_once_at_a_time",
                violation_error_message=_("There is a request of these two already."),
            ),
            models.CheckConstraint(
                name="meeting_request_of_two",
                condition=~Q(asking=F("asked")),
                violation_error_message=_("Nobody meets oneself."),
            ),
            models.CheckConstraint(
                name="meeting_request_settled_means_when",
                condition=Q(state="asked") | Q(settled_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asking} → {self.asked}"

    @property
    def is_asked(self) -> bool:
        return self.state == self.State.ASKED

    @property
    def is_accepted(self) -> bool:
        return self.state == self.State.ACCEPTED

    @property
    def is_alive(self) -> bool:
        """Whether it may still become a meeting."""
        return self.state in self.ALIVE


class ProposedTime(ClusterRecord):
    """A slot that whoever asks proposes. It holds nothing: others may take it first."""

    request = models.ForeignKey(MeetingRequest, models.CASCADE, related_name="proposed")
    block = models.ForeignKey(MeetingBlock, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("slot"))  # in its block, from 1
    starts_at = models.DateTimeField(_("begins"))

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "block", "number"], name="proposed_time_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.request)


class FurtherGuest(ClusterRecord):
    """Somebody who comes to a meeting besides the two of a request, if they say yes.

    Whoever is not wanted any more, or leaves, stays here with what became of it: the history of a
    person hangs on rows that are there.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("waits for an answer")
        ACCEPTED = "accepted", pgettext_lazy("request", "accepted")
        DECLINED = "declined", pgettext_lazy("request", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("request", "withdrawn")

    ALIVE = (State.ASKED, State.ACCEPTED)

    request = models.ForeignKey(MeetingRequest, models.PROTECT, related_name="further")
    profile = models.ForeignKey(Profile, models.PROTECT, related_name="joins")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    message = models.TextField(_("message"), blank=True, validators=SHORT)
    asked_at = models.DateTimeField(_("asked"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_because = models.TextField(_("reason"), blank=True, validators=SHORT)

    class Meta:
        ordering = ["request", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "profile"], name="further_guest_once")
        ]

    def __str__(self) -> str:
        return f"{self.request} + {self.profile}"

    @property
    def is_asked(self) -> bool:
        return self.state == self.State.ASKED

    @property
    def is_accepted(self) -> bool:
        return self.state == self.State.ACCEPTED

    @property
    def is_alive(self) -> bool:
        """Whether they come, or may still say so."""
        return self.state in self.ALIVE


class AlreadyMet(ClusterRecord):
    """That two participants have met before: they are not brought together again unless asked."""

    class Source(models.TextChoices):
        SAID = "said", _("said by a participant")
        OFFICE = "office", _("known to the office")
        EARLIER = "earlier", _("at an earlier event")

    matchmaking = models.ForeignKey(Matchmaking, models.PROTECT, related_name="already_met")
    one = models.ForeignKey(Profile, models.PROTECT, related_name="+")
    other = models.ForeignKey(Profile, models.PROTECT, related_name="+")
    source = models.CharField(_("known"), max_length=10, choices=Source)
    noted_at = models.DateTimeField(_("noted"))

    class Meta:
        ordering = ["one", "other"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="already_met_once"),
            # The smaller number first, so that a pair stands here once.
            models.CheckConstraint(name="already_met_in_order", condition=Q(one__lt=F("other"))),
        ]

    def __str__(self) -> str:
        return f"{self.one} + {self.other}"
