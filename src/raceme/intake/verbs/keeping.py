"""Lists are kept no longer than needed: the files, and what the previews showed of people."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from raceme.access.actor import Actor
from raceme.foundation.errors import require
from raceme.foundation.records import change, lock
from raceme.intake.models import Upload, UploadedFile
from raceme.intake.queries import lately
from raceme.intake.queries.naming import names_somebody
from raceme.members import rules as rules_of_members
from raceme.members.models import Person

KEPT_FOR = timedelta(days=30)  # after loading, for the rows that were left out


def let_go_of_content(upload: Upload) -> None:
    """Let go of a file that nobody needs any more; what its preview has shown stays for a while."""
    UploadedFile.objects.filter(upload=upload).update(content=b"")


@transaction.atomic
def put_away_old_files(*, at: datetime) -> int:
    """Let go of files and previews of lists that were loaded long ago; say how many there were."""
    old = UploadedFile.objects.filter(
        upload__state__in=(Upload.State.LOADED, Upload.State.UNDONE),
        upload__finished_at__lt=at - KEPT_FOR,
    )
    return old.delete()[0]


@transaction.atomic
def forget_person(person: Person, words: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Let go of every list that names a person; one that was not loaded yet is dropped.

    Whatever else the list holds can be sent in again, without the person.
    """
    require(rules_of_members.may_erase, by, person)
    ours = UploadedFile.objects.filter(upload__cluster=person.cluster_id).order_by("pk")
    for number in list(ours.values_list("pk", flat=True)):
        file = ours.select_related("upload").filter(pk=number).first()
        if file is not None and names_somebody(file, words):
            _forget(file, by=by, at=at)
    lately.forget()


def _forget(file: UploadedFile, *, by: Actor, at: datetime) -> None:
    upload = lock(file.upload)
    if upload.is_waiting or upload.is_loading:
        values = {"state": Upload.State.DROPPED, "finished_at": at}
        change(upload, values, verb="drop_upload", by=by, at=at)
    file.delete()
