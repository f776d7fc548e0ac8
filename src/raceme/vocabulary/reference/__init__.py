"""The word lists themselves, as files with their version in the name."""
