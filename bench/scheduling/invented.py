"""Invented events of any size, always the same for the same seed."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from raceme.cores.scheduling.values import (
    Block,
    Event,
    Limit,
    Participant,
    Place,
    Request,
    Span,
    Wish,
)

WISHES = (Wish.MUST, Wish.GLADLY, Wish.GLADLY, Wish.ACCEPTED, Wish.ACCEPTED)
DAY = datetime(2027, 5, 20, 9)  # noqa: DTZ001  local time of the event


def event_of(
    participants: int,
    requests: int,
    slots: int,
    tables: int,
    *,
    seed: int = 1,
    absent: float = 0.1,
    most: int | None = None,
) -> Event:
    """Give an event whose participants are asked for unequally often, as in life.

    Two blocks with a break between them; `absent`: share of participants who miss a part of it.
    """
    chance = random.Random(seed)
    half = slots // 2
    noon = DAY + timedelta(minutes=20 * half + 60)
    names = [f"p{number}" for number in range(1, participants + 1)]
    return Event(
        blocks=(
            Block("morning", DAY, DAY + timedelta(minutes=20 * half), 20),
            Block("afternoon", noon, noon + timedelta(minutes=20 * (slots - half)), 20),
        ),
        places=tuple(Place(f"t{number}") for number in range(1, tables + 1)),
        participants=tuple(
            Participant(
                name,
                absent=_absence(chance, slots) if chance.random() < absent else (),
                limits=(Limit(least=2, most=most),),
            )
            for name in names
        ),
        requests=_requests(chance, names, requests),
    )


def _absence(chance: random.Random, slots: int) -> tuple[Span, ...]:
    starts = DAY + timedelta(minutes=20 * chance.randrange(slots))
    return (Span(starts, starts + timedelta(minutes=20 * chance.randint(1, slots // 3 + 1))),)


def _requests(chance: random.Random, names: list[str], count: int) -> tuple[Request, ...]:
    wanted = [0.4 + chance.random() ** 2 for _ in names]
    pairs: dict[tuple[str, str], None] = {}
    while len(pairs) < count:
        one, other = sorted(chance.choices(names, wanted, k=2))
        if one != other:
            pairs[one, other] = None
    return tuple(
        Request(
            f"r{number}",
            pair,
            {name: chance.choice(WISHES) for name in pair},
            priority=chance.choice((1, 1, 1, 2)),
        )
        for number, pair in enumerate(pairs, start=1)
    )
