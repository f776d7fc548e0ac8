"""The service plan of a year: what was adopted, from which scenario, and what people made of it."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord, Seat
from raceme.catalogue.models import Service
from raceme.portfolio.models.scenario import Scenario
from raceme.vocabulary.categories import label_of_category

NOT_NEGATIVE = MinValueValidator(Decimal(0))
FIGURES = ("editions", "person_days", "cost_eur", "income_eur", "reach")  # of a line
EDITIONS_MAX = 1000  # more is a slip of the fingers


class ServicePlan(ClusterRecord):
    """What the cluster organisation offers in a year, once it has been adopted.

    One plan is in force in a year. Earlier ones are kept: superseded by a later one, or taken back.
    Change a service plan only through `raceme.portfolio.verbs`.
    """

    class State(models.TextChoices):
        IN_FORCE = "in_force", _("in force")
        SUPERSEDED = "superseded", _("superseded")
        TAKEN_BACK = "taken_back", _("taken back")

    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    scenario = models.ForeignKey(
        Scenario, models.PROTECT, related_name="service_plans", verbose_name=_("scenario")
    )
    name = models.CharField(_("name"), max_length=120)  # of the scenario, as it was called
    adopted_on = models.DateField(_("adopted on"))
    adopted_by = models.CharField(
        _("adopted by"), max_length=200, help_text=_("For instance: the board, or a name.")
    )
    note = models.TextField(_("note"), blank=True)
    budget_eur = models.DecimalField(
        _("budget"), max_digits=12, decimal_places=2, validators=[NOT_NEGATIVE]
    )
    person_days = models.DecimalField(
        _("person-days"), max_digits=10, decimal_places=4, validators=[NOT_NEGATIVE]
    )
    computed_at = models.DateTimeField(_("computed on"))
    summary = models.JSONField()  # the figures of the computation, as it was adopted
    why_outdated = models.TextField(_("reason for adopting an outdated plan"), blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.IN_FORCE, editable=False
    )
    ended_at = models.DateTimeField(_("no longer in force since"), null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="superseded",
        null=True,
        blank=True,
        verbose_name=_("superseded by"),
    )

    class Meta:
        ordering = ["-year", "-adopted_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "year"],
                condition=Q(state="in_force"),
                name="one_service_plan_in_force",
                violation_error_message=_("Another plan of this year is in force."),
            ),
            models.CheckConstraint(
                name="service_plan_ended_unless_in_force",
                condition=Q(state="in_force", ended_at__isnull=True)
                | (~Q(state="in_force") & Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"

    @property
    def is_in_force(self) -> bool:
        return self.state == self.State.IN_FORCE


class PlanLine(ClusterRecord):
    """One service of a service plan: how often, by whom, in which months, and what it takes.

    Figures are of one edition and stay as they were adopted, whatever becomes of the service in the
    catalogue. What people change stands beside what was computed, with their reason.
    """

    plan = models.ForeignKey(ServicePlan, models.PROTECT, related_name="lines")
    service = models.ForeignKey(Service, models.PROTECT, related_name="plan_lines")
    name = models.CharField(_("name"), max_length=200)
    category = models.CharField(_("category"), max_length=80)
    editions = models.PositiveSmallIntegerField(
        _("editions"),
        validators=[MaxValueValidator(EDITIONS_MAX)],
        help_text=_("0 takes the service out of the plan; the line stays."),
    )
    person_days = models.DecimalField(
        _("person-days"), max_digits=10, decimal_places=4, validators=[NOT_NEGATIVE]
    )
    cost_eur = models.DecimalField(
        _("cost"), max_digits=12, decimal_places=2, validators=[NOT_NEGATIVE]
    )
    income_eur = models.DecimalField(
        _("income"), max_digits=12, decimal_places=2, validators=[NOT_NEGATIVE]
    )
    reach = models.FloatField(
        _("members reached"), validators=[MinValueValidator(0.0), MaxValueValidator(1_000_000.0)]
    )
    computed = models.JSONField(_("as computed"), null=True, blank=True, editable=False)
    reason = models.TextField(_("reason"), blank=True)  # for being otherwise than computed
    topics = models.JSONField(_("needs it answers"), default=list, blank=True)
    objectives = models.JSONField(_("objectives it serves"), default=list, blank=True)
    responsible = models.ForeignKey(
        Seat,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("responsible"),
    )
    months = models.JSONField(_("months"), default=list, blank=True)  # 1 to 12, ascending

    class Meta:
        ordering = ["plan", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "service"],
                name="service_once_in_a_plan",
                violation_error_message=_("This service stands in the plan already."),
            ),
            models.CheckConstraint(
                name="plan_line_figures_not_negative",
                condition=Q(person_days__gte=0)
                & Q(cost_eur__gte=0)
                & Q(income_eur__gte=0)
                & Q(reach__gte=0),
                violation_error_message=_("Days, cost, income and reach are 0 or more."),
            ),
            models.CheckConstraint(
                name="plan_line_by_hand_has_a_reason",
                condition=Q(computed__isnull=False) | ~Q(reason=""),
                violation_error_message=_("Say why the plan is otherwise than computed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.name}"

    def clean(self) -> None:
        """Months are months, each once, in the order of the year."""
        months = self.months if isinstance(self.months, list) else [None]
        if not all(isinstance(one, int) and 1 <= one <= 12 for one in months):
            raise ValidationError({"months": _("A month is a number from 1 to 12.")})
        self.months = sorted(set(months))

    @property
    def category_label(self) -> str:
        return label_of_category(self.category)

    @property
    def is_in(self) -> bool:
        return self.editions > 0

    @property
    def figures(self) -> dict[str, float]:
        exact = {name: float(getattr(self, name)) for name in FIGURES}
        return exact | {"editions": self.editions}

    @property
    def changed_figures(self) -> list[str]:
        """Names of the figures that people set otherwise than computed; none of a line by hand."""
        computed = self.computed or {}
        return [name for name, value in computed.items() if self.figures[name] != value]

    @property
    def is_as_computed(self) -> bool:
        return self.computed is not None and not self.changed_figures

    @property
    def total_days(self) -> Decimal:
        return self.editions * self.person_days

    @property
    def total_cost_eur(self) -> Decimal:
        return self.editions * self.cost_eur

    @property
    def total_income_eur(self) -> Decimal:
        return self.editions * self.income_eur

    @property
    def total_net_cost_eur(self) -> Decimal:
        return self.total_cost_eur - self.total_income_eur

    @property
    def total_reach(self) -> float:
        return self.editions * self.reach
