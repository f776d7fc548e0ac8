"""The documents of a plan: data, workbook, charts and a report that a board can read."""
