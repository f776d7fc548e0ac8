"""Key words, as notices and searches keep them."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from raceme.foundation.errors import Refused

LONGEST_TERM, TERMS_MAX = 60, 20


def clean_terms(terms: Iterable[str]) -> list[str]:
    """Key words, each once however it is written, in the order in which they were said."""
    said: dict[str, str] = {}
    for term in terms:
        plain = " ".join(term.split())
        if plain:
            said.setdefault(plain.casefold(), plain[:LONGEST_TERM])
    if len(said) > TERMS_MAX:
        message = _("At most %(number)s key words: the most telling ones.")
        raise Refused(message % {"number": TERMS_MAX}, field="terms")
    return list(said.values())
