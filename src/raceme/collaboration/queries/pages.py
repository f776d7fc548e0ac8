"""Whose page a personal link opens, and to whom letters about a member go."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet

from raceme.access.actor import Actor, guest_of
from raceme.collaboration import rules
from raceme.collaboration.models import PartnerLetter, PartnerPage
from raceme.foundation import mailing
from raceme.members.models import Organisation, Person, Post

# Where somebody has not said in which language to write: the one of the country.
GERMAN_SPEAKING = {"AT", "DE", "LI"}


def page_with(secret: str) -> PartnerPage | None:
    """Find the page whose personal link this is; None for a link that never was one."""
    return (
        PartnerPage.objects.filter(digest=PartnerPage.digest_of(secret))
        .select_related("cluster", "organisation", "person")
        .first()
    )


def guest_on(page: PartnerPage) -> Actor:
    """Let whoever came by a personal link act, for its organisation and nothing else."""
    who = f"{page.person} ({page.organisation})" if page.person else str(page.organisation)
    return guest_of(page.cluster, label=who, link=rules.link_of(page.organisation))


def pages_visible_to(actor: Actor) -> QuerySet[PartnerPage]:
    """All pages of members, those whose link has ended included; for team and board."""
    if not rules.may_see_brokerage(actor):
        return PartnerPage.objects.none()
    rows = PartnerPage.objects.filter(cluster=actor.cluster)
    return rows.select_related("cluster", "organisation", "person")


def open_page_of(organisation: Organisation) -> PartnerPage | None:
    """The page that a member has today."""
    return (
        PartnerPage.objects.filter(organisation=organisation, ended_at__isnull=True)
        .select_related("cluster", "organisation", "person")
        .first()
    )


def contact_of(organisation: Organisation) -> Person | None:
    """The main contact, if it may be written to and has an address."""
    post = (
        Post.objects.filter(organisation=organisation, is_main_contact=True, ended_on__isnull=True)
        .select_related("person")
        .first()
    )
    if post is None or not post.person.email or post.person.is_not_to_contact:
        return None
    return post.person


def language_for(person: Person, organisation: Organisation) -> str:
    """In which language the product speaks to somebody: as wished, or as in the country."""
    spoken = {code for code, _name in settings.LANGUAGES}
    wished = person.language.lower()[:2]
    if wished in spoken:
        return wished
    return "de" if organisation.country.upper() in GERMAN_SPEAKING else "en"


def letters_visible_to(actor: Actor) -> QuerySet[PartnerLetter]:
    """All letters about partners; for team and board."""
    if not rules.may_see_brokerage(actor):
        return PartnerLetter.objects.none()
    return PartnerLetter.objects.filter(cluster=actor.cluster).select_related(
        "page__organisation", "page__person"
    )


def troubled_letters(actor: Actor) -> QuerySet[PartnerLetter]:
    """Letters that reached nobody, or perhaps nobody."""
    return letters_visible_to(actor).filter(state__in=mailing.TROUBLED)
