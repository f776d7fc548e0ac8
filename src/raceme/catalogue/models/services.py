"""The services a cluster organisation offers or could offer, and what they answer and serve."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord, Seat
from raceme.catalogue import words
from raceme.catalogue.models.stages import Stage
from raceme.members.models import Organisation
from raceme.strategy.models import Objective
from raceme.vocabulary.categories import label_of_category
from raceme.vocabulary.topics import label_of_topic

NOT_NEGATIVE = [MinValueValidator(Decimal(0))]


def check_targets(codes: object) -> None:
    """Refuse whoever is not in the list of those a service can be for."""
    _check_codes(codes, words.TARGETS)


def check_funding(codes: object) -> None:
    """Refuse what is not in the list of those who can pay."""
    _check_codes(codes, words.FUNDING)


def _check_codes(codes: object, known: Mapping[str, object]) -> None:
    if not isinstance(codes, list) or any(code not in known for code in codes):
        raise ValidationError(
            _("Only these are possible: %(codes)s.") % {"codes": ", ".join(known)}
        )


@dataclass(frozen=True, slots=True)
class Stop:
    """A stage on the way of a service, as seen from where it is."""

    label: str
    is_behind: bool
    is_here: bool


class Service(ClusterRecord):
    """A repeatable offer of the cluster organisation, per edition (one event, one case, one year).

    Change a service only through `raceme.catalogue.verbs`.
    """

    code = models.CharField(_("id"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    category = models.CharField(_("category"), max_length=80)
    need = models.CharField(
        _("what members want it for"),
        max_length=300,
        blank=True,
        help_text=_("The need it answers, in one sentence and in the words of a member."),
    )
    description = models.TextField(
        _("description"), blank=True, help_text=_("What exactly members get, step by step.")
    )
    targets = models.JSONField(_("for whom"), default=list, blank=True, validators=[check_targets])
    level = models.CharField(_("level"), max_length=20, choices=words.LEVELS, blank=True)
    format = models.CharField(_("format"), max_length=20, choices=words.FORMATS, blank=True)
    delivered_by = models.CharField(
        _("how it is delivered"), max_length=20, choices=words.DELIVERY, blank=True
    )
    funding = models.JSONField(_("who pays"), default=list, blank=True, validators=[check_funding])
    price_member_eur = models.DecimalField(
        _("price for members"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=NOT_NEGATIVE,
        help_text=_("For one participant of one edition. 0 if it is in the fee."),
    )
    price_guest_eur = models.DecimalField(
        _("price for non-members"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=NOT_NEGATIVE,
        help_text=_("Leave empty if it is for members only."),
    )
    kpis = models.TextField(
        _("what we measure"), blank=True, help_text=_("One measure on each line.")
    )
    mandate = models.TextField(
        _("policy mandate"),
        blank=True,
        help_text=_("If not members but policy asked for it: who, when, in which document."),
    )
    owner = models.ForeignKey(
        Seat,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="services",
        verbose_name=_("owner"),
        help_text=_("Who of the team answers for it."),
    )
    calendar = models.CharField(
        _("when it is offered"),
        max_length=250,
        blank=True,
        help_text=_("For instance: every March and October; on request within two weeks."),
    )
    aid_basis = models.CharField(
        _("State-aid basis"), max_length=20, choices=words.AID_BASES, blank=True
    )
    confidentiality = models.CharField(
        _("who may know of it"), max_length=20, choices=words.CONFIDENTIALITY, blank=True
    )
    archetype = models.CharField(
        _("adopted from"), max_length=20, blank=True, editable=False
    )  # id in the reference library; empty for a service of one's own
    archetype_version = models.PositiveSmallIntegerField(
        _("version of the library"), null=True, blank=True, editable=False
    )
    stage = models.CharField(
        _("stage"), max_length=20, choices=Stage, default=Stage.IDEA, editable=False
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
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
            models.CheckConstraint(
                name="service_prices_not_negative",
                condition=(Q(price_member_eur__isnull=True) | Q(price_member_eur__gte=0))
                & (Q(price_guest_eur__isnull=True) | Q(price_guest_eur__gte=0)),
                violation_error_message=_("A price is 0 or more."),
            ),
            models.CheckConstraint(name="service_stage_known", condition=Q(stage__in=Stage.values)),
            models.CheckConstraint(
                name="service_retired_is_a_stage",
                condition=Q(stage="retired", retired_at__isnull=False)
                | (~Q(stage="retired") & Q(retired_at__isnull=True)),
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

    @property
    def stands_at(self) -> Stage:
        return Stage(self.stage)

    @property
    def way_in_short(self) -> list["Stop"]:
        """The stages in the order of the way, each with where the service is from there."""
        here = self.stands_at.place
        return [
            Stop(str(stage.label), stage.place < here, stage.place == here)
            for stage in Stage
            if stage != Stage.RETIRED
        ]

    @property
    def target_labels(self) -> list[str]:
        return words.labels_of(self.targets, words.TARGETS)

    @property
    def funding_labels(self) -> list[str]:
        return words.labels_of(self.funding, words.FUNDING)

    @property
    def kpi_list(self) -> list[str]:
        return [line.strip() for line in self.kpis.splitlines() if line.strip()]


class Provider(models.Model):
    """Who takes part in delivering a service beside the team: one of our organisations or not."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="providers")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="provides"
    )
    name = models.CharField(_("name"), max_length=250, blank=True)  # where it is none of ours
    role = models.CharField(_("what it does"), max_length=20, choices=words.PROVIDER_ROLES)
    note = models.CharField(_("note"), max_length=250, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="provider_is_an_organisation_or_a_name",
                condition=(Q(organisation__isnull=True) & ~Q(name=""))
                | Q(organisation__isnull=False, name=""),
                violation_error_message=_("Say who it is."),
            ),
            models.UniqueConstraint(
                fields=["service", "organisation", "role"],
                condition=Q(organisation__isnull=False),
                name="provider_once_in_a_role",
                violation_error_message=_("This organisation stands here twice."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation) if self.organisation else self.name


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
