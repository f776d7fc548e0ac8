"""Which organisations, people and contacts there are, for whoever asks."""

from raceme.members.queries.activities import (
    activities_visible_to,
    competences_visible_to,
    figures_visible_to,
    relations_visible_to,
    ties_of,
)
from raceme.members.queries.lookalikes import (
    last_look_of,
    lookalikes_visible_to,
    organisation_numbered,
    organisations_by_code,
    told_apart,
)
from raceme.members.queries.organisations import (
    SORTS,
    found_among,
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
from raceme.members.queries.visits import (
    advisers_for,
    advisers_of,
    steps_to_do,
    visits_visible_to,
    visits_with,
)

__all__ = [
    "SORTS",
    "activities_visible_to",
    "advisers_for",
    "advisers_of",
    "competences_visible_to",
    "figures_visible_to",
    "found_among",
    "last_look_of",
    "lookalikes_visible_to",
    "members_not_contacted_since",
    "members_of",
    "organisation_numbered",
    "organisations_by_code",
    "organisations_called",
    "organisations_like",
    "organisations_visible_to",
    "parts_of",
    "people_for",
    "people_found",
    "people_of",
    "people_visible_to",
    "periods_visible_to",
    "posts_at",
    "posts_of",
    "posts_visible_to",
    "relations_visible_to",
    "steps_to_do",
    "ties_of",
    "told_apart",
    "visits_visible_to",
    "visits_with",
]
