"""Filters of lists: what they say in words, with a way to take each away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.choices import flatten_choices
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from raceme.foundation.templatetags.raceme import day

NO_FILTERS = ("sort", "page")


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that a list is narrowed down by, and the address without it."""

    words: str
    without: str


def chips_of(form: forms.Form, query: QueryDict) -> list[Chip]:
    """Say in words what narrows a list down: one piece for each value in the address."""
    return [
        Chip(_sentence(one.label, one.words), _with(query, one.name, one.others))
        for one in _values(form)
        if one.name in query
    ]


def in_words(form: forms.Form) -> list[str]:
    """Say in words what a form narrows down to, one sentence for each of its fields."""
    said: dict[str, list[str]] = {}
    for one in _values(form):
        said.setdefault(one.name, [one.label]).append(one.words)
    return [_sentence(label, *words) for label, *words in said.values()]


def query_of(values: Mapping[str, Sequence[str]]) -> QueryDict:
    """Write values as an address has them, the same name several times where it has several."""
    query = QueryDict(mutable=True)
    for name, several in values.items():
        query.setlist(name, list(several))
    return query


def clean_query(text: str) -> str:
    """Take over the query of an address that a browser sent back, and nothing else with it."""
    return QueryDict(text).urlencode()


@dataclass(frozen=True, slots=True)
class _Value:
    """One value of a filter, in words; `others` are those beside it in the same field."""

    name: str
    label: str
    words: str  # empty where the label says it all
    others: list[str]


def _values(form: forms.Form) -> Iterator[_Value]:
    for name, value in form.cleaned_data.items():
        bound = form[name]
        if name in NO_FILTERS or bound.is_hidden or value in (None, "", False, [], ()):
            continue
        label = capfirst(str(bound.label))
        if value is True:
            yield _Value(name, label, "", [])
            continue
        values = list(value) if isinstance(value, list | tuple) else [value]
        for one in values:
            others = [str(other) for other in values if other != one]
            yield _Value(name, label, _shown(bound.field, one), others)


def _sentence(label: str, *words: str) -> str:
    value = ", ".join(words)
    return _("%(what)s: %(value)s") % {"what": label, "value": value} if value else label


def _shown(field: forms.Field, value: Any) -> str:
    own = getattr(field, "in_words", None)
    if own is not None:
        return str(own(value))
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return str(dict(flatten_choices(choices)).get(value, value))
    return day(value) if isinstance(value, date) else str(value)


def _with(query: QueryDict, name: str, values: list[str]) -> str:
    rest = query.copy()
    rest.setlist(name, values)
    rest.pop("page", None)
    return f"?{rest.urlencode()}"
