"""The pages about rounds: prepare one, choose whom it asks, send, remind, close."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, go_to
from raceme.foundation.errors import REFUSALS, Refused, require, show_refusal
from raceme.foundation.paging import page_of
from raceme.members.queries import found_by_words, open_segments
from raceme.needs import rules
from raceme.needs.forms.rounds import ChoosingForm, ReopenForm, RoundForm, TickedForm
from raceme.needs.models import Questionnaire, Round
from raceme.needs.queries.mailing import is_mail_set_up, mailing_of
from raceme.needs.queries.recipients import hindrances_counted, recipients_of
from raceme.needs.queries.rounds import (
    days_left,
    organisations_chosen,
    questionnaires_offered,
    rounds_visible_to,
    turnout_by_role,
    turnout_by_size,
    turnout_of,
    with_turnout,
)
from raceme.needs.verbs import letters as letter_verbs
from raceme.needs.verbs import rounds as verbs

SHOWN_TO_TICK = 300


@require_safe
def show_rounds(request: Request) -> HttpResponse:
    """List the rounds, the latest first."""
    rounds = with_turnout(rounds_visible_to(request.actor))
    questionnaire = request.GET.get("questionnaire", "")
    if questionnaire.isdecimal():
        rounds = rounds.filter(questionnaire=int(questionnaire))
    context = {
        "page": page_of(request, rounds),
        "today": timezone.localdate(),
        "is_narrowed": bool(questionnaire),
        "has_questionnaire": questionnaires_offered(request.actor).exists(),
        "may_send": rules.may_send(request.actor),
    }
    return render(request, "needs/rounds.html", context)


@require_safe
def show_round(request: Request, pk: int) -> HttpResponse:
    """Show how a round stands: what is left to do before sending, then who has answered."""
    round_ = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    may_send = rules.may_send(request.actor, round_)
    recipients = recipients_of(round_, request.actor) if may_send and round_.is_draft else []
    context = {
        "round": round_,
        "state": round_.state_on(timezone.localdate()),
        "turnout": turnout_of(round_),
        "by_role": turnout_by_role(round_),
        "by_size": turnout_by_size(round_),
        "days_left": days_left(round_, timezone.localdate()),
        "mailing": mailing_of(round_, timezone.now()),
        "is_mail_set_up": is_mail_set_up(),
        "reachable": sum(one.hindrance is None for one in recipients),
        "hindrances": hindrances_counted(recipients),
        "may_send": may_send,
    }
    return render(request, "needs/round.html", context)


@require_http_methods(["GET", "POST"])
def draft_round(request: Request) -> HttpResponse:
    """Let the team prepare a sending."""
    require(rules.may_send, request.actor)
    initial = {
        "questionnaire": request.GET.get("questionnaire"),
        "reply_to": "" if request.actor.user is None else request.actor.user.email,
    }
    offered = questionnaires_offered(request.actor)
    form = RoundForm(request.POST or None, questionnaires=offered, initial=initial)
    if form.is_valid():
        try:
            round_ = verbs.draft_round(**form.cleaned_data, by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "needs:round", pk=round_.pk)
    return _round_form(request, form, offered)


@require_http_methods(["GET", "POST"])
def describe_round(request: Request, pk: int) -> HttpResponse:
    """Let the team change name and dates of a round."""
    round_ = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    require(rules.may_send, request.actor, round_)
    own = Questionnaire.objects.filter(pk=round_.questionnaire_id)
    offered = questionnaires_offered(request.actor) | own.distinct()
    form = RoundForm(request.POST or None, instance=round_, questionnaires=offered)
    if form.is_valid():
        try:
            verbs.describe_round(round_, **form.cleaned_data, by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "needs:round", pk=pk)
    return _round_form(request, form, offered, round_)


@require_http_methods(["GET", "POST"])
def choose_organisations(request: Request, pk: int) -> HttpResponse:
    """Let the team choose whom a round asks: by standing, kind and size, or one by one."""
    round_ = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    require(rules.may_send, request.actor, round_)
    wanted = request.GET if request.GET else {"standing": ["member"]}
    search = ChoosingForm(wanted, segments=open_segments(request.actor))
    is_understood = search.is_valid()
    typed = search.cleaned_data
    fitting = organisations_chosen(
        request.actor,
        standings=typed.get("standing", ()),
        roles=typed.get("role", ()),
        sizes=typed.get("size", ()),
        segment=typed.get("segment"),
    )
    found = found_by_words(fitting, typed.get("text", ""), actor=request.actor).exclude(
        invitations__round=round_
    )
    if not is_understood:
        found = found.none()
    form = TickedForm(request.POST or None, found=found)
    if request.method == "POST" and form.is_valid():
        return _choose(request, round_, form)
    context = {
        "round": round_,
        "search": search,
        "count": found.count(),
        "found": found[:SHOWN_TO_TICK],
        "recipients": recipients_of(round_, request.actor),
    }
    return render(request, "needs/choose_organisations.html", context)


@require_http_methods(["GET", "POST"])
def send_round(request: Request, pk: int) -> HttpResponse:
    """Show who will get which letter; send them when somebody says so."""
    round_ = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    require(rules.may_send, request.actor, round_)
    if request.method == "POST":
        try:
            sent = verbs.send_round(round_, by=request.actor, at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _on_their_way(len(sent)))
            return go_to(request, "needs:round", pk=pk)
    asked = recipients_of(round_, request.actor)
    waiting = [one for one in asked if one.invitation.step == "waiting"]
    context = {
        "round": round_,
        "to_send": [one for one in waiting if one.hindrance is None],
        "hindered": [one for one in waiting if one.hindrance is not None],
        "is_mail_set_up": is_mail_set_up(),
        "reachable_share": None,
    }
    return render(request, "needs/send_round.html", context)


@require_POST
def open_round(request: Request, pk: int) -> HttpResponse:
    """Open a round without letters."""
    return _act(request, pk, "open_round")


@require_POST
def close_round(request: Request, pk: int) -> HttpResponse:
    """End a round."""
    return _act(request, pk, "close_round")


@require_http_methods(["GET", "POST"])
def reopen_round(request: Request, pk: int) -> HttpResponse:
    """Let the team take answers again until a new last day."""
    round_ = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    require(rules.may_send, request.actor, round_)
    form = ReopenForm(request.POST or None)
    if form.is_valid():
        try:
            verbs.reopen_round(round_, **form.cleaned_data, by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "needs:round", pk=pk)
    context = {"form": form, "round": round_}
    return render(request, "needs/reopen_round.html", context, status=422 if form.errors else 200)


@require_POST
def send_waiting(request: Request, pk: int) -> HttpResponse:
    """Try again to send what waits."""
    round_ = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    try:
        letter_verbs.send_waiting(round_, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return go_to(request, "needs:round", pk=pk, said=_("The letters are tried again."))


def _act(request: Request, pk: int, name: str) -> HttpResponse:
    round_ = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    act = {"open_round": verbs.open_round, "close_round": verbs.close_round}[name]
    try:
        act(round_, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return go_to(request, "needs:round", pk=pk)


def _choose(request: Request, round_: Round, form: TickedForm) -> HttpResponse:
    try:
        made = verbs.choose_organisations(
            round_, form.chosen(), by=request.actor, at=timezone.now()
        )
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        said = ngettext(
            "%(number)s organisation added.", "%(number)s organisations added.", len(made)
        )
        messages.success(request, said % {"number": len(made)})
    return go_to(request, "needs:choose_organisations", pk=round_.pk)


def _round_form(
    request: Request, form: RoundForm, offered: object, round_: Round | None = None
) -> HttpResponse:
    context = {"form": form, "round": round_, "has_questionnaire": bool(offered)}
    return render(request, "needs/edit_round.html", context, status=422 if form.errors else 200)


def _on_their_way(number: int) -> str:
    said = ngettext(
        "%(number)s letter is on its way.", "%(number)s letters are on their way.", number
    )
    return said % {"number": number}
