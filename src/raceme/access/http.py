"""From a web request to whoever acts, and back: done once, for all pages."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from raceme.access.actor import VISITOR, Actor
from raceme.access.models import Cluster, User
from raceme.access.queries import actor_for, open_seats_of
from raceme.foundation.errors import REFUSALS, NotAllowed, sentences_of, show_refusal
from raceme.foundation.filters import clean_query
from raceme.foundation.listing import Listing, ShownList

API_PREFIX = "/api/"
SAVED = gettext_lazy("Saved.")


class Request(HttpRequest):
    """A page request after ActorMiddleware."""

    actor: Actor
    here: Cluster  # on pages below /c/<cluster>/ only
    htmx: HtmxDetails


class ActorMiddleware:
    """Puts the actor on the request; a page of a cluster is not there for those without a seat.

    Addresses below `/c/<cluster>/` lose that part before the view is called: views read
    `request.actor` and `request.here`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cast(Request, request).actor = VISITOR
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        if request.path.startswith(API_PREFIX) or "cluster" not in kwargs:
            return None
        if not isinstance(request.user, User):
            return _to_sign_in(request)
        actor = actor_for(request.user, kwargs.pop("cluster"))
        if actor is None or actor.cluster is None:
            raise Http404
        arrived = cast(Request, request)
        arrived.actor, arrived.here = actor, actor.cluster
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotAllowed):
            return render(request, "403.html", status=403)
        return None


def whoever_acts(request: HttpRequest) -> dict[str, object]:
    """Give templates `actor`, and the other clusters the person may turn to."""
    actor = actor_of(request)
    # A request refused before its session was read (a wrong host, say) has no user.
    user = getattr(request, "user", None)
    seats = open_seats_of(user) if isinstance(user, User) else None
    return {"actor": actor, "here": actor.cluster, "seats": seats}


def actor_of(request: HttpRequest) -> Actor:
    """Give whoever sent a request; a visitor where nobody has signed in."""
    actor = getattr(request, "actor", VISITOR)
    assert isinstance(actor, Actor)
    return actor


def go_to(
    request: Request, name: str, *, said: str | Promise = SAVED, **kwargs: object
) -> HttpResponse:
    """Send the person to a page of the same cluster organisation, and say what was done.

    What a view has said by itself stands; an empty `said` says nothing.
    """
    has_spoken = getattr(messages.get_messages(request), "added_new", False)
    if request.method == "POST" and said and not has_spoken:
        messages.success(request, str(said))
    return redirect(address_of(request.actor, name, **kwargs))


def address_of(actor: Actor, name: str, **kwargs: object) -> str:
    """Give the address of a page in the actor's cluster organisation."""
    assert actor.cluster is not None
    return reverse(name, kwargs={"cluster": actor.cluster.slug, **kwargs})


def saved(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Do what a form asks for, if it is filled in well and nothing forbids it."""
    if not form.is_valid():
        return False
    try:
        act()
    except REFUSALS as refusal:
        show_refusal(form, refusal)
        return False
    return True


def done(
    request: Request, act: Callable[[], object], name: str, *, said: Any = "", **values: object
) -> HttpResponse:
    """Do something that needs no form, and lead on; say what was refused on the next page."""
    try:
        act()
    except REFUSALS as refusal:
        for sentence in sentences_of(refusal):
            messages.error(request, sentence)
        return go_to(request, name, said="", **values)
    return go_to(request, name, said=said or SAVED, **values)


def shown_as(request: Request, listing: Listing[Any]) -> ShownList[Any]:
    """A list in the columns and the order that somebody chose."""
    return listing.shown_to(request.actor.user_id, request.GET.get("sort", ""))


def keep_columns(request: Request, listing: Listing[Any]) -> None:
    """Remember which columns of a list a person wants to see."""
    assert request.actor.user_id is not None
    chosen = [] if "usual" in request.POST else request.POST.getlist("columns")
    listing.remember(chosen, user_id=request.actor.user_id)


def back_to_list(request: Request, name: str, **kwargs: object) -> HttpResponse:
    """Lead back to a list, narrowed down as it was when the form was sent."""
    address = address_of(request.actor, name, **kwargs)
    query = clean_query(request.POST.get("query", ""))
    return redirect(f"{address}?{query}" if query else address)


def kept_private(answer: HttpResponse) -> HttpResponse:
    """Let nobody keep or find a page behind a personal link but whoever has the link."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Cache-Control"] = "no-store, private"
    # Browsers send "null" as origin of a form under no-referrer, and the form would be refused.
    answer["Referrer-Policy"] = "same-origin"
    return answer


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    answer = redirect_to_login(request.get_full_path())
    if getattr(request, "htmx", False):
        # A lost sign-in must change the whole page, not the part that htmx asked for.
        return HttpResponseClientRedirect(answer["Location"])
    return answer
