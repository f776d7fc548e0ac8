"""News of the strategy, for capabilities above that keep something about a part of it.

Sent inside the transaction by `draft_strategy`, with `old` and `new` (the rows), `by` (Actor) and
`at` (datetime): whoever points at the old one, such as services that serve an objective or carry a
measure, points at the new one as well from then on.
"""

from django.dispatch import Signal

# A new version has taken an objective over.
objective_taken_over = Signal()
# A new version has taken a measure over.
measure_taken_over = Signal()
