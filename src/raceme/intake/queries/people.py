"""People of a list in the books: recognised by e-mail address, else by name at the same place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from raceme.access.actor import Actor
from raceme.intake.lists.values import ContactDraft
from raceme.members.models import Organisation, Person, Post
from raceme.members.queries import people_visible_to
from raceme.vocabulary.terms import folded

CHUNK = 500
_NAMES = ("title", "given_name", "family_name")


@dataclass
class KnownPeople:
    """People by e-mail address, and the posts people hold in the organisations of the list."""

    by_address: dict[str, Person] = field(default_factory=dict)
    posts: dict[int, list[Post]] = field(default_factory=dict)  # by organisation

    def meant(self, contact: ContactDraft, organisation: Organisation | None) -> Person | None:
        """Find the person by its address, else by its name in the same organisation."""
        address = str(contact.person.get("email", "")).casefold()
        known = self.by_address.get(address)
        if known is not None or organisation is None:
            return known
        wanted = folded(_full_name(contact.person))
        for post in self.posts.get(organisation.pk, ()):
            has_another = address and post.person.email
            if folded(_name_of(post.person)) == wanted and not has_another:
                return post.person
        return None

    def post_of(self, person: Person, organisation: Organisation | None) -> Post | None:
        """Find what the person does there."""
        if organisation is None:
            return None
        held = self.posts.get(organisation.pk, ())
        return next((post for post in held if post.person_id == person.pk), None)

    def has_main_contact(self, organisation: Organisation | None) -> bool:
        if organisation is None:
            return False
        return any(post.is_main_contact for post in self.posts.get(organisation.pk, ()))


@dataclass(frozen=True, slots=True)
class PersonFate:
    """What would happen with one person and its post."""

    draft: ContactDraft
    known: Person | None
    changes: Mapping[str, tuple[Any, Any]]
    post: Post | None
    post_changes: Mapping[str, tuple[Any, Any]]
    contradicts: str = ""  # the name in the books, where the address is the same and the name not

    @property
    def is_new(self) -> bool:
        return self.known is None

    @property
    def touches(self) -> bool:
        return bool(self.known is None or self.post is None or self.changes or self.post_changes)


def people_known(actor: Actor, organisations: Iterable[int]) -> KnownPeople:
    """Gather the people who have an address, and all who hold a post in these organisations."""
    known = KnownPeople()
    for person in people_visible_to(actor).exclude(email=""):
        known.by_address[person.email.casefold()] = person
    numbers = sorted(organisations)
    for start in range(0, len(numbers), CHUNK):
        held = Post.objects.filter(
            organisation__in=numbers[start : start + CHUNK],
            ended_on__isnull=True,
            person__merged_into__isnull=True,
        ).select_related("person", "organisation")
        for post in held:
            known.posts.setdefault(post.organisation_id, []).append(post)
    return known


def fate_of(
    contact: ContactDraft,
    organisation: Organisation | None,
    people: KnownPeople,
    *,
    fills_gaps_only: bool,
) -> PersonFate:
    """Say what would happen with one person of the list."""
    person = people.meant(contact, organisation)
    if person is None:
        return PersonFate(contact, None, {}, None, {})
    post = people.post_of(person, organisation)
    is_same = folded(_full_name(contact.person)) == folded(_name_of(person))
    said = {name: value for name, value in contact.person.items() if name not in _NAMES}
    if is_same and contact.person.get("title"):
        said["title"] = contact.person["title"]
    return PersonFate(
        draft=contact,
        known=person,
        changes=_differing(said, person, fills_gaps_only=fills_gaps_only),
        post=post,
        post_changes=(
            {} if post is None else _differing(contact.post, post, fills_gaps_only=fills_gaps_only)
        ),
        contradicts="" if is_same else _name_of(person),
    )


def _differing(
    said: Mapping[str, Any], row: Person | Post, *, fills_gaps_only: bool
) -> dict[str, tuple[Any, Any]]:
    found: dict[str, tuple[Any, Any]] = {}
    for name, value in said.items():
        stands = getattr(row, name)
        is_gap = stands is None or stands == ""
        if name == "email" and value.casefold() == stands.casefold():
            continue  # capitals do not count in addresses
        if value != stands and (is_gap or not fills_gaps_only):
            found[name] = (stands, value)
    return found


def _full_name(person: Mapping[str, Any]) -> str:
    return f"{person.get('given_name', '')} {person.get('family_name', '')}".strip()


def _name_of(person: Person) -> str:
    return f"{person.given_name} {person.family_name}".strip()
