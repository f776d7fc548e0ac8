"""What names a member: taken out of all that the other side may read before both have agreed."""

import re
from collections.abc import Iterable

from raceme.collaboration.models import Notice, Side, Suggestion
from raceme.foundation import history
from raceme.members.models import Competence, Organisation, Post

HIDDEN = "…"
SHORTEST, TELLING = 3, 4  # letters; shorter names, or single words of one, stand in any text


def names_of(organisation: Organisation) -> list[str]:
    """All by which somebody could be known: its names, addresses and numbers, and its people."""
    people = Post.objects.filter(organisation=organisation).select_related("person")
    site = organisation.website.removeprefix("https://").removeprefix("http://").strip("/")
    found = [
        organisation.name,
        organisation.name.removesuffix(organisation.legal_form).strip(" ,"),
        organisation.code,
        organisation.vat,
        organisation.registration_number,
        organisation.street,
        organisation.website,
        site,
        site.removeprefix("www."),
    ]
    for post in people:
        person = post.person
        found += [person.name, person.family_name, person.email, person.phone]
    return [one for one in dict.fromkeys(found) if len(one) >= SHORTEST]


def words_that_tell(organisation: Organisation) -> list[str]:
    """Single words of its name, but for those that say what somebody can, such as “sensors”."""
    cluster = organisation.cluster_id
    terms = [term for one in Notice.objects.filter(cluster=cluster) for term in one.terms]
    terms += Competence.objects.filter(cluster=cluster).values_list("term", flat=True)
    usual = {word for term in terms for word in _words(term)}
    return [
        word for word in _words(organisation.name) if len(word) >= TELLING and word not in usual
    ]


def masked(text: str, names: Iterable[str]) -> str:
    """A text in which nobody is named."""
    return history.without(text, list(names), instead=HIDDEN)


def masked_for(suggestion: Suggestion, side: str, text: str) -> str:
    """A text as one of the two may read it now: without the names of the other until both agree."""
    if suggestion.is_introduced:
        return text
    other = suggestion.organisation_on(Side(side).opposite)
    return masked(text, [*names_of(other), *words_that_tell(other)])


def named_in(text: str, suggestion: Suggestion) -> str:
    """Which name of the two stands in a text; empty if none."""
    for organisation in (suggestion.one, suggestion.other):
        for name in names_of(organisation):
            if masked(text, [name]) != text:
                return name
    return ""


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
