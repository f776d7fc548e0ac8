"""The thread, for programs."""

from django.utils import timezone
from ninja import Path, Router, Schema

from raceme.access.api import ApiRequest
from raceme.thread import queries

router = Router(tags=["thread"])


class RowOut(Schema):
    """One row at which the thread is broken, and the page that mends it."""

    label: str
    detail: str
    address: str


class BreakOut(Schema):
    """A kind of break in the thread; urgency 1 is now, 2 soon, 3 later."""

    code: str
    title: str
    remedy: str
    part: str
    urgency: int
    rows: list[RowOut]


@router.get("/breaks", response=list[BreakOut], summary="Where is the thread broken?")
def list_breaks(request: ApiRequest, cluster: Path[str]) -> list[BreakOut]:
    return [
        BreakOut(
            code=one.code,
            title=str(one.title),
            remedy=str(one.remedy),
            part=one.part,
            urgency=one.urgency,
            rows=[
                RowOut(label=row.label, detail=row.detail, address=row.address) for row in one.rows
            ],
        )
        for one in queries.breaks_of(queries.Look(request.auth, timezone.localdate()))
    ]
