"""One computation of suggestions: for whom, how, and what became of it."""

from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.catalogue.models import Service
from raceme.collaboration.models.notices import Notice
from raceme.members.models import Organisation

SHARE = [MinValueValidator(0.0), MaxValueValidator(1.0)]
SILENCE = timedelta(minutes=1)  # who computes reports as often; later, it was cut off


class PartnerSearch(ClusterRecord):
    """Suggestions computed for one member, as answers to one notice, or for all members.

    It is its own job card (decision 6). Change it only through `raceme.collaboration.verbs`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be computed")
        COMPUTING = "computing", _("being computed")
        DONE = "done", _("computed")
        FAILED = "failed", _("failed")

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="partner_searches", null=True, blank=True,
        verbose_name=_("for whom"),
    )  # fmt: skip
    notice = models.ForeignKey(
        Notice, models.PROTECT, related_name="partner_searches", null=True, blank=True,
        verbose_name=_("offer or request"),
    )  # fmt: skip
    service = models.ForeignKey(
        Service, models.PROTECT, related_name="partner_searches", null=True, blank=True,
        verbose_name=_("as part of the service"),
    )  # fmt: skip
    number = models.PositiveSmallIntegerField(
        _("suggestions for each"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    cross_sector = models.FloatField(_("from another sector"), default=0.5, validators=SHARE)
    diversity = models.FloatField(_("how different from each other"), default=0.3, validators=SHARE)
    with_known = models.BooleanField(_("also those who work together already"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    share_done = models.FloatField(_("share done"), default=0.0, editable=False)
    asked_at = models.DateTimeField(_("asked for"))
    asked_by = models.CharField(_("asked for by"), max_length=200, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True, editable=False)
    heartbeat_at = models.DateTimeField(_("last heard of"), null=True, blank=True, editable=False)
    done_at = models.DateTimeField(_("computed"), null=True, blank=True)
    found = models.PositiveIntegerField(_("suggestions found"), null=True, blank=True)
    weights = models.JSONField(_("weights"), default=dict, blank=True)
    trouble = models.TextField(_("why it failed"), blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return str(self.notice or self.organisation or _("all members"))

    @property
    def is_going_on(self) -> bool:
        return self.state in {self.State.WAITING, self.State.COMPUTING}

    def is_silent(self, at: datetime) -> bool:
        """Whether whoever computed it was cut off."""
        heard = self.heartbeat_at
        return self.state == self.State.COMPUTING and (heard is None or at - heard > SILENCE)
