"""Datasets: a panel of regions, industries and years, and where it comes from."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.vocabulary import nace, nuts

LEVELS = ("region", "industry")


class Dataset(ClusterRecord):
    """Statistics on regions and industries, with everything one must know to quote them.

    Change a dataset only through `raceme.region.verbs`.
    """

    class State(models.TextChoices):
        NEW = "new", _("its columns are not named yet")
        READ = "read", _("read")

    title = models.CharField(_("title"), max_length=200)
    source = models.CharField(
        _("source"),
        max_length=300,
        help_text=_("Who publishes it, and under which name, such as “Eurostat, sbs_r_nuts06_r2”."),
    )
    licence = models.CharField(
        _("licence"), max_length=120, help_text=_("What may be done with it, such as CC BY 4.0.")
    )
    link = models.URLField(_("where it is found"), blank=True)
    published_on = models.DateField(
        _("state of"), null=True, blank=True, help_text=_("The day it was published or fetched.")
    )
    measure = models.CharField(
        _("what is counted"), max_length=80, help_text=_("Such as “persons employed”.")
    )
    nace_revision = models.CharField(
        _("industries are"),
        max_length=5,
        choices=[(one, f"NACE Rev. {one}") for one in nace.REVISIONS] + [("", _("other codes"))],
        blank=True,
        default="2",
    )
    nuts_version = models.CharField(
        _("regions are"),
        max_length=5,
        choices=[(one, f"NUTS {one}") for one in nuts.VERSIONS] + [("", _("other codes"))],
        blank=True,
        default=nuts.NEWEST,
    )
    note = models.TextField(_("note"), blank=True, max_length=2000)
    file_name = models.CharField(_("file"), max_length=200, editable=False)
    size = models.PositiveIntegerField(editable=False)
    digest = models.CharField(max_length=64, editable=False)  # SHA-256 of the file as it came
    # role (region, industry, year, value, flag, output, units) → column of the file
    columns = models.JSONField(default=dict, blank=True, editable=False)
    only = models.JSONField(default=dict, blank=True, editable=False)  # column → value
    # What was read: rows, known, years, flags, codes by length. See bridge.files.
    counts: Any = models.JSONField(default=dict, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.NEW, editable=False
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False
    )
    taken_at = models.DateTimeField(_("brought in"), editable=False)

    class Meta:
        ordering = ["-taken_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="dataset_read_means_counted", condition=~Q(state="read") | ~Q(counts={})
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_read(self) -> bool:
        return self.state == self.State.READ

    @property
    def coverage(self) -> float | None:
        """The share of its cells that are known; None before it was read."""
        rows = self.counts.get("rows")
        return self.counts["known"] / rows if rows else None


class DatasetFile(models.Model):
    """The file as it came, and the panel read from it (Parquet), apart so that lists stay quick."""

    dataset = models.OneToOneField(Dataset, models.CASCADE, related_name="file")
    content = models.BinaryField()
    panel = models.BinaryField(null=True)

    def __str__(self) -> str:
        return str(self.dataset)
