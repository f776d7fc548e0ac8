"""The library of service archetypes, as a file with its version in the name."""
