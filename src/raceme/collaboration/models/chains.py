"""Value chains: the steps from the material to the customer, as the cluster sees them."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord


class ValueChain(ClusterRecord):
    """A value chain with its steps in order, each with the words and codes members are found by.

    `steps`: a list of {"title": …, "terms": […]}; a term that begins with a digit is a code of
    NACE. Change a chain only through `raceme.collaboration.verbs`.
    """

    title = models.CharField(_("title"), max_length=160)
    steps: Any = models.JSONField(_("steps"), default=list)
    dropped_at = models.DateTimeField(_("dropped"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "title"],
                name="chain_once",
                violation_error_message=_("There is a value chain of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_dropped(self) -> bool:
        return self.dropped_at is not None
