"""Which organisations, people and contacts there are, for whoever asks."""

from raceme.members.queries.activities import (
    activities_visible_to,
    competences_visible_to,
    figures_visible_to,
    relations_visible_to,
    ties_of,
)
from raceme.members.queries.finding import (
    found_among,
    found_by_words,
)
from raceme.members.queries.further import (
    FurtherFilter,
    further_filters,
    offer_filter,
)
from raceme.members.queries.groups import (
    group_seats_of,
    group_seats_visible_to,
    groups_visible_to,
    groups_with_sizes,
)
from raceme.members.queries.lookalikes import (
    last_look_of,
    lookalikes_visible_to,
    namesakes_of,
    note_of,
    organisation_numbered,
    organisations_by_code,
    organisations_merged_away,
    pairs_told_apart,
    people_merged_away,
    person_numbered,
    told_apart,
)
from raceme.members.queries.organisations import (
    members_not_contacted_since,
    members_of,
    organisations_called,
    organisations_like,
    organisations_visible_to,
    periods_visible_to,
)
from raceme.members.queries.people import (
    parts_of,
    people_for,
    people_found,
    people_of,
    people_visible_to,
    posts_at,
    posts_of,
    posts_visible_to,
)
from raceme.members.queries.segments import (
    ended_segments,
    open_segments,
    organisations_in,
    segments_visible_to,
)
from raceme.members.queries.visits import (
    advisers_for,
    advisers_of,
    steps_to_do,
    visits_visible_to,
    visits_with,
)
from raceme.members.queries.wanted import (
    Wanted,
)

__all__ = [
    "FurtherFilter",
    "Wanted",
    "activities_visible_to",
    "advisers_for",
    "advisers_of",
    "competences_visible_to",
    "ended_segments",
    "figures_visible_to",
    "found_among",
    "found_by_words",
    "further_filters",
    "group_seats_of",
    "group_seats_visible_to",
    "groups_visible_to",
    "groups_with_sizes",
    "last_look_of",
    "lookalikes_visible_to",
    "members_not_contacted_since",
    "members_of",
    "namesakes_of",
    "note_of",
    "offer_filter",
    "open_segments",
    "organisation_numbered",
    "organisations_by_code",
    "organisations_called",
    "organisations_in",
    "organisations_like",
    "organisations_merged_away",
    "organisations_visible_to",
    "pairs_told_apart",
    "parts_of",
    "people_for",
    "people_found",
    "people_merged_away",
    "people_of",
    "people_visible_to",
    "periods_visible_to",
    "person_numbered",
    "posts_at",
    "posts_of",
    "posts_visible_to",
    "relations_visible_to",
    "segments_visible_to",
    "steps_to_do",
    "ties_of",
    "told_apart",
    "visits_visible_to",
    "visits_with",
]
