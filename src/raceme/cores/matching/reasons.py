"""Why two organisations fit, as facts that a door turns into sentences.

| code | about | figure |
|---|---|---|
| common_partners | up to three, those with the fewest partners first | how many there are |
| common_fields | up to three, the rarest first | - |
| similar_work | - | cosine of the texts of what both did |
| worked_together | - | how often |
| same_town, same_country | the town, the country | - |
| active | - | collaborations in the last year |
"""

from __future__ import annotations

import numpy as np

from raceme.cores.matching.figures import Atlas
from raceme.cores.matching.places import UNKNOWN
from raceme.cores.matching.values import Fact

NAMED = 3  # ids said with a reason
SIMILAR = 0.1  # cosine from which work is called similar


def reasons_of(atlas: Atlas, one: int, other: int) -> tuple[Fact, ...]:
    """What speaks for a pair of places, most telling first."""
    return (
        *_of_network(atlas, one, other),
        *_of_work(atlas, one, other),
        *_of_place(atlas, one, other),
        *_of_activity(atlas, other),
    )


def _of_network(atlas: Atlas, one: int, other: int) -> list[Fact]:
    pairs, organisations = atlas.network.pairs, atlas.history.organisations
    mine, theirs = (pairs.indices[pairs.indptr[at] : pairs.indptr[at + 1]] for at in (one, other))
    facts = []
    if other in mine:
        facts.append(Fact("worked_together"))
    common = np.intersect1d(mine, theirs)
    if len(common):
        order = common[np.lexsort((common, atlas.network.degree[common]))][:NAMED]
        named = tuple(organisations[at].id for at in order)
        facts.append(Fact("common_partners", named, float(len(common))))
    return facts


def _of_work(atlas: Atlas, one: int, other: int) -> list[Fact]:
    facts = []
    shared = atlas.fields.common(one, other)[:NAMED]
    if shared:
        facts.append(Fact("common_fields", tuple(shared)))
    likeness = atlas.topics.between(one, other)
    if likeness >= SIMILAR:
        facts.append(Fact("similar_work", (), round(likeness, 3)))
    return facts


def _of_place(atlas: Atlas, one: int, other: int) -> list[Fact]:
    town, country = atlas.places.town, atlas.places.country
    there = atlas.history.organisations[other]
    if town[one] == town[other] != UNKNOWN:
        return [Fact("same_town", (there.city,))]
    if country[one] == country[other] != UNKNOWN:
        return [Fact("same_country", (there.country,))]
    return []


def _of_activity(atlas: Atlas, other: int) -> list[Fact]:
    begun = float(atlas.standing["done_last_year"][other])
    return [Fact("active", (), begun)] if begun else []
