"""Who may bring members together, and who may see what of it."""

from raceme.access.actor import Actor
from raceme.access.rules import may_see_the_office, may_work


def may_broker(actor: Actor, thing: object = None) -> bool:
    """Only the team writes notices on behalf, releases suggestions and builds consortia."""
    return may_work(actor, thing)


def may_see_brokerage(actor: Actor, thing: object = None) -> bool:
    """Who looks for what in confidence, and who was suggested to whom: for team and board."""
    return may_see_the_office(actor, thing)
