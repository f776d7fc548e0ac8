"""Take a list in, say what its columns mean, look at what it would change, or drop it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.models import Change
from raceme.foundation.records import change, keep_new, lock
from raceme.foundation.tabular.values import UnreadableTable
from raceme.foundation.writing import without_pauses
from raceme.intake import rules
from raceme.intake.lists.fields import field_named
from raceme.intake.lists.reading import ReadList, drafts_of, look_at
from raceme.intake.lists.values import Holds, Said
from raceme.intake.models import Upload, UploadedFile
from raceme.intake.queries import lately
from raceme.intake.queries.outcomes import EVERY, NEW, SAME, SKIP, Outcome, outcome_of
from raceme.intake.queries.shown import seen
from raceme.intake.queries.uploads import said_of

LARGEST = 20 * 1024 * 1024  # bytes
MOST_ROWS = 200_000
_KIND = Upload._meta.label_lower
_SAID = ("holds", "sheet", "header_row", "with_asides", "for_all", "fills_gaps_only", "forgives")


@transaction.atomic
def take_upload(
    *, file_name: str, content: bytes, by: Actor, at: datetime, holds: str = ""
) -> Upload:
    """Take a file in and understand it. Nothing of it is in the books before it is confirmed."""
    require(rules.may_import, by)
    if len(content) > LARGEST:
        raise Refused(
            _("The file is larger than %(most)d MB. Remove what is no table from it, or split it.")
            % {"most": LARGEST // (1024 * 1024)},
            field="file",
        )
    if holds and holds not in Upload.Holds.values:
        raise Refused(_("A list holds members or needs."), field="holds")
    read = _look(content, file_name, Said(holds=Holds(holds) if holds else None))
    upload = Upload(
        cluster=by.cluster,
        file_name=file_name[:200],
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        holds=read.holds.value,
        sent_by=by.user,
        sent_at=at,
    )
    keep_new(upload, verb="take_upload", by=by, at=at)
    UploadedFile.objects.create(upload=upload, content=content)
    return upload


@transaction.atomic
def map_upload(
    upload: Upload, *, targets: Mapping[int, str] | None, by: Actor, at: datetime, **said: Any
) -> Upload:
    """Say how a list is read: sheet, header row, and what each column is taken for.

    Without `targets` the columns are found anew, as after another sheet was chosen.
    """
    require(rules.may_import, by, upload)
    _refuse_unless_waiting(lock(upload))
    for name in said:
        if name not in _SAID:
            raise TypeError(name)
    if targets is not None:
        _refuse_unclear_targets(targets)
    values = said | {"targets": {str(at_): target for at_, target in (targets or {}).items()}}
    values |= {"decisions": {}, "leaves_out": False}
    upload = change(upload, values, verb="map_upload", by=by, at=at)
    read = _look(bytes(upload.file.content), upload.file_name, said_of(upload))
    if upload.holds != read.holds.value:
        upload = change(upload, {"holds": read.holds.value}, verb="map_upload", by=by, at=at)
    return _previewed(upload, by, at, read)


@transaction.atomic
def decide_upload(
    upload: Upload,
    *,
    decisions: Mapping[str, str],
    leaves_out: bool,
    by: Actor,
    at: datetime,
) -> Upload:
    """Say of possible duplicates which are the same, and whether rows with errors stay out."""
    require(rules.may_import, by, upload)
    _refuse_unless_waiting(lock(upload))
    known = {SAME, NEW, SKIP}
    for row, decision in decisions.items():
        if decision not in known or not (row == EVERY or row.isdecimal()):
            raise Refused(_("This is neither the same, nor new, nor left out."))
    values = {"decisions": dict(decisions), "leaves_out": leaves_out}
    upload = change(upload, values, verb="decide_upload", by=by, at=at)
    return _previewed(upload, by, at)


@transaction.atomic
def preview_upload(upload: Upload, *, by: Actor, at: datetime) -> Upload:
    """Look again at what a list would change: the books may have changed since."""
    require(rules.may_import, by, upload)
    _refuse_unless_waiting(lock(upload))
    return _previewed(upload, by, at)


@transaction.atomic
def drop_upload(upload: Upload, *, by: Actor, at: datetime) -> Upload:
    """Put a list away unloaded; its file is not kept."""
    require(rules.may_import, by, upload)
    upload = lock(upload)
    _refuse_unless_waiting(upload)
    UploadedFile.objects.filter(upload=upload).delete()
    lately.forget()
    values = {"state": Upload.State.DROPPED, "finished_at": at}
    return change(upload, values, verb="drop_upload", by=by, at=at)


@without_pauses()
def outcome_now(
    upload: Upload, *, by: Actor, at: datetime, read: ReadList | None = None
) -> tuple[ReadList, Outcome]:
    """Read the file again, unless it was just `read`, and compare it with the books as they stand.

    What was found last in this process is given again as long as nothing has changed: between the
    preview of a list and its loading, that is the rule.
    """
    require(rules.may_import, by, upload)
    key = _state_of(upload, at)
    kept = lately.compared_lately(key)
    if kept is not None:
        return kept.read, kept.outcome
    if read is None:
        read = _look(bytes(upload.file.content), upload.file_name, said_of(upload))
    outcome = outcome_of(
        drafts_of(read),
        by,
        file=upload.file_name,
        at=at,
        decisions=upload.decisions,
        fills_gaps_only=upload.fills_gaps_only,
    )
    if upload.is_waiting or upload.is_loading:
        lately.keep(lately.Comparison(key, read, outcome))
    return read, outcome


def mark_of_books(upload: Upload) -> tuple[int | None, int]:
    """The newest change in the books of the cluster, and how many there are.

    As long as both are the same, nothing moved. The newest alone would not do: a change gets its
    number before it is to be seen, so that an older one may turn up after it.
    """
    changes = Change.objects.filter(cluster_id=upload.cluster_id).exclude(kind=_KIND)
    found = changes.aggregate(newest=Max("pk"), count=Count("pk"))
    return found["newest"], found["count"]


def _state_of(upload: Upload, at: datetime) -> tuple[object, ...]:
    """Give all that the outcome rests on, the words of its sentences and today included."""
    return (
        upload.pk,
        upload.digest,
        upload.sent_at,
        repr(said_of(upload)),
        repr(sorted(upload.decisions.items())),
        upload.fills_gaps_only,
        timezone.localdate(at),
        get_language(),
        mark_of_books(upload),
    )


def _previewed(upload: Upload, by: Actor, at: datetime, read: ReadList | None = None) -> Upload:
    read, outcome = outcome_now(upload, by=by, at=at, read=read)
    UploadedFile.objects.filter(upload=upload).update(
        seen=seen(read, outcome) | {"at": at.isoformat()}
    )
    Upload.objects.filter(pk=upload.pk).update(counts=outcome.counts, trouble="")
    return Upload.objects.get(pk=upload.pk)


@without_pauses()
def _look(content: bytes, name: str, said: Said) -> ReadList:
    try:
        read = look_at(content, name, said)
    except UnreadableTable as error:
        problem = error.problem
        said_so = f"{problem.place}: {problem.message} {problem.remedy}".strip()
        raise Refused(said_so, field="file") from error
    if len(read.understood.table.rows) > MOST_ROWS:
        raise Refused(
            _("The list has more than %(most)d rows. Split it.") % {"most": MOST_ROWS},
            field="file",
        )
    return read


def _refuse_unless_waiting(upload: Upload) -> None:
    if upload.is_loading:
        raise Refused(_("This list is being loaded."))
    if not upload.is_waiting:
        raise Refused(_("This list is no longer waiting. Send the file in again."))


def _refuse_unclear_targets(targets: Mapping[int, str]) -> None:
    taken: set[str] = set()
    for target in targets.values():
        if not target:
            continue
        field = field_named(target)
        if field is None:
            raise Refused(_("There is no field “%(field)s”.") % {"field": target})
        if target in taken:
            raise Refused(
                _("Two columns are taken for “%(field)s”. Leave one of them aside.")
                % {"field": field.label}
            )
        taken.add(target)
