"""Which seats, clusters and changes there are for whoever acts."""

from datetime import date

from django.db.models import QuerySet

from raceme.access.actor import Actor, actor_on
from raceme.access.models import Cluster, Seat, Token, User
from raceme.access.rules import may_see_the_office
from raceme.foundation.models import Change


def open_seats_of(user: User) -> QuerySet[Seat]:
    """The seats a person holds now."""
    return (
        Seat.objects.filter(user=user, ended_at__isnull=True)
        .select_related("cluster", "user")
        .order_by("cluster__name", "pk")
    )


def actor_for(user: User, slug: str) -> Actor | None:
    """The person on its seat in the cluster with this address; None without a seat there."""
    seat = open_seats_of(user).filter(cluster__slug=slug).first()
    return actor_on(seat) if seat and user.is_active else None


def actor_with_token(secret: str, slug: str) -> Actor | None:
    """Whoever lent a program this token, if its seat is in the cluster with this address."""
    token = (
        Token.objects.filter(
            digest=Token.digest_of(secret),
            ended_at__isnull=True,
            seat__ended_at__isnull=True,
            seat__user__is_active=True,
            seat__cluster__slug=slug,
        )
        .select_related("seat__user", "seat__cluster")
        .first()
    )
    return actor_on(token.seat) if token else None


def is_known_token(secret: str) -> bool:
    """Whether any program may use this token anywhere."""
    return Token.objects.filter(
        digest=Token.digest_of(secret),
        ended_at__isnull=True,
        seat__ended_at__isnull=True,
        seat__user__is_active=True,
    ).exists()


def seats_visible_to(actor: Actor) -> QuerySet[Seat]:
    """The open seats of the actor's cluster organisation."""
    if not may_see_the_office(actor):
        return Seat.objects.none()
    return Seat.objects.filter(cluster=actor.cluster, ended_at__isnull=True).select_related(
        "user", "cluster"
    )


def tokens_visible_to(actor: Actor) -> QuerySet[Token]:
    """The open tokens of the actor's own seat: nobody sees those of others."""
    return Token.objects.filter(
        seat__cluster=actor.cluster, seat__user=actor.user, ended_at__isnull=True
    ).select_related("seat")


def changes_visible_to(actor: Actor) -> QuerySet[Change]:
    """What has been done in the actor's cluster organisation, newest first."""
    if not may_see_the_office(actor):
        return Change.objects.none()
    return Change.objects.filter(cluster_id=actor.cluster_id)


def changes_among(
    changes: QuerySet[Change],
    *,
    kind: str = "",
    author: str = "",
    since: date | None = None,
    until: date | None = None,
    thing_id: int | None = None,
) -> QuerySet[Change]:
    """Narrow the history down to a kind of thing, one thing, a person, or some days."""
    wanted = {
        "kind": kind or None,
        "author": author or None,
        "thing_id": thing_id,
        "at__date__gte": since,
        "at__date__lte": until,
    }
    return changes.filter(**{name: value for name, value in wanted.items() if value is not None})


def distinct_values(changes: QuerySet[Change], column: str) -> list[str]:
    """List what stands in a column of the history, each once, in the order of the alphabet."""
    return list(changes.order_by(column).values_list(column, flat=True).distinct())


def cluster_named(slug_or_name: str) -> Cluster | None:
    """The cluster organisation with this address or name."""
    return (
        Cluster.objects.filter(slug=slug_or_name).first()
        or Cluster.objects.filter(name__iexact=slug_or_name).first()
    )
