"""The page of a member behind its personal link: who was suggested, and what it says to that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.actor import Actor
from raceme.access.http import Request, kept_private, saved
from raceme.collaboration.documents.letters import about_partner
from raceme.collaboration.forms.suggestions import DeclineForm, StepForm
from raceme.collaboration.models import PartnerPage, Side, Suggestion
from raceme.collaboration.queries.naming import masked_for
from raceme.collaboration.queries.notices import notices_of_page
from raceme.collaboration.queries.pages import guest_on, page_with
from raceme.collaboration.queries.reasons import (
    attributes_for_member,
    notice_as_read,
    reasons_in_short,
)
from raceme.collaboration.queries.saved import searches_of_page
from raceme.collaboration.queries.suggestions import (
    consents_of,
    contact_for,
    suggestions_of_page,
)
from raceme.collaboration.verbs import consents, steps
from raceme.events.views.door import CHANGES, WRITES, WRONG, WRONG_LINKS, counted, who_is_there
from raceme.foundation.errors import REFUSALS, sentences_of

View = Callable[..., HttpResponse]
COOKIE = "partner_language"


@dataclass(frozen=True)
class Visit:
    """Somebody who came by a personal link: the page, the language, whoever acts."""

    secret: str
    page: PartnerPage
    actor: Actor
    language: str

    def address(self, name: str, **values: object) -> str:
        return reverse(f"partner:{name}", kwargs={"secret": self.secret, **values})


@dataclass(frozen=True)
class Card:
    """A suggestion as one of the two sees it: only what may be told now."""

    pk: int
    state: str
    about: str
    reasons: list[str]
    partner: str
    is_open: bool
    is_yes: bool
    is_introduced: bool
    is_over: bool


def by_link(view: View) -> View:
    """Find whose link it is; say in words what is so where the link opens nothing (any more)."""

    @wraps(view)
    def with_visit(request: Request, secret: str, **values: object) -> HttpResponse:
        return kept_private(_answer(request, secret, lambda visit: view(request, visit, **values)))

    return with_visit


@require_safe
@by_link
def show_page(request: Request, visit: Visit) -> HttpResponse:
    """Show all suggestions about which a member was asked."""
    today = timezone.localdate()
    cards = [_card(one, visit) for one in suggestions_of_page(visit.page)]
    context = {
        "to_answer": [one for one in cards if one.is_open and not one.is_over],
        "waiting": [one for one in cards if one.is_yes and not (one.is_introduced or one.is_over)],
        "introduced": [one for one in cards if one.is_introduced],
        "over": [one for one in cards if one.is_over and not one.is_introduced],
        "has_any": bool(cards),
        "searches": searches_of_page(visit.page),
        "notices": [(one, one.state_on(today)) for one in notices_of_page(visit.page)],
    }
    return page_of_visit(request, visit, "partner/page.html", context)


@require_safe
@by_link
def show_suggestion(request: Request, visit: Visit, pk: int) -> HttpResponse:
    """Show why this partner, and take the answer; who it is, once both have agreed."""
    suggestion = _own(visit, pk)
    return page_of_visit(request, visit, "partner/suggestion.html", _told(suggestion, visit))


@require_POST
@by_link
def agree(request: Request, visit: Visit, pk: int) -> HttpResponse:
    """Take the yes of a member."""
    suggestion, side = _own(visit, pk), _side(visit, pk)
    said = _("Thank you. As soon as the partner agrees as well, you both get names and addresses.")
    return _done(
        request, visit, pk, said,
        lambda: consents.agree(suggestion, side, by=visit.actor, at=timezone.now()),
    )  # fmt: skip


@require_POST
@by_link
def withdraw(request: Request, visit: Visit, pk: int) -> HttpResponse:
    """Take a yes back."""
    suggestion, side = _own(visit, pk), _side(visit, pk)
    return _done(
        request, visit, pk, _("Your yes is taken back."),
        lambda: consents.withdraw_consent(suggestion, side, by=visit.actor, at=timezone.now()),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def decline(request: Request, visit: Visit, pk: int) -> HttpResponse:
    """Take the no of a member, and why."""
    suggestion, side = _own(visit, pk), _side(visit, pk)
    form = DeclineForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        said = form.cleaned_data
        consents.decline_suggestion(suggestion, side, **said, by=visit.actor, at=timezone.now())

    if saved(form, act):
        messages.success(request, _("Thank you. The partner does not learn who you are or why."))
        return redirect(visit.address("page"))
    context = {"form": form, **_told(suggestion, visit)}
    status = 422 if form.errors else 200
    return page_of_visit(request, visit, "partner/decline.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def note_step(request: Request, visit: Visit, pk: int) -> HttpResponse:
    """Let a member say what has come of it."""
    suggestion, side = _own(visit, pk), _side(visit, pk)
    now = timezone.now()
    data = request.POST if request.method == "POST" else None
    form = StepForm(data, initial={"happened_on": timezone.localdate(now)})

    def act() -> None:
        steps.note_step(suggestion, side=side, **form.cleaned_data, by=visit.actor, at=now)

    if saved(form, act):
        messages.success(request, _("Thank you. This helps to suggest the right partners."))
        return redirect(visit.address("suggestion", pk=pk))
    context = {"form": form, **_told(suggestion, visit)}
    status = 422 if form.errors else 200
    return page_of_visit(request, visit, "partner/note.html", context, status=status)


def _own(visit: Visit, pk: int) -> Suggestion:
    return get_object_or_404(suggestions_of_page(visit.page), pk=pk)


def _side(visit: Visit, pk: int) -> Side:
    return _own(visit, pk).side_of(visit.page.organisation_id)


def _card(suggestion: Suggestion, visit: Visit) -> Card:
    side = suggestion.side_of(visit.page.organisation_id)
    consent, contact = consents_of(suggestion)[side], contact_for(suggestion, side)
    return Card(
        pk=suggestion.pk,
        state=_state(suggestion, side),
        about=about_partner(suggestion, side),
        reasons=reasons_in_short(suggestion, side),
        partner="" if contact is None else contact.organisation,
        is_open=consent.is_open,
        is_yes=consent.is_yes,
        is_introduced=suggestion.is_introduced,
        is_over=suggestion.is_over,
    )


def _state(suggestion: Suggestion, side: Side) -> str:
    """Say how it stands for one of the two. What the other has said is nobody's business."""
    if suggestion.is_introduced:
        return str(suggestion.get_state_display())
    consent = consents_of(suggestion)[side]
    if suggestion.is_over:
        own_no = not consent.is_open and not consent.is_yes
        return str(_("You did not want to") if own_no else _("Nothing comes of it"))
    return str(_("We wait for the partner") if consent.is_yes else _("Your answer is missing"))


def _told(suggestion: Suggestion, visit: Visit) -> dict[str, object]:
    """All that a page about a suggestion may say to one of the two."""
    side = suggestion.side_of(visit.page.organisation_id)
    notice = notice_as_read(suggestion, side)
    return {
        "card": _card(suggestion, visit),
        "attributes": attributes_for_member(suggestion, side),
        "contact": contact_for(suggestion, side),
        "word": masked_for(suggestion, side, suggestion.word),
        "notice_text": "" if notice is None else masked_for(suggestion, side, notice.text),
        "steps": list(suggestion.steps.all()) if suggestion.is_introduced else [],
    }


def _done(
    request: Request, visit: Visit, pk: int, said: object, act: Callable[[], object]
) -> HttpResponse:
    try:
        act()
    except REFUSALS as refusal:
        for sentence in sentences_of(refusal):
            messages.error(request, sentence)
    else:
        messages.success(request, str(said))
    return redirect(visit.address("suggestion", pk=pk))


def page_of_visit(
    request: Request,
    visit: Visit,
    template: str,
    context: Mapping[str, object],
    *,
    status: int = 200,
) -> HttpResponse:
    """Show a page behind a personal link, in its own frame."""
    shared = {
        "secret": visit.secret,
        "page_of": visit.page,
        "organisation": visit.page.organisation,
        "whose": visit.page.cluster,
        "reply_to": visit.page.reply_to or settings.DEFAULT_FROM_EMAIL,
        "language": visit.language,
        "languages": [code for code, _name in settings.LANGUAGES],
    }
    answer = render(request, template, {**shared, **context}, status=status)
    answer["Content-Language"] = visit.language
    return answer


def _answer(request: Request, secret: str, view: Callable[[Visit], HttpResponse]) -> HttpResponse:
    """Let the view answer, unless the link opens nothing: then say why, and what to do."""
    here = who_is_there(request)
    if counted(WRONG, here) >= WRONG_LINKS:
        return render(request, "partner/closed.html", {"why": "often"}, status=429)
    page = page_with(secret)
    if page is None:
        counted(WRONG, here, add=1)
        return render(request, "partner/closed.html", {"why": "unknown"}, status=404)
    if request.method == "POST" and counted(WRITES, f"partner:{page.pk}", add=1) > CHANGES:
        return render(request, "partner/closed.html", {"why": "often"}, status=429)
    language = _language(request, page)
    with override(language):
        if page.ended_at is not None:
            context = {"why": "ended", "page_of": page}
            return render(request, "partner/closed.html", context, status=410)
        answer = view(Visit(secret, page, guest_on(page), language))
    if request.GET.get("language") == language:
        answer.set_cookie(
            COOKIE, language, max_age=30 * 86400, httponly=True, samesite="Lax",
            secure=request.is_secure(),
        )  # fmt: skip
    return answer


def _language(request: Request, page: PartnerPage) -> str:
    spoken = {code for code, _name in settings.LANGUAGES}
    order = [request.GET.get("language", ""), request.COOKIES.get(COOKIE, ""), page.language]
    return next((code for code in order if code in spoken), settings.LANGUAGE_CODE[:2])
