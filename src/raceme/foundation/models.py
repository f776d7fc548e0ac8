"""The history of every change, and what people choose to see.

Written through `raceme.foundation.history` and `raceme.foundation.listing` only.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Batch(models.Model):
    """Several changes that belong together and can be undone together: an import, a merger."""

    verb = models.CharField(_("act"), max_length=60)
    label = models.CharField(_("what"), max_length=200)
    cluster_id = models.BigIntegerField(null=True, db_index=True)
    user_id = models.BigIntegerField(null=True)
    author = models.CharField(_("who"), max_length=200)
    at = models.DateTimeField(_("when"))
    undone_at = models.DateTimeField(_("undone"), null=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.author}: {self.verb} {self.label}"


class Change(models.Model):
    """One act: who did what to which row, when, and what it changed.

    Rows are named by kind and number, not by a foreign key: history outlives what it tells of.
    """

    class Effect(models.TextChoices):
        """What the act did to the row."""

        NEW = "new", _("made")
        CHANGED = "changed", _("changed")
        GONE = "gone", _("taken away")

    verb = models.CharField(_("act"), max_length=60)
    effect = models.CharField(_("effect"), max_length=10, choices=Effect, default=Effect.CHANGED)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="changes", null=True)
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


class ShownColumns(models.Model):
    """Which columns of a list a person wants to see, wherever he or she works."""

    user_id = models.BigIntegerField()
    list_name = models.CharField(max_length=60)
    columns = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user_id", "list_name"], name="columns_once_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.list_name}: {', '.join(self.columns)}"
