"""What is done to needs, questionnaires, rounds and answers: one verb a function."""

from raceme.needs.verbs.needs import (
    Word,
    correct_need,
    record_need,
    record_needs,
    restore_need,
    withdraw_need,
)

__all__ = [
    "Word",
    "correct_need",
    "record_need",
    "record_needs",
    "restore_need",
    "withdraw_need",
]
