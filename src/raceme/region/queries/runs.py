"""Which datasets and mappings there are."""

from django.db.models import QuerySet

from raceme.access.actor import Actor
from raceme.region.models import Boundaries, Dataset, MappingRun


def datasets_visible_to(actor: Actor) -> QuerySet[Dataset]:
    """All datasets of the actor's cluster organisation, newest first."""
    if not actor.is_seated:
        return Dataset.objects.none()
    return Dataset.objects.filter(cluster=actor.cluster)


def runs_visible_to(actor: Actor) -> QuerySet[MappingRun]:
    """All mappings of the actor's cluster organisation, newest first."""
    if not actor.is_seated:
        return MappingRun.objects.none()
    return MappingRun.objects.filter(cluster=actor.cluster).select_related("dataset")


def latest_run(actor: Actor) -> MappingRun | None:
    """The mapping that was computed last; None if there is none."""
    done = runs_visible_to(actor).filter(state=MappingRun.State.DONE)
    return done.order_by("-finished_at", "-pk").first()


def boundaries_visible_to(actor: Actor) -> QuerySet[Boundaries]:
    """All boundaries of the actor's cluster organisation, newest first."""
    if not actor.is_seated:
        return Boundaries.objects.none()
    return Boundaries.objects.filter(cluster=actor.cluster)


def boundaries_for(actor: Actor, run: MappingRun) -> Boundaries | None:
    """The newest boundaries in the version of NUTS of a mapping; None if nobody brought any."""
    of_version = boundaries_visible_to(actor).filter(nuts_version=run.dataset.nuts_version)
    return of_version.first()
