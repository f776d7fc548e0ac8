"""Where the cluster stands before it chooses its way: strategic challenges, and the SWOT."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.strategy.models.strategies import Strategy


class Challenge(ClusterRecord):
    """A question that the cluster's firms must answer to stay competitive; one to five a strategy.

    Change challenges only through `raceme.strategy.verbs`.
    """

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="challenges")
    first = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    position = models.PositiveSmallIntegerField(_("place"), editable=False)
    text = models.CharField(
        _("challenge"),
        max_length=300,
        help_text=_("As a question, such as: Which of our products will still sell in ten years?"),
    )
    why = models.TextField(
        _("why it matters"), help_text=_("What happens to the firms that find no answer.")
    )
    ended_at = models.DateTimeField(_("dropped"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class SwotItem(ClusterRecord):
    """A strength, weakness, opportunity or threat, with what shows that it is one."""

    class Kind(models.TextChoices):
        STRENGTH = "strength", _("strength")
        WEAKNESS = "weakness", _("weakness")
        OPPORTUNITY = "opportunity", _("opportunity")
        THREAT = "threat", _("threat")

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="swot_items")
    first = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    kind = models.CharField(_("list"), max_length=11, choices=Kind)
    position = models.PositiveSmallIntegerField(_("place"), editable=False)
    text = models.CharField(_("what is so"), max_length=300)
    evidence = models.TextField(
        _("evidence"), help_text=_("One sentence: what shows it? Figures, cases, who said so.")
    )
    source = models.CharField(
        _("source"),
        max_length=500,
        blank=True,
        help_text=_("Where it can be read: a document, or an address that begins with https://."),
    )
    evidence_on = models.DateField(_("date of the evidence"), null=True, blank=True)
    ended_at = models.DateTimeField(_("dropped"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="swot_kind_known",
                condition=Q(kind__in=["strength", "weakness", "opportunity", "threat"]),
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def link(self) -> str:
        """The source, if it is an address that a browser may open."""
        return self.source if self.source.startswith(("https://", "http://")) else ""
