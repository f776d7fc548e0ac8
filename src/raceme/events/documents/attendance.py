"""Who was there: the list of an event or of one session, on paper and as a table."""

from collections.abc import Sequence
from datetime import date
from importlib.resources import files

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from raceme.events.documents.paper import pdf_answer
from raceme.events.documents.times import clock, moment, when
from raceme.events.models import Attendance, Event, Registration, Session
from raceme.events.queries.registrations import people_of_session
from raceme.foundation import documents
from raceme.foundation.exporting import download
from raceme.foundation.tabular.values import Cell
from raceme.foundation.tabular.writing import Heading, Sheet, Style


def attendance_file(event: Event, session: Session | None, kind: str, *, on: date) -> HttpResponse:
    """Hand out the list of a session, or of the whole event: `kind` is pdf, xlsx or csv."""
    name = event.code if session is None else f"{event.code}-{session.pk}"
    title = _("Attendance: %(what)s") % {"what": event if session is None else session}
    rows = _of_event(event) if session is None else _of_session(session)
    if kind == "pdf":
        content = _paper(event, session, title, rows, on=on)
        return pdf_answer(content, f"{name}-attendance")
    sheet = Sheet(_("Attendance"), _headings(), rows)
    return download(sheet, kind, file_name=f"{name}-attendance", title=title, made_on=on)


def _headings() -> tuple[Heading, ...]:
    """Say what stands in the columns."""
    return (
        Heading(_("id"), Style.WHOLE),
        Heading(_("number"), Style.WHOLE),
        Heading(_("given name")),
        Heading(_("family name")),
        Heading(_("organisation")),
        Heading(_("kind of participant")),
        Heading(_("attendance")),
        Heading(_("checked in")),
    )


def _of_event(event: Event) -> list[tuple[Cell, ...]]:
    people = Registration.objects.filter(event=event, state=Registration.State.CONFIRMED)
    ordered = people.select_related("quota").order_by("family_name", "given_name", "pk")
    rows = list(ordered)
    # As long as nobody was checked in, nobody knows who stayed away.
    is_known = event.is_over(timezone.now()) and any(one.is_there for one in rows)
    return [_row(one, _presence(one, is_known=is_known)) for one in rows]


def _of_session(session: Session) -> list[tuple[Cell, ...]]:
    rows = []
    for one, noted, chosen in people_of_session(session):
        if chosen or noted is not None or not session.needs_sign_up:
            rows.append(_row(one, "" if noted is None else str(noted.get_outcome_display())))
    return rows


def _row(one: Registration, said: str) -> tuple[Cell, ...]:
    arrived = one.checked_in_at
    at = "" if arrived is None else timezone.localtime(arrived).strftime("%Y-%m-%d %H:%M")
    return (
        one.pk,
        one.number,
        one.given_name,
        str(one) if one.erased_at is not None else one.family_name,
        one.organisation_name,
        str(one.quota),
        said,
        at,
    )


def _presence(one: Registration, *, is_known: bool) -> str:
    """Say whether somebody came; nothing while that is not known."""
    if one.is_there:
        return str(Attendance.Outcome.PRESENT.label)
    if one.excused_at is not None:
        return str(Attendance.Outcome.EXCUSED.label)
    return str(Attendance.Outcome.ABSENT.label) if is_known else ""


def _paper(
    event: Event,
    session: Session | None,
    title: str,
    rows: Sequence[Sequence[Cell]],
    *,
    on: date,
) -> bytes:
    subtitle = when(event)
    if session is not None:
        times = {
            "event": event,
            "from": moment(session.starts_at, event),
            "to": clock(session.ends_at, event),
        }
        subtitle = _("%(event)s · %(from)s to %(to)s") % times
    contents = {
        "title": title,
        "subtitle": subtitle,
        "language": get_language() or "en",
        "footer": event.cluster.name,
        "head": [_("No."), _("Name"), _("Organisation"), _("Attendance"), _("Signature")],
        "rows": [
            [str(row[1]), f"{row[2]} {row[3]}".strip(), str(row[4] or ""), str(row[6] or ""), ""]
            for row in rows
        ],
    }
    template = files("raceme.events.documents").joinpath("attendance.typ").read_text("utf-8")
    return documents.pdf(template, contents, {}, made_on=on)
