"""Found a cluster organisation, give and end seats, make and end tokens."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access import rules
from raceme.access.actor import SYSTEM, Actor, system_of
from raceme.access.models import Cluster, Role, Seat, Token, User
from raceme.foundation import background
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock

TOKEN_BYTES = 32


@transaction.atomic
def found_cluster(
    *,
    slug: str,
    name: str,
    manager: User,
    at: datetime,
    country: str = "",
    nuts: str = "",
    currency: str = "EUR",
) -> Cluster:
    """Open the books of a new cluster organisation; its first seat goes to the manager."""
    cluster = Cluster(slug=slug, name=name, country=country, nuts=nuts, currency=currency)
    keep_new(cluster, verb="found_cluster", by=SYSTEM, at=at)
    _seat(cluster, manager, Role.MANAGER, by=system_of(cluster), at=at)
    return cluster


@transaction.atomic
def describe_cluster(
    cluster: Cluster,
    *,
    name: str,
    country: str,
    nuts: str,
    currency: str,
    by: Actor,
    at: datetime,
) -> Cluster:
    """Change what the cluster organisation says of itself."""
    require(rules.may_manage, by, cluster)
    values = {"name": name, "country": country, "nuts": nuts, "currency": currency}
    return change(cluster, values, verb="describe_cluster", by=by, at=at)


@transaction.atomic
def give_seat(
    cluster: Cluster, *, email: str, name: str, role: Role, by: Actor, at: datetime
) -> Seat:
    """Give a person a role here, and write to somebody new how to sign in."""
    require(rules.may_manage, by, cluster)
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email, name=name)
        background.start("access.invite", user_id=user.pk, cluster_id=cluster.pk)
    return _seat(cluster, user, role, by=by, at=at)


@transaction.atomic
def change_role(seat: Seat, *, role: Role, by: Actor, at: datetime) -> Seat:
    """Let a person do more, or less. Somebody must remain who manages."""
    require(rules.may_manage, by, seat)
    seat = _lock_open(seat)
    if role != Role.MANAGER:
        _keep_a_manager(seat)
    return change(seat, {"role": role}, verb="change_role", by=by, at=at)


@transaction.atomic
def end_seat(seat: Seat, *, by: Actor, at: datetime) -> Seat:
    """Take a person's role away; what the person did stays on record."""
    require(rules.may_manage, by, seat)
    seat = _lock_open(seat)
    _keep_a_manager(seat)
    return change(seat, {"ended_at": at}, verb="end_seat", by=by, at=at)


@transaction.atomic
def make_token(*, name: str, by: Actor, at: datetime) -> tuple[Token, str]:
    """Make a key for a program that shall act on the actor's own seat; it is shown only now."""
    require(rules.may_lend_seat, by)
    seat = Seat.objects.get(user=by.user, cluster=by.cluster, ended_at__isnull=True)
    secret = f"raceme_{secrets.token_urlsafe(TOKEN_BYTES)}"
    token = Token(seat=seat, name=name, digest=Token.digest_of(secret), made_at=at)
    return keep_new(token, verb="make_token", by=by, at=at), secret


@transaction.atomic
def end_token(token: Token, *, by: Actor, at: datetime) -> Token:
    """Let a program act no longer."""
    require(rules.may_lend_seat, by, token)
    return change(token, {"ended_at": at}, verb="end_token", by=by, at=at)


def _seat(cluster: Cluster, user: User, role: Role, *, by: Actor, at: datetime) -> Seat:
    seat = Seat(cluster=cluster, user=user, role=role, given_at=at)
    return keep_new(seat, verb="give_seat", by=by, at=at)


def _lock_open(seat: Seat) -> Seat:
    """Lock a seat, and before it the cluster: of two who end each other's seats one must wait."""
    lock(seat.cluster)
    seat = lock(seat)
    if seat.ended_at is not None:
        raise Refused(_("This seat has already ended."))
    return seat


def _keep_a_manager(leaving: Seat) -> None:
    managers = Seat.objects.filter(
        cluster=leaving.cluster, role=Role.MANAGER, ended_at__isnull=True
    )
    others = managers.exclude(pk=leaving.pk)
    if leaving.role == Role.MANAGER and not others.exists():
        raise Refused(
            _("Nobody else manages this cluster organisation. Give somebody the role first.")
        )
