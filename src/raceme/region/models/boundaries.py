"""Boundaries of regions, which each installation brings itself: their terms differ from ours."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.vocabulary import nuts


class Boundaries(ClusterRecord):
    """The outlines of regions in one version of NUTS, simplified for pictures.

    Change boundaries only through `raceme.region.verbs`.
    """

    attribution = models.CharField(
        _("attribution"),
        max_length=200,
        help_text=_("As their owner wants to be named, such as “© EuroGeographics”."),
    )
    licence = models.CharField(_("licence"), max_length=120)
    nuts_version = models.CharField(
        _("regions are"),
        max_length=5,
        choices=[(one, f"NUTS {one}") for one in nuts.VERSIONS] + [("", _("other codes"))],
        blank=True,
        default=nuts.NEWEST,
    )
    file_name = models.CharField(_("file"), max_length=200, editable=False)
    region_count = models.PositiveIntegerField(_("regions"), editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False
    )
    taken_at = models.DateTimeField(_("brought in"), editable=False)

    class Meta:
        ordering = ["-taken_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


class Outlines(models.Model):
    """The outlines themselves, apart, so that lists stay quick and history stays small."""

    boundaries = models.OneToOneField(Boundaries, models.CASCADE, related_name="outlines")
    content = models.BinaryField()  # code → polygons, as JSON, packed: see bridge.boundaries

    def __str__(self) -> str:
        return str(self.boundaries)
