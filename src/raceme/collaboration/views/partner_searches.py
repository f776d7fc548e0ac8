"""What a member wants to hear of, on its own page behind the personal link."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from raceme.access.http import Request, saved
from raceme.collaboration.forms.saved import SaveSearchForm
from raceme.collaboration.queries.saved import searches_of_page
from raceme.collaboration.verbs import saved as verbs
from raceme.collaboration.views.partner import Visit, by_link, page_of_visit


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def save_search(request: Request, visit: Visit) -> HttpResponse:
    """Let a member say what it wants to hear of."""
    form = SaveSearchForm(request.POST if request.method == "POST" else None)
    whose, by, at = visit.page.organisation, visit.actor, timezone.now()
    if saved(form, lambda: verbs.save_search(whose, **form.cleaned_data, by=by, at=at)):
        messages.success(request, _("Saved. What fits from now on is told to you by mail."))
        return redirect(visit.address("page"))
    status = 422 if form.errors else 200
    return page_of_visit(request, visit, "partner/search.html", {"form": form}, status=status)


@require_POST
@by_link
def end_search(request: Request, visit: Visit, pk: int) -> HttpResponse:
    """Let a member hear no more of something."""
    search = get_object_or_404(searches_of_page(visit.page), pk=pk)
    verbs.end_search(search, by=visit.actor, at=timezone.now())
    messages.success(request, _("You are not told of this any more."))
    return redirect(visit.address("page"))
