"""Who may change what stands about organisations and people, and who may see what of it."""

from raceme.access.actor import Actor
from raceme.access.rules import may_manage, may_see_the_office, may_work
from raceme.members.models import Segment


def may_edit(actor: Actor, thing: object = None) -> bool:
    """Only the team may enter and change organisations, people, contacts and what belongs to them.

    `thing`: the organisation, person or other row it is about.
    """
    return may_work(actor, thing)


def may_see_people(actor: Actor, thing: object = None) -> bool:
    """Who works where, how to reach them, and what was said, is for the team and the board."""
    return may_see_the_office(actor, thing)


def may_see_fees(actor: Actor, thing: object = None) -> bool:
    """What a member pays is for the team and the board."""
    return may_see_the_office(actor, thing)


def may_erase(actor: Actor, thing: object = None) -> bool:
    """Only a manager erases a person: it cannot be taken back."""
    return may_manage(actor, thing)


def may_keep_segments(actor: Actor) -> bool:
    """Everybody with a seat may keep filters for himself."""
    return actor.is_seated


def may_share_segments(actor: Actor) -> bool:
    """Only the team may keep segments that everybody sees."""
    return may_work(actor)


def may_change_segment(actor: Actor, segment: Segment) -> bool:
    """Whoever keeps a segment may change it; the team those that everybody sees."""
    if segment.cluster_id != actor.cluster_id or not actor.is_seated:
        return False
    is_own = actor.user is not None and segment.owner_id == actor.user_id
    return is_own if not segment.is_shared else may_work(actor, segment)
