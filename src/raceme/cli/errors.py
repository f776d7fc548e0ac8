"""How a command says that it cannot go on."""


class CommandError(Exception):
    """Something a person can mend; the command ends with this sentence and exit code 1."""
