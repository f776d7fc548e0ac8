"""How far a service has come, and who let it pass which gate, when and on what evidence."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """The way of a service. A stage is reached by passing its gate: what it names is done."""

    IDEA = "idea", _("idea")
    NEED_CONFIRMED = "need_confirmed", _("need confirmed")
    CONCEPT = "concept", _("concept")
    BUSINESS_CASE = "business_case", _("business case")
    PILOT = "pilot", _("pilot")
    EVALUATED = "evaluated", _("evaluated")
    IN_PORTFOLIO = "in_portfolio", _("in portfolio")
    REVIEWED = "reviewed", _("reviewed")
    RETIRED = "retired", _("retired")

    @property
    def place(self) -> int:
        """Its place on the way, from 0."""
        return list(Stage).index(self)

    @property
    def following(self) -> "Stage | None":
        """The stage whose gate is next; None where only reviewing or retiring is left."""
        later = self.up_to(Stage.REVIEWED)
        return later[0] if later else None

    def up_to(self, other: "Stage") -> tuple["Stage", ...]:
        """The stages after this one up to another, in the order of the way."""
        return tuple(Stage)[self.place + 1 : other.place + 1]


# The stages at which the offer is still being written: its words may change without a new version.
DRAFTING = (Stage.IDEA, Stage.NEED_CONFIRMED)
# The stages of a service that members find in the offer.
RUNNING = (Stage.IN_PORTFOLIO, Stage.REVIEWED)


class StageChange(models.Model):
    """That a service came to a stage: who let it, when, why, and what evidence there was then.

    Written once by `raceme.catalogue.verbs`, never rewritten.
    """

    class Act(models.TextChoices):
        BEGUN = "begun", _("written down")
        PASSED = "passed", _("gate passed")
        SENT_BACK = "sent_back", _("sent back")
        RETIRED = "retired", _("retired")
        OFFERED_AGAIN = "offered_again", _("offered again")
        TAKEN_OVER = "taken_over", _("taken over as it stood")

    service = models.ForeignKey("catalogue.Service", models.PROTECT, related_name="stage_changes")
    act = models.CharField(_("what was done"), max_length=20, choices=Act)
    from_stage = models.CharField(_("from"), max_length=20, choices=Stage, blank=True)
    to_stage = models.CharField(_("to"), max_length=20, choices=Stage)
    reason = models.TextField(_("reason"), blank=True)
    evidence = models.JSONField(_("evidence"), default=list, blank=True)  # gates.as_kept
    has_all_evidence = models.BooleanField(null=True, blank=True)  # None: nobody looked for it
    author = models.CharField(_("who"), max_length=200)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["service", "-at"], name="stage_change_of_a_service")]
        constraints = [
            models.CheckConstraint(
                name="stage_passed_without_evidence_has_a_reason",
                condition=Q(has_all_evidence__isnull=True)
                | Q(has_all_evidence=True)
                | ~Q(reason="")
                | Q(to_stage="idea"),  # nobody is asked to justify an idea
                violation_error_message=_("Say why the gate is passed without all evidence."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.get_to_stage_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new row; one that stands is never rewritten."""
        super().save(force_insert=True)
