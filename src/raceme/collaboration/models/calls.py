"""Calls for proposals that partners can answer together, and what they ask of them."""

from datetime import date

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raceme.access.models import ClusterRecord


class Call(ClusterRecord):
    """A call for proposals with its deadline and the rules for who may answer it.

    An empty number or list is no rule. `countries` and `kinds` say who may take part at all, the
    numbers how many of them are needed. Change a call only through `raceme.collaboration.verbs`.
    """

    class State(models.TextChoices):
        """How it stands on a day; not kept, but found by the days it has."""

        COMING = "coming", _("not open yet")
        OPEN = "open", pgettext_lazy("call", "open")
        CLOSED = "closed", pgettext_lazy("call", "closed")
        WITHDRAWN = "withdrawn", pgettext_lazy("call", "put aside")

    title = models.CharField(_("title"), max_length=250)
    code = models.CharField(_("identifier"), max_length=60, blank=True)
    funder = models.CharField(_("funder or programme"), max_length=200, blank=True)
    url = models.URLField(_("address of the call"), max_length=500, blank=True)
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(_("deadline"), null=True, blank=True)
    text = models.TextField(
        _("what it is about"), blank=True, validators=[MaxLengthValidator(8000)]
    )
    terms = models.JSONField(_("competences it asks for"), default=list, blank=True)
    partners_min = models.PositiveSmallIntegerField(_("partners at least"), null=True, blank=True)
    partners_max = models.PositiveSmallIntegerField(_("partners at most"), null=True, blank=True)
    countries_min = models.PositiveSmallIntegerField(
        _("from at least so many countries"), null=True, blank=True
    )
    smes_min = models.PositiveSmallIntegerField(_("SMEs at least"), null=True, blank=True)
    firms_min = models.PositiveSmallIntegerField(_("firms at least"), null=True, blank=True)
    research_min = models.PositiveSmallIntegerField(
        _("research and education at least"), null=True, blank=True
    )
    countries = models.JSONField(_("only from these countries"), default=list, blank=True)
    kinds = models.JSONField(_("only these kinds of organisations"), default=list, blank=True)
    withdrawn_at = models.DateTimeField(_("put aside"), null=True, blank=True, editable=False)

    class Meta:
        ordering = [F("closes_on").asc(nulls_last=True), "pk"]
        indexes = [models.Index(fields=["cluster", "closes_on"], name="call_by_deadline")]
        constraints = [
            models.CheckConstraint(
                name="call_closes_after_it_opens",
                condition=Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(closes_on__gte=F("opens_on")),
                violation_error_message=_("A call closes after it has opened."),
            ),
            models.CheckConstraint(
                name="call_partners_at_most_above_at_least",
                condition=Q(partners_min__isnull=True)
                | Q(partners_max__isnull=True)
                | Q(partners_max__gte=F("partners_min")),
                violation_error_message=_("“At most” is not below “at least”."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def state_on(self, day: date) -> "Call.State":
        """Say how it stands on a day."""
        if self.withdrawn_at is not None:
            return self.State.WITHDRAWN
        if self.opens_on is not None and day < self.opens_on:
            return self.State.COMING
        has_passed = self.closes_on is not None and self.closes_on < day
        return self.State.CLOSED if has_passed else self.State.OPEN

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None
