"""Groupings of industries that a cluster organisation makes itself, version by version."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.vocabulary import nace


class OwnGrouping(ClusterRecord):
    """A list of groups of industries, such as value chains, that somebody in the team keeps.

    What is in it stands in its versions. Change a grouping only through `raceme.region.verbs`.
    """

    name = models.CharField(_("name"), max_length=120)
    source = models.CharField(
        _("where the definition comes from"),
        max_length=300,
        help_text=_(
            "Such as a study, an annex, or who of the team decided; it stands under figures."
        ),
    )
    nace_revision = models.CharField(
        _("edition of NACE"),
        max_length=5,
        choices=[(one, f"NACE Rev. {one}") for one in nace.REVISIONS],
        default="2",
    )
    copied_from = models.CharField(_("copied from"), max_length=200, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    class Meta:
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint(
                "cluster",
                Lower("name"),
                condition=Q(ended_at__isnull=True),
                name="grouping_name_once",
                violation_error_message=_("Another grouping has this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class GroupingVersion(ClusterRecord):
    """What is in a grouping, as it was saved once; never changed again.

    `groups`: [{"code", "label", "codes"}], in order. Figures name the version they rest on.
    """

    grouping = models.ForeignKey(OwnGrouping, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    groups: Any = models.JSONField(_("groups"), default=list, blank=True)
    note = models.CharField(_("what was changed"), max_length=250, blank=True)
    saved_at = models.DateTimeField(_("saved"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["grouping", "number"], name="grouping_version_once",
                violation_error_message=_("Somebody else saved a version just now."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.grouping} ({self.number})"

    def clean(self) -> None:
        """Every group has a name of its own, and codes that its edition of NACE has, each once."""
        activities = nace.activities(self.grouping.nace_revision)
        labels = [group["label"].strip().lower() for group in self.groups]
        if len(set(labels)) < len(labels) or "" in labels:
            raise ValidationError(_("Every group has a name of its own."))
        for group in self.groups:
            unknown = [one for one in group["codes"] if activities.named(one) is None]
            if unknown:
                raise ValidationError(
                    _("%(code)s is no code of NACE Rev. %(revision)s.")
                    % {"code": unknown[0], "revision": self.grouping.nace_revision}
                )
            if not group["codes"]:
                raise ValidationError(
                    _("The group “%(group)s” has no activity.") % {"group": group["label"]}
                )

    def label_of(self, code: str) -> str:
        """Name a group of this version; a code that it lacks stays as it is written."""
        return next((one["label"] for one in self.groups if one["code"] == code), code)
