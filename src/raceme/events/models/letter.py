"""The letters of an event: an outbox that sends each once."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raceme.access.models import ClusterRecord
from raceme.events.models.registration import Registration


class EventLetter(ClusterRecord):
    """One mail about a registration: what became of it. It is sent once.

    The state is written before and after sending. A letter that was being sent when the machine
    stopped is `uncertain`: nobody knows whether it left, so it is never sent again by itself.
    `subject` and `text` hold a message written for this once, by language; the other kinds are
    written from the event when they are sent.
    """

    class Kind(models.TextChoices):
        RECEIVED = "received", _("registration received")
        CONFIRMED = "confirmed", _("place confirmed")
        WAITING = "waiting", _("on the waiting list")
        OFFERED = "offered", _("a place has become free")
        LAPSED = "lapsed", _("offer has ended")
        PASSED_OVER = "passed-over", _("not enough places for the group yet")
        DECLINED = "declined", _("registration declined")
        WITHDRAWN = "withdrawn", _("registration withdrawn")
        CHANGED = "changed", _("time or place has changed")
        CANCELLED = "cancelled", _("event cancelled")
        REMINDER = "reminder", _("reminder")
        FEEDBACK = "feedback", _("request for evaluation")
        MESSAGE = "message", _("message")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        REFUSED = "refused", _("refused by the mail server")
        UNCERTAIN = "uncertain", _("cut off while it was being sent")
        DROPPED = "dropped", pgettext_lazy("letter", "not sent after all")

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="letters")
    kind = models.CharField(_("kind of letter"), max_length=12, choices=Kind)
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
        indexes = [models.Index(fields=["state", "asked_at"], name="event_letter_by_state")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.email}"
