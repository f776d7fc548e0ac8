"""The page of a member behind its personal link, and the letters that lead there."""

import hashlib
import secrets

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raceme.access.models import ClusterRecord
from raceme.members.models import Organisation, Person

SECRET_SIGNS = 40  # of a personal link, four bits each: 160 bits


def new_nonce() -> str:
    """Draw the half of a link's secret that is stored; the other half is the installation's."""
    return secrets.token_hex(16)


class PartnerPage(ClusterRecord):
    """That one person of a member has a page about partners, and the personal link to it.

    It holds what the member offers and looks for, and who was suggested to it. The link's secret
    is not stored: it is made of `nonce` and the secret key of the installation. Whoever is main
    contact later gets a page of its own; this link ends then.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="partner_pages", verbose_name=_("member")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="partner_pages", null=True, blank=True
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=8)
    reply_to = models.EmailField(_("answers to the letters go to"), blank=True)
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"))
    ended_at = models.DateTimeField(_("link ended"), null=True, blank=True)
    mailing_at = models.DateTimeField(_("letters go out"), null=True, blank=True, editable=False)
    mail_trouble = models.TextField(_("trouble with mail"), blank=True, editable=False)

    class Meta:
        ordering = ["organisation", "-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(ended_at__isnull=True),
                name="partner_page_one_at_a_time",
                violation_error_message=_("This member has such a page already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def secret(self) -> str:
        """Make the secret of the personal link; nobody can without key and row together."""
        key = "raceme.collaboration.page"
        return salted_hmac(key, self.nonce, algorithm="sha256").hexdigest()[:SECRET_SIGNS]

    @staticmethod
    def digest_of(secret: str) -> str:
        """Give what is stored of a link's secret: SHA-256, fit for what cannot be guessed."""
        return hashlib.sha256(secret.encode()).hexdigest()


class PartnerLetter(ClusterRecord):
    """One mail to the person of a page: what became of it. It is sent once.

    The states are those of every outbox (`foundation/mailing.py`); the text is written when it is
    sent. So a letter never says more than may be said at that moment.
    """

    class Kind(models.TextChoices):
        LINK = "link", _("the personal link")
        CONSENT = "consent", _("a partner is suggested")
        REMINDER = "reminder", _("an answer is still missing")
        INTRODUCTION = "introduction", _("introduction of two members")
        DECLINED = "declined", _("nothing comes of a suggestion")
        FOLLOW_UP = "follow-up", _("what has come of it")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        REFUSED = "refused", _("refused by the mail server")
        UNCERTAIN = "uncertain", _("cut off while it was being sent")
        RETURNED = "returned", _("came back")
        DROPPED = "dropped", pgettext_lazy("letter", "not sent after all")

    page = models.ForeignKey(PartnerPage, models.PROTECT, related_name="letters")
    kind = models.CharField(_("kind of letter"), max_length=14, choices=Kind)
    suggestion = models.ForeignKey(
        "collaboration.Suggestion", models.PROTECT, related_name="letters", null=True, blank=True
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=8)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    asked_at = models.DateTimeField(_("asked for"))
    taken_at = models.DateTimeField(_("taken up"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    trouble = models.TextField(_("what the mail server said"), blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["state", "asked_at"], name="partner_letter_by_state")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.email}"
