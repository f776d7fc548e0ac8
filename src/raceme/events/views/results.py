"""The evaluation of an event: counted, in words, and as a file."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from raceme.access.http import Request
from raceme.events import rules
from raceme.events.documents.evaluation import sheet_of_feedback
from raceme.events.models import Event
from raceme.events.queries.feedback import evaluation_of
from raceme.events.views.frame import of_event, page
from raceme.foundation.errors import require
from raceme.foundation.exporting import KINDS, download


@require_safe
@of_event
def show_feedback(request: Request, event: Event) -> HttpResponse:
    """Show what people thought of an event."""
    context = {
        "evaluation": evaluation_of(event, request.LANGUAGE_CODE),
        "is_over": event.is_over(timezone.now()),
        "may_organise": rules.may_organise(request.actor, event),
        "may_see": rules.may_see_participants(request.actor, event),
        "tab": "feedback",
    }
    return page(request, event, "events/feedback.html", context)


@require_safe
@of_event
def download_feedback(request: Request, event: Event, kind: str) -> HttpResponse:
    """Hand out all evaluations, one row each."""
    require(rules.may_see_participants, request.actor, event)
    if kind not in KINDS:
        raise Http404
    sheet = sheet_of_feedback(event, request.LANGUAGE_CODE)
    name = f"{event.code}-evaluation"
    return download(sheet, kind, file_name=name, title=str(event), made_on=timezone.localdate())
