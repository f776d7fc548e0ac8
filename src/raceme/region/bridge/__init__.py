"""Rows into panels, panels into figures: what alone knows the core of mapping."""
