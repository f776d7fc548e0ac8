"""Which programmes there are, and what their cluster organisations did."""

from raceme.programmes.queries.deeds import (
    Deeds,
    Span,
    deeds_of,
    events_held,
    meetings_held,
    people_there,
    plan_lines,
)
from raceme.programmes.queries.own import indicators_of_strategy, own_figures
from raceme.programmes.queries.programmes import (
    agreements_visible_to,
    clusters_in,
    clusters_to_ask_again,
    editions_of,
    programmes_of,
)

__all__ = [
    "Deeds",
    "Span",
    "agreements_visible_to",
    "clusters_in",
    "clusters_to_ask_again",
    "deeds_of",
    "editions_of",
    "events_held",
    "indicators_of_strategy",
    "meetings_held",
    "own_figures",
    "people_there",
    "plan_lines",
    "programmes_of",
]
