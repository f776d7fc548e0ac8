"""A plan folder: the files from which a cluster's plan is computed, read and checked.

Formats: docs/formats.md. Start at `reading.read_plan_folder`.
"""
