"""What one edition of a service costs and brings, line by line."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.catalogue import words
from raceme.catalogue.models.services import Service

NOT_NEGATIVE = [MinValueValidator(Decimal(0))]
# More is a slip of the fingers.
PARTICIPANTS_MAX = 1_000_000


class DayRate(ClusterRecord):
    """What a day of the team costs, for every service that has no rate of its own.

    One row for each cluster organisation, none while nobody has said it.
    """

    day_rate_eur = models.DecimalField(
        _("cost of a person-day"),
        max_digits=10,
        decimal_places=2,
        validators=NOT_NEGATIVE,
        help_text=_("Salary and everything around it: office, travel, overheads."),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cluster"], name="one_day_rate_for_a_cluster"),
            models.CheckConstraint(name="day_rate_not_negative", condition=Q(day_rate_eur__gte=0)),
        ]

    def __str__(self) -> str:
        return str(_("cost of a person-day"))


class Terms(models.Model):
    """How one edition of a service is costed. Unknown is empty, never 0.

    Change it only through `raceme.catalogue.verbs`.
    """

    service = models.OneToOneField(Service, models.CASCADE, related_name="terms")
    person_days = models.DecimalField(
        _("person-days"),
        max_digits=10,
        decimal_places=4,
        null=True,
        blank=True,
        validators=NOT_NEGATIVE,
        help_text=_("Of the team, for one edition: preparing, holding and following up."),
    )
    day_rate_eur = models.DecimalField(
        _("cost of a person-day"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=NOT_NEGATIVE,
        help_text=_("Only if it differs here. Empty: the rate of the house."),
    )
    members = models.PositiveIntegerField(
        _("members who take part"), null=True, blank=True, help_text=_("Expected at one edition.")
    )
    guests = models.PositiveIntegerField(
        _("non-members who take part"),
        null=True,
        blank=True,
        help_text=_("Expected at one edition. 0 if it is for members only."),
    )

    class Meta:
        verbose_name = _("costing")
        constraints = [
            models.CheckConstraint(
                name="terms_not_negative",
                condition=(Q(person_days__isnull=True) | Q(person_days__gte=0))
                & (Q(day_rate_eur__isnull=True) | Q(day_rate_eur__gte=0)),
                violation_error_message=_("Days and rate are 0 or more."),
            ),
            models.CheckConstraint(
                name="terms_participants_possible",
                condition=(Q(members__isnull=True) | Q(members__lte=PARTICIPANTS_MAX))
                & (Q(guests__isnull=True) | Q(guests__lte=PARTICIPANTS_MAX)),
                violation_error_message=_("So many participants are not possible."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.service)

    @property
    def cluster_id(self) -> int:
        return self.service.cluster_id


class CostLine(models.Model):
    """One line of a costing: something bought in, or money that comes beside the prices."""

    class Kind(models.TextChoices):
        COST = "cost", _("cost")
        INCOME = "income", _("income")

    class Per(models.TextChoices):
        EDITION = "edition", _("for the edition")
        PARTICIPANT = "participant", _("for each participant")

    terms = models.ForeignKey(Terms, models.CASCADE, related_name="lines")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    what = models.CharField(_("what"), max_length=200)
    per = models.CharField(_("counted"), max_length=12, choices=Per, default=Per.EDITION)
    amount_eur = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, validators=NOT_NEGATIVE
    )
    source = models.CharField(
        _("who pays"), max_length=20, choices=words.SUPPORT, blank=True
    )  # of an income

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                name="cost_line_not_negative",
                condition=Q(amount_eur__gte=0),
                violation_error_message=_("An amount is 0 or more."),
            ),
            models.CheckConstraint(
                name="only_income_has_a_source",
                condition=(Q(kind="cost") & Q(source="")) | (Q(kind="income") & ~Q(source="")),
                violation_error_message=_("Say of each income who pays it."),
            ),
        ]

    def __str__(self) -> str:
        return self.what
