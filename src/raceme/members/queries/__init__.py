"""Which organisations, people and contacts there are, for whoever asks."""

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
    organisations_visible_to,
    people_visible_to,
)

__all__ = [
    "SORTS",
    "found_among",
    "last_look_of",
    "lookalikes_visible_to",
    "members_not_contacted_since",
    "members_of",
    "organisation_numbered",
    "organisations_by_code",
    "organisations_visible_to",
    "people_visible_to",
    "told_apart",
]
