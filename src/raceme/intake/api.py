"""Imports, for programs: send a list in, say what its columns mean, look, confirm, undo."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, Form, Path, Router, Schema, Status
from ninja.files import UploadedFile
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.foundation.errors import Refused, require
from raceme.intake import queries, rules, verbs
from raceme.intake.lists.fields import fields_of
from raceme.intake.lists.reading import look_at
from raceme.intake.lists.values import Holds
from raceme.intake.models import Upload
from raceme.intake.verbs.undoing import undoing_of

router = Router(tags=["imports"])


class UploadOut(Schema):
    """A list that was sent in, and what became of it."""

    id: int
    file_name: str
    holds: str
    state: str
    counts: dict[str, int]
    trouble: str
    share_done: float
    sent_at: datetime
    finished_at: datetime | None


class FieldOut(Schema):
    """Something a column may hold."""

    name: str
    label: str
    needed: bool
    choices: list[str]


class ColumnOut(Schema):
    """A column of the list: what it is taken for, and how sure that is."""

    at: int
    letter: str
    heading: str
    values: list[str]
    target: str
    trust: str


class ColumnsIn(Schema):
    """How a list is read. Without `targets` its columns are found anew."""

    holds: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    with_asides: bool | None = None
    targets: dict[int, str] | None = None
    standing: str = ""
    recorded_on: date | None = None
    source: str = ""
    fills_gaps_only: bool = False
    forgives: bool = False


class DecisionsIn(Schema):
    """What possible duplicates are (row → same, new or skip; “*” for all), and what of errors."""

    decisions: dict[str, str] = {}
    leaves_out: bool = False


class UndoingOut(Schema):
    """What undoing would do: rows that go or become as before, by kind, and those that stay."""

    goes: dict[str, int]
    becomes_as_before: dict[str, int]
    stays: list[str]


@router.get("", response=list[UploadOut], summary="Which lists were sent in?")
@paginate
def list_uploads(request: ApiRequest, cluster: Path[str]) -> QuerySet[Upload]:
    require(rules.may_import, request.auth)
    return queries.uploads_visible_to(request.auth)


@router.post("", response={201: UploadOut}, summary="Send a list in")
def take_upload(
    request: ApiRequest,
    cluster: Path[str],
    file: File[UploadedFile | None] = None,
    holds: Form[str] = "",
) -> Status[Upload]:
    require(rules.may_import, request.auth)
    if file is None:
        raise Refused(_("Send a file, as multipart/form-data."))
    taken = verbs.take_upload(
        file_name=file.name or _("list"),
        content=file.read(),
        holds=holds,
        by=request.auth,
        at=timezone.now(),
    )
    return Status(201, taken)


@router.get("/fields/{holds}", response=list[FieldOut], summary="What may a column hold?")
def list_fields(request: ApiRequest, cluster: Path[str], holds: str) -> list[FieldOut]:
    require(rules.may_import, request.auth)
    if holds not in Upload.Holds.values:
        raise Http404
    return [
        FieldOut(
            name=field.name,
            label=str(field.label),
            needed=field.is_needed,
            choices=list(field.column.choices),
        )
        for field in fields_of(Holds(holds))
    ]


@router.get("/{int:pk}", response=UploadOut, summary="What became of a list?")
def show_upload(request: ApiRequest, cluster: Path[str], pk: int) -> Upload:
    return _upload(request, pk)


@router.get("/{int:pk}/columns", response=list[ColumnOut], summary="What is each column taken for?")
def show_columns(request: ApiRequest, cluster: Path[str], pk: int) -> list[ColumnOut]:
    upload = _upload(request, pk)
    if not queries.has_content(upload):
        return []
    read = look_at(bytes(upload.file.content), upload.file_name, queries.said_of(upload))
    return [
        ColumnOut(
            at=place.at,
            letter=place.letter,
            heading=place.heading,
            values=list(place.values),
            target=place.target,
            trust=place.trust.value,
        )
        for place in read.places
    ]


@router.put("/{int:pk}/columns", response=UploadOut, summary="Say how a list is read")
def map_upload(request: ApiRequest, cluster: Path[str], pk: int, values: ColumnsIn) -> Upload:
    upload = _upload(request, pk)
    told = values.model_dump(include={"holds", "sheet", "header_row", "with_asides"})
    said = {name: value for name, value in told.items() if value is not None}
    for_all = {
        "membership.standing": values.standing,
        "need.recorded_on": values.recorded_on.isoformat() if values.recorded_on else "",
        "need.source": values.source,
    }
    return verbs.map_upload(
        upload,
        targets=values.targets,
        for_all={name: value for name, value in for_all.items() if value},
        fills_gaps_only=values.fills_gaps_only,
        forgives=values.forgives,
        by=request.auth,
        at=timezone.now(),
        **said,
    )


@router.get("/{int:pk}/preview", response=dict[str, Any], summary="What would it change?")
def show_preview(request: ApiRequest, cluster: Path[str], pk: int) -> dict[str, Any]:
    upload = _upload(request, pk)
    seen: dict[str, Any] = (upload.file.seen or {}) if hasattr(upload, "file") else {}
    return seen


@router.post("/{int:pk}/decide", response=UploadOut, summary="Decide on duplicates and errors")
def decide_upload(request: ApiRequest, cluster: Path[str], pk: int, values: DecisionsIn) -> Upload:
    upload = _upload(request, pk)
    return verbs.decide_upload(upload, **values.model_dump(), by=request.auth, at=timezone.now())


@router.post("/{int:pk}/confirm", response={202: UploadOut}, summary="Load it as previewed")
def confirm_upload(request: ApiRequest, cluster: Path[str], pk: int) -> Status[Upload]:
    upload = _upload(request, pk)
    return Status(202, verbs.confirm_upload(upload, by=request.auth, at=timezone.now()))


@router.post("/{int:pk}/drop", response=UploadOut, summary="Put it away unloaded")
def drop_upload(request: ApiRequest, cluster: Path[str], pk: int) -> Upload:
    upload = _upload(request, pk)
    return verbs.drop_upload(upload, by=request.auth, at=timezone.now())


@router.get("/{int:pk}/undo", response=UndoingOut, summary="What would undoing do?")
def show_undoing(request: ApiRequest, cluster: Path[str], pk: int) -> UndoingOut:
    upload = _upload(request, pk)
    if not upload.is_loaded:
        return UndoingOut(goes={}, becomes_as_before={}, stays=[])
    undoing = undoing_of(upload, by=request.auth)
    return UndoingOut(
        goes=undoing.goes,
        becomes_as_before=undoing.becomes_as_before,
        stays=[f"{one.label}: {one.reason}" for one in undoing.stays],
    )


@router.post("/{int:pk}/undo", response=UploadOut, summary="Undo an import")
def undo_upload(request: ApiRequest, cluster: Path[str], pk: int) -> Upload:
    upload = _upload(request, pk)
    return verbs.undo_upload(upload, by=request.auth, at=timezone.now())


def _upload(request: ApiRequest, pk: int) -> Upload:
    upload = get_object_or_404(queries.uploads_visible_to(request.auth), pk=pk)
    require(rules.may_import, request.auth, upload)
    return upload
