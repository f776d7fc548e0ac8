"""The strategy in its versions, and the objectives of each."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord

# More is a slip of the fingers, and would drown everything else.
WEIGHT_MAX, FULL_MAX = 1_000_000.0, 1000.0
YEAR = [MinValueValidator(1990), MaxValueValidator(2100)]


class Strategy(ClusterRecord):
    """One version of the strategy. The newest version that is not retired is the one in force.

    Change a strategy only through `raceme.strategy.verbs`.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        ADOPTED = "adopted", _("adopted")
        RETIRED = "retired", _("retired")

    version = models.PositiveIntegerField(_("version"), default=1)
    title = models.CharField(_("title"), max_length=200)
    mission = models.TextField(
        _("mission"), blank=True, help_text=_("What the organisation is for, and for whom.")
    )
    vision = models.TextField(
        _("vision"), blank=True, help_text=_("The wanted state in five to ten years.")
    )
    from_year = models.PositiveSmallIntegerField(
        _("from year"), null=True, blank=True, validators=YEAR
    )
    to_year = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True, validators=YEAR)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)

    class Meta:
        ordering = ["-version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "version"],
                name="strategy_version_once",
                violation_error_message=_("There is already a strategy with this version."),
            ),
            models.CheckConstraint(
                name="strategy_adopted_means_day_known",
                condition=~Q(status="adopted") | Q(adopted_on__isnull=False),
                violation_error_message=_("An adopted strategy has a day of adoption."),
            ),
            models.CheckConstraint(
                name="strategy_ends_after_it_begins",
                condition=Q(from_year__isnull=True)
                | Q(to_year__isnull=True)
                | Q(to_year__gte=F("from_year")),
                violation_error_message=_("A strategy does not end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_retired(self) -> bool:
        return self.status == self.Status.RETIRED

    @property
    def period(self) -> str:
        """The years it is meant for, as far as somebody has said so."""
        years = {"first": self.from_year, "last": self.to_year}
        if self.from_year is not None and self.to_year is not None:
            return gettext("%(first)s to %(last)s") % years
        if self.from_year is not None:
            return gettext("from %(first)s") % years
        return "" if self.to_year is None else gettext("until %(last)s") % years


class Objective(ClusterRecord):
    """A strategic objective: a long-term aim, three to seven years ahead.

    Services serve it from 0 (not at all) to 4 (wholly). Service categories listed here serve it
    with 3 unless a service says otherwise.
    """

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="objectives")
    # The same objective in the earliest version of the strategy in which it stands; None there.
    first = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    code = models.CharField(_("code"), max_length=20, help_text=_("Short, such as O1."))
    name = models.CharField(_("name"), max_length=250)
    description = models.TextField(_("description"), blank=True)
    weight = models.FloatField(
        _("weight"),
        default=1.0,
        validators=[MinValueValidator(0.0), MaxValueValidator(WEIGHT_MAX)],
        help_text=_("How important it is beside the other objectives."),
    )
    full = models.FloatField(
        _("services to reach it"),
        default=3.0,
        validators=[MaxValueValidator(FULL_MAX)],
        help_text=_("How many wholly serving services it takes to reach it; 3 is usual."),
    )
    categories = models.JSONField(_("service categories"), default=list, blank=True)
    assumption = models.TextField(
        _("assumption"),
        blank=True,
        help_text=_("What must hold true outside of your hands, so that it helps the vision."),
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "code"],
                name="objective_code_once",
                violation_error_message=_("Another objective has this code."),
            ),
            models.CheckConstraint(
                name="objective_weight_not_negative",
                condition=Q(weight__gte=0),
                violation_error_message=_("A weight is 0 or more."),
            ),
            models.CheckConstraint(
                name="objective_full_positive",
                condition=Q(full__gt=0),
                violation_error_message=_("It takes more than 0 services."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
