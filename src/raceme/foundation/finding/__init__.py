"""Find rows by words, however they are written: quick in a hundred thousand rows, on any database.

A capability declares in `FoundBy` which words a row is found by, and registers it in its `apps.py`.
The database itself then keeps a table of these words, whoever writes the rows: verbs, an import of
thousands, or a repair by hand (decision 14). Queries ask it with the lookup `has_words`.
"""

from raceme.foundation.finding.declaring import FoundBy, Source, Words, register, registered
from raceme.foundation.finding.fields import FoldedField, WordsField
from raceme.foundation.finding.folding import folded

__all__ = [
    "FoldedField",
    "FoundBy",
    "Source",
    "Words",
    "WordsField",
    "folded",
    "register",
    "registered",
]
