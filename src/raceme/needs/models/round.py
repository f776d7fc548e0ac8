"""One sending of a questionnaire: whom it asks, by which letters, and until when."""

import hashlib
import secrets
from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.members.models import Organisation, Person
from raceme.needs.models.questionnaire import Questionnaire

SECRET_SIGNS = 40  # of a personal link, four bits each: 160 bits


def new_nonce() -> str:
    """Draw the half of a link's secret that is stored; the other half is the installation's."""
    return secrets.token_hex(16)


class Round(ClusterRecord):
    """One sending of a questionnaire to some organisations, from its letters to its results.

    Change a round, its invitations and its letters only through `raceme.needs.verbs`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("not sent yet")
        RUNNING = "running", _("running")
        OVER = "over", _("end has passed")
        CLOSED = "closed", _("closed")

    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="rounds", verbose_name=_("questionnaire")
    )
    name = models.CharField(_("name"), max_length=120, help_text=_("Such as: Autumn 2027"))
    planned_on = models.DateField(_("to be sent on"), null=True, blank=True)
    closes_on = models.DateField(_("last day to answer"))
    reply_to = models.EmailField(
        _("answers to the letters go to"),
        help_text=_("An address that somebody reads; it stands in the letters, too."),
    )
    subject = models.JSONField(_("subject of the letter"), default=dict)
    letter = models.JSONField(_("letter"), default=dict)
    reminder_subject = models.JSONField(_("subject of the reminder"), default=dict)
    reminder = models.JSONField(_("reminder"), default=dict)
    reminders_max = models.PositiveSmallIntegerField(
        _("reminders at most"),
        default=2,
        validators=[MaxValueValidator(4)],
        help_text=_("Nobody gets more of them in this round, whatever happens. 0 to 4."),
    )
    reminder_gap_days = models.PositiveSmallIntegerField(
        _("days between two letters"),
        default=7,
        validators=[MinValueValidator(2), MaxValueValidator(90)],
        help_text=_("So long everybody is left in peace after each letter. 2 to 90."),
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    mailing_at = models.DateTimeField(_("letters go out"), null=True, blank=True, editable=False)
    mail_trouble = models.TextField(_("trouble with mail"), blank=True, editable=False)

    class Meta:
        ordering = ["-closes_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="round_planned_before_it_closes",
                condition=Q(planned_on__isnull=True) | Q(planned_on__lte=models.F("closes_on")),
                violation_error_message=_("It would be sent after the last day to answer."),
            ),
            models.CheckConstraint(
                name="round_closed_after_it_was_sent",
                condition=Q(closed_at__isnull=True) | Q(sent_at__isnull=False),
                violation_error_message=_("A round that was not sent cannot be closed."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        return self.sent_at is None

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    def state_on(self, day: date) -> "Round.State":
        """Say how far the round is; after its last day it waits to be closed."""
        if self.is_draft:
            return self.State.DRAFT
        if self.is_closed:
            return self.State.CLOSED
        return self.State.OVER if day > self.closes_on else self.State.RUNNING

    def takes_answers_on(self, day: date) -> bool:
        return self.state_on(day) == self.State.RUNNING


class Invitation(ClusterRecord):
    """That a round asks an organisation, and the personal link by which it answers.

    The link's secret is not stored: it is made of `nonce` and the secret key of the installation,
    so that a reminder can repeat it. Only its digest stands here, to find the invitation by.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="invitations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="invitations", null=True, blank=True
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    link_ended_at = models.DateTimeField(_("link ended"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    declined_at = models.DateTimeField(_("does not want to take part"), null=True, blank=True)

    class Meta:
        ordering = ["organisation__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "organisation"],
                name="invitation_once_a_round",
                violation_error_message=_("This organisation is asked in this round already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.round}"

    @property
    def secret(self) -> str:
        """Make the secret of the personal link; nobody can without key and row together."""
        made = salted_hmac("raceme.needs.invitation", self.nonce, algorithm="sha256").hexdigest()
        return made[:SECRET_SIGNS]

    @staticmethod
    def digest_of(secret: str) -> str:
        """Give what is stored of a link's secret: SHA-256, fit for what cannot be guessed."""
        return hashlib.sha256(secret.encode()).hexdigest()


class Letter(ClusterRecord):
    """One mail to one recipient of a round: what became of it. It is sent once.

    The state is written before and after sending. A letter that was being sent when the machine
    stopped is `uncertain`: nobody knows whether it left, so it is never sent again by itself.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("invitation")
        REMINDER = "reminder", _("reminder")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        REFUSED = "refused", _("refused by the mail server")
        UNCERTAIN = "uncertain", _("cut off while it was being sent")
        RETURNED = "returned", _("came back")
        DROPPED = "dropped", _("not sent after all")

    # Letters that may have reached somebody: they count against what a person may be sent.
    COUNTING = (State.WAITING, State.SENDING, State.SENT, State.UNCERTAIN)
    UNDER_WAY = (State.WAITING, State.SENDING)

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="letters")
    kind = models.CharField(_("kind of letter"), max_length=10, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=8)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    asked_at = models.DateTimeField(_("asked for"))
    taken_at = models.DateTimeField(_("taken up"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    trouble = models.TextField(_("what the mail server said"), blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["state", "asked_at"], name="letter_by_state")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.email}"
