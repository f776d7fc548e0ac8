"""Which organisations and people there are, for whoever asks."""

from raceme.members.queries.finding import found_among, found_by_words
from raceme.members.queries.further import FurtherFilter, further_filters, offer_filter
from raceme.members.queries.organisations import (
    members_not_contacted_since,
    members_of,
    organisations_visible_to,
    people_visible_to,
)
from raceme.members.queries.segments import (
    ended_segments,
    open_segments,
    organisations_in,
    segments_visible_to,
)
from raceme.members.queries.wanted import Wanted

__all__ = [
    "FurtherFilter",
    "Wanted",
    "ended_segments",
    "found_among",
    "found_by_words",
    "further_filters",
    "members_not_contacted_since",
    "members_of",
    "offer_filter",
    "open_segments",
    "organisations_in",
    "organisations_visible_to",
    "people_visible_to",
    "segments_visible_to",
]
