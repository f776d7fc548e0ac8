"""Which lists were sent in, and what was said about each."""

from django.db.models import QuerySet

from raceme.access.actor import Actor
from raceme.intake.lists.values import Holds, Said
from raceme.intake.models import Upload


def uploads_visible_to(actor: Actor) -> QuerySet[Upload]:
    """All lists that were sent in to the actor's cluster organisation, newest first."""
    if not actor.is_seated:
        return Upload.objects.none()
    return Upload.objects.filter(cluster=actor.cluster).select_related("sent_by")


def loaded_before(upload: Upload) -> Upload | None:
    """The same file, loaded earlier and not undone; None if there is none."""
    return (
        Upload.objects.filter(
            cluster=upload.cluster, digest=upload.digest, state=Upload.State.LOADED
        )
        .exclude(pk=upload.pk)
        .first()
    )


def has_content(upload: Upload) -> bool:
    """Whether the file of a list is still kept."""
    return hasattr(upload, "file") and bool(upload.file.content)


def said_of(upload: Upload) -> Said:
    """What a person has said about a list, for whoever reads it."""
    return Said(
        holds=Holds(upload.holds),
        sheet=upload.sheet or None,
        header_row=upload.header_row,
        with_asides=upload.with_asides,
        targets={int(place): target for place, target in upload.targets.items()},
        for_all=upload.for_all,
        forgives=upload.forgives,
    )
