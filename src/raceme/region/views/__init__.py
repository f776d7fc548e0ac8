"""Pages of regional statistics."""
