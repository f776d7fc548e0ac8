"""What a core says when it cannot answer."""


class BadInput(ValueError):
    """The values given make no sense; the message says which and why."""


class NoSolution(Exception):
    """The question is well put, and has no answer."""


class Stopped(Exception):
    """The caller asked for the computation to stop before it was done."""
