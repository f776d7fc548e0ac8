"""The pages behind a personal link: no sign-in, one page of questions at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import override
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_http_methods, require_safe

from raceme.access.actor import Actor
from raceme.access.http import Request, kept_private
from raceme.foundation.errors import Refused
from raceme.foundation.templatetags.raceme import day
from raceme.needs.models import Invitation, Part, Response
from raceme.needs.queries.answered import AnsweredRow, pages_answered
from raceme.needs.queries.course import answers_of, leaves_of, leaves_shown, still_missing
from raceme.needs.queries.links import guest_on, invitation_with, response_to
from raceme.needs.queries.wording import wording_of
from raceme.needs.verbs import answers as verbs
from raceme.needs.verbs import links
from raceme.needs.views.filling import Filling, fill_part, part_to_go_on
from raceme.needs.words import SPOKEN, filled, words_in

# So often a link may be tried wrongly from one address, and written to, within so many seconds.
WRONG_LINKS, WRITES, WINDOW = 30, 600, 3600


@dataclass(frozen=True)
class Visit:
    """Somebody who came by a personal link: the invitation, the language, what was begun.

    `secret` is that of the link they came by: under a new secret key of the installation we would
    make another one, and must not lead them there.
    """

    secret: str
    invitation: Invitation
    actor: Actor
    response: Response | None
    language: str

    def words(self) -> dict[str, str]:
        questionnaire = self.invitation.round.questionnaire
        return words_in(self.language, questionnaire.words, questionnaire.languages)

    def address(self, name: str, **values: int) -> str:
        kwargs = {"secret": self.secret, **values}
        return reverse(f"answering:{name}", kwargs=kwargs)


View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """Find whose link it is; say in words what is so where the link opens nothing (any more)."""

    @wraps(view)
    def with_visit(request: Request, secret: str, **values: int) -> HttpResponse:
        return kept_private(_answer(request, secret, lambda visit: view(request, visit, **values)))

    return with_visit


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: Request, visit: Visit) -> HttpResponse:
    """Say what this is about and what happens to the answers; begin, or go on."""
    if request.method == "POST":
        response = verbs.start_response(
            visit.invitation, language=visit.language, by=visit.actor, at=timezone.now()
        )
        part = part_to_go_on(response)
        where = visit.address("part", part=part.pk) if part else visit.address("review")
        return redirect(where)
    if request.method == "GET":
        links.note_opening(visit.invitation, by=visit.actor, at=timezone.now())
    context = {
        "is_saved": "saved" in request.GET,
        "has_declined": visit.invitation.declined_at is not None,
        "pages": len(leaves_of(visit.invitation.round.questionnaire)),
    }
    return _page(request, visit, "answering/welcome.html", context)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: Request, visit: Visit, part: int) -> HttpResponse:
    """Ask the questions of one page, and keep the answers."""
    if visit.response is None:
        return redirect(visit.address("welcome"))

    def address_of_part(one: Part) -> str:
        return visit.address("part", part=one.pk)

    filling = Filling(
        response=visit.response,
        actor=visit.actor,
        template="answering/part.html",
        address_of_part=address_of_part,
        address_of_review=visit.address("review"),
        address_to_leave=visit.address("welcome"),
    )
    return fill_part(request, filling, part)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request, visit: Visit) -> HttpResponse:
    """Show all answers once more, and send them."""
    response = visit.response
    if response is None:
        return redirect(visit.address("welcome"))
    refused: str | Promise = ""
    if request.method == "POST":
        try:
            verbs.submit_response(response, by=visit.actor, at=timezone.now())
        except verbs.AnswersMissing:
            refused = visit.words()["missing"]
        except Refused as refusal:
            refused = refusal.message
        else:
            return redirect(visit.address("thanks"))
    answers = answers_of(response)
    leaves = leaves_shown(leaves_of(response.questionnaire), answers)
    context = {
        "pages": pages_answered(leaves, answers, visit.words(), visit.language),
        "missing": [
            AnsweredRow(question, wording_of(question, visit.language).label, (), "")
            for question in still_missing(leaves, answers)
        ],
        "refused": refused,
    }
    return _page(request, visit, "answering/review.html", context, 422 if refused else 200)


@by_link
@require_safe
def thanks(request: Request, visit: Visit) -> HttpResponse:
    """Thank, and show a copy of the answers to keep or to print."""
    response = visit.response
    if response is None or not response.is_submitted:
        return redirect(visit.address("welcome"))
    answers = answers_of(response)
    leaves = leaves_shown(leaves_of(response.questionnaire), answers)
    pages = pages_answered(leaves, answers, visit.words(), visit.language)
    return _page(request, visit, "answering/thanks.html", {"pages": pages})


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: Request, visit: Visit) -> HttpResponse:
    """Take note that somebody does not want to take part."""
    if request.method == "POST":
        try:
            links.decline_invitation(visit.invitation, by=visit.actor, at=timezone.now())
        except Refused:
            return redirect(visit.address("thanks"))
        return redirect(visit.address("welcome"))
    return _page(request, visit, "answering/decline.html", {})


def _answer(request: Request, secret: str, view: Callable[[Visit], HttpResponse]) -> HttpResponse:
    """Let the view answer, unless the link opens nothing: then say why, and what to do."""
    here = get_adapter().get_client_ip(request)
    if _count("wrong", here) >= WRONG_LINKS:
        return _closed_door(request, "often", 429)
    invitation = invitation_with(secret)
    if invitation is None:
        _count("wrong", here, add=1)
        return _closed_door(request, "unknown", 404)
    visit = _visit(request, secret, invitation)
    if invitation.link_ended_at is not None:
        return _closed_door(request, "ended", 410, visit)
    if request.method == "POST" and _count("writes", str(invitation.pk), add=1) > WRITES:
        return _closed_door(request, "often", 429, visit)
    try:
        verbs.refuse_unless_open(invitation, timezone.now())
        return view(visit)
    except Refused as refusal:
        return _closed_door(request, "closed", 410, visit, refused=refusal.message)


def _visit(request: Request, secret: str, invitation: Invitation) -> Visit:
    actor, response = guest_on(invitation), response_to(invitation)
    languages = invitation.round.questionnaire.languages
    wished = request.GET.get("language") or request.POST.get("language", "")
    if response is not None and request.method == "GET" and wished in languages:
        response = verbs.speak_language(response, language=wished, by=actor, at=timezone.now())
    known = "" if response is None else response.language
    by_browser = [
        code.split("-")[0]
        for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    ]
    order = [*([] if response is not None else [wished]), known, invitation.language, *by_browser]
    language = next((code for code in order if code in languages), languages[0])
    return Visit(secret, invitation, actor, response, language)


def _page(
    request: Request,
    visit: Visit,
    template: str,
    context: Mapping[str, object],
    status: int = 200,
) -> HttpResponse:
    round_ = visit.invitation.round
    questionnaire, words = round_.questionnaire, visit.words()
    shared: dict[str, object] = {
        "visit": visit,
        "secret": visit.secret,
        "round": round_,
        "questionnaire": questionnaire,
        "response": visit.response,
        "organisation": visit.invitation.organisation,
        "whose": visit.invitation.cluster,
        "language": visit.language,
        "languages": questionnaire.languages,
        "words": words,
    }
    with override(visit.language):
        last_day = day(round_.closes_on)
        shared["open_until"] = filled(words["open_until"], day=last_day)
        shared["until"] = filled(words["until"], day=last_day)
        shared["for_whom"] = filled(words["for_whom"], organisation=visit.invitation.organisation)
        shared["title"] = questionnaire.said(questionnaire.title, visit.language)
        shared["introduction"] = questionnaire.said(questionnaire.introduction, visit.language)
        shared["privacy"] = questionnaire.said(questionnaire.privacy, visit.language)
        shared["closing"] = questionnaire.said(questionnaire.closing, visit.language)
        answer = render(request, template, {**shared, **context}, status=status)
    answer["Content-Language"] = visit.language
    return answer


def _closed_door(
    request: Request,
    why: str,
    status: int,
    visit: Visit | None = None,
    *,
    refused: str | Promise = "",
) -> HttpResponse:
    """Say why a link opens nothing; with a link that was one, in its reader's language."""
    round_ = None if visit is None else visit.invitation.round
    context = {"why": why, "refused": refused, "round": round_}
    if visit is None or visit.language not in SPOKEN:
        return render(request, "answering/closed.html", context, status=status)
    with override(visit.language):
        answer = render(request, "answering/closed.html", context, status=status)
    answer["Content-Language"] = visit.language
    return answer


def _count(what: str, whose: str, *, add: int = 0) -> int:
    """Count what somebody did within the last hour or so, in this process."""
    key = f"needs.{what}:{whose}"
    cache.add(key, 0, WINDOW)
    return int(cache.incr(key, add)) if add else int(cache.get(key, 0))
