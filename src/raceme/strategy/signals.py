"""News of the strategy, for capabilities above that keep something about an objective."""

from django.dispatch import Signal

# A new version has taken an objective over. Sent inside the transaction by `draft_strategy`, with
# `old` and `new` (Objective), `by` (Actor) and `at` (datetime): whoever points at the old one, such
# as services that serve it, points at the new one as well from then on.
objective_taken_over = Signal()
