"""Who may bring members together, who may see what of it, and who speaks for a member."""

from raceme.access.actor import Actor
from raceme.access.rules import may_see_the_office, may_work
from raceme.collaboration.models import SavedSearch
from raceme.members.models import Organisation


def may_broker(actor: Actor, thing: object = None) -> bool:
    """Only the team writes notices on behalf, releases suggestions and introduces members."""
    return may_work(actor, thing)


def may_see_brokerage(actor: Actor, thing: object = None) -> bool:
    """Who looks for what in confidence, and who was suggested to whom: for team and board."""
    return may_see_the_office(actor, thing)


def may_speak_for(actor: Actor, organisation: Organisation) -> bool:
    """Whoever came by the personal link of a member speaks for it; the team on its behalf."""
    is_guest = actor.link == link_of(organisation) and actor.cluster_id == organisation.cluster_id
    return is_guest or may_work(actor, organisation)


def may_end_search(actor: Actor, search: SavedSearch) -> bool:
    """Whose search it is; the team ends those of members, too."""
    if search.organisation is not None:
        return may_speak_for(actor, search.organisation)
    return search.user_id == actor.user_id and may_see_the_office(actor, search)


def link_of(organisation: Organisation) -> str:
    """Name the personal link of a member's page, as an actor who came by it carries it."""
    return f"collaboration.partnerpage:{organisation.pk}"
