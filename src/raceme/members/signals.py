"""News of people, for capabilities above that keep something about them."""

from django.dispatch import Signal

# A person has been erased. Sent inside the transaction by `erase_person`, with `person` (Person, as
# it stands now), `words` (what it was called and reached by), `by` (Actor) and `at` (datetime):
# whoever keeps something about the person forgets it, too.
person_erased = Signal()

# Somebody asks for all that is kept on a person. Sent with `person` (Person) and `actor` (Actor);
# a receiver gives a list of `raceme.foundation.tabular.writing.Sheet`.
kept_on_person = Signal()
