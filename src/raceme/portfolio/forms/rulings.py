"""One list of services with a choice of three for each: the plan decides, must, must not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raceme.catalogue.models import Service
from raceme.portfolio.models import Ruling
from raceme.vocabulary.terms import folded

OPEN = ""  # the plan decides
CHOICES: tuple[tuple[str, str | Promise], ...] = (
    (OPEN, _("plan decides")),
    (Ruling.Kind.MUST, _("must")),
    (Ruling.Kind.MUST_NOT, _("must not")),
)
Rulings = Mapping[int, str]  # number of a service -> ruling


@dataclass(frozen=True)
class ShownRuling:
    """A service in the list, and what is chosen for it."""

    service: Service
    chosen: str
    words: str  # in which somebody may look for it
    is_shown: bool  # False: it is not what somebody looks for


class RulingsWidget(forms.Widget):
    """The list, with a field to look for services; what is not shown keeps its choice."""

    template_name = "portfolio/rulings.html"
    use_fieldset = True

    def __init__(self, services: Sequence[Service] = ()) -> None:
        super().__init__()
        self.services = services
        self.looked_for = ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Rulings:
        return {one.pk: str(data.get(f"{name}-{one.pk}", OPEN)) for one in self.services}

    def get_context(
        self, name: str, value: Rulings | None, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rulings = value or {}
        words = folded(self.looked_for).split()
        rows = [_shown(one, rulings.get(one.pk, OPEN), words) for one in self.services]
        # What is settled stands first; the rest in the order of the catalogue.
        rows.sort(key=lambda row: row.chosen == OPEN)
        return context | {
            "rows": rows,
            "choices": CHOICES,
            "settled": sum(row.chosen != OPEN for row in rows),
            "looked_for": self.looked_for,
            "found": sum(row.is_shown for row in rows),
        }

    def format_value(self, value: Any) -> None:
        """Give nothing: each row has a value of its own."""


class RulingsField(forms.Field):
    """What is settled for each service; only what is settled is kept."""

    widget = RulingsWidget

    def clean(self, value: Rulings | None) -> Rulings:
        kinds = {str(kind) for kind, _label in CHOICES}
        rulings = value or {}
        if not kinds.issuperset(rulings.values()):
            raise ValidationError(_("Choose one of the three for each service."))
        return {pk: kind for pk, kind in rulings.items() if kind != OPEN}


def _shown(service: Service, chosen: str, looked_for: Sequence[str]) -> ShownRuling:
    words = folded(f"{service.name} {service.code} {service.category_label}")
    return ShownRuling(service, chosen, words, all(word in words for word in looked_for))
