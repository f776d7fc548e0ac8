"""The strategy as a tree: what the picture, and the list beside it, are made of."""

from dataclasses import dataclass, replace

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raceme.access.actor import Actor
from raceme.access.http import address_of
from raceme.strategy.bridge.standing import IndicatorStanding
from raceme.strategy.bridge.whole import FieldNode, ObjectiveNode, Whole
from raceme.strategy.documents.tree import Twig, narrow_tree, wide_tree
from raceme.strategy.models import Measure


@dataclass(frozen=True)
class Tree:
    """The tree as pictures for the desk and the phone, and as twigs for a nested list."""

    wide: str
    narrow: str
    twigs: tuple[Twig, ...]


def tree_of(whole: Whole, actor: Actor) -> Tree:
    """Draw a version of the strategy as a tree."""
    gardener = _Gardener(actor)
    twigs = tuple(gardener.objective(node) for node in whole.objectives)
    twigs += tuple(gardener.field(node) for node in whole.idle_fields)
    description = _description(whole)
    return Tree(
        wide=wide_tree(twigs, description=description),
        narrow=narrow_tree(twigs, description=description),
        twigs=twigs,
    )


class _Gardener:
    """Makes twigs whose addresses are those of whoever looks."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor

    def objective(self, node: ObjectiveNode) -> Twig:
        children = (
            *(self.indicator(one) for one in node.indicators),
            *(self.field(one) for one in node.fields),
        )
        state = f"{_('objective')} · {node.light.text}"
        return self._twig("objective", node.row, str(node.row), state, children)

    def field(self, node: FieldNode) -> Twig:
        children = (
            *(self.indicator(one) for one in node.indicators),
            *(self.measure(one) for one in node.measures),
        )
        state = _("field of action")
        if node.told_at is not None:
            told_at = _("measures: see %(objective)s") % {"objective": node.told_at.code}
            state = f"{state} · {told_at}"
        twig = self._twig("field", node.row, str(node.row), state, children)
        return replace(twig, is_elsewhere=node.told_at is not None)

    def measure(self, measure: Measure) -> Twig:
        state = f"{_('measure')} · {measure.get_status_display()}"
        return self._twig("measure", measure, str(measure), state)

    def indicator(self, standing: IndicatorStanding) -> Twig:
        row = standing.indicator
        state = f"{_('indicator')} · {standing.text}"
        return self._twig("indicator", row, f"{row.code} {row.name}", state)

    def _twig(
        self, kind: str, row: Model, text: str, state: str, children: tuple[Twig, ...] = ()
    ) -> Twig:
        address = address_of(self._actor, f"strategy:{kind}", pk=row.pk)
        return Twig(f"{kind}-{row.pk}", kind, text, state, address, children)


def _description(whole: Whole) -> str:
    objectives, fields = len(whole.objectives), len(whole.fields)
    first = ngettext("%(number)s objective", "%(number)s objectives", objectives)
    second = ngettext("%(number)s field of action", "%(number)s fields of action", fields)
    third = ngettext("%(number)s measure", "%(number)s measures", len(whole.measures))
    indicators = len(list(whole.indicators))
    fourth = ngettext("%(number)s indicator", "%(number)s indicators", indicators)
    counted = (
        first % {"number": objectives},
        second % {"number": fields},
        third % {"number": len(whole.measures)},
        fourth % {"number": indicators},
    )
    return _("Tree of the strategy: %(parts)s") % {"parts": ", ".join(counted)}
