"""Organisations that may be one, as found by looking through the books; and what people said."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.members.models.organisation import Organisation

CUT_OFF_AFTER = timedelta(minutes=15)  # a look that has said nothing for so long was cut off


class Lookalike(ClusterRecord):
    """Two organisations that are likely one; or that somebody has said are not.

    What was found is replaced by every new look, what was decided stays. The facts are those of
    `raceme.cores.linking`, to be said in the language of whoever reads.
    """

    one = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    other = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    score = models.FloatField(_("how likely"))
    facts = models.JSONField(_("reasons"), default=list)
    decided_at = models.DateTimeField(_("told apart"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="lookalike_once"),
            models.CheckConstraint(
                name="lookalike_in_order", condition=Q(one__lt=models.F("other"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}"


class Look(ClusterRecord):
    """One look through the books for organisations that may be one, done in the background."""

    asked_at = models.DateTimeField(_("asked"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    trouble = models.CharField(_("what went wrong"), max_length=250, blank=True)
    up_to = models.BigIntegerField(default=0)  # number of the last change it has seen
    compared = models.PositiveIntegerField(_("organisations looked at"), default=0)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.cluster}: {self.asked_at:%Y-%m-%d}"

    def is_under_way(self, now: datetime) -> bool:
        return self.done_at is None and now - self.asked_at < CUT_OFF_AFTER
