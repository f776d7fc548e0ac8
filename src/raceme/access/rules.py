"""What a role may do. Capabilities build their own `may_…` from these."""

from raceme.access.actor import Actor
from raceme.access.models import Role, Token

_TEAM = {Role.MANAGER, Role.ADVISER}


def _belongs_here(actor: Actor, thing: object) -> bool:
    cluster_id = getattr(thing, "cluster_id", None)
    return actor.is_seated and (thing is None or cluster_id == actor.cluster_id)


def may_work(actor: Actor, thing: object = None) -> bool:
    """Whether the actor is one of the team, who do the daily work (managers and advisers)."""
    return actor.role in _TEAM and _belongs_here(actor, thing)


def may_manage(actor: Actor, thing: object = None) -> bool:
    """Whether the actor leads the cluster organisation (managers)."""
    return actor.role == Role.MANAGER and _belongs_here(actor, thing)


def may_lend_seat(actor: Actor, token: Token | None = None) -> bool:
    """Whether the actor may let programs act on its own seat, by this token of its own."""
    if actor.user is None or not _belongs_here(actor, token):
        return False
    return token is None or token.seat.user_id == actor.user_id


def may_see_the_office(actor: Actor, thing: object = None) -> bool:
    """Whether the actor may read who did what, and who holds a seat (team and board)."""
    return actor.role in {*_TEAM, Role.BOARD} and _belongs_here(actor, thing)
