"""What the lists of collaboration can show: on the page, in files."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.db.models import Count, F, Model, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.access.actor import Actor
from raceme.collaboration import rules
from raceme.collaboration.models import (
    Call,
    Consortium,
    ConsortiumPartner,
    Notice,
    Suggestion,
)
from raceme.foundation.figures import number
from raceme.foundation.listing import Column, Listing, short_day
from raceme.foundation.tabular.values import Cell
from raceme.foundation.tabular.writing import Style

Row = TypeVar("Row", bound=Model)
Label = str | Promise


def _text(
    name: str,
    label: Label,
    cell: Callable[[Row], Cell],
    *reads: str,
    order: str = "",
    is_usual: bool = False,
    prepared: Callable[[QuerySet[Row]], QuerySet[Row]] | None = None,
) -> Column[Row]:
    return Column(
        name,
        label,
        cell=cell,
        shown=lambda row: str(cell(row) or ""),
        reads=reads,
        order=(order,) if order else (),
        is_usual=is_usual,
        prepared=prepared,
    )


def _moment(name: str, label: Label, *, is_usual: bool = False) -> Column[Row]:
    """The day of a moment; nothing where it has not come."""

    def cell(row: Row) -> Cell:
        value: datetime | None = getattr(row, name)
        return None if value is None else timezone.localdate(value)

    def shown(row: Row) -> str:
        value: datetime | None = getattr(row, name)
        return "" if value is None else short_day(timezone.localdate(value))

    return Column(
        name, label, cell=cell, shown=shown, reads=(name,), order=(F(name),),
        style=Style.DATE, is_usual=is_usual,
    )  # fmt: skip


def _with_owner(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    return rows.prefetch_related("organisation")


def _owner_or_not(notice: Notice) -> str:
    is_shown = notice.showing == Notice.Showing.VISIBLE
    return str(notice.organisation) if is_shown else _("not named")


def _state(notice: Notice) -> str:
    return str(notice.state_on(timezone.localdate()).label)


WHOSE: Column[Notice] = _text(
    "organisation", gettext_lazy("member"), lambda one: str(one.organisation), "organisation",
    "showing", order="organisation__name_folded", is_usual=True, prepared=_with_owner,
)  # fmt: skip
# Whoever may not know all owners must not learn them from the order of the rows either.
WHOSE_IF_SHOWN: Column[Notice] = _text(
    "organisation", gettext_lazy("member"), _owner_or_not, "organisation", "showing",
    is_usual=True, prepared=_with_owner,
)  # fmt: skip
_NOTICE: tuple[Column[Notice], ...] = (
    Column(
        "title", gettext_lazy("in one line"), cell=lambda one: one.title, reads=("title",),
        order=("title",),
    ),
    Column("id", gettext_lazy("id"), cell=lambda one: one.pk, order=("pk",), style=Style.WHOLE),
    _text(
        "kind", gettext_lazy("kind"), lambda one: str(one.get_kind_display()), "kind",
        order="kind", is_usual=True,
    ),
    _text(
        "terms", gettext_lazy("key words"), lambda one: ", ".join(one.terms), "terms",
        is_usual=True,
    ),
    _text("text", gettext_lazy("description"), lambda one: one.text, "text"),
    _text(
        "state", gettext_lazy("state"), _state, "withdrawn_at", "reviewed_at", "expires_on",
        is_usual=True,
    ),
    Column(
        "expires_on", gettext_lazy("holds until"), cell=lambda one: one.expires_on,
        reads=("expires_on",), order=("expires_on",), style=Style.DATE, is_usual=True,
    ),
    _moment("written_at", gettext_lazy("written")),
)  # fmt: skip
_OF_THE_OFFICE: tuple[Column[Notice], ...] = (
    _text(
        "showing", gettext_lazy("who sees it"), lambda one: str(one.get_showing_display()),
        "showing", order="showing",
    ),
    _text(
        "source", gettext_lazy("written by"), lambda one: str(one.get_source_display()), "source",
        order="source",
    ),
)  # fmt: skip
NOTICES: Listing[Notice] = Listing(
    "collaboration.notices", (_NOTICE[0], WHOSE, *_NOTICE[1:], *_OF_THE_OFFICE), ties=("pk",)
)
NOTICES_SHOWN: Listing[Notice] = Listing(
    "collaboration.notices", (_NOTICE[0], WHOSE_IF_SHOWN, *_NOTICE[1:]), ties=("pk",)
)


def notices_for(actor: Actor) -> Listing[Notice]:
    """The list of notices as the actor may see it: owners are no secret to team and board."""
    return NOTICES if rules.may_see_brokerage(actor) else NOTICES_SHOWN


def _who(suggestion: Suggestion) -> str:
    return f"{suggestion.one} / {suggestion.other}"


def _across(suggestion: Suggestion) -> str:
    if suggestion.is_cross_sector is None:
        return str(_("unknown"))
    return str(_("yes")) if suggestion.is_cross_sector else str(_("no"))


def _with_both(rows: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    return rows.prefetch_related("one", "other")


SUGGESTIONS: Listing[Suggestion] = Listing(
    "collaboration.suggestions",
    (
        Column(
            "pair", gettext_lazy("who with whom"), cell=_who, reads=("one", "other"),
            order=("one__name_folded", "other__name_folded"), prepared=_with_both,
        ),
        Column("id", gettext_lazy("id"), cell=lambda one: one.pk, order=("pk",), style=Style.WHOLE),
        _text(
            "state", gettext_lazy("state"), lambda one: str(one.get_state_display()), "state",
            order="state", is_usual=True,
        ),
        Column(
            "score", gettext_lazy("score"), cell=lambda one: one.score, reads=("score",),
            order=(F("score"),), style=Style.SHARE, is_usual=True,
        ),
        _text("across", gettext_lazy("across sectors"), _across, "is_cross_sector", is_usual=True),
        _text(
            "notice", gettext_lazy("because of"), lambda one: str(one.notice or ""), "notice",
            prepared=lambda rows: rows.prefetch_related("notice"),
        ),
        _text(
            "service", gettext_lazy("service"), lambda one: str(one.service or ""), "service",
            prepared=lambda rows: rows.prefetch_related("service"),
        ),
        _moment("proposed_at", gettext_lazy("proposed"), is_usual=True),
        _moment("released_at", gettext_lazy("released")),
        _moment("introduced_at", gettext_lazy("introduced"), is_usual=True),
        _moment("closed_at", gettext_lazy("closed")),
    ),
    ties=("pk",),
)  # fmt: skip


def _taking_part(one: Consortium) -> int:
    counted: int = one.taking_part  # type: ignore[attr-defined]  # by _counted
    return counted


def _deadline() -> Column[Consortium]:
    """The deadline of the call."""

    def shown(one: Consortium) -> str:
        return "" if one.call.closes_on is None else short_day(one.call.closes_on)

    return Column(
        "closes_on", gettext_lazy("deadline"), cell=lambda one: one.call.closes_on, shown=shown,
        reads=("call__closes_on",), order=(F("call__closes_on"),), style=Style.DATE,
        is_usual=True,
    )  # fmt: skip


def _counted(rows: QuerySet[Consortium]) -> QuerySet[Consortium]:
    return rows.annotate(
        taking_part=Count("partners", filter=Q(partners__state=ConsortiumPartner.State.AGREED))
    )


def _day(name: str, label: Label, *, is_usual: bool = False) -> Column[Row]:
    """A day that may be unknown."""

    def cell(row: Row) -> Cell:
        value: date | None = getattr(row, name)
        return value

    def shown(row: Row) -> str:
        value: date | None = getattr(row, name)
        return "" if value is None else short_day(value)

    return Column(
        name, label, cell=cell, shown=shown, reads=(name,), order=(F(name),), style=Style.DATE,
        is_usual=is_usual,
    )  # fmt: skip


def _number(name: str, label: Label, *, style: Style = Style.WHOLE) -> Column[Row]:
    """A number that may be unknown."""

    def value_of(row: Row) -> int | Decimal | None:
        value: int | Decimal | None = getattr(row, name)
        return value

    def cell(row: Row) -> Cell:
        value = value_of(row)
        return float(value) if isinstance(value, Decimal) else value

    def shown(row: Row) -> str:
        value = value_of(row)
        return "" if value is None else number(value)

    return Column(name, label, cell=cell, shown=shown, reads=(name,), order=(F(name),), style=style)


CALLS: Listing[Call] = Listing(
    "collaboration.calls",
    (
        Column(
            "title", gettext_lazy("title"), cell=lambda one: one.title, reads=("title",),
            order=("title",),
        ),
        Column("id", gettext_lazy("id"), cell=lambda one: one.pk, order=("pk",), style=Style.WHOLE),
        _text("code", gettext_lazy("identifier"), lambda one: one.code, "code", order="code"),
        _text(
            "funder", gettext_lazy("funder or programme"), lambda one: one.funder, "funder",
            order="funder", is_usual=True,
        ),
        _text(
            "state", gettext_lazy("state"),
            lambda one: str(one.state_on(timezone.localdate()).label),
            "opens_on", "closes_on", "withdrawn_at", is_usual=True,
        ),
        _day("opens_on", gettext_lazy("opens on")),
        _day("closes_on", gettext_lazy("deadline"), is_usual=True),
        _text(
            "terms", gettext_lazy("competences it asks for"), lambda one: ", ".join(one.terms),
            "terms", is_usual=True,
        ),
        _number("partners_min", gettext_lazy("partners at least")),
        _number("countries_min", gettext_lazy("from at least so many countries")),
        _number("smes_min", gettext_lazy("SMEs at least")),
    ),
    ties=("pk",),
)  # fmt: skip
CONSORTIA: Listing[Consortium] = Listing(
    "collaboration.consortia",
    (
        Column(
            "title", gettext_lazy("title"), cell=lambda one: one.title, reads=("title",),
            order=("title",),
        ),
        Column("id", gettext_lazy("id"), cell=lambda one: one.pk, order=("pk",), style=Style.WHOLE),
        _text(
            "call", gettext_lazy("call"), lambda one: one.call.title, "call__title",
            order="call__title", is_usual=True,
        ),
        _text(
            "stage", gettext_lazy("stage"), lambda one: str(one.get_stage_display()), "stage",
            order="stage", is_usual=True,
        ),
        Column(
            "taking_part", gettext_lazy("partners"), cell=_taking_part, style=Style.WHOLE,
            prepared=_counted, is_usual=True,
        ),
        _deadline(),
        _moment("begun_at", gettext_lazy("begun")),
        _day("submitted_on", gettext_lazy("submitted on")),
        _day("answered_on", gettext_lazy("answered on")),
        _number("asked_eur", gettext_lazy("asked for"), style=Style.MONEY),
        _number("granted_eur", gettext_lazy("money granted"), style=Style.MONEY),
    ),
    ties=("pk",),
)  # fmt: skip
