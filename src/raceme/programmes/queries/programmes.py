"""Which programmes there are for an officer, and for a cluster organisation."""

from django.db.models import QuerySet

from raceme.access.actor import Actor
from raceme.access.models import Cluster, User
from raceme.programmes.models import Agreement, Edition, Officer, Programme
from raceme.programmes.words import INDICATOR_SET


def agreements_visible_to(actor: Actor) -> QuerySet[Agreement]:
    """What the actor's cluster organisation was asked, and what it agreed to."""
    if not actor.is_seated:
        return Agreement.objects.none()
    agreements = Agreement.objects.filter(cluster=actor.cluster)
    return agreements.select_related("programme", "agreed_by")


def programmes_of(user: User) -> QuerySet[Programme]:
    """The programmes that a person is an officer of today."""
    if not user.is_active:
        return Programme.objects.none()
    open_officers = Officer.objects.filter(user=user, ended_at__isnull=True)
    return Programme.objects.filter(pk__in=open_officers.values("programme_id"))


def editions_of(programme: Programme) -> QuerySet[Edition]:
    """What a programme has shown, the latest first."""
    return Edition.objects.filter(programme=programme)


def clusters_in(programme: Programme) -> QuerySet[Cluster]:
    """The cluster organisations that agree today to all that is counted."""
    agreed = _agreed(programme).filter(indicators=INDICATOR_SET)
    return Cluster.objects.filter(pk__in=agreed.values("cluster_id")).order_by("name", "pk")


def clusters_to_ask_again(programme: Programme) -> QuerySet[Cluster]:
    """Those that agreed to less than is counted today: nothing of them counts anew."""
    earlier = _agreed(programme).exclude(indicators=INDICATOR_SET)
    return Cluster.objects.filter(pk__in=earlier.values("cluster_id")).order_by("name", "pk")


def _agreed(programme: Programme) -> QuerySet[Agreement]:
    return Agreement.objects.filter(
        programme=programme, agreed_at__isnull=False, ended_at__isnull=True
    )
