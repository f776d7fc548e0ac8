"""Rows for tests, made through the verbs, with names nobody could take for real."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from raceme.access import verbs as access_verbs
from raceme.access.actor import Actor, actor_on, system_of
from raceme.access.models import Cluster, Role, Seat, User
from raceme.catalogue import verbs as catalogue_verbs
from raceme.catalogue.models import Service
from raceme.members import verbs as member_verbs
from raceme.members.models import Organisation
from raceme.needs import verbs as need_verbs
from raceme.needs.models import Need
from raceme.strategy import verbs as strategy_verbs
from raceme.strategy.models import Objective

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
PASSWORD = "a long enough password"
_numbers = count(1)


def make_user(email: str = "") -> User:
    return User.objects.create_user(email or f"person{next(_numbers)}@example.org", PASSWORD)


def make_cluster(slug: str = "", *, manager: User | None = None, **values: Any) -> Cluster:
    slug = slug or f"cluster-{next(_numbers)}"
    return access_verbs.found_cluster(
        slug=slug, name=f"Cluster {slug}", manager=manager or make_user(), at=NOW, **values
    )


def make_actor(cluster: Cluster, role: Role = Role.MANAGER) -> Actor:
    """Give somebody with this role in the cluster; the founding manager for MANAGER."""
    seat = Seat.objects.filter(cluster=cluster, role=role, ended_at__isnull=True).first()
    if seat is None:
        user = make_user()
        seat = Seat.objects.create(cluster=cluster, user=user, role=role, given_at=NOW)
    return actor_on(seat)


def make_organisation(cluster: Cluster, **values: Any) -> Organisation:
    number = next(_numbers)
    facts = {"code": f"M{number}", "name": f"Example Works {number:06d}", "role": "firm"}
    return member_verbs.enter_organisation(**(facts | values), by=system_of(cluster), at=NOW)


def make_objective(cluster: Cluster, **values: Any) -> Objective:
    facts = {"name": f"Example aim {next(_numbers)}"}
    return strategy_verbs.state_objective(**(facts | values), by=system_of(cluster), at=NOW)


def make_need(organisation: Organisation, **values: Any) -> Need:
    facts = {"topic": "funding-search", "importance": 4, "recorded_on": TODAY, "source": "survey"}
    return need_verbs.record_need(
        organisation=organisation, **(facts | values), by=system_of(organisation.cluster), at=NOW
    )


def make_service(cluster: Cluster, **values: Any) -> Service:
    """Create a service; `answers` and `serves` as the verb takes them."""
    number = next(_numbers)
    facts = {
        "code": f"S{number}",
        "name": f"Example service {number:06d}",
        "category": "NET",
        "person_days": 2,
        "cost_eur": 1000,
        "reach": 10.0,
    }
    return catalogue_verbs.create_service(**(facts | values), by=system_of(cluster), at=NOW)
