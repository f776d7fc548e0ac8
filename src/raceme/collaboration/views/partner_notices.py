"""What a member offers and looks for, on its own page behind the personal link."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from raceme.access.actor import Actor
from raceme.access.http import Request, saved
from raceme.collaboration.forms.notices import NoticeForm
from raceme.collaboration.models import Notice
from raceme.collaboration.queries.notices import notices_of_page
from raceme.collaboration.verbs import notices
from raceme.collaboration.views.partner import Visit, by_link, page_of_visit
from raceme.foundation.errors import REFUSALS, sentences_of

Act = Callable[[Notice, Actor, datetime], object]
ACTS: Mapping[str, Act] = {
    "prolong": lambda one, by, at: notices.prolong_notice(one, by=by, at=at),
    "withdraw": lambda one, by, at: notices.withdraw_notice(one, by=by, at=at),
}


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def write_notice(request: Request, visit: Visit) -> HttpResponse:
    """Let a member write down what it offers or looks for."""
    now = timezone.now()
    initial = {
        "kind": Notice.Kind.REQUEST,
        "showing": Notice.Showing.ANONYMOUS,
        "expires_on": notices.usual_end(now),
    }
    form = NoticeForm(request.POST if request.method == "POST" else None, initial=initial)

    def act() -> None:
        said = form.cleaned_data
        notices.write_notice(visit.page.organisation, **said, by=visit.actor, at=now)

    if saved(form, act):
        messages.success(request, _("Thank you. The office looks at it first; then we search."))
        return redirect(visit.address("page"))
    status = 422 if form.errors else 200
    return page_of_visit(request, visit, "partner/write.html", {"form": form}, status=status)


@require_POST
@by_link
def act_on_notice(request: Request, visit: Visit, pk: int, act: str) -> HttpResponse:
    """Let a member say that something still holds, or take it back."""
    notice = get_object_or_404(notices_of_page(visit.page), pk=pk)
    if act not in ACTS:
        raise Http404
    try:
        ACTS[act](notice, visit.actor, timezone.now())
    except REFUSALS as refusal:
        for sentence in sentences_of(refusal):
            messages.error(request, sentence)
    else:
        messages.success(request, _("Saved."))
    return redirect(visit.address("page"))
