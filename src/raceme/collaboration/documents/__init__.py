"""Letters about partners."""
