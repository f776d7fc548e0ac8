"""What the lists of participants, requests and meetings can show: on the page, in files."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db.models import Count, F, Model, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raceme.events.queries.wordings import Kind, has_agreed
from raceme.foundation.listing import Column, Listing, known
from raceme.foundation.tabular.values import Cell
from raceme.foundation.tabular.writing import Style
from raceme.meetings.models import FurtherGuest, Meeting, MeetingRequest, Participation, Profile
from raceme.meetings.queries.choices import label_of_sector, labels_of_topics, name_of_country
from raceme.meetings.queries.meetings import with_outcomes

Row = TypeVar("Row", bound=Model)
Label = str | Promise
PEOPLE = ("asking__registration", "asked__registration")


def _said(
    name: str,
    label: Label,
    cell: Callable[[Row], Cell],
    *reads: str,
    order: str = "",
    is_usual: bool = False,
    style: Style = Style.TEXT,
) -> Column[Row]:
    return Column(
        name,
        label,
        cell=cell,
        shown=(lambda row: str(cell(row) or "")) if style == Style.TEXT else None,
        reads=reads,
        order=(known(order) if style == Style.TEXT and order else F(order),) if order else (),
        is_usual=is_usual,
        style=style,
    )


def _moment(name: str, label: Label, *, is_usual: bool = False, way: str = "") -> Column[Row]:
    def value(row: Row) -> datetime | None:
        found: datetime | None = getattr(row, name)
        return found

    def cell(row: Row) -> Cell:
        at = value(row)
        return "" if at is None else timezone.localtime(at).strftime("%Y-%m-%d %H:%M")

    def shown(row: Row) -> str:
        at = value(row)
        return "" if at is None else date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")

    return Column(
        name, label, cell=cell, shown=shown, reads=(name,), order=(F(way or name),),
        is_usual=is_usual,
    )  # fmt: skip


def _with_person(rows: QuerySet[Profile]) -> QuerySet[Profile]:
    return rows.prefetch_related("registration__quota")


def _with_consent(rows: QuerySet[Profile]) -> QuerySet[Profile]:
    return rows.annotate(agrees=has_agreed(Kind.NETWORKING, way="registration"))


def _with_counts(rows: QuerySet[Profile]) -> QuerySet[Profile]:
    """Count requests and meetings of each; several counts at once need distinct numbers."""
    standing = ~Q(participations__meeting__state="cancelled")
    return rows.annotate(
        asked_others=Count("requests_made", distinct=True),
        was_asked=Count("requests_got", distinct=True),
        to_answer=Count("requests_got", filter=Q(requests_got__state="asked"), distinct=True),
        has_meetings=Count("participations", filter=standing, distinct=True),
    )


def _counted(name: str, label: Label, *, is_usual: bool = True) -> Column[Profile]:
    return Column(
        name, label, cell=lambda one: getattr(one, name), style=Style.WHOLE,
        prepared=_with_counts, is_usual=is_usual,
    )  # fmt: skip


PARTICIPANTS: Listing[Profile] = Listing(
    name="meetings.participants",
    columns=(
        Column(
            "name",
            _("name"),
            cell=str,
            reads=("registration",),
            order=("registration__family_name", "registration__given_name"),
            prepared=_with_person,
        ),
        Column("id", _("id"), cell=lambda one: one.pk, order=("pk",)),
        _said(
            "registration_id",
            _("registration"),
            lambda one: one.registration_id,
            "registration",
            style=Style.WHOLE,
        ),
        Column(
            "organisation",
            _("organisation"),
            cell=lambda one: one.organisation_name,
            shown=lambda one: one.organisation_name,
            order=(known("registration__organisation_name"),),
            prepared=_with_person,
            is_usual=True,
        ),
        Column(
            "kind",
            _("kind of participant"),
            cell=lambda one: str(one.registration.quota),
            order=("registration__quota__rank",),
            prepared=_with_person,
            is_usual=True,
        ),
        _said(
            "country",
            _("country"),
            lambda one: name_of_country(one.country),
            "country",
            order="country",
            is_usual=True,
        ),
        _said(
            "sector", _("sector"), lambda one: label_of_sector(one.sector), "sector", order="sector"
        ),
        _said("headline", _("in one line"), lambda one: one.headline, "headline"),
        _said("offers", _("offers"), lambda one: ", ".join(labels_of_topics(one.offers)), "offers"),
        _said("seeks", _("looks for"), lambda one: ", ".join(labels_of_topics(one.seeks)), "seeks"),
        _said("attends", _("takes part"), lambda one: str(one.get_attends_display()), "attends"),
        Column(
            "agrees",
            _("agrees to be seen"),
            cell=lambda one: getattr(one, "agrees"),  # noqa: B009 - annotated, unknown to types
            prepared=_with_consent,
            is_usual=True,
        ),
        _counted("asked_others", _("requests made")),
        _counted("was_asked", _("requests got")),
        _counted("to_answer", _("to answer"), is_usual=False),
        _counted("has_meetings", _("meetings")),
        _moment("written_at", _("profile written")),
    ),
    ties=("registration__family_name", "pk"),
)


def _two(rows: QuerySet[MeetingRequest]) -> QuerySet[MeetingRequest]:
    return rows.prefetch_related(*PEOPLE)


def _of_request(
    name: str, label: Label, cell: Callable[[MeetingRequest], Cell], *, is_usual: bool = False
) -> Column[MeetingRequest]:
    return Column(
        name, label, cell=cell, shown=lambda one: str(cell(one) or ""), prepared=_two,
        reads=("asking", "asked"), is_usual=is_usual,
    )  # fmt: skip


def _with_further(rows: QuerySet[MeetingRequest]) -> QuerySet[MeetingRequest]:
    joining = FurtherGuest.objects.filter(state=FurtherGuest.State.ACCEPTED).order_by("pk")
    return rows.prefetch_related(
        Prefetch("further", joining.select_related("profile__registration"))
    )


def _joining(name: str, label: Label, said: Callable[[Profile], str]) -> Column[MeetingRequest]:
    def cell(row: MeetingRequest) -> str:
        return ", ".join(said(one.profile) for one in row.further.all())

    return Column(name, label, cell=cell, shown=cell, prepared=_with_further)


REQUESTS: Listing[MeetingRequest] = Listing(
    name="meetings.requests",
    columns=(
        Column(
            "number",
            _("number"),
            cell=lambda one: one.number,
            style=Style.WHOLE,
            reads=("number",),
            order=("number",),
        ),
        Column("id", _("id"), cell=lambda one: one.pk, order=("pk",)),
        _of_request("asking", _("who asks"), lambda one: str(one.asking), is_usual=True),
        _of_request("asking_at", _("of"), lambda one: one.asking.organisation_name, is_usual=True),
        _of_request("asking_id", _("id of who asks"), lambda one: one.asking_id),
        _of_request("asked", _("who is asked"), lambda one: str(one.asked), is_usual=True),
        _of_request("asked_of", _("of"), lambda one: one.asked.organisation_name, is_usual=True),
        _of_request("asked_id", _("id of who is asked"), lambda one: one.asked_id),
        _joining("further", _("who else comes"), str),
        _joining("further_ids", _("ids of who else comes"), lambda one: str(one.pk)),
        _said(
            "state",
            _("state"),
            lambda one: str(one.get_state_display()),
            "state",
            order="state",
            is_usual=True,
        ),
        _said("source", _("made"), lambda one: str(one.get_source_display()), "source"),
        _said("message", _("message"), lambda one: one.message, "message"),
        _said("priority", _("weight"), lambda one: one.priority, "priority", style=Style.WHOLE),
        _moment("asked_at", _("asked"), is_usual=True),
        _said("asked_by", _("asked by"), lambda one: one.asked_by, "asked_by"),
        _moment("expires_at", _("to be answered until")),
        _moment("settled_at", _("settled")),
        _said("settled_by", _("settled by"), lambda one: one.settled_by, "settled_by"),
        _said("settled_because", _("reason"), lambda one: one.settled_because, "settled_because"),
    ),
    ties=("pk",),
)


def _with_two(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return rows.prefetch_related("place", *(f"request__{path}" for path in PEOPLE))


def _of_meeting(
    name: str, label: Label, cell: Callable[[Meeting], Cell], *, is_usual: bool = False
) -> Column[Meeting]:
    return Column(name, label, cell=cell, shown=lambda one: str(cell(one) or ""),
                  prepared=_with_two, reads=("request",), is_usual=is_usual)  # fmt: skip


def _with_participants(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    people = Participation.objects.select_related("profile__registration").order_by("pk")
    return _with_two(rows).prefetch_related(Prefetch("participations", people))


def _further(name: str, label: Label, said: Callable[[Profile], str]) -> Column[Meeting]:
    def cell(row: Meeting) -> str:
        two = {row.request.asking_id, row.request.asked_id}
        others = [one.profile for one in row.participations.all() if one.profile_id not in two]
        return ", ".join(said(one) for one in others)

    return Column(
        name, label, cell=cell, shown=cell, prepared=_with_participants, reads=("request",)
    )


def _latest(meeting: Meeting, name: str) -> str:
    """Say something of the latest outcome of a meeting; nothing where none is known."""
    outcomes = list(meeting.outcomes.all())
    return str(getattr(outcomes[-1], f"get_{name}_display")()) if outcomes else ""


def _outcome(name: str, label: Label, *, is_usual: bool = False) -> Column[Meeting]:
    return Column(
        f"outcome_{name}", label, cell=lambda one: _latest(one, name),
        shown=lambda one: _latest(one, name), prepared=with_outcomes, is_usual=is_usual,
    )  # fmt: skip


MEETINGS: Listing[Meeting] = Listing(
    name="meetings.meetings",
    columns=(
        _moment("starts_at", _("begins")),
        Column("id", _("id"), cell=lambda one: one.pk, order=("pk",)),
        _said("request_id", _("request"), lambda one: one.request_id, "request", style=Style.WHOLE),
        _moment("ends_at", _("ends")),
        Column(
            "place",
            _("place"),
            cell=lambda one: str(one.place),
            reads=("place", "request"),
            order=("place__rank",),
            prepared=_with_two,
            is_usual=True,
        ),
        _of_meeting("asking", _("who asked"), lambda one: str(one.request.asking), is_usual=True),
        _of_meeting(
            "asking_of", _("of"), lambda one: one.request.asking.organisation_name, is_usual=True
        ),
        _of_meeting("asking_id", _("id of who asked"), lambda one: one.request.asking_id),
        _of_meeting("asked", _("who was asked"), lambda one: str(one.request.asked), is_usual=True),
        _of_meeting(
            "asked_of", _("of"), lambda one: one.request.asked.organisation_name, is_usual=True
        ),
        _of_meeting("asked_id", _("id of who was asked"), lambda one: one.request.asked_id),
        _further("further", _("who else comes"), str),
        _further("further_ids", _("ids of who else comes"), lambda one: str(one.pk)),
        _said(
            "state",
            _("state"),
            lambda one: str(one.get_state_display()),
            "state",
            order="state",
            is_usual=True,
        ),
        _outcome("kind", _("what came of it"), is_usual=True),
        _outcome("months", _("known")),
        _outcome("band", _("value")),
        _outcome("evidence", _("evidence")),
    ),
    ties=("pk",),
)
