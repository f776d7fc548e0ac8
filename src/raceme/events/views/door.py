"""Pages without sign-in: who is there, in which language, and how often is too often."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header

from raceme.access.http import Request
from raceme.events.models import Event

WRONG, TRIES, WRITES = "wrong", "tries", "writes"
# So often, within so many seconds: forms sent from one address; wrong links; changes by one link.
LOOKS, WRONG_LINKS, CHANGES, WINDOW = 40, 30, 300, 3600
COOKIE = "event_language"


def who_is_there(request: Request) -> str:
    """Give the address from which somebody comes."""
    return str(get_adapter().get_client_ip(request))


def counted(what: str, whose: str, *, add: int = 0) -> int:
    """Count what somebody did within the last hour or so, in this process."""
    key = f"events.{what}:{whose}"
    cache.add(key, 0, WINDOW)
    return int(cache.incr(key, add)) if add else int(cache.get(key, 0))


def language_of(request: Request, event: Event, known: str = "") -> str:
    """Say in which of the event's languages somebody reads: as chosen, as known, as the browser."""
    by_browser = [
        code.split("-")[0]
        for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    ]
    chosen = [request.GET.get("language", ""), request.COOKIES.get(COOKIE, "")]
    order = [*chosen, known, *by_browser]
    return next((code for code in order if code in event.languages), event.language)


def remember_language(request: Request, answer: HttpResponse, language: str) -> None:
    """Remember the language that somebody has chosen on the page."""
    if request.GET.get("language") == language:
        answer.set_cookie(
            COOKIE, language, max_age=30 * 86400, httponly=True, samesite="Lax",
            secure=request.is_secure(),
        )  # fmt: skip
