"""The pages about the strategy."""
