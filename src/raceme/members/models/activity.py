"""What an organisation does and can do, and its figures year by year."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.foundation.finding import FoldedField
from raceme.members.models.organisation import NaceRevision, Organisation

NOT_NEGATIVE = MinValueValidator(Decimal(0))


class Activity(ClusterRecord):
    """A further activity of an organisation, beside its main one."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="activities")
    nace = models.CharField(_("activity (NACE)"), max_length=10)
    revision = models.CharField(
        _("edition of NACE"), max_length=3, choices=NaceRevision, default=NaceRevision.REV_2
    )

    class Meta:
        ordering = ["revision", "nace", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "revision", "nace"],
                name="activity_once",
                violation_error_message=_("This activity stands here twice."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.nace} ({self.get_revision_display()})"


class Competence(ClusterRecord):
    """Something an organisation can do or has, which another might look for."""

    class Kind(models.TextChoices):
        TECHNOLOGY = "technology", _("technology")
        PRODUCT = "product", _("product or material")
        PROCESS = "process", _("process or method")
        EQUIPMENT = "equipment", _("equipment or test facility")
        CERTIFICATE = "certificate", _("certificate")
        PATENT = "patent", _("patent or licence")
        MARKET = "market", _("knowledge of a market")
        OTHER = "other", _("other")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="competences")
    term = models.CharField(_("competence"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OTHER)
    level = models.PositiveSmallIntegerField(
        _("level"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("1 beginner … 5 leading. Empty if unknown."),
    )
    readiness = models.PositiveSmallIntegerField(
        _("technology readiness level"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
        help_text=_("1 to 9. Empty if unknown."),
    )
    note = models.CharField(_("note"), max_length=250, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    term_folded = FoldedField(of="term")

    class Meta:
        ordering = ["kind", "term", "pk"]
        indexes = [
            # Who is able to do something is found without reading the table.
            models.Index(
                fields=["ended_at", "term_folded", "organisation"], name="competence_by_term"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "term"],
                condition=Q(ended_at__isnull=True),
                name="competence_once",
                violation_error_message=_("This competence stands here twice."),
            ),
            models.CheckConstraint(
                name="competence_level_1_to_5",
                condition=Q(level__isnull=True) | Q(level__range=(1, 5)),
                violation_error_message=_("A level is between 1 and 5, or unknown."),
            ),
            models.CheckConstraint(
                name="competence_readiness_1_to_9",
                condition=Q(readiness__isnull=True) | Q(readiness__range=(1, 9)),
                violation_error_message=_("A readiness level is between 1 and 9, or unknown."),
            ),
        ]

    def __str__(self) -> str:
        return self.term


class YearFigures(ClusterRecord):
    """What an organisation says of one year. Each figure may be unknown; unknown is not zero."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="figures")
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1950), MaxValueValidator(2100)]
    )
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    turnover_eur = models.DecimalField(
        _("turnover"), max_digits=15, decimal_places=2, null=True, blank=True,
        validators=[NOT_NEGATIVE],
    )  # fmt: skip
    export_share = models.FloatField(
        _("export share"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0.0), MaxValueValidator(1.0)],
        help_text=_("Of the turnover, 0 to 1."),
    )
    rd_spending_eur = models.DecimalField(
        _("spending on research and development"), max_digits=15, decimal_places=2,
        null=True, blank=True, validators=[NOT_NEGATIVE],
    )  # fmt: skip
    rd_staff = models.PositiveIntegerField(
        _("staff in research and development"), null=True, blank=True
    )
    value_added_eur = models.DecimalField(
        _("value added"), max_digits=15, decimal_places=2, null=True, blank=True
    )
    investment_eur = models.DecimalField(
        _("investment"), max_digits=15, decimal_places=2, null=True, blank=True,
        validators=[NOT_NEGATIVE],
    )  # fmt: skip
    source = models.CharField(_("source"), max_length=250, blank=True)

    class Meta:
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year"],
                name="figures_once_a_year",
                violation_error_message=_("There are figures of this year already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}"
