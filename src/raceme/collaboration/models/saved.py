"""What somebody wants to hear of as soon as it is offered or looked for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raceme.access.models import ClusterRecord
from raceme.collaboration.models.notices import Notice
from raceme.members.models import Organisation


class SavedSearch(ClusterRecord):
    """That a member, or somebody of the office, is told of new offers or requests by mail.

    What fits is what holds all words of one of the terms; without terms, whatever it is. Hidden
    notices never fit, nor do one's own.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="saved_searches", null=True, blank=True,
        verbose_name=_("member"),
    )  # fmt: skip
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_searches", null=True,
        blank=True, verbose_name=_("of the office"),
    )  # fmt: skip
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=Notice.Kind,
        blank=True,
        help_text=_("Leave it open to be told of both."),
    )
    terms = models.JSONField(_("key words"), default=list, blank=True)
    saved_at = models.DateTimeField(_("saved"), editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    mailing_at = models.DateTimeField(_("letters go out"), null=True, blank=True, editable=False)
    mail_trouble = models.TextField(_("trouble with mail"), blank=True, editable=False)

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="saved_search_of_one",
                condition=Q(organisation__isnull=True) ^ Q(user__isnull=True),
                violation_error_message=_("A search belongs to a member, or to one of the office."),
            )
        ]

    def __str__(self) -> str:
        return ", ".join(self.terms) or str(self.get_kind_display() or _("everything new"))


class FoundLetter(ClusterRecord):
    """One mail about one notice that fits a saved search: each notice is told once.

    The states are those of every outbox (`foundation/mailing.py`); the text is written when it is
    sent, and a notice that does not stand any more is not told.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        REFUSED = "refused", _("refused by the mail server")
        UNCERTAIN = "uncertain", _("cut off while it was being sent")
        RETURNED = "returned", _("came back")
        DROPPED = "dropped", pgettext_lazy("letter", "not sent after all")

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="letters")
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="told")
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
        constraints = [
            models.UniqueConstraint(fields=["search", "notice"], name="notice_told_once_a_search")
        ]

    def __str__(self) -> str:
        return f"{self.notice}: {self.email}"
