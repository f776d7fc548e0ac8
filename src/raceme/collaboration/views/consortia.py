"""The pages of consortia: the pipeline, the workshop, go or no-go, handing in, the answer."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.actor import Actor
from raceme.access.http import (
    Request,
    address_of,
    back_to_list,
    done,
    go_to,
    keep_columns,
    saved,
    shown_as,
)
from raceme.collaboration import rules
from raceme.collaboration.columns import CONSORTIA
from raceme.collaboration.forms.consortia import (
    AnswerForm,
    ConsortiaSearch,
    ConsortiumForm,
    DecisionForm,
    NewConsortiumForm,
    SubmitForm,
)
from raceme.collaboration.models import Consortium
from raceme.collaboration.queries.calls import calls_visible_to
from raceme.collaboration.queries.checks import Verdict, checks_of
from raceme.collaboration.queries.consortia import (
    consortia_found,
    consortia_visible_to,
    pipeline_of,
)
from raceme.collaboration.queries.workshop import Cell as MatrixCell
from raceme.collaboration.queries.workshop import Matrix, matrix_of
from raceme.collaboration.verbs import consortia as verbs
from raceme.collaboration.views.frame import form_page
from raceme.collaboration.words import rule_in_words
from raceme.foundation.errors import require
from raceme.foundation.exporting import KINDS, download
from raceme.foundation.filters import chips_of
from raceme.foundation.listing import ShownList
from raceme.foundation.paging import InOrder, page_of
from raceme.foundation.tabular.values import Cell
from raceme.foundation.tabular.writing import Heading, Sheet


@require_safe
def show_consortia(request: Request) -> HttpResponse:
    """Show all consortia and how far they have come, with the success rate."""
    require(rules.may_see_brokerage, request.actor)
    search, shown, found = _found(request)
    page = page_of(request, found)
    visible = consortia_visible_to(request.actor)
    context = {
        "search": search,
        "shown": shown,
        "page": page,
        "rows": shown.rows(page),
        "chips": [] if search.errors else chips_of(search, request.GET),
        "has_any": visible.exists(),
        "has_calls": calls_visible_to(request.actor).filter(withdrawn_at__isnull=True).exists(),
        "pipeline": pipeline_of(visible),
        "may_broker": rules.may_broker(request.actor),
        "may_see": True,
        "tab": "consortia",
    }
    status = 422 if search.errors else 200
    return render(request, "collaboration/consortia.html", context, status=status)


@require_safe
def download_consortia(request: Request, kind: str) -> HttpResponse:
    """Hand out the consortia as they are shown, with the id of every row."""
    require(rules.may_see_brokerage, request.actor)
    if kind not in KINDS:
        raise Http404
    search, shown, found = _found(request)
    if search.errors:
        return redirect(address_of(request.actor, "collaboration:consortia"))
    title = _("Consortia")
    sheet = shown.with_first("id").sheet(title, found)
    return download(sheet, kind, file_name="consortia", title=title, made_on=timezone.localdate())


@require_POST
def choose_consortium_columns(request: Request) -> HttpResponse:
    """Remember which columns a person wants to see."""
    require(rules.may_see_brokerage, request.actor)
    keep_columns(request, CONSORTIA)
    return back_to_list(request, "collaboration:consortia")


@require_safe
def show_consortium(request: Request, pk: int) -> HttpResponse:
    """Show the workshop of a consortium: rules, competences by partner, gaps, partners."""
    actor = request.actor
    consortium = _to_see(request, pk)
    partners = list(consortium.partners.select_related("organisation"))
    checks = checks_of(consortium.call, partners)
    context = {
        "consortium": consortium,
        "call_state": consortium.call.state_on(timezone.localdate()),
        "checks": [(one, rule_in_words(consortium.call, one.rule)) for one in checks],
        "kept": sum(one.verdict == Verdict.KEPT for one in checks),
        "matrix": matrix_of(consortium, actor=actor, on=timezone.localdate()),
        "table": [one for one in partners if one.is_at_the_table],
        "gone": [one for one in partners if not one.is_at_the_table],
        "dropped": consortium.requirements.filter(dropped_at__isnull=False),
        "may_broker": rules.may_broker(actor, consortium),
        "may_change": rules.may_broker(actor, consortium) and consortium.is_open,
    }
    return render(request, "collaboration/consortium.html", context)


@require_safe
def download_matrix(request: Request, pk: int, kind: str) -> HttpResponse:
    """Hand out which partner brings which competence, with the ids of both."""
    consortium = _to_see(request, pk)
    if kind not in KINDS:
        raise Http404
    today = timezone.localdate()
    sheet = _matrix_sheet(matrix_of(consortium, actor=request.actor, on=today))
    name = f"consortium-{consortium.pk}-competences"
    return download(sheet, kind, file_name=name, title=consortium.title, made_on=today)


@require_http_methods(["GET", "POST"])
def begin_consortium(request: Request) -> HttpResponse:
    """Let the team begin with an idea for a call."""
    require(rules.may_broker, request.actor)
    by = request.actor
    initial = {"call": request.GET.get("call", "")}
    form = NewConsortiumForm(request.POST or None, actor=by, initial=initial)
    made: list[Consortium] = []
    if saved(form, lambda: made.append(_begin(form.cleaned_data, by))):
        return go_to(request, "collaboration:consortium", pk=made[0].pk)
    back = address_of(by, "collaboration:consortia")
    return form_page(request, form, _("New consortium"), back=back)


@require_http_methods(["GET", "POST"])
def describe_consortium(request: Request, pk: int) -> HttpResponse:
    """Let the team put the idea in other words."""
    consortium = _to_change(request, pk)
    form = ConsortiumForm(request.POST or None, instance=consortium)
    by, at = request.actor, timezone.now()
    if saved(
        form, lambda: verbs.describe_consortium(consortium, **form.cleaned_data, by=by, at=at)
    ):
        return go_to(request, "collaboration:consortium", pk=pk)
    return _page(request, consortium, form, _("Change: %(what)s") % {"what": consortium})


@require_http_methods(["GET", "POST"])
def decide_consortium(request: Request, pk: int) -> HttpResponse:
    """Let the team say go or no-go, with what speaks for and against before its eyes."""
    consortium = _to_change(request, pk)
    form = DecisionForm(request.POST or None)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: verbs.decide_consortium(consortium, **form.cleaned_data, by=by, at=at)):
        return go_to(request, "collaboration:consortium", pk=pk)
    note = _standing_in_words(consortium, by)
    return _page(request, consortium, form, _("Go or no-go"), note=note)


@require_http_methods(["GET", "POST"])
def submit_consortium(request: Request, pk: int) -> HttpResponse:
    """Let the team record that the proposal was handed in."""
    consortium = _to_change(request, pk)
    form = SubmitForm(request.POST or None, initial={"submitted_on": timezone.localdate()})
    by, at = request.actor, timezone.now()
    if saved(form, lambda: verbs.submit_consortium(consortium, **form.cleaned_data, by=by, at=at)):
        return go_to(request, "collaboration:consortium", pk=pk)
    note = _standing_in_words(consortium, by)
    return _page(request, consortium, form, _("The proposal was handed in"), note=note)


@require_http_methods(["GET", "POST"])
def record_answer(request: Request, pk: int) -> HttpResponse:
    """Let the team record what the funder answered."""
    consortium = _to_change(request, pk)
    form = AnswerForm(request.POST or None, initial={"answered_on": timezone.localdate()})
    by, at = request.actor, timezone.now()
    if saved(form, lambda: verbs.record_answer(consortium, **form.cleaned_data, by=by, at=at)):
        return go_to(request, "collaboration:consortium", pk=pk)
    return _page(request, consortium, form, _("Answer of the funder"))


@require_POST
def step_back(request: Request, pk: int) -> HttpResponse:
    """Take the last step of a consortium back."""
    consortium = _to_change(request, pk)
    by, at = request.actor, timezone.now()
    return done(
        request,
        lambda: verbs.step_back(consortium, by=by, at=at),
        "collaboration:consortium",
        pk=pk,
    )


def _begin(said: dict[str, Any], by: Actor) -> Consortium:
    call = said.pop("call")
    return verbs.begin_consortium(call, **said, by=by, at=timezone.now())


def _to_see(request: Request, pk: int) -> Consortium:
    require(rules.may_see_brokerage, request.actor)
    return get_object_or_404(consortia_visible_to(request.actor), pk=pk)


def _to_change(request: Request, pk: int) -> Consortium:
    require(rules.may_broker, request.actor)
    return get_object_or_404(consortia_visible_to(request.actor), pk=pk)


def _page(
    request: Request, consortium: Consortium, form: Any, title: str, *, note: str = ""
) -> HttpResponse:
    back = address_of(request.actor, "collaboration:consortium", pk=consortium.pk)
    return form_page(request, form, title, back=back, note=note)


def _standing_in_words(consortium: Consortium, actor: Actor) -> str:
    """What one should know before deciding: rules that are not kept, gaps, the deadline."""
    partners = consortium.partners.select_related("organisation")
    checks = checks_of(consortium.call, partners)
    kept = sum(one.verdict == Verdict.KEPT for one in checks)
    matrix = matrix_of(consortium, actor=actor, on=timezone.localdate())
    return _(
        "%(kept)s of %(rules)s rules of the call are kept by those who take part;"
        " %(gaps)s of %(needed)s competences have nobody yet."
    ) % {
        "kept": kept,
        "rules": len(checks),
        "gaps": len(matrix.gaps),
        "needed": len(matrix.rows),
    }


def _matrix_sheet(matrix: Matrix) -> Sheet:
    states = {
        MatrixCell.SAID: _("said"),
        MatrixCell.BOOKS: _("in the books"),
        MatrixCell.NOTHING: "",
    }
    headings = (
        Heading(_("id")),
        Heading(_("what is needed")),
        *(Heading(f"{one.organisation} ({one.organisation.code})") for one in matrix.partners),
    )
    rows: list[tuple[Cell, ...]] = [
        (row.requirement.pk, row.requirement.title, *(states[one.state] for one in row.cells))
        for row in matrix.rows
    ]
    return Sheet(_("Competences"), headings, rows)


def _found(request: Request) -> tuple[ConsortiaSearch, ShownList[Any], InOrder[Consortium]]:
    search = ConsortiaSearch(request.GET, actor=request.actor)
    shown = shown_as(request, CONSORTIA)
    rows = consortia_visible_to(request.actor)
    rows = consortia_found(rows, search.wanted()) if search.is_valid() else rows.none()
    return search, shown, InOrder(rows, shown.listing.order_by(shown.sorting), shown.read)
