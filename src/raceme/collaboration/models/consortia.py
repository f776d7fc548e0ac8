"""Consortia: who answers a call together, what that takes, and how far it has come."""

from decimal import Decimal

from django.core.validators import MaxLengthValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raceme.access.models import ClusterRecord
from raceme.collaboration.models.calls import Call
from raceme.members.models import Organisation

SHORT = [MaxLengthValidator(4000)]
NOT_NEGATIVE = [MinValueValidator(Decimal(0))]


class Consortium(ClusterRecord):
    """An idea for a call, from its first day until the funder has answered.

    Change it, and what belongs to it, only through `raceme.collaboration.verbs`.
    """

    class Stage(models.TextChoices):
        IDEA = "idea", pgettext_lazy("consortium", "idea")
        PROPOSAL = "proposal", pgettext_lazy("consortium", "proposal being written")
        SUBMITTED = "submitted", pgettext_lazy("consortium", "submitted")
        GRANTED = "granted", pgettext_lazy("consortium", "granted")
        REFUSED = "refused", pgettext_lazy("consortium", "refused by the funder")
        DROPPED = "dropped", pgettext_lazy("consortium", "not pursued")

    # Work goes on in these; in the others it has come to an end, one way or another.
    UNDER_WAY = (Stage.IDEA, Stage.PROPOSAL, Stage.SUBMITTED)
    HANDED_IN = (Stage.SUBMITTED, Stage.GRANTED, Stage.REFUSED)

    call = models.ForeignKey(Call, models.PROTECT, related_name="consortia", verbose_name=_("call"))
    title = models.CharField(_("title"), max_length=200)
    idea = models.TextField(_("the idea in a few sentences"), blank=True, validators=SHORT)
    stage = models.CharField(
        _("stage"), max_length=10, choices=Stage, default=Stage.IDEA, editable=False
    )
    begun_at = models.DateTimeField(_("begun"), editable=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    reason = models.TextField(_("reason"), blank=True, validators=SHORT, editable=False)
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True, editable=False)
    asked_eur = models.DecimalField(
        _("asked for"), max_digits=15, decimal_places=2, null=True, blank=True,
        validators=NOT_NEGATIVE, editable=False,
    )  # fmt: skip
    answered_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)
    granted_eur = models.DecimalField(
        pgettext_lazy("amount", "granted"), max_digits=15, decimal_places=2, null=True, blank=True,
        validators=NOT_NEGATIVE, editable=False,
    )  # fmt: skip

    class Meta:
        ordering = ["-begun_at", "-pk"]
        indexes = [models.Index(fields=["cluster", "stage"], name="consortium_by_stage")]
        constraints = [
            models.CheckConstraint(
                name="consortium_handed_in_on_a_day",
                condition=~Q(stage__in=["submitted", "granted", "refused"])
                | Q(submitted_on__isnull=False),
            ),
            models.CheckConstraint(
                name="consortium_answered_on_a_day",
                condition=~Q(stage__in=["granted", "refused"]) | Q(answered_on__isnull=False),
            ),
            models.CheckConstraint(
                name="consortium_answered_after_it_was_handed_in",
                condition=Q(answered_on__isnull=True)
                | Q(answered_on__gte=models.F("submitted_on")),
                violation_error_message=_("The answer comes after the proposal was handed in."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether partners and competences can still be changed."""
        return self.stage in {self.Stage.IDEA, self.Stage.PROPOSAL}


class Requirement(ClusterRecord):
    """A competence that a consortium needs; by its key words members are found who have it."""

    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="requirements")
    title = models.CharField(_("what is needed"), max_length=120)
    terms = models.JSONField(_("key words"), default=list, blank=True)
    text = models.TextField(_("description"), blank=True, validators=SHORT)
    dropped_at = models.DateTimeField(_("dropped"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consortium", "title"],
                name="requirement_once",
                violation_error_message=_("This competence stands here already."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def wanted(self) -> list[str]:
        """What members are found by: the key words, or the title where there are none."""
        return list(self.terms) or [self.title]


class ConsortiumPartner(ClusterRecord):
    """An organisation that takes part in a consortium, or is asked to."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead partner")
        PARTNER = "partner", pgettext_lazy("role", "partner")
        ASSOCIATED = "associated", _("associated, without funding")

    class State(models.TextChoices):
        CANDIDATE = "candidate", _("candidate")
        INVITED = "invited", pgettext_lazy("consortium", "invited")
        AGREED = "agreed", pgettext_lazy("consortium", "takes part")
        DECLINED = "declined", pgettext_lazy("consortium", "declined")
        OUT = "out", pgettext_lazy("consortium", "not any more")

    AT_THE_TABLE = (State.CANDIDATE, State.INVITED, State.AGREED)

    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="consortia", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.PARTNER)
    task = models.CharField(_("what it does in the project"), max_length=250, blank=True)
    budget_eur = models.DecimalField(
        _("its budget"), max_digits=15, decimal_places=2, null=True, blank=True,
        validators=NOT_NEGATIVE, help_text=_("Leave empty if unknown."),
    )  # fmt: skip
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.CANDIDATE, editable=False
    )
    invited_on = models.DateField(_("invited on"), null=True, blank=True, editable=False)
    answered_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=250, blank=True, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consortium", "organisation"],
                name="partner_once_in_a_consortium",
                violation_error_message=_("This organisation stands here already."),
            ),
            models.UniqueConstraint(
                fields=["consortium"],
                condition=Q(role="lead", state__in=["candidate", "invited", "agreed"]),
                name="partner_one_leads",
                violation_error_message=_("A consortium has one lead partner only."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def is_at_the_table(self) -> bool:
        return self.state in self.AT_THE_TABLE


class Coverage(ClusterRecord):
    """That a partner brings a competence that is needed, as somebody says who knows it."""

    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="coverages")
    partner = models.ForeignKey(ConsortiumPartner, models.PROTECT, related_name="coverages")
    note = models.CharField(_("note"), max_length=250, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["requirement", "partner"], name="coverage_once_a_cell")
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.requirement}"
