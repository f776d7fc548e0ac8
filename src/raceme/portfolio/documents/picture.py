"""What the pictures of a plan have in common: their rows, and where their marks lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from raceme.cores.planning.values import Plan, TopicResult
from raceme.foundation import charts
from raceme.vocabulary.topics import label_of_topic

ROW = 19  # pixels from one topic to the next on a page
_LONGEST_ROW = 46  # letters of a label before it is cut


class Links(Protocol):
    """Where a mark leads: to a topic, a service, or the pair of both; None: nowhere."""

    def __call__(self, *, topic: str | None = None, service: str | None = None) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart, and what it shows in words."""

    svg: str
    description: str


def row_label(topic: str) -> str:
    """Name a topic beside its row, cut where it gets too long."""
    return charts.shortened(label_of_topic(topic), longest=_LONGEST_ROW)


def room_for(topics: list[TopicResult]) -> float:
    """Reckon the room left of the rows, in pixels."""
    return 14 + charts.text_width(row_label(topic.id) for topic in topics)


def topics_asked_for(plan: Plan) -> list[TopicResult]:
    """List the topics that count, the most asked for first."""
    asked = [topic for topic in plan.topics if topic.members > 0]
    return sorted(asked, key=lambda topic: (-topic.demand, topic.id))
