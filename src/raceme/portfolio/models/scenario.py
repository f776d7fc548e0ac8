"""Scenarios: what a plan must keep to, how far its computation is, and the answer."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.catalogue.models import Service
from raceme.strategy.models.strategies import WEIGHT_MAX

# A computation that has not said anything for so long was cut off (power, kill, restart).
SILENCE = timedelta(seconds=60)


class Scenario(ClusterRecord):
    """A year's limits and, once computed, the service plan that makes the best of them.

    Change a scenario only through `raceme.portfolio.verbs`.
    """

    class State(models.TextChoices):
        NEW = "new", _("not computed yet")
        WAITING = "waiting", _("waiting for its turn")
        RUNNING = "running", _("being computed")
        DONE = "done", _("computed")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("failed")

    name = models.CharField(_("name"), max_length=120)
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    budget_eur = models.DecimalField(
        _("budget"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("Money for all services after their own income."),
    )
    person_days = models.DecimalField(
        _("person-days"),
        max_digits=10,
        decimal_places=4,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("Days of the team that services may take."),
    )
    alignment_weight = models.FloatField(
        _("weight of the strategy"),
        default=0.4,
        validators=[MinValueValidator(0.0), MaxValueValidator(1.0)],
        help_text=_("0: only members' needs count … 1: only the strategy counts."),
    )
    own_income_share_min = models.FloatField(
        _("own income at least"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0.0), MaxValueValidator(1.0)],
        help_text=_("Share of the cost that services must earn, 0 to 1. Empty: no limit."),
    )
    cross_sectoral_min = models.PositiveSmallIntegerField(
        _("cross-sectoral services at least"), default=0
    )
    seed = models.PositiveIntegerField(
        _("seed"), default=1, help_text=_("The same seed draws the same samples of members.")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.NEW, editable=False
    )
    stage = models.CharField(max_length=20, blank=True, editable=False)
    share_done = models.FloatField(default=0.0, editable=False)
    started_at = models.DateTimeField(null=True, blank=True, editable=False)
    heard_of_at = models.DateTimeField(null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)
    stop_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    trouble = models.TextField(blank=True, editable=False)
    limits_version = models.PositiveIntegerField(default=1, editable=False)

    answer = models.JSONField(null=True, blank=True, editable=False)  # as in plan.json
    summary = models.JSONField(null=True, blank=True, editable=False)  # of the answer, for lists
    answered_at = models.DateTimeField(_("computed on"), null=True, blank=True, editable=False)
    answered_for = models.CharField(max_length=64, blank=True, editable=False)  # digest of the case
    # What the answer takes into account: these limits, and the history up to this change.
    answered_version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    answered_until = models.BigIntegerField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-year", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "year", "name"],
                name="scenario_name_once_a_year",
                violation_error_message=_("Another scenario of this year has this name."),
            ),
            models.CheckConstraint(
                name="scenario_done_means_answered",
                condition=~Q(state="done") | Q(answer__isnull=False),
            ),
            models.CheckConstraint(
                name="scenario_limits_not_negative",
                condition=Q(budget_eur__gte=0) & Q(person_days__gte=0),
                violation_error_message=_("Budget and person-days are 0 or more."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"

    @property
    def is_infeasible(self) -> bool:
        """Whether it was computed that no plan keeps all limits."""
        return self.summary is not None and self.summary["status"] == "infeasible"

    def is_outdated(self, newest_change: int) -> bool:
        """Whether its limits, or what it rests on (the newest change of that), have changed since.

        `newest_change`: see `raceme.portfolio.queries.newest_change_behind_plans`.
        """
        return self.answered_at is not None and (
            self.answered_version != self.limits_version
            or self.answered_until is None
            or newest_change > self.answered_until
        )

    @property
    def is_under_way(self) -> bool:
        return self.state in {self.State.WAITING, self.State.RUNNING}

    def is_cut_off(self, now: datetime) -> bool:
        """Whether its computation began and was never heard of again."""
        return (
            self.state == self.State.RUNNING
            and self.heard_of_at is not None
            and now - self.heard_of_at > SILENCE
        )


class Ruling(models.Model):
    """That a service must be, or must not be, in a scenario's plan."""

    class Kind(models.TextChoices):
        MUST = "must", _("must be offered")
        MUST_NOT = "must_not", _("must not be offered")

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="rulings")
    service = models.ForeignKey(Service, models.PROTECT, related_name="rulings")
    kind = models.CharField(_("ruling"), max_length=10, choices=Kind)

    class Meta:
        ordering = ["service__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "service"],
                name="one_ruling_for_a_service",
                violation_error_message=_("A service either must or must not be offered."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.service.code} {self.get_kind_display()}"


class Weighing(models.Model):
    """That an objective weighs otherwise in a scenario than in the strategy.

    The objective is named by its code, which it keeps from one version of the strategy to the next.
    """

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="weighings")
    objective = models.CharField(_("objective"), max_length=20)
    weight = models.FloatField(
        _("weight"), validators=[MinValueValidator(0.0), MaxValueValidator(WEIGHT_MAX)]
    )

    class Meta:
        ordering = ["objective"]
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "objective"],
                name="one_weight_for_an_objective",
                violation_error_message=_("An objective has one weight in a scenario."),
            ),
            models.CheckConstraint(
                name="weighing_not_negative",
                condition=Q(weight__gte=0),
                violation_error_message=_("A weight is 0 or more."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.objective} {self.weight:g}"


class Drawing(models.Model):
    """The pictures of a plan in one language, kept so that they are not drawn at each look."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="drawings")
    language = models.CharField(max_length=10)
    drawn_by = models.CharField(max_length=40)  # which release of the software
    pictures = models.JSONField()  # name -> SVG and its description

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "language"], name="one_drawing_for_a_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scenario} ({self.language})"
