"""The pictures of the strategy."""
