"""Mapping runs: the settings, how far the computation is, and the tables that came out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.region.models.dataset import Dataset

# A computation that has not said anything for so long was cut off (power, kill, restart).
SILENCE = timedelta(minutes=3)


class MappingRun(ClusterRecord):
    """A dataset measured with stated settings: a version of all figures, never changed again.

    Change a run only through `raceme.region.verbs`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for its turn")
        RUNNING = "running", _("being computed")
        DONE = "done", _("computed")
        FAILED = "failed", _("failed")

    class Stars(models.TextChoices):
        OBSERVATORY = "observatory-2006", _("Cluster Observatory 2006: size, specialisation, focus")
        PANORAMA = "panorama-2014", _("Cluster Panorama 2014: also productivity and dynamism")

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="runs", editable=False)
    region_length = models.PositiveSmallIntegerField(
        _("level of regions"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    industry_length = models.PositiveSmallIntegerField(
        _("level of industries"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    stars = models.CharField(_("stars by"), max_length=30, choices=Stars, default=Stars.OBSERVATORY)
    minimum_region_size = models.FloatField(
        _("smallest region"),
        default=0.0,
        validators=[MinValueValidator(0.0)],
        help_text=_("Regions with a smaller total get no stars and do not enter comparisons."),
    )
    absent_is_zero = models.BooleanField(
        _("a cell without a row is zero"),
        default=False,
        help_text=_("True of trade statistics; in much of Eurostat such a cell is unknown."),
    )
    # versions of own groupings that it measures, by number of the row
    groupings: Any = models.JSONField(_("own groupings"), default=list, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.WAITING, editable=False
    )
    stage = models.CharField(max_length=40, blank=True, editable=False)
    share_done = models.FloatField(default=0.0, editable=False)
    started_at = models.DateTimeField(_("begun"), editable=False)
    heard_of_at = models.DateTimeField(editable=False)
    finished_at = models.DateTimeField(_("computed on"), null=True, editable=False)
    trouble = models.TextField(blank=True, editable=False)
    measured_by = models.CharField(max_length=40, blank=True, editable=False)  # our version
    # years, regions, industries, notes (what was set aside), coverage
    counts: Any = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["cluster", "-finished_at"], name="mapping_of_a_cluster")]
        constraints = [
            models.CheckConstraint(
                name="mapping_done_means_finished",
                condition=~Q(state="done") | Q(finished_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.dataset} #{self.pk}"

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def is_under_way(self) -> bool:
        return self.state in {self.State.WAITING, self.State.RUNNING}

    def is_cut_off(self, now: datetime) -> bool:
        """Whether its computation began and was never heard of again."""
        return self.state == self.State.RUNNING and now - self.heard_of_at > SILENCE

    @property
    def years(self) -> list[int]:
        """The years it has figures for, the earliest first."""
        return list(self.counts.get("years", []))


class ResultTable(models.Model):
    """One table of a run, kept as Parquet in the row: small, typed, read by columns and regions."""

    run = models.ForeignKey(MappingRun, models.CASCADE, related_name="tables")
    name = models.CharField(max_length=60)
    row_count = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["run", "name"]
        constraints = [
            models.UniqueConstraint(fields=["run", "name"], name="result_table_once_a_run")
        ]

    def __str__(self) -> str:
        return self.name
