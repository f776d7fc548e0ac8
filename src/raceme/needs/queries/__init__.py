"""What is known about needs, questionnaires, rounds and answers, for whoever asks."""

from raceme.needs.queries.needs import (
    IMPORTANT_FROM,
    SCORE,
    TopicAsked,
    acts_on,
    found_among,
    latest_needs,
    latest_needs_of,
    latest_needs_on,
    members_with_words,
    needs_in_force,
    needs_visible_to,
    own_topics,
    responding_members,
    topic_asked_for,
    topics_asked_for,
    topics_called,
)
from raceme.needs.queries.overdue import Overdue, overdue_questionnaires

__all__ = [
    "IMPORTANT_FROM",
    "SCORE",
    "Overdue",
    "TopicAsked",
    "acts_on",
    "found_among",
    "latest_needs",
    "latest_needs_of",
    "latest_needs_on",
    "members_with_words",
    "needs_in_force",
    "needs_visible_to",
    "overdue_questionnaires",
    "own_topics",
    "responding_members",
    "topic_asked_for",
    "topics_asked_for",
    "topics_called",
]
