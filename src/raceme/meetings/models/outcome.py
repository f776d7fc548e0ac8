"""What came of meetings, and the letters of matchmaking."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raceme.access.models import ClusterRecord
from raceme.meetings.models.profile import Profile
from raceme.meetings.models.request import FurtherGuest, MeetingRequest
from raceme.meetings.models.timetable import Meeting


class Outcome(ClusterRecord):
    """What has come of a meeting so many months later.

    It belongs to the meeting, not to a partner: both write the same row, so nothing is counted
    twice. `said_by` names whoever wrote it last.
    """

    class Months(models.IntegerChoices):
        AT_ONCE = 0, _("right after the meeting")
        THREE = 3, _("after 3 months")
        SIX = 6, _("after 6 months")
        TWELVE = 12, _("after 12 months")

    class Kind(models.TextChoices):
        NONE = "none", _("nothing")
        FOLLOW_UP = "follow-up", _("further talks")
        AGREEMENT = "agreement", _("agreement")
        ORDER = "order", _("order")
        PROJECT = "project", _("joint project")

    class Band(models.TextChoices):
        UP_TO_10K = "10k", _("up to 10,000 euro")
        UP_TO_50K = "50k", _("10,000 to 50,000 euro")
        UP_TO_250K = "250k", _("50,000 to 250,000 euro")
        UP_TO_1M = "1m", _("250,000 to 1 million euro")
        ABOVE_1M = "more", _("more than 1 million euro")

    class Evidence(models.TextChoices):
        SAID = "said", _("one partner says so")
        BOTH = "both", _("both partners say so")
        DOCUMENT = "document", _("a document was shown")
        PUBLIC = "public", _("it is public")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="outcomes")
    months = models.PositiveSmallIntegerField(_("when"), choices=Months)
    kind = models.CharField(_("what came of it"), max_length=10, choices=Kind)
    band = models.CharField(_("value"), max_length=5, choices=Band, blank=True)
    evidence = models.CharField(_("evidence"), max_length=10, choices=Evidence, default="said")
    note = models.TextField(_("note"), blank=True, validators=[MaxLengthValidator(2000)])
    profile = models.ForeignKey(
        Profile, models.PROTECT, related_name="outcomes_said", null=True, blank=True,
        verbose_name=_("said by"),
    )  # fmt: skip
    said_by = models.CharField(_("written by"), max_length=200, blank=True)
    said_at = models.DateTimeField(_("written"))

    class Meta:
        ordering = ["meeting", "months"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "months"], name="outcome_once_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.get_kind_display()}"


class MeetingLetter(ClusterRecord):
    """One mail about matchmaking to a participant: what became of it. It is sent once.

    The states are those of every outbox (`foundation/mailing.py`). `subject` and `text` hold what
    was written for this once, by language; other kinds are written when they are sent.
    """

    class Kind(models.TextChoices):
        OPENED = "opened", _("meetings can be asked for")
        ASKED = "asked", _("somebody asks for a meeting")
        ACCEPTED = "accepted", _("request accepted")
        DECLINED = "declined", _("request declined")
        WITHDRAWN = "withdrawn", _("request withdrawn")
        EXPIRED = "expired", _("request expired")
        TO_ANSWER = "to-answer", _("requests wait for an answer")
        TO_ASK = "to-ask", _("nobody asked yet")
        ARRANGED = "arranged", _("meeting arranged")
        MOVED = "moved", _("meeting moved")
        CANCELLED = "cancelled", _("meeting cancelled")
        TIMETABLE = "timetable", _("timetable published")
        CHANGES = "changes", _("timetable changed")
        OUTCOME = "outcome", _("what came of it")
        INVITED = "invited", _("asked to join a meeting")
        JOINED = "joined", _("somebody joins a meeting")
        NOT_JOINED = "not-joined", _("somebody does not join")
        CALLED_OFF = "called-off", _("not needed at a meeting")
        MESSAGE = "message", _("message")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        REFUSED = "refused", _("refused by the mail server")
        UNCERTAIN = "uncertain", _("cut off while it was being sent")
        DROPPED = "dropped", pgettext_lazy("letter", "not sent after all")

    profile = models.ForeignKey(Profile, models.PROTECT, related_name="letters")
    kind = models.CharField(_("kind of letter"), max_length=12, choices=Kind)
    request = models.ForeignKey(
        MeetingRequest, models.PROTECT, related_name="letters", null=True, blank=True
    )
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="letters", null=True, blank=True
    )
    guest = models.ForeignKey(
        FurtherGuest, models.PROTECT, related_name="letters", null=True, blank=True
    )
    months = models.PositiveSmallIntegerField(_("months after"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=8)
    subject = models.JSONField(_("subject"), default=dict, blank=True)
    text = models.JSONField(_("text"), default=dict, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    asked_at = models.DateTimeField(_("asked for"))
    taken_at = models.DateTimeField(_("taken up"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    trouble = models.TextField(_("what the mail server said"), blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["state", "asked_at"], name="meeting_letter_by_state")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.email}"
