"""What was sent in, and what a list would change in the books: reads only."""

from raceme.intake.queries.outcomes import outcome_of
from raceme.intake.queries.uploads import said_of, uploads_visible_to

__all__ = ["outcome_of", "said_of", "uploads_visible_to"]
