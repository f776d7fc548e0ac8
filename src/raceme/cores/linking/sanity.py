"""Refuse records that make no sense, and say why, before anything is compared."""

from __future__ import annotations

from collections.abc import Iterable

from raceme.cores.errors import BadInput
from raceme.cores.linking.values import Record

NAME_MAX = 1_000  # letters; a longer "name" is a text in the wrong column


def check_records(records: Iterable[Record]) -> None:
    """Check ids and names; raise BadInput at the first that makes no sense.

    Not refused: a record without name (its VAT number or website may still tell), or one whose
    name has no letters we can read.
    """
    seen: set[str] = set()
    for record in records:
        if not record.id:
            raise BadInput("a record has no id")
        if record.id in seen:
            raise BadInput(f"record {record.id} is there twice")
        if len(record.name) > NAME_MAX:
            raise BadInput(f"the name of record {record.id} has more than {NAME_MAX} letters")
        seen.add(record.id)
