"""Slots of blocks, and which of them lie in one another's way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from raceme.cores.scheduling.values import Block, Slot, Span


def slots_of(blocks: Iterable[Block]) -> tuple[Slot, ...]:
    """Derive the slots of all blocks, by start: as many as fit, the pause between them."""
    slots = []
    for block in blocks:
        length = timedelta(minutes=block.minutes)
        starts, number = block.starts, 1
        while starts + length <= block.ends:
            slots.append(Slot(f"{block.id}.{number}", block.id, number, starts, starts + length))
            starts += length + timedelta(minutes=block.pause)
            number += 1
    return tuple(sorted(slots, key=lambda one: (one.starts, one.ends, one.id)))


def is_within(slot: Slot, spans: Iterable[Span]) -> bool:
    """Say whether the slot has any moment in common with one of the stretches."""
    return any(span.starts < slot.ends and slot.starts < span.ends for span in spans)


def clashes_of(slots: Sequence[Slot]) -> list[int]:
    """Give for each slot, as bits, those that overlap it, itself included."""
    return [
        sum(
            1 << at
            for at, other in enumerate(slots)
            if other.starts < slot.ends and slot.starts < other.ends
        )
        for slot in slots
    ]


def cliques_of(slots: Sequence[Slot]) -> list[int]:
    """Give the largest sets (as bits) of slots that have a moment in common, each once.

    Where slots do not overlap, each is a set by itself.
    """
    running = {
        sum(1 << at for at, other in enumerate(slots) if other.starts <= slot.starts < other.ends)
        for slot in slots
    }
    return sorted(
        one for one in running if not any(one & other == one != other for other in running)
    )
