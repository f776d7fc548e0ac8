"""What members need, summed up: asked for by every look at the home page, so it is remembered.

Summing up a hundred thousand needs takes half a second. The number of the newest change of needs
and members says whether what is remembered still holds.
"""

from dataclasses import dataclass

from django.core.cache import cache

from raceme.access.actor import Actor
from raceme.needs.queries import TopicAsked, needs_in_force, responding_members, topics_asked_for
from raceme.portfolio.queries import newest_change_behind_plans

BEHIND_NEEDS = ("needs.need", "members.organisation")
SECONDS_REMEMBERED = 3600


@dataclass(frozen=True)
class NeedsInShort:
    """How many needs stand, how many members have spoken, and what is asked for."""

    needs: int
    responding: int
    topics: tuple[TopicAsked, ...]

    @property
    def asked(self) -> list[TopicAsked]:
        """The topics that are important to anybody, the most asked for first."""
        return [topic for topic in self.topics if topic.asking > 0]


def needs_in_short(actor: Actor) -> NeedsInShort:
    """Sum up what members need, or give what was summed up since the last change."""
    if actor.cluster is None:
        return NeedsInShort(0, 0, ())
    newest = newest_change_behind_plans(actor, kinds=BEHIND_NEEDS)
    # The day of founding tells two clusters apart that had the same number one after the other.
    since = actor.cluster.founded_at.timestamp()
    key = f"thread.needs:{actor.cluster.pk}:{since}:{newest}"
    found = cache.get(key)
    if not isinstance(found, NeedsInShort):
        found = _summed_up(actor)
        cache.set(key, found, SECONDS_REMEMBERED)
    return found


def _summed_up(actor: Actor) -> NeedsInShort:
    return NeedsInShort(
        needs=needs_in_force(actor).count(),
        responding=responding_members(actor).count(),
        topics=tuple(topics_asked_for(actor)),
    )
