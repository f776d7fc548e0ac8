"""The pages on which a list is sent in, understood, looked at, confirmed, and undone."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from raceme.access.http import Request, go_to
from raceme.foundation.errors import REFUSALS, Refused, require, show_refusal
from raceme.foundation.exporting import KINDS
from raceme.foundation.paging import page_of
from raceme.intake import queries, rules, verbs
from raceme.intake.documents.leftovers import leftovers
from raceme.intake.documents.template import template_for
from raceme.intake.forms import ColumnsForm, DecisionForm, ReadingForm, UploadForm
from raceme.intake.lists.reading import look_at
from raceme.intake.lists.values import Holds
from raceme.intake.models import Upload
from raceme.intake.queries.uploads import loaded_before
from raceme.intake.verbs.undoing import undoing_of
from raceme.intake.verbs.uploads import outcome_now
from raceme.intake.words import columns_in_words, in_words, shown_seen, shown_undoing


@require_safe
def show_uploads(request: Request) -> HttpResponse:
    """List what was sent in before, newest first."""
    require(rules.may_import, request.actor)
    uploads = queries.uploads_visible_to(request.actor)
    context = {"page": page_of(request, uploads), "now": timezone.now()}
    return render(request, "intake/list.html", context)


@require_http_methods(["GET", "POST"])
def take_upload(request: Request) -> HttpResponse:
    """Let the team send in a list; its columns are looked at next."""
    require(rules.may_import, request.actor)
    initial = {"holds": request.GET.get("holds", "")}
    form = (
        UploadForm(request.POST, request.FILES)
        if request.method == "POST"
        else UploadForm(initial=initial)
    )
    if form.is_valid():
        try:
            upload = verbs.take_upload(**form.sent, by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "intake:columns", said="", pk=upload.pk)
    context = {"form": form}
    return render(request, "intake/new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def map_upload(request: Request, pk: int) -> HttpResponse:
    """Let the team say what each column means, or that the file is read otherwise."""
    upload = _upload(request, pk)
    if not upload.is_waiting:
        return go_to(request, "intake:upload", said="", pk=pk)
    read = look_at(bytes(upload.file.content), upload.file_name, queries.said_of(upload))
    is_read_anew = "read_anew" in request.POST
    posted = request.POST or None
    reading = ReadingForm(
        posted if is_read_anew else None, read=read, initial=ReadingForm.initial_of(read)
    )
    columns = ColumnsForm(
        None if is_read_anew else posted, read=read, initial=ColumnsForm.initial_of(upload)
    )
    form = reading if is_read_anew else columns
    if form.is_valid():
        try:
            _say(request, upload, reading if is_read_anew else columns)
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            after = "intake:columns" if is_read_anew else "intake:upload"
            return go_to(request, after, said="", pk=pk)
    context = {
        "upload": upload,
        "read": read,
        "reading": reading,
        "form": columns,
        "rows": columns_in_words(columns.rows),
    }
    status = 422 if form.errors else 200
    return render(request, "intake/columns.html", context | in_words(read), status=status)


def _say(request: Request, upload: Upload, form: ReadingForm | ColumnsForm) -> None:
    at, by = timezone.now(), request.actor
    if isinstance(form, ReadingForm):
        said = {"sheet": upload.sheet} | form.cleaned_data
        verbs.map_upload(upload, targets=None, by=by, at=at, **said)
        return
    verbs.map_upload(upload, targets=form.targets, by=by, at=at, **form.said)


@require_safe
def show_upload(request: Request, pk: int) -> HttpResponse:
    """Show what a list would change, how far it is loaded, or what became of it."""
    upload = _upload(request, pk)
    now = timezone.now()
    is_under_way = upload.is_busy and not upload.is_cut_off(now)
    if request.htmx and not is_under_way:
        return HttpResponseClientRefresh()
    seen = upload.file.seen if hasattr(upload, "file") else None
    if upload.is_waiting and not seen:
        return go_to(request, "intake:columns", said="", pk=pk)
    context = {
        "upload": upload,
        "seen": shown_seen(seen, upload.decisions) if seen else None,
        "is_under_way": is_under_way,
        "is_cut_off": upload.is_cut_off(now),
        "loaded_before": loaded_before(upload) if upload.is_waiting else None,
    }
    return render(request, "intake/upload.html", context)


@require_POST
def decide_upload(request: Request, pk: int) -> HttpResponse:
    """Take decisions on possible duplicates and rows with errors, and look again."""
    upload = _upload(request, pk)
    try:
        _decide(request, upload)
    except Refused as refusal:
        return _refused(request, upload, refusal)
    return go_to(request, "intake:upload", said=_("Looked at again."), pk=pk)


@require_POST
def confirm_upload(request: Request, pk: int) -> HttpResponse:
    """Load a list as its preview shows it, with the decisions taken on the page."""
    upload = _upload(request, pk)
    try:
        if upload.is_waiting:
            upload = _decide(request, upload)
        verbs.confirm_upload(upload, by=request.actor, at=timezone.now())
    except REFUSALS as refusal:
        return _refused(request, upload, refusal)
    return go_to(request, "intake:upload", said="", pk=pk)


@require_POST
def drop_upload(request: Request, pk: int) -> HttpResponse:
    """Put a list away unloaded."""
    upload = _upload(request, pk)
    try:
        verbs.drop_upload(upload, by=request.actor, at=timezone.now())
    except Refused as refusal:
        return _refused(request, upload, refusal)
    return go_to(request, "intake:list", said=_("The list was dropped; nothing was loaded."))


@require_http_methods(["GET", "POST"])
def undo_upload(request: Request, pk: int) -> HttpResponse:
    """Show what undoing an import would do, and do it."""
    upload = _upload(request, pk)
    now = timezone.now()
    if not upload.is_loaded and not (upload.is_undoing and upload.is_cut_off(now)):
        return go_to(request, "intake:upload", said="", pk=pk)
    if request.method == "POST":
        try:
            upload = verbs.undo_upload(upload, by=request.actor, at=now)
        except Refused as refusal:
            return _refused(request, upload, refusal)
        said = "" if upload.is_undoing else _("The import was undone.")
        return go_to(request, "intake:upload", said=said, pk=pk)
    context = {"upload": upload} | shown_undoing(undoing_of(upload, by=request.actor))
    return render(request, "intake/undo.html", context)


@require_safe
def download_leftovers(request: Request, pk: int) -> HttpResponse:
    """Hand out the rows that have errors, each with what is wrong."""
    upload = _upload(request, pk)
    if not queries.has_content(upload):
        raise Http404
    read, outcome = outcome_now(upload, by=request.actor, at=timezone.now())
    content = leftovers(read, outcome, timezone.localdate())
    return _file(content, f"{_('rows-with-errors')}-{upload.pk}.xlsx")


@require_safe
def download_template(request: Request, holds: str) -> HttpResponse:
    """Hand out the template to fill in."""
    require(rules.may_import, request.actor)
    if holds not in Upload.Holds.values:
        raise Http404
    return _file(template_for(Holds(holds), timezone.localdate()), f"{holds}.xlsx")


def _upload(request: Request, pk: int) -> Upload:
    upload = get_object_or_404(queries.uploads_visible_to(request.actor), pk=pk)
    require(rules.may_import, request.actor, upload)
    return upload


def _decide(request: Request, upload: Upload) -> Upload:
    seen = upload.file.seen or {}
    form = DecisionForm(request.POST, alike=seen.get("alike", []))
    if not form.is_valid():
        raise Refused(_("This is neither the same, nor new, nor left out."))
    said = {"decisions": form.decisions, "leaves_out": form.cleaned_data["leaves_out"]}
    if said == {"decisions": upload.decisions, "leaves_out": upload.leaves_out}:
        return upload
    return verbs.decide_upload(upload, **said, by=request.actor, at=timezone.now())


def _refused(request: Request, upload: Upload, refusal: Exception) -> HttpResponse:
    said = refusal.message if isinstance(refusal, Refused) else " ".join(refusal.messages)  # type: ignore[attr-defined]
    context = {"upload": upload, "refusal": said}
    return render(request, "intake/refused.html", context, status=409)


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=KINDS["xlsx"])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
