"""An invented cluster of any size for measuring: nothing in it is about a real organisation."""

from __future__ import annotations

from datetime import date

import numpy as np

from raceme.cores.planning.values import (
    Limits,
    Member,
    NeedRecord,
    Objective,
    Parameters,
    PlanCase,
    ServiceOption,
)


def invented_case(
    *,
    members: int = 1000,
    topics: int = 40,
    services: int = 93,
    resamples: int = 200,
    seed: int = 1,
) -> PlanCase:
    """Make a case: advice to one firm, circles, workshops and large events, all limits binding."""
    random = np.random.default_rng(seed)
    objectives = tuple(
        Objective(code=f"O{number}", name=f"Objective {number}", weight=float(weight))
        for number, weight in enumerate((3, 2, 2, 1), start=1)
    )
    return PlanCase(
        members=tuple(Member(id=f"m{number:05d}") for number in range(members)),
        needs=_needs(random, members, topics),
        objectives=objectives,
        services=tuple(_service(random, number, topics) for number in range(services)),
        limits=Limits(
            budget_eur=860.0 * services,
            person_days=4.8 * services,
            own_income_share_min=0.3,
            cross_sectoral_min=services // 12,
        ),
        parameters=Parameters(resamples=resamples, seed=seed),
    )


def _needs(random: np.random.Generator, members: int, topics: int) -> tuple[NeedRecord, ...]:
    """About 45 % of members answer on each topic; popular topics are asked for more often."""
    popular = 0.25 + 0.5 * random.beta(1.2, 2.5, topics)
    answered = random.random((members, topics)) < popular
    importance = random.integers(1, 6, answered.shape)
    satisfaction = random.integers(1, 6, answered.shape)
    return tuple(
        NeedRecord(
            member_id=f"m{member:05d}",
            topic=f"t{topic:02d}",
            importance=int(importance[member, topic]),
            satisfaction=int(satisfaction[member, topic]),
            recorded_on=date(2026, 3, 1),
        )
        for member, topic in zip(*np.nonzero(answered), strict=True)
    )


# Members reached, person-days and most editions of one-to-one advice, circle, workshop, event.
FORMATS = (
    ((1, 4), (0.5, 4), (10, 41)),
    ((8, 16), (4, 12), (1, 5)),
    ((20, 80), (2, 15), (1, 5)),
    ((60, 300), (10, 40), (1, 2)),
)


def _service(random: np.random.Generator, number: int, topics: int) -> ServiceOption:
    reach, days, editions = FORMATS[int(random.integers(len(FORMATS)))]
    person_days = round(2 * float(random.uniform(*days))) / 2
    cost = round(person_days * float(random.uniform(300, 500)) + float(random.uniform(0, 3000)), -1)
    answered = random.choice(topics, int(random.integers(1, 5)), replace=False)
    served = [number for number in range(1, 5) if random.random() < 0.3]
    return ServiceOption(
        id=f"S{number:03d}",
        name=f"Service {number}",
        person_days=person_days,
        cost_eur=cost,
        income_eur=round(cost * float(random.uniform(0, 0.9)), -1),
        reach=float(random.integers(*reach)),
        max_editions=int(random.integers(*editions)),
        is_cross_sectoral=bool(random.random() < 0.4),
        answers={f"t{topic:02d}": round(float(random.uniform(0.3, 1)), 1) for topic in answered},
        serves={f"O{objective}": float(random.integers(1, 5)) for objective in served},
    )
