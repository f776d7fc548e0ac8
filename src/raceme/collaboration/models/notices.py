"""What members offer and look for, in their own words."""

from datetime import date

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raceme.access.models import ClusterRecord
from raceme.members.models import Organisation

SHORT = [MaxLengthValidator(4000)]
DAYS_OPEN = 180  # so long a notice stands, unless somebody says otherwise
DAYS_BEFORE = 14  # so long before its end the owner is asked whether it still holds


class Notice(ClusterRecord):
    """That a member offers something, or looks for something, until a day.

    What a member writes by itself stands only after the office has looked at it (`reviewed_at`).
    Change a notice only through `raceme.collaboration.verbs`.
    """

    class Kind(models.TextChoices):
        OFFER = "offer", pgettext_lazy("notice", "offer")
        REQUEST = "request", pgettext_lazy("notice", "request")

    class Showing(models.TextChoices):
        """Who learns of it. Team and board see everything."""

        VISIBLE = "visible", _("visible, with the name of the owner")
        ANONYMOUS = "anonymous", _("anonymous: the text is shown, the owner is not")
        HIDDEN = "hidden", _("hidden: used for suggestions only")

    class Source(models.TextChoices):
        OFFICE = "office", _("entered by the office")
        MEMBER = "member", _("written by the member")

    class State(models.TextChoices):
        """How it stands on a day; not kept, but found by the days it has."""

        TO_REVIEW = "to-review", _("to be reviewed")
        OPEN = "open", _("open")
        EXPIRED = "expired", pgettext_lazy("notice", "expired")
        WITHDRAWN = "withdrawn", _("withdrawn")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="notices", verbose_name=_("member")
    )
    title = models.CharField(_("in one line"), max_length=160)
    text = models.TextField(_("description"), blank=True, validators=SHORT)
    terms = models.JSONField(_("key words"), default=list, blank=True)
    showing = models.CharField(
        _("who sees it"), max_length=10, choices=Showing, default=Showing.VISIBLE
    )
    source = models.CharField(
        _("written by"), max_length=10, choices=Source, default=Source.OFFICE, editable=False
    )
    written_at = models.DateTimeField(_("written"), editable=False)
    expires_on = models.DateField(_("holds until"))
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(fields=["cluster", "kind", "expires_on"], name="notice_by_kind"),
            models.Index(fields=["organisation"], name="notice_of_organisation"),
        ]
        constraints = [
            models.CheckConstraint(
                name="notice_kind_known", condition=Q(kind__in=["offer", "request"])
            ),
            models.CheckConstraint(
                name="notice_showing_known",
                condition=Q(showing__in=["visible", "anonymous", "hidden"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def state_on(self, day: date) -> "Notice.State":
        """Say how it stands on a day."""
        if self.withdrawn_at is not None:
            return self.State.WITHDRAWN
        if self.reviewed_at is None:
            return self.State.TO_REVIEW
        return self.State.EXPIRED if self.expires_on < day else self.State.OPEN

    @property
    def is_request(self) -> bool:
        return self.kind == self.Kind.REQUEST

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_reviewed(self) -> bool:
        return self.reviewed_at is not None
