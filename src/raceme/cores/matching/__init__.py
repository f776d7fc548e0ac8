"""Who could work with whom, and why. Formulas and protocol: docs/algorithms/matching.md."""
