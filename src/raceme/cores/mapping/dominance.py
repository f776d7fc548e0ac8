"""When one contributor makes up so much of an amount that others could tell theirs from the sum.

The p-percent rule (Statistics Netherlands, tau-argus; Hundepool and others 2012, section 4.2): who
contributes most but one knows its own part, and takes it from the sum. What is left is the largest
part and the rest. If the rest is less than a stated share of the largest part, the largest is known
to within that share, and the sum must be hidden, however many contribute to it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from raceme.cores.errors import BadInput

SHARE = 0.1  # usual values are 0.05 to 0.15


def is_dominated(amounts: Iterable[float], *, share: float = SHARE) -> bool:
    """Tell whether the second largest contributor could work out the largest from the sum."""
    if not 0 < share < 1:
        raise BadInput("the share of the p-percent rule is between 0 and 1")
    parts = sorted(amounts, reverse=True)
    if any(not math.isfinite(one) or one < 0 for one in parts):
        raise BadInput("an amount is a number, 0 or more")
    if not parts or parts[0] == 0:
        return False
    return math.fsum(parts[2:]) < share * parts[0]
