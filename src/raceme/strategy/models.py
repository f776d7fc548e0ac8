"""What the cluster organisation wants to reach, and how it will know."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord

# More is a slip of the fingers, and would drown everything else.
WEIGHT_MAX, FULL_MAX = 1_000_000.0, 1000.0


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
    vision = models.TextField(
        _("vision"), blank=True, help_text=_("The wanted state in five to ten years.")
    )
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
        ]

    def __str__(self) -> str:
        return self.title


class Objective(ClusterRecord):
    """A strategic objective: a long-term aim, three to seven years ahead.

    Services serve it from 0 (not at all) to 4 (wholly). Service categories listed here serve it
    with 3 unless a service says otherwise.
    """

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="objectives")
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


class Indicator(ClusterRecord):
    """What is measured to know whether an objective is reached."""

    objective = models.ForeignKey(Objective, models.PROTECT, related_name="indicators")
    name = models.CharField(_("name"), max_length=250)
    unit = models.CharField(_("unit"), max_length=40, help_text=_("For instance: firms, EUR, %."))
    baseline = models.DecimalField(
        _("baseline"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    target = models.DecimalField(
        _("target"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    target_on = models.DateField(_("to be reached by"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=250, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["objective__code", "name", "pk"]

    def __str__(self) -> str:
        return self.name
