"""How the objectives are to be reached: fields of action, and the measures in them."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.strategy.models.strategies import Objective, Strategy


class FieldOfAction(ClusterRecord):
    """A theme that bundles measures, and serves one objective or several. Three to seven are usual.

    Change fields and measures only through `raceme.strategy.verbs`.
    """

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="fields")
    first = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    code = models.CharField(_("code"), max_length=20, help_text=_("Short, such as F1."))
    name = models.CharField(_("name"), max_length=250)
    description = models.TextField(_("description"), blank=True)
    objectives = models.ManyToManyField(
        Objective, related_name="fields", verbose_name=_("objectives it serves")
    )
    assumption = models.TextField(
        _("assumption"),
        blank=True,
        help_text=_("What must hold true outside of your hands, so that it helps the objectives."),
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    class Meta:
        # F2 before F10.
        ordering = [Length("code"), "code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "code"],
                name="field_of_action_code_once",
                violation_error_message=_("Another field of action has this code."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Measure(ClusterRecord):
    """What is done in a field of action: by whom, with what money and people, from when to when."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    field = models.ForeignKey(
        FieldOfAction, models.PROTECT, related_name="measures", verbose_name=_("field of action")
    )
    first = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    code = models.CharField(_("code"), max_length=20, help_text=_("Short, such as F1.1."))
    name = models.CharField(_("name"), max_length=250)
    description = models.TextField(_("description"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PLANNED)
    responsible = models.CharField(
        _("responsible"), max_length=150, blank=True, help_text=_("A person, or a body.")
    )
    budget_eur = models.DecimalField(
        _("budget"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    person_days = models.DecimalField(
        _("person-days"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("Of the cluster team."),
    )
    begins_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    assumption = models.TextField(
        _("assumption"),
        blank=True,
        help_text=_("What must hold true outside of your hands, so that it can be done."),
    )

    class Meta:
        ordering = [Length("code"), "code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["field", "code"],
                name="measure_code_once",
                violation_error_message=_("Another measure of this field has this code."),
            ),
            models.CheckConstraint(
                name="measure_figures_not_negative",
                condition=(Q(budget_eur__isnull=True) | Q(budget_eur__gte=0))
                & (Q(person_days__isnull=True) | Q(person_days__gte=0)),
                violation_error_message=_("Budget and person-days are 0 or more."),
            ),
            models.CheckConstraint(
                name="measure_ends_after_it_begins",
                condition=Q(begins_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("begins_on")),
                violation_error_message=_("A measure does not end before it begins."),
            ),
            models.CheckConstraint(
                name="measure_status_known",
                condition=Q(status__in=["planned", "under_way", "done", "dropped"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_dropped(self) -> bool:
        return self.status == self.Status.DROPPED
