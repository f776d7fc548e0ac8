"""Choose an organisation by typing its name, with or without suggestions of the browser."""

import re
from collections.abc import Iterable, Mapping

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise

from raceme.members.models import Organisation

# Fields with this attribute suggest the names of catalogue/organisations.html while one types.
SUGGEST = {"list": "organisations", "autocomplete": "off"}
SUGGESTED = 1000
_CODE_BEHIND = re.compile(r"\(([^()]+)\)$")


def label_of_organisation(organisation: Organisation) -> str:
    """Name an organisation so that it cannot be mistaken for another."""
    return f"{organisation.name} ({organisation.code})"


def suggestions(organisations: QuerySet[Organisation]) -> list[str]:
    """Give what a field suggests: the first thousand names, in the order of the alphabet."""
    return [label_of_organisation(one) for one in organisations.order_by("name", "pk")[:SUGGESTED]]


def organisation_meant(text: str, among: QuerySet[Organisation]) -> Organisation | None:
    """Find the one organisation somebody means who wrote its name, its id, or both."""
    code = _CODE_BEHIND.search(text)
    if code:
        found = among.filter(code=code[1]).first()
        if found is not None and label_of_organisation(found) == text:
            return found
    called = list(among.filter(name__iexact=text)[:2])
    return called[0] if len(called) == 1 else among.filter(code=text).first()


def choices_of(
    words: Mapping[str, str | Promise], empty: str | Promise | None = ""
) -> list[tuple[str, str | Promise]]:
    """Give a code list as the choices of a field, with an empty one in front unless it is None."""
    return [*([] if empty is None else [("", empty)]), *words.items()]


def choose(form: forms.Form, name: str, choices: Iterable[tuple[str, str | Promise]]) -> None:
    """Give a field its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
