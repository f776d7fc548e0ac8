"""The pages about those whom a round asks: who has answered, letters, links, reminders."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, go_to
from raceme.foundation.errors import REFUSALS, Refused, require, show_refusal
from raceme.foundation.exporting import KINDS, download
from raceme.foundation.paging import page_of
from raceme.needs import rules
from raceme.needs.documents.letters import address_of_link, written
from raceme.needs.documents.tables import sheet_of_asked
from raceme.needs.forms.rounds import AskedSearchForm, LettersForm, RemindForm
from raceme.needs.models import Letter
from raceme.needs.queries.mailing import is_mail_set_up
from raceme.needs.queries.recipients import (
    hindrances_counted,
    recipient_of,
    recipients_of,
    to_remind,
)
from raceme.needs.queries.rounds import (
    Step,
    invitations_found,
    invitations_visible_to,
    letters_visible_to,
    rounds_visible_to,
)
from raceme.needs.verbs import letters as letter_verbs
from raceme.needs.verbs import links
from raceme.needs.verbs import rounds as verbs


@require_safe
def show_asked(request: Request, pk: int) -> HttpResponse:
    """List whom a round asks, and how far each of them is."""
    round_ = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    require(rules.may_send, request.actor, round_)
    search = AskedSearchForm(request.GET)
    search.is_valid()
    everybody = invitations_visible_to(request.actor).filter(round=round_)
    found = invitations_found(everybody, **search.cleaned_data)
    context = {"round": round_, "search": search, "page": page_of(request, found), "Step": Step}
    return render(request, "needs/asked.html", context)


@require_safe
def download_asked(request: Request, pk: int, kind: str) -> HttpResponse:
    """Hand out the list of those asked as it is shown, as a file."""
    round_ = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    require(rules.may_send, request.actor, round_)
    if kind not in KINDS:
        raise Http404
    search = AskedSearchForm(request.GET)
    search.is_valid()
    everybody = invitations_visible_to(request.actor).filter(round=round_)
    found = invitations_found(everybody, **search.cleaned_data)
    return download(
        sheet_of_asked(found),
        kind,
        file_name=f"round-{round_.pk}-asked",
        title=str(round_),
        made_on=timezone.localdate(),
    )


@require_safe
def show_invitation(request: Request, pk: int) -> HttpResponse:
    """Show one of those asked: its letters, its link, and how far it is."""
    invitation = get_object_or_404(invitations_visible_to(request.actor), pk=pk)
    recipient = recipient_of(invitation)
    context = {
        "invitation": invitation,
        "round": invitation.round,
        "recipient": recipient,
        "letters": invitation.letters.all(),
        # Shown only when asked for: whoever has the link answers for the organisation.
        "link": address_of_link(invitation) if "link" in request.GET else "",
        "step_label": Step(recipient.invitation.step).label,
    }
    return render(request, "needs/invitation.html", context)


@require_http_methods(["GET", "POST"])
def describe_letters(request: Request, pk: int) -> HttpResponse:
    """Let the team write the letters of a round."""
    round_ = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    require(rules.may_send, request.actor, round_)
    form = LettersForm(request.POST or None, round_=round_)
    if form.is_valid():
        try:
            verbs.describe_round(round_, **form.cleaned_data, by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "needs:round", pk=pk)
    context = {"form": form, "round": round_}
    return render(request, "needs/letters.html", context, status=422 if form.errors else 200)


@require_safe
def preview_letter(request: Request, pk: int, kind: str) -> HttpResponse:
    """Show a letter as one of its recipients will read it; the secret of the link is hidden."""
    round_ = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    require(rules.may_send, request.actor, round_)
    if kind not in Letter.Kind.values:
        raise Http404
    recipients = recipients_of(round_, request.actor)
    wished = request.GET.get("invitation", "")
    chosen = next((one for one in recipients if str(one.invitation.pk) == wished), None)
    chosen = chosen or next((one for one in recipients if one.hindrance is None), None)
    letter = None if chosen is None else written(round_, chosen, kind, is_preview=True)
    context = {
        "round": round_,
        "kind": Letter.Kind(kind),
        "letter": letter,
        "chosen": chosen,
        "recipients": [one for one in recipients if one.hindrance is None][:300],
    }
    return render(request, "needs/letter.html", context)


@require_http_methods(["GET", "POST"])
def remind(request: Request, pk: int) -> HttpResponse:
    """Show who would be reminded now and who not, and why; remind when somebody says so."""
    round_ = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    require(rules.may_send, request.actor, round_)
    form = RemindForm(request.POST or request.GET or {"with_started": "on"})
    form.is_valid()
    with_started, now = form.cleaned_data["with_started"], timezone.now()
    if request.method == "POST":
        try:
            sent = verbs.remind(round_, with_started=with_started, by=request.actor, at=now)
        except Refused as refusal:
            messages.error(request, str(refusal.message))
        else:
            said = ngettext(
                "%(number)s reminder is on its way.",
                "%(number)s reminders are on their way.",
                len(sent),
            )
            messages.success(request, said % {"number": len(sent)})
            return go_to(request, "needs:round", pk=pk)
    everybody = to_remind(round_, request.actor, with_started=with_started, at=now)
    context = {
        "round": round_,
        "form": form,
        "with_started": with_started,
        "due": [one for one in everybody if one.hindrance is None],
        "hindrances": hindrances_counted(everybody),
        "not_now": [one for one in everybody if one.hindrance is not None],
        "is_mail_set_up": is_mail_set_up(),
    }
    return render(request, "needs/remind.html", context)


@require_POST
def leave_out(request: Request, pk: int) -> HttpResponse:
    """Ask an organisation not after all."""
    invitation = get_object_or_404(invitations_visible_to(request.actor), pk=pk)
    round_ = invitation.round
    try:
        verbs.leave_out(invitation, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return go_to(request, "needs:choose_organisations", pk=round_.pk)


@require_POST
def end_link(request: Request, pk: int) -> HttpResponse:
    """Let a personal link open nothing any more."""
    invitation = get_object_or_404(invitations_visible_to(request.actor), pk=pk)
    try:
        links.end_link(invitation, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return go_to(request, "needs:invitation", pk=pk)


@require_POST
def renew_link(request: Request, pk: int) -> HttpResponse:
    """Make a new personal link."""
    invitation = get_object_or_404(invitations_visible_to(request.actor), pk=pk)
    links.renew_link(invitation, by=request.actor, at=timezone.now())
    said = _("There is a new link. Send the invitation again, so that it arrives.")
    return go_to(request, "needs:invitation", pk=pk, said=said)


@require_POST
def send_again(request: Request, pk: int) -> HttpResponse:
    """Send the invitation once more to one organisation."""
    invitation = get_object_or_404(invitations_visible_to(request.actor), pk=pk)
    try:
        letter_verbs.send_again(invitation, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return go_to(request, "needs:invitation", pk=pk, said=_("The letter is on its way."))


@require_POST
def note_return(request: Request, pk: int) -> HttpResponse:
    """Take note that a letter came back."""
    letter = get_object_or_404(letters_visible_to(request.actor), pk=pk)
    try:
        letter_verbs.note_return(letter, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return go_to(request, "needs:invitation", pk=letter.invitation_id)
