"""What was sent in, and what a list would change in the books: reads only."""

from raceme.intake.queries.outcomes import outcome_of
from raceme.intake.queries.uploads import has_content, said_of, uploads_visible_to

__all__ = ["has_content", "outcome_of", "said_of", "uploads_visible_to"]
