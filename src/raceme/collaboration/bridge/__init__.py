"""Rows into what the core of matching takes, and what it finds into rows. Alone knows the core."""
