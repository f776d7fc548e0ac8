"""Personal links of members, and the letters that went out to them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from raceme.access.http import Request, done
from raceme.collaboration import rules
from raceme.collaboration.queries.pages import (
    letters_visible_to,
    pages_visible_to,
    troubled_letters,
)
from raceme.collaboration.verbs import posting
from raceme.foundation.errors import require
from raceme.foundation.paging import page_of
from raceme.members.queries import organisations_visible_to
from raceme.needs.queries.mailing import is_mail_set_up


@require_safe
def show_letters(request: Request) -> HttpResponse:
    """Show which letters about partners went out, and which have reached nobody."""
    actor = request.actor
    require(rules.may_see_brokerage, actor)
    context = {
        "page": page_of(request, letters_visible_to(actor).select_related("suggestion")),
        "troubled": troubled_letters(actor).count(),
        "stuck": pages_visible_to(actor).exclude(mail_trouble=""),
        "is_mail_set_up": is_mail_set_up(),
        "may_broker": rules.may_broker(actor),
        "tab": "letters",
    }
    return render(request, "collaboration/letters.html", context)


@require_POST
def send_waiting(request: Request, pk: int) -> HttpResponse:
    """Try again to send what waits for one member."""
    page = get_object_or_404(pages_visible_to(request.actor), pk=pk)
    by, at = request.actor, timezone.now()
    return done(request, lambda: posting.send_waiting(page, by=by, at=at), "collaboration:letters")


@require_POST
def send_link(request: Request, pk: int) -> HttpResponse:
    """Send a member the personal link to its page about partners."""
    organisation = get_object_or_404(organisations_visible_to(request.actor), pk=pk)
    by, at, said = request.actor, timezone.now(), _("The link is on its way.")
    return done(
        request,
        lambda: posting.send_link(organisation, by=by, at=at),
        "members:detail",
        said=said,
        pk=pk,
    )


@require_POST
def renew_link(request: Request, pk: int) -> HttpResponse:
    """Send a member a new link; the one before opens nothing any more."""
    rows = pages_visible_to(request.actor).filter(ended_at__isnull=True)
    page = get_object_or_404(rows, organisation=pk)
    by, at, said = request.actor, timezone.now(), _("A new link is on its way.")
    return done(
        request,
        lambda: posting.renew_link(page, by=by, at=at),
        "members:detail",
        said=said,
        pk=pk,
    )
