"""What a service was at each time: every version of its concept is kept."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.catalogue.models.services import Service

# What makes the offer: a change of any of these makes a new version. Figures, topics, objectives,
# owner and calendar do not; the history tells of them.
CONCEPT_FIELDS = (
    "name",
    "category",
    "need",
    "description",
    "targets",
    "level",
    "format",
    "delivered_by",
    "funding",
    "price_member_eur",
    "price_guest_eur",
    "kpis",
    "is_cross_sectoral",
    "is_for_emerging",
    "aid_basis",
    "confidentiality",
)


class Version(models.Model):
    """One version of a service's concept, with what changed and why.

    While the offer is being written it is a draft, and changes. Once the gate of the concept is
    passed it is settled, and stays for ever: another change makes the next version.
    """

    service = models.ForeignKey(Service, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"), validators=[MinValueValidator(1)])
    concept = models.JSONField(_("concept"))  # CONCEPT_FIELDS and providers, as plain values
    changed = models.JSONField(_("what changed"), default=list, blank=True)  # names of these
    why = models.TextField(_("why"), blank=True)
    restored_from = models.PositiveIntegerField(_("restored from"), null=True, blank=True)
    author = models.CharField(_("who"), max_length=200)
    made_at = models.DateTimeField(_("when"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="version_number_once"),
            models.CheckConstraint(
                name="version_after_the_first_says_why", condition=Q(number=1) | ~Q(why="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.number}"

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None
