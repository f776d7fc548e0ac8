"""Networks as files and pictures."""
