"""What the list of registrations can show: on the page, in files, in which order."""

from collections.abc import Callable
from dataclasses import replace

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.access.actor import Actor
from raceme.events.models import Event, Question, Registration, RegistrationAnswer
from raceme.events.queries.events import questions_of
from raceme.events.queries.registrations import with_answers
from raceme.events.queries.said import label_of, said_in_words
from raceme.events.queries.wordings import Kind, has_agreed
from raceme.foundation.listing import Column, Listing, ShownList, known
from raceme.foundation.tabular.values import Cell
from raceme.foundation.tabular.writing import Style

Says = Callable[[Registration], Cell]


def registrations_list(event: Event, language: str) -> Listing[Registration]:
    """Give the list of an event's registrations: its own questions are columns, too."""
    questions = questions_of(event, Question.Form.REGISTRATION)
    return replace(LIST, columns=(*LIST.columns, *(_of_question(q, language) for q in questions)))


def shown_list(event: Event, language: str, actor: Actor, sort: str) -> ShownList[Registration]:
    """Give the list as the actor chose to see it, sorted by what an address says."""
    return registrations_list(event, language).shown_to(actor.user_id, sort)


def state_in_words(registration: Registration) -> str:
    """Say how a registration stands; a place kept for somebody is said so."""
    if registration.is_offered:
        return _("place offered")
    return str(registration.get_state_display())


def _of_question(question: Question, language: str) -> Column[Registration]:
    def cell(registration: Registration) -> Cell:
        answers: dict[int, RegistrationAnswer] = {
            one.question_id: one for one in registration.answers.all()
        }
        return said_in_words(question, answers.get(question.pk), language)

    answer = RegistrationAnswer.objects.filter(registration=OuterRef("pk"), question=question)
    order: tuple[Subquery, ...] = ()
    if question.kind in {Question.Kind.NUMBER, Question.Kind.SCALE}:
        order = (Subquery(answer.values("number")[:1]),)
    elif question.kind == Question.Kind.YES_NO:
        order = (Subquery(answer.values("is_yes")[:1]),)
    return Column(
        f"q-{question.code}",
        label_of(question, language),
        cell=cell,
        shown=lambda one: str(cell(one) or ""),
        order=order,
        prepared=with_answers,
    )


def _plain(name: str, label: object, *, is_usual: bool = False) -> Column[Registration]:
    return Column(
        name,
        label,  # type: ignore[arg-type]
        cell=lambda one: getattr(one, name),
        shown=lambda one: str(getattr(one, name)),
        reads=(name,),
        order=(known(name),),
        is_usual=is_usual,
    )


def _moment(name: str, label: object, *, is_usual: bool = False) -> Column[Registration]:
    def cell(one: Registration) -> Cell:
        value = getattr(one, name)
        return "" if value is None else timezone.localtime(value).strftime("%Y-%m-%d %H:%M")

    def shown(one: Registration) -> str:
        value = getattr(one, name)
        if value is None:
            return ""
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")

    return Column(
        name,
        label,  # type: ignore[arg-type]
        cell=cell,
        shown=shown,
        reads=(name,),
        order=(F(name),),
        is_usual=is_usual,
    )


def _agreed(kind: Kind, label: object) -> Column[Registration]:
    name = f"agrees_{kind.name.lower()}"

    def prepared(rows: QuerySet[Registration]) -> QuerySet[Registration]:
        return rows.annotate(**{name: has_agreed(kind)})

    return Column(
        name,
        label,  # type: ignore[arg-type]
        cell=lambda one: getattr(one, name),
        prepared=prepared,
    )


def _with_quota(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    return rows.select_related("quota")


def _with_organisation(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    return rows.select_related("organisation")


def _book(one: Registration) -> str:
    return "" if one.organisation is None else one.organisation.name


LIST: Listing[Registration] = Listing(
    name="events.registrations",
    columns=(
        Column(
            "name",
            gettext_lazy("name"),
            cell=str,
            reads=("given_name", "family_name", "erased_at"),
            order=("family_name", "given_name"),
        ),
        Column(
            "number",
            gettext_lazy("number"),
            cell=lambda one: one.number,
            style=Style.WHOLE,
            reads=("number",),
            order=("number",),
            is_usual=True,
        ),
        Column("id", gettext_lazy("id"), cell=lambda one: one.pk, order=("pk",)),
        Column(
            "state",
            gettext_lazy("state"),
            cell=state_in_words,
            reads=("state", "offered_until"),
            order=("state",),
            is_usual=True,
        ),
        _plain("organisation_name", gettext_lazy("organisation"), is_usual=True),
        _plain("function", gettext_lazy("function")),
        _plain("email", gettext_lazy("e-mail address")),
        _plain("phone", gettext_lazy("telephone")),
        _plain("language", gettext_lazy("language")),
        Column(
            "quota",
            gettext_lazy("kind of participant"),
            cell=lambda one: str(one.quota),
            reads=("quota",),
            order=("quota__rank",),
            prepared=_with_quota,
            is_usual=True,
        ),
        Column(
            "organisation_id",
            gettext_lazy("organisation in our books"),
            cell=_book,
            shown=_book,
            reads=("organisation",),
            prepared=_with_organisation,
        ),
        _moment("registered_at", gettext_lazy("registered"), is_usual=True),
        _moment("checked_in_at", gettext_lazy("checked in"), is_usual=True),
        _moment("offered_until", gettext_lazy("place offered until")),
        Column(
            "source",
            gettext_lazy("registered by"),
            cell=lambda one: str(one.get_source_display()),
            reads=("source",),
            order=("source",),
        ),
        Column(
            "lead",
            gettext_lazy("registered together with"),
            cell=lambda one: one.lead_id,
            shown=lambda one: "" if one.lead_id is None else str(one.lead_id),
            style=Style.WHOLE,
            reads=("lead",),
        ),
        _agreed(Kind.NETWORKING, gettext_lazy("agrees to be seen")),
        _agreed(Kind.PHOTO, gettext_lazy("agrees to photographs")),
        _plain("note", gettext_lazy("note of the office")),
    ),
    ties=("family_name", "given_name", "pk"),
)
