"""Whoever acts: a person on a seat, a visitor, or the system itself (which one must name)."""

from dataclasses import dataclass, replace

from raceme.access.models import Cluster, Role, Seat, User
from raceme.foundation.models import Batch


@dataclass(frozen=True)
class Actor:
    """Who acts, and in which cluster organisation with which role."""

    label: str
    user: User | None = None
    cluster: Cluster | None = None
    role: Role | None = None
    batch_id: int | None = None
    link: str = ""  # the personal link by which somebody without a seat came, such as "needs:42"

    def within(self, batch: Batch) -> "Actor":
        """The same actor, whose changes from here on belong to one act."""
        return replace(self, batch_id=batch.pk)

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user else None

    @property
    def cluster_id(self) -> int | None:
        return self.cluster.pk if self.cluster else None

    @property
    def is_seated(self) -> bool:
        """Whether anything of a cluster organisation may be seen at all."""
        return self.role is not None and self.cluster is not None


VISITOR = Actor(label="visitor")
SYSTEM = Actor(label="system")


def system_of(cluster: Cluster) -> Actor:
    """Let the system act inside one cluster organisation, with a manager's rights."""
    return Actor(label=SYSTEM.label, cluster=cluster, role=Role.MANAGER)


def guest_of(cluster: Cluster, *, label: str, link: str) -> Actor:
    """Somebody who came by a personal link: sees nothing of the cluster but what the link opens."""
    return Actor(label=label, cluster=cluster, link=link)


def system_for(guest: Actor) -> Actor:
    """Let the system write down what a guest said, once a verb has asked whether it may."""
    assert guest.cluster is not None
    return replace(system_of(guest.cluster), label=guest.label)


def actor_on(seat: Seat) -> Actor:
    """Let the person on this seat act."""
    return Actor(label=str(seat.user), user=seat.user, cluster=seat.cluster, role=Role(seat.role))
