"""News that higher floors may hear."""

from django.dispatch import Signal

# Sent inside the verb's transaction. Receivers get `response`, `by`, `at`: with whom the talk was,
# when and how stands in the response; its answers have become needs already.
interview_finished = Signal()
