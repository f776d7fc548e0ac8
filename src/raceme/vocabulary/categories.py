"""The twelve kinds of services that cluster organisations offer, from networking to policy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from raceme.vocabulary.terms import (
    Term,
    folded,
    in_active_language,
    rows_of_reference,
    words_of,
)

VERSION = 1


@dataclass(frozen=True, slots=True)
class Category(Term):
    """A kind of service, and what services of this kind are for."""

    purpose_en: str
    purpose_de: str

    @property
    def purpose(self) -> str:
        """Say what services of this kind are for, in the language of whoever reads."""
        return in_active_language(self.purpose_en, self.purpose_de)


# How much a service serves an objective that names its category, of 4, if nobody said more.
SERVED_BY_CATEGORY = 3.0


@cache
def categories() -> tuple[Category, ...]:
    """List the twelve categories in their usual order."""
    rows = rows_of_reference("raceme.vocabulary.reference", f"service_categories-{VERSION}.csv")
    return tuple(
        Category(
            row["code"], row["label_en"], row["label_de"], row["purpose_en"], row["purpose_de"]
        )
        for row in rows
    )


@cache
def _by_code() -> dict[str, Category]:
    return {category.code: category for category in categories()}


@cache
def _by_word() -> dict[str, Category]:
    return words_of(categories())


def category_named(code: str) -> Category | None:
    """Find the category with exactly this code; None where there is none."""
    return _by_code().get(code)


def category_matching(text: str) -> Category | None:
    """Find the category somebody means who wrote its code or its label, in English or German."""
    return _by_word().get(folded(text))


def label_of_category(code: str) -> str:
    """Name a category for people; an unknown one is shown as it is written."""
    category = category_named(code)
    return code if category is None else category.label
