"""Editions of a programme in words, for pages and to take away."""
