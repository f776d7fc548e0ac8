"""How two organisations are tied to each other."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.members.models.organisation import Organisation


class Relation(ClusterRecord):
    """A tie between two organisations in the books: one owns, supplies, or works with the other."""

    class Kind(models.TextChoices):
        OWNS = "owns", _("holds shares of")
        SUPPLIES = "supplies", _("supplies")
        PARTNER = "partner", _("works with")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="relations")
    other = models.ForeignKey(Organisation, models.PROTECT, related_name="relations_to_it")
    kind = models.CharField(_("relation"), max_length=10, choices=Kind)
    share = models.FloatField(
        _("share held"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0.0), MaxValueValidator(1.0)],
        help_text=_("0 to 1; only where shares are held."),
    )
    since = models.DateField(_("since"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=250, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["kind", "other__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "other", "kind"],
                condition=Q(ended_at__isnull=True),
                name="relation_once",
                violation_error_message=_("This relation stands here twice."),
            ),
            models.CheckConstraint(
                name="relation_between_two",
                condition=~Q(organisation=models.F("other")),
                violation_error_message=_("An organisation has no relation to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.get_kind_display()} {self.other}"
