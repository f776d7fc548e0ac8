"""What answers teach: stated weights, moved a little by what was agreed to and what was declined.

For a few dozen answers, where a learnt ranking (`learn.py`) would only learn noise. For each part
of the score: how much higher it was, on average, where both agreed than where one declined. With
n answers on the smaller side, the weight is multiplied by 1 + REACH · n / (n + CALM) · difference:
no answers change nothing, and no weight ever leaves LEAST to MOST times what was stated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from raceme.cores.errors import BadInput
from raceme.cores.matching.values import PARTS, Weights

REACH = 1.5  # a difference of a third, with very many answers, makes a weight half as large again
CALM = 10.0  # answers on the smaller side at which half of the difference counts
LEAST, MOST = 0.5, 2.0

Known = Mapping[str, float | None]  # the parts of one suggestion; None: unknown


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learnt of one part: its means on both sides (None: unknown), and the factor."""

    part: str
    agreed: float | None
    declined: float | None
    answers: int  # of the smaller side
    factor: float


def lessons(agreed: Sequence[Known], declined: Sequence[Known]) -> tuple[Lesson, ...]:
    """Say for each part what the answers teach. Raises BadInput for a part beyond 0 to 1."""
    return tuple(_lesson(part, agreed, declined) for part in PARTS)


def taught(stated: Weights, learnt: Sequence[Lesson]) -> Weights:
    """Give the weights that were stated, moved by what the answers teach."""
    factors = {one.part: one.factor for one in learnt}
    return Weights(
        **{part: value * factors.get(part, 1.0) for part, value in asdict(stated).items()}
    )


def _lesson(part: str, agreed: Sequence[Known], declined: Sequence[Known]) -> Lesson:
    yes, no = _values(part, agreed), _values(part, declined)
    if not yes or not no:
        return Lesson(part, _mean(yes), _mean(no), 0, 1.0)
    fewer = min(len(yes), len(no))
    mean_yes, mean_no = sum(yes) / len(yes), sum(no) / len(no)
    factor = 1 + REACH * fewer / (fewer + CALM) * (mean_yes - mean_no)
    return Lesson(part, mean_yes, mean_no, fewer, min(MOST, max(LEAST, factor)))


def _values(part: str, many: Sequence[Known]) -> list[float]:
    values = [value for one in many if (value := one.get(part)) is not None]
    if any(not 0 <= value <= 1 for value in values):
        raise BadInput(f"the part {part} of a suggestion is not between 0 and 1")
    return values


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
