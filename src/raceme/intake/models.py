"""Files that somebody sent in, how they are understood, and what became of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.foundation.models import Batch

# What has not been heard of for so long was cut off: by a power cut, or a stopped worker.
# All of it is one transaction, during which it cannot be heard.
SILENCE = timedelta(minutes=5)


class Upload(ClusterRecord):
    """A list of members or needs: first looked at, then loaded as a whole, or dropped.

    Change an upload only through `raceme.intake.verbs`.
    """

    class Holds(models.TextChoices):
        MEMBERS = "members", _("members")
        NEEDS = "needs", _("needs")

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for your word")
        LOADING = "loading", _("is being loaded")
        LOADED = "loaded", _("loaded")
        UNDOING = "undoing", _("is being undone")
        UNDONE = "undone", _("undone")
        DROPPED = "dropped", _("dropped")

    file_name = models.CharField(_("file"), max_length=200)
    size = models.PositiveIntegerField(_("size in bytes"))
    digest = models.CharField(max_length=64, editable=False)  # SHA-256 of the file
    holds = models.CharField(_("holds"), max_length=10, choices=Holds)
    sheet = models.CharField(_("sheet"), max_length=200, blank=True)
    # As the spreadsheet counts; 0: the table has none. Empty: found by itself.
    header_row = models.PositiveIntegerField(_("header row"), null=True, blank=True)
    with_asides = models.BooleanField(_("headings and sums are rows, too"), default=False)
    targets = models.JSONField(_("columns"), default=dict, blank=True)  # place → field
    for_all = models.JSONField(_("for all rows"), default=dict, blank=True)  # field → value
    decisions = models.JSONField(_("decisions"), default=dict, blank=True)  # row → what it is
    fills_gaps_only = models.BooleanField(_("only fill gaps"), default=False)
    forgives = models.BooleanField(_("leave out wrong cells"), default=False)
    leaves_out = models.BooleanField(_("leave out wrong rows"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.WAITING, editable=False
    )
    counts = models.JSONField(_("counts"), default=dict, blank=True, editable=False)
    trouble = models.TextField(blank=True, editable=False)
    share_done = models.FloatField(default=0.0, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("sent by"),
    )
    sent_at = models.DateTimeField(_("sent"), editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    heard_of_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False
    )
    undone_at = models.DateTimeField(_("undoing asked for"), null=True, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+", null=True, editable=False)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["cluster", "-sent_at"], name="upload_of_a_cluster")]
        constraints = [
            models.CheckConstraint(
                name="upload_loaded_means_a_batch",
                condition=~Q(state__in=["loaded", "undoing", "undone"]) | Q(batch__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_loaded(self) -> bool:
        return self.state == self.State.LOADED

    @property
    def is_loading(self) -> bool:
        return self.state == self.State.LOADING

    @property
    def is_undoing(self) -> bool:
        return self.state == self.State.UNDOING

    @property
    def is_busy(self) -> bool:
        """Whether it is being loaded or undone, or was when the machine stopped."""
        return self.is_loading or self.is_undoing

    def is_cut_off(self, now: datetime) -> bool:
        """Whether loading or undoing began and was never heard of again: nothing of it is kept."""
        return self.is_busy and (self.heard_of_at is None or now - self.heard_of_at > SILENCE)


class UploadedFile(models.Model):
    """The file itself, apart from what is known about it, so that lists stay quick.

    `seen` is the last preview: what would happen, as it was shown to the person.
    """

    upload = models.OneToOneField(Upload, models.CASCADE, related_name="file")
    content = models.BinaryField()
    seen: Any = models.JSONField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.upload)
