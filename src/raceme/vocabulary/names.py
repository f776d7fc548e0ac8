"""Words in names of organisations: legal forms, words of one meaning, how common words are.

For telling whether two lists mean the same organisation. Lists: docs/vocabulary.md.
"""

from __future__ import annotations

from functools import cache

from raceme.cores.linking.values import LegalForm, MeaningWords, Words
from raceme.vocabulary.terms import rows_of_reference

VERSION = 1
REFERENCE = "raceme.vocabulary.reference"
NAMES_COUNTED = 19_372  # of organisations in Horizon 2020 projects (CORDIS, CC BY 4.0)


@cache
def words() -> Words:
    """Give all lists that linking of organisations works with."""
    return Words(
        forms=_legal_forms(),
        meanings=_meanings(),
        counts=_counts(),
        counted=NAMES_COUNTED,
        shared_domains=_domains(is_registry=False),
        second_level=_domains(is_registry=True),
    )


def _legal_forms() -> tuple[LegalForm, ...]:
    rows = rows_of_reference(REFERENCE, f"legal_forms-{VERSION}.csv")
    return tuple(
        LegalForm(
            row["form"],
            row["kind"],
            frozenset(row["countries"].split()),
            tuple(row["written"].split(";")),
        )
        for row in rows
    )


def _meanings() -> tuple[MeaningWords, ...]:
    rows = rows_of_reference(REFERENCE, f"organisation_words-{VERSION}.csv")
    return tuple(MeaningWords(r["code"], r["kind"], tuple(r["written"].split())) for r in rows)


def _counts() -> dict[str, int]:
    rows = rows_of_reference(REFERENCE, f"name_words-{VERSION}.csv")
    return {row["word"]: int(row["names"]) for row in rows}


def _domains(*, is_registry: bool) -> frozenset[str]:
    """Domains that many share; or those below which a registry gives names away (co.uk)."""
    rows = rows_of_reference(REFERENCE, f"shared_domains-{VERSION}.csv")
    return frozenset(row["domain"] for row in rows if (row["kind"] == "registry") == is_registry)
