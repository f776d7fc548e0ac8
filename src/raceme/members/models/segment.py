"""Groups of organisations that somebody needs again and again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord


class Segment(ClusterRecord):
    """A filter with a name. Who belongs to it is found anew each time, never kept.

    `wanted` holds what `queries.Wanted.stored` gave. Change a segment only through
    `raceme.members.verbs`.
    """

    name = models.CharField(_("name"), max_length=80)
    wanted = models.JSONField(_("filter"), default=dict)
    is_shared = models.BooleanField(
        _("for everybody in the cluster organisation"),
        default=False,
        help_text=_("Otherwise only you see it."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("kept by"),
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    class Meta:
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint(
                "cluster",
                Lower("name"),
                condition=Q(is_shared=True, ended_at__isnull=True),
                name="segment_name_once_for_all",
                violation_error_message=_("Another segment of the cluster has this name."),
            ),
            models.UniqueConstraint(
                "cluster",
                "owner",
                Lower("name"),
                condition=Q(is_shared=False, ended_at__isnull=True),
                name="segment_name_once_of_one_person",
                violation_error_message=_("Another segment of yours has this name."),
            ),
            models.CheckConstraint(
                name="segment_is_somebodys",
                condition=Q(is_shared=True) | Q(owner__isnull=False),
                violation_error_message=_("A segment belongs to a person, or to everybody."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
