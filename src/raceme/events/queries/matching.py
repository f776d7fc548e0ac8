"""Who registers, as the books know them."""

from dataclasses import dataclass

from raceme.access.models import Cluster
from raceme.events.models import Event, Registration
from raceme.members.models import Organisation, Person, Post


@dataclass(frozen=True, slots=True)
class Known:
    """A person and an organisation of the books; None where nobody fits beyond doubt."""

    person: Person | None = None
    organisation: Organisation | None = None

    @property
    def organisation_name(self) -> str:
        return "" if self.organisation is None else self.organisation.name


def known_as(cluster: Cluster, email: str, organisation_name: str) -> Known:
    """Find the person with this address, and the organisation of this name or of the person.

    Nothing is guessed: an organisation that is only called alike is left to the office.
    """
    person = _person(cluster, email)
    organisation = _organisation(cluster, organisation_name)
    if organisation is None and person is not None:
        organisation = _organisation_of(person, organisation_name)
    return Known(person, organisation)


def twin_of(event: Event, email: str, given_name: str, family_name: str) -> Registration | None:
    """Find a registration of the same person that still stands. An address alone may be shared."""
    if not email:
        return None
    return Registration.objects.filter(
        event=event,
        email__iexact=email,
        given_name__iexact=given_name,
        family_name__iexact=family_name,
        state__in=Registration.OPEN,
    ).first()


def _person(cluster: Cluster, email: str) -> Person | None:
    if not email:
        return None
    people = Person.objects.filter(
        cluster=cluster, email__iexact=email, merged_into__isnull=True, erased_at__isnull=True
    )
    return people.first()


def _organisation(cluster: Cluster, name: str) -> Organisation | None:
    if not name.strip():
        return None
    same = Organisation.objects.filter(
        cluster=cluster, name__iexact=name.strip(), merged_into__isnull=True
    )
    found = list(same[:2])
    return found[0] if len(found) == 1 else None


def _organisation_of(person: Person, said: str) -> Organisation | None:
    """The organisation in which a person works, if it is the only one and no other was named."""
    if said.strip():
        return None
    posts = Post.objects.filter(person=person, ended_on__isnull=True).select_related("organisation")
    organisations = {post.organisation_id: post.organisation for post in posts}
    return next(iter(organisations.values())) if len(organisations) == 1 else None
