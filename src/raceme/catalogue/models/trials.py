"""What was tried with a few members first, and what the yearly review said."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.catalogue.models.services import Service
from raceme.members.models import Organisation

MARKS = [(1, _("1 not at all")), (2, _("2 hardly")), (3, _("3 partly")), (4, _("4 largely"))]
MARKS += [(5, _("5 fully"))]


class Pilot(ClusterRecord):
    """A trial of a service with three to five members, before it is offered to all.

    Change it only through `raceme.catalogue.verbs`.
    """

    service = models.ForeignKey(Service, models.PROTECT, related_name="pilots")
    began_on = models.DateField(_("began on"))
    ended_on = models.DateField(
        _("ended on"), null=True, blank=True, help_text=_("Leave empty while it is going on.")
    )
    tried = models.TextField(_("what was tried"), help_text=_("The service as the members got it."))
    outcomes = models.TextField(
        _("first outcomes"),
        blank=True,
        help_text=_("What came of it for the members: contacts, ideas, projects, decisions."),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-began_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="pilot_ends_after_it_began",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("began_on")),
                violation_error_message=_("A pilot ends after it has begun."),
            )
        ]

    def __str__(self) -> str:
        return str(self.service)

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_going_on(self) -> bool:
        return self.ended_on is None and not self.is_withdrawn


class PilotMember(models.Model):
    """A member that took part in a pilot, and what it thought of the service."""

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="participants")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="pilots")
    feedback = models.PositiveSmallIntegerField(
        _("satisfaction"),
        choices=MARKS,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    comment = models.CharField(_("in its own words"), max_length=500, blank=True)

    class Meta:
        ordering = ["organisation__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "organisation"],
                name="organisation_once_in_a_pilot",
                violation_error_message=_("This member stands here twice."),
            ),
            models.CheckConstraint(
                name="pilot_feedback_1_to_5",
                condition=Q(feedback__isnull=True) | Q(feedback__range=(1, 5)),
                violation_error_message=_("Satisfaction is between 1 and 5, or unknown."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Review(ClusterRecord):
    """The yearly look at a service: keep it, change it or stop it, and why.

    Change it only through `raceme.catalogue.verbs`.
    """

    class Decision(models.TextChoices):
        KEEP = "keep", _("keep it as it is")
        CHANGE = "change", _("change it")
        STOP = "stop", _("stop it")

    service = models.ForeignKey(Service, models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField(_("reviewed on"))
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    reason = models.TextField(_("reason"))
    editions = models.PositiveIntegerField(
        _("editions since the last review"),
        null=True,
        blank=True,
        help_text=_("Leave empty if unknown."),
    )
    members_reached = models.PositiveIntegerField(
        _("members reached"), null=True, blank=True, help_text=_("By all of them, each once.")
    )
    cost_eur = models.DecimalField(
        _("cost of all editions"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    satisfaction = models.DecimalField(
        _("mean satisfaction"),
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(1)), MaxValueValidator(Decimal(5))],
        help_text=_("1 not at all … 5 fully."),
    )
    outcomes = models.TextField(_("outcomes"), blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-reviewed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="review_says_why",
                condition=~Q(reason=""),
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                name="review_figures_possible",
                condition=(Q(cost_eur__isnull=True) | Q(cost_eur__gte=0))
                & (Q(satisfaction__isnull=True) | Q(satisfaction__range=(1, 5))),
                violation_error_message=_("Cost is 0 or more, satisfaction between 1 and 5."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.service)

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def cost_per_edition_eur(self) -> Decimal | None:
        """What one edition cost; unknown where either figure is, or none was held."""
        return (
            self.cost_eur / self.editions if self.cost_eur is not None and self.editions else None
        )
