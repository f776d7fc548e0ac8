"""Somebody who wants to come: who it is, whether there is a place, and what was agreed to."""

import hashlib
import secrets

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.events.models.event import Event, Quota, Session, Wording
from raceme.events.models.question import Question, Said
from raceme.members.models import Organisation, Person

LAPSED = "lapsed"  # the reason of the system, where an offer was not taken in time
SECRET_SIGNS = 40  # of a personal link, four bits each: 160 bits
NO_AMBIGUOUS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nobody takes 0 for O when typing it off


def new_nonce() -> str:
    """Draw the half of a link's secret that is stored; the other half is the installation's."""
    return secrets.token_hex(16)


def new_ticket() -> str:
    """Draw what stands in the QR code of a badge: 80 bits, in signs that can be typed off."""
    return "".join(secrets.choice(NO_AMBIGUOUS) for _sign in range(16))


class Registration(ClusterRecord):
    """One person who wants to come to an event.

    The secret of the personal link is not stored: it is made of `nonce` and the secret key of the
    installation. `ticket` stands in the QR code and opens nothing but the check-in, for the team.
    Those who register together are a `party`: they have the same `lead`.
    """

    class State(models.TextChoices):
        APPLIED = "applied", _("to be looked at")
        CONFIRMED = "confirmed", _("confirmed")
        WAITING = "waiting", _("on the waiting list")
        DECLINED = "declined", pgettext_lazy("registration", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("registration", "withdrawn")

    class Source(models.TextChoices):
        PUBLIC = "public", _("public page")
        OFFICE = "office", _("registered by the office")
        WALK_IN = "walk-in", _("came without registration")

    OPEN = (State.APPLIED, State.CONFIRMED, State.WAITING)

    event = models.ForeignKey(Event, models.PROTECT, related_name="registrations")
    number = models.PositiveIntegerField(_("number"))
    quota = models.ForeignKey(
        Quota, models.PROTECT, related_name="registrations", verbose_name=_("kind of participant")
    )
    state = models.CharField(_("state"), max_length=10, choices=State)
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name = models.CharField(_("family name"), max_length=100)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    organisation_name = models.CharField(_("organisation"), max_length=250, blank=True)
    function = models.CharField(_("function"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="registrations", null=True, blank=True,
        verbose_name=_("organisation in our books"),
    )  # fmt: skip
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="registrations", null=True, blank=True,
        verbose_name=_("person in our books"),
    )  # fmt: skip
    language = models.CharField(_("language"), max_length=8, blank=True)
    lead = models.ForeignKey(
        "self", models.PROTECT, related_name="companions", null=True, blank=True, editable=False,
        verbose_name=_("registered together with"),
    )  # fmt: skip
    source = models.CharField(
        _("registered by"), max_length=10, choices=Source, default=Source.PUBLIC, editable=False
    )
    registered_at = models.DateTimeField(_("registered"))
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True)
    offered_until = models.DateTimeField(_("place offered until"), null=True, blank=True)
    passed_over_at = models.DateTimeField(_("passed over"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_because = models.TextField(_("reason"), blank=True)
    checked_in_at = models.DateTimeField(_("checked in"), null=True, blank=True)
    checked_in_by = models.CharField(_("checked in by"), max_length=200, blank=True)
    excused_at = models.DateTimeField(_("excused"), null=True, blank=True)
    feedback_on = models.DateField(_("evaluation sent"), null=True, blank=True)
    note = models.TextField(
        _("note of the office"), blank=True, validators=[MaxLengthValidator(5000)]
    )
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    ticket = models.CharField(max_length=16, unique=True, default=new_ticket, editable=False)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["event", "number"]
        indexes = [
            models.Index(fields=["event", "state", "quota"], name="registration_by_state"),
            models.Index(fields=["organisation"], name="registration_of_organisation"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "number"],
                name="registration_number_once",
                violation_error_message=_("Another registration has this number."),
            ),
            models.CheckConstraint(
                name="registration_waiting_means_since",
                condition=~Q(state="waiting") | Q(waiting_since__isnull=False),
            ),
            models.CheckConstraint(
                name="registration_offer_means_waiting",
                condition=Q(offered_until__isnull=True) | Q(state="waiting"),
            ),
            models.CheckConstraint(
                name="registration_there_means_confirmed",
                condition=Q(checked_in_at__isnull=True) | Q(state="confirmed"),
                violation_error_message=_("Only who has a place can be checked in."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("erased person") if self.erased_at is not None else self.name

    @property
    def name(self) -> str:
        return " ".join(filter(None, [self.given_name, self.family_name]))

    @property
    def secret(self) -> str:
        """Make the secret of the personal link; nobody can without key and row together."""
        made = salted_hmac("raceme.events.registration", self.nonce, algorithm="sha256").hexdigest()
        return made[:SECRET_SIGNS]

    @staticmethod
    def digest_of(secret: str) -> str:
        """Give what is stored of a link's secret: SHA-256, fit for what cannot be guessed."""
        return hashlib.sha256(secret.encode()).hexdigest()

    @property
    def party_id(self) -> int:
        """The number of the registration by which its party is known: its own, where it leads."""
        return self.lead_id or self.pk

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_open(self) -> bool:
        """Whether somebody still wants to come."""
        return self.state in self.OPEN

    @property
    def is_offered(self) -> bool:
        """Whether a place is kept for whoever waits until they say yes or no."""
        return self.is_waiting and self.offered_until is not None

    @property
    def is_there(self) -> bool:
        return self.checked_in_at is not None


class Consent(ClusterRecord):
    """That somebody agreed to a wording on a day, until it is taken back."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="consents")
    wording = models.ForeignKey(Wording, models.PROTECT, related_name="consents")
    given_at = models.DateTimeField(_("given"))
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "wording"],
                condition=Q(taken_back_at__isnull=True),
                name="consent_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration}: {self.wording}"


class RegistrationAnswer(Said):
    """What somebody answered to a question at registration."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")

    class Meta:
        ordering = ["question__rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "question"], name="registration_answer_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration}: {self.question}"


class SessionChoice(ClusterRecord):
    """That somebody wants to take part in a session of the agenda."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="choices")
    session = models.ForeignKey(Session, models.PROTECT, related_name="choices")
    chosen_at = models.DateTimeField(_("chosen"))

    class Meta:
        ordering = ["session__starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "session"], name="session_choice_once")
        ]

    def __str__(self) -> str:
        return f"{self.registration}: {self.session}"


class Attendance(ClusterRecord):
    """Whether somebody was in a session."""

    class Outcome(models.TextChoices):
        PRESENT = "present", _("present")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="attendances")
    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    outcome = models.CharField(_("attendance"), max_length=10, choices=Outcome)
    noted_at = models.DateTimeField(_("noted"))

    class Meta:
        ordering = ["session__starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "session"], name="attendance_once")
        ]

    def __str__(self) -> str:
        return f"{self.registration}: {self.session}"
