"""Where an organisation stands in the cluster, from one day to another."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord


class Standing(models.TextChoices):
    """How an organisation is tied to the cluster. Only members' needs count in plans."""

    PROSPECT = "prospect", _("prospect")
    APPLICANT = "applicant", _("applicant")
    MEMBER = "member", _("member")
    PARTNER = "partner", _("partner")
    SUSPENDED = "suspended", _("suspended")
    LEFT = "left", _("left")


class LeavingReason(models.TextChoices):
    """Why an organisation left: counted every year, therefore a list."""

    TOO_DEAR = "too-dear", _("the fee is too high")
    NO_BENEFIT = "no-benefit", _("sees no benefit")
    NO_TIME = "no-time", _("has no time to take part")
    CHANGED_FIELD = "changed-field", _("works in another field now")
    MOVED = "moved", _("has moved away")
    MERGED = "merged", _("was taken over or merged")
    CLOSED = "closed", _("was closed or is insolvent")
    EXCLUDED = "excluded", _("was excluded")
    OTHER = "other", _("other")


class Membership(ClusterRecord):
    """A period in which an organisation stood so or so to the cluster; one period at a time.

    Periods are the history under one organisation: who leaves and comes back has three.
    """

    organisation = models.ForeignKey(
        "members.Organisation", models.PROTECT, related_name="memberships"
    )
    standing = models.CharField(_("standing"), max_length=10, choices=Standing)
    starts_on = models.DateField(_("from"), null=True, blank=True)  # None: nobody knows
    ends_on = models.DateField(_("until"), null=True, blank=True)  # the first day it is no more
    reason = models.CharField(_("reason"), max_length=20, choices=LeavingReason, blank=True)
    note = models.CharField(_("note"), max_length=250, blank=True)
    fee_class = models.CharField(_("fee class"), max_length=60, blank=True)
    fee_eur = models.DecimalField(
        _("yearly fee"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )

    class Meta:
        ordering = ["organisation", models.F("starts_on").asc(nulls_first=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(ends_on__isnull=True),
                name="membership_one_period_at_a_time",
                violation_error_message=_("Another period is still open."),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("A period ends after it starts."),
            ),
            models.CheckConstraint(
                name="membership_reason_of_leaving_only",
                condition=Q(reason="") | Q(standing=Standing.LEFT),
                violation_error_message=_("A reason belongs to leaving."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {Standing(self.standing).label}"
