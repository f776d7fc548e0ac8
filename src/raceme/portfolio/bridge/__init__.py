"""Rows into the values that planning computes with, and back: case, answer, page, papers."""
