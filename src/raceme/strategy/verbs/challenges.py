"""State the questions that the cluster's firms must answer, in their order."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.strategy import queries, rules
from raceme.strategy.models import Challenge, Strategy
from raceme.strategy.verbs.strategies import draft_strategy, lock_cluster_of, refuse_retired

MOST = 5


@transaction.atomic
def state_challenge(*, text: str, why: str, by: Actor, at: datetime) -> Challenge:
    """Say which question the firms must answer. Five are the most that anybody can work on."""
    require(rules.may_steer, by)
    cluster = lock_cluster_of(by)
    strategy = queries.strategy_in_force(by) or draft_strategy(by=by, at=at)
    siblings = _room_in(strategy, by)
    challenge = Challenge(
        cluster=cluster,
        strategy=strategy,
        position=queries.place_after(siblings),
        text=text,
        why=why,
    )
    return keep_new(challenge, verb="state_challenge", by=by, at=at)


@transaction.atomic
def describe_challenge(
    challenge: Challenge, *, by: Actor, at: datetime, **values: Any
) -> Challenge:
    """Put a challenge, or why it matters, in other words."""
    require(rules.may_steer, by, challenge)
    refuse_retired(challenge.strategy)
    return change(challenge, values, verb="describe_challenge", by=by, at=at)


@transaction.atomic
def drop_challenge(challenge: Challenge, *, by: Actor, at: datetime) -> Challenge:
    """Strike a challenge off the list; it stays on record."""
    require(rules.may_steer, by, challenge)
    challenge = lock(challenge)
    refuse_retired(challenge.strategy)
    if challenge.ended_at is not None:
        raise Refused(_("This challenge has already been dropped."))
    return change(challenge, {"ended_at": at}, verb="drop_challenge", by=by, at=at)


@transaction.atomic
def restore_challenge(challenge: Challenge, *, by: Actor, at: datetime) -> Challenge:
    """Take a dropped challenge back, at the end of the list."""
    require(rules.may_steer, by, challenge)
    lock_cluster_of(by)
    challenge = lock(challenge)
    refuse_retired(challenge.strategy)
    if challenge.ended_at is None:
        raise Refused(_("This challenge stands in the list."))
    values = {"ended_at": None, "position": queries.place_after(_room_in(challenge.strategy, by))}
    return change(challenge, values, verb="restore_challenge", by=by, at=at)


@transaction.atomic
def move_challenge(challenge: Challenge, *, is_up: bool, by: Actor, at: datetime) -> Challenge:
    """Let a challenge change places with the one above or below; at the end it stays."""
    require(rules.may_steer, by, challenge)
    lock_cluster_of(by)
    challenge = lock(challenge)
    refuse_retired(challenge.strategy)
    if challenge.ended_at is not None:
        raise Refused(_("This challenge has already been dropped."))
    siblings = list(queries.challenges_of(by, challenge.strategy))
    other = queries.neighbour_of(challenge, siblings, is_up=is_up)
    if other is None:
        return challenge
    change(other, {"position": challenge.position}, verb="move_challenge", by=by, at=at)
    return change(challenge, {"position": other.position}, verb="move_challenge", by=by, at=at)


def _room_in(strategy: Strategy, by: Actor) -> list[Challenge]:
    siblings = list(queries.challenges_of(by, strategy))
    if len(siblings) >= MOST:
        raise Refused(_("Five strategic challenges are enough. Drop one first."))
    return siblings
