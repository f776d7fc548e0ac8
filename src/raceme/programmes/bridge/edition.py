"""Everything that an edition keeps: tables, what clusters tell of themselves, and definitions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils import timezone

from raceme.access.models import Cluster
from raceme.cores.mapping.dominance import SHARE
from raceme.cores.mapping.publication import TOTAL
from raceme.cores.monitoring.values import Light
from raceme.programmes.bridge.firms import firms_of
from raceme.programmes.bridge.tables import Shown, shown_figures, tables_of
from raceme.programmes.queries import Span, deeds_of, indicators_of_strategy, own_figures
from raceme.programmes.words import INDICATOR_SET, MEASURES, OWN, Measure, in_all_languages
from raceme.strategy.bridge.standing import standings_of
from raceme.vocabulary import groupings


def edition_values(
    clusters: Collection[Cluster], *, firms_min: int, at: datetime
) -> dict[str, Any]:
    """Count the year so far, decide what may be shown, and write down by which definitions.

    ArithmeticError: what would be shown tells something hidden; then nothing may be kept.
    """
    local = timezone.localtime(at)
    start = local.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    span = Span(start, at)
    firms = firms_of(clusters, deeds_of(clusters, span))
    shown = shown_figures(firms, [str(one.pk) for one in clusters], firms_min=firms_min)
    return {
        "tables": tables_of(clusters, shown),
        "own": [_own(one, shown, span) for one in clusters],
        "definitions": definitions(span, firms_min=firms_min),
    }


def definitions(span: Span, *, firms_min: int) -> dict[str, Any]:
    """Write down what is counted and how, in all languages, with the codes of every group."""
    return {
        "set": INDICATOR_SET,
        "since": timezone.localtime(span.since).date().isoformat(),
        "until": timezone.localtime(span.until).date().isoformat(),
        "firms_min": firms_min,
        "dominance": SHARE,
        "measures": {code: _definition(one) for code, one in (*MEASURES.items(), *OWN.items())},
        "groupings": {
            one.code: {
                "version": groupings.VERSION,
                "nace": groupings.REVISION,
                "label": {"en": one.label_en, "de": one.label_de},
                "groups": {
                    group.code: {
                        "label": {"en": group.label_en, "de": group.label_de},
                        "codes": sorted(group.nace),
                    }
                    for group in one.groups
                },
            }
            for one in groupings.groupings()
        },
    }


def _definition(measure: Measure) -> dict[str, Any]:
    return {
        "version": measure.version,
        "label": in_all_languages(measure.label),
        "text": in_all_languages(measure.definition),
    }


def _own(cluster: Cluster, shown: Shown, span: Span) -> dict[str, Any]:
    """Tell of a cluster organisation, unless the number of its member firms is hidden.

    Then nothing is told: a plan for four firms tells much about each.
    """
    row: dict[str, Any] = {"cluster": cluster.slug, "name": cluster.name, "figures": None}
    if (str(cluster.pk), TOTAL, "firms") in shown:
        row["figures"] = own_figures(cluster, span) | _lights(cluster, span)
    return row


def _lights(cluster: Cluster, span: Span) -> dict[str, int]:
    day = timezone.localtime(span.until).date()
    standings = standings_of(indicators_of_strategy(cluster), day).values()
    lights = Counter(one.standing.light for one in standings)
    return {
        "on_course": lights[Light.GREEN],
        "behind": lights[Light.YELLOW] + lights[Light.RED],
        "unknown": lights[Light.UNKNOWN],
    }
