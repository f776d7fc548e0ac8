"""The services a cluster organisation offers or could offer, and what they answer and serve."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.strategy.models import Objective
from raceme.vocabulary.categories import label_of_category
from raceme.vocabulary.topics import label_of_topic


class Service(ClusterRecord):
    """A repeatable offer of the cluster organisation, per edition (one event, one case, one year).

    Change a service only through `raceme.catalogue.verbs`.
    """

    code = models.CharField(_("id"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    category = models.CharField(_("category"), max_length=80)
    description = models.TextField(_("description"), blank=True)
    archetype = models.CharField(
        _("adopted from"), max_length=20, blank=True, editable=False
    )  # id in the reference library; empty for a service of one's own
    person_days = models.DecimalField(
        _("person-days"),
        max_digits=10,
        decimal_places=4,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("Of the cluster team, for one edition."),
    )
    cost_eur = models.DecimalField(
        _("cost"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("For one edition, before any income."),
    )
    income_eur = models.DecimalField(
        _("income"),
        max_digits=12,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("Fees, sponsors and project money that one edition brings."),
    )
    reach = models.FloatField(
        _("members reached"),
        validators=[MinValueValidator(0.0), MaxValueValidator(1_000_000.0)],
        help_text=_("By one edition."),
    )
    max_editions = models.PositiveSmallIntegerField(_("editions a year at most"), default=1)
    is_cross_sectoral = models.BooleanField(_("joins firms of different sectors"), default=False)
    is_for_emerging = models.BooleanField(_("suits emerging industries"), default=False)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "code"],
                name="service_code_once",
                violation_error_message=_("Another service has this id."),
            ),
            models.CheckConstraint(
                name="service_figures_not_negative",
                condition=Q(person_days__gte=0)
                & Q(cost_eur__gte=0)
                & Q(income_eur__gte=0)
                & Q(reach__gte=0),
                violation_error_message=_("Days, cost, income and reach are 0 or more."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def net_cost_eur(self) -> Decimal:
        return self.cost_eur - self.income_eur

    @property
    def category_label(self) -> str:
        return label_of_category(self.category)

    @property
    def is_offered(self) -> bool:
        return self.retired_at is None


class TopicAnswer(models.Model):
    """How well a service answers a need topic: 0 not at all … 1 wholly."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="answers")
    topic = models.CharField(_("topic"), max_length=80)
    strength = models.FloatField(
        _("strength"), validators=[MinValueValidator(0.0), MaxValueValidator(1.0)]
    )

    class Meta:
        ordering = ["-strength", "topic"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "topic"],
                name="topic_answered_once_by_a_service",
                violation_error_message=_("This topic stands here twice."),
            ),
            models.CheckConstraint(
                name="topic_answer_0_to_1",
                condition=Q(strength__range=(0, 1)),
                violation_error_message=_("A strength is between 0 and 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{label_of_topic(self.topic)} {self.strength:g}"

    @property
    def topic_label(self) -> str:
        return label_of_topic(self.topic)


class Contribution(models.Model):
    """How much a service serves an objective: 0 not at all … 4 wholly."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="contributions")
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="contributions")
    strength = models.FloatField(
        _("strength"), validators=[MinValueValidator(0.0), MaxValueValidator(4.0)]
    )

    class Meta:
        ordering = ["objective__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "objective"],
                name="objective_served_once_by_a_service",
                violation_error_message=_("This objective stands here twice."),
            ),
            models.CheckConstraint(
                name="contribution_0_to_4",
                condition=Q(strength__range=(0, 4)),
                violation_error_message=_("A strength is between 0 and 4."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.objective.code} {self.strength:g}"
