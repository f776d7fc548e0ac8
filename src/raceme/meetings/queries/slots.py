"""When people can meet: the slots that follow from blocks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from raceme.meetings.models import Matchmaking, MeetingBlock


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of a block in which one meeting fits; `number` from 1."""

    block: MeetingBlock
    number: int
    starts_at: datetime
    ends_at: datetime

    @property
    def code(self) -> str:
        """How pages and the core name it: the number of the block, and its own."""
        return f"{self.block.pk}.{self.number}"

    @property
    def is_closed(self) -> bool:
        return self.number in self.block.closed_slots


def slots_of(block: MeetingBlock) -> list[Slot]:
    """Derive the slots of a block: as many as fit, the pause between them; closed ones, too."""
    length = timedelta(minutes=block.minutes)
    slots: list[Slot] = []
    starts_at = block.starts_at
    while starts_at + length <= block.ends_at:
        slots.append(Slot(block, len(slots) + 1, starts_at, starts_at + length))
        starts_at += length + timedelta(minutes=block.pause)
    return slots


def blocks_of(matchmaking: Matchmaking) -> list[MeetingBlock]:
    """The blocks in which people can meet, with kinds and places read."""
    rows = MeetingBlock.objects.filter(matchmaking=matchmaking, dropped_at__isnull=True)
    return list(rows.prefetch_related("kinds", "places"))


def slots_in(blocks: Iterable[MeetingBlock]) -> list[Slot]:
    """The slots of several blocks that are not closed, by time."""
    slots = [one for block in blocks for one in slots_of(block) if not one.is_closed]
    return sorted(slots, key=lambda one: (one.starts_at, one.ends_at, one.block.pk))


def slot_named(blocks: Iterable[MeetingBlock], code: str) -> Slot | None:
    """Find a slot by its code; None for one that is none, or closed."""
    return next((one for one in slots_in(blocks) if one.code == code), None)
