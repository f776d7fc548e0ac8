"""The history of every change. Written through `raceme.foundation.history` only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """One act: who did what to which row, when, and what it changed.

    Rows are named by kind and number, not by a foreign key: history outlives what it tells of.
    """

    verb = models.CharField(_("act"), max_length=60)
    kind = models.CharField(_("kind"), max_length=60)
    thing_id = models.BigIntegerField(_("number"))
    thing_label = models.CharField(_("what"), max_length=200)
    values = models.JSONField(_("values"), default=dict)
    cluster_id = models.BigIntegerField(null=True, db_index=True)
    user_id = models.BigIntegerField(null=True)
    author = models.CharField(_("who"), max_length=200)
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "thing_id", "-at"], name="change_of_a_thing")]

    def __str__(self) -> str:
        return f"{self.author}: {self.verb} {self.thing_label}"
