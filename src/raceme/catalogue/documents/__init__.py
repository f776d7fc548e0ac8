"""Costings as pictures."""
