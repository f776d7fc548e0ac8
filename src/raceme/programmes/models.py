"""Programmes over several cluster organisations: who officers are, who agreed, what was shown."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.programmes.words import INDICATOR_SET

FIRMS_MIN = 5  # no programme may show smaller cells


class Programme(models.Model):
    """A programme of an agency or ministry that several cluster organisations take part in."""

    slug = models.SlugField(_("address"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=200)
    agency = models.CharField(_("agency"), max_length=200)
    firms_min = models.PositiveSmallIntegerField(
        _("smallest cell that is shown"),
        default=FIRMS_MIN,
        validators=[MinValueValidator(FIRMS_MIN)],
    )
    founded_at = models.DateTimeField(_("since"))

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="programme_shows_no_small_cells", condition=Q(firms_min__gte=FIRMS_MIN)
            )
        ]

    def __str__(self) -> str:
        return self.name


class Officer(models.Model):
    """A person who may look at what a programme shows, from one day to another."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="officers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("given"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ["programme", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "user"],
                condition=Q(ended_at__isnull=True),
                name="officer_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.programme})"


class Agreement(ClusterRecord):
    """A cluster organisation is asked to take part; its figures count while it agrees.

    Change an agreement only through `raceme.programmes.verbs`.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="agreements")
    asked_at = models.DateTimeField(_("asked"))
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    # Which indicator set was agreed to: see words.INDICATOR_SET.
    indicators = models.PositiveSmallIntegerField(_("indicator set"), default=1)

    class Meta:
        ordering = ["programme__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "programme"], name="agreement_once_a_programme"
            )
        ]

    def __str__(self) -> str:
        return str(self.programme)

    @property
    def holds(self) -> bool:
        """Whether the cluster organisation agrees today."""
        return self.agreed_at is not None and self.ended_at is None

    @property
    def is_of_an_earlier_set(self) -> bool:
        """Whether it was agreed to less than is counted today, so that nothing counts anew."""
        return self.holds and self.indicators != INDICATOR_SET


class Edition(models.Model):
    """What a programme shows of a year, frozen: only what may be seen is stored at all."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="editions")
    year = models.PositiveSmallIntegerField(_("year"))
    firms_min = models.PositiveSmallIntegerField(_("smallest cell that is shown"))
    # groupings with their rows; a hidden number is null. See bridge.tables.
    tables: Any = models.JSONField(default=list)
    # what clusters tell of themselves; null where it is hidden. See bridge.edition.
    own: Any = models.JSONField(default=list)
    # what was counted, how and until when; empty where it was not written down
    definitions: Any = models.JSONField(default=dict)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    class Meta:
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "year"], name="edition_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.year}"
