"""Rows of the strategy into the core that judges them, and its answers into what pages show."""
