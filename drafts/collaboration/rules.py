"""Who may bring members together, and who may see what of it."""

from raceme.access.actor import Actor
from raceme.access.rules import may_see_the_office, may_work
from raceme.collaboration.models import PartnerPage


def may_broker(actor: Actor, thing: object = None) -> bool:
    """Only the team writes notices on behalf, releases suggestions and builds consortia."""
    return may_work(actor, thing)


def may_see_brokerage(actor: Actor, thing: object = None) -> bool:
    """Who looks for what in confidence, and who was suggested to whom: for team and board."""
    return may_see_the_office(actor, thing)


def link_of(page: PartnerPage) -> str:
    """Name the personal link of a page, as an actor who came by it carries it."""
    return f"collaboration:{page.pk}"


def may_answer(actor: Actor, page: PartnerPage) -> bool:
    """Whoever came by the link of a page acts for its member; the team on its behalf."""
    is_guest = actor.link == link_of(page) and actor.cluster_id == page.cluster_id
    return (is_guest and page.ended_at is None) or may_work(actor, page)
