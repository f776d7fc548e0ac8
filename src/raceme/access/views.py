"""The entrance, and the office of a cluster organisation: team, history, tokens, about."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access import queries, rules, telling, verbs
from raceme.access.forms import ClusterForm, HistoryForm, RoleForm, SeatForm, TokenForm
from raceme.access.http import Request, go_to
from raceme.access.models import User
from raceme.foundation.errors import REFUSALS, Refused, require, show_refusal
from raceme.foundation.paging import page_of


@require_safe
def show_entrance(request: Request) -> HttpResponse:
    """Lead everybody to where they work: home, a choice of homes, or the sign-in."""
    if not isinstance(request.user, User):
        return redirect_to_login(reverse("access:entrance"))
    seats = list(queries.open_seats_of(request.user))
    if len(seats) == 1:
        return redirect("thread:home", cluster=seats[0].cluster.slug)
    return render(request, "access/entrance.html", {"own_seats": seats})


@require_safe
def show_team(request: Request) -> HttpResponse:
    """List who holds which seat."""
    require(rules.may_see_the_office, request.actor)
    context = {
        "page": page_of(request, queries.seats_visible_to(request.actor)),
        "may_manage": rules.may_manage(request.actor),
    }
    return render(request, "access/team.html", context)


@require_http_methods(["GET", "POST"])
def give_seat(request: Request) -> HttpResponse:
    """Let a manager give somebody a role here."""
    require(rules.may_manage, request.actor)
    form = SeatForm(request.POST or None)
    if form.is_valid():
        try:
            seat = verbs.give_seat(
                request.here, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            said = _("%(person)s has a seat now.") % {"person": seat.user}
            messages.success(request, said)
            return go_to(request, "access:team")
    context = {"form": form}
    return render(request, "access/give_seat.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def change_role(request: Request, pk: int) -> HttpResponse:
    """Let a manager change what somebody may do here."""
    seat = get_object_or_404(queries.seats_visible_to(request.actor), pk=pk)
    require(rules.may_manage, request.actor, seat)
    form = RoleForm(request.POST or None, initial={"role": seat.role})
    if form.is_valid():
        try:
            verbs.change_role(seat, **form.cleaned_data, by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "access:team")
    context = {"form": form, "seat": seat}
    return render(request, "access/change_role.html", context, status=422 if form.errors else 200)


@require_POST
def end_seat(request: Request, pk: int) -> HttpResponse:
    """Take somebody's role away."""
    seat = get_object_or_404(queries.seats_visible_to(request.actor), pk=pk)
    try:
        verbs.end_seat(seat, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return go_to(request, "access:change_role", pk=pk)
    messages.success(request, _("%(person)s has no seat any more.") % {"person": seat.user})
    if seat.user == request.user:
        return redirect("access:entrance")
    return go_to(request, "access:team")


@require_safe
def show_history(request: Request) -> HttpResponse:
    """Tell who did what, to what, and when."""
    require(rules.may_see_the_office, request.actor)
    changes = queries.changes_visible_to(request.actor)
    search = HistoryForm(
        request.GET,
        kinds=queries.distinct_values(changes, "kind"),
        authors=queries.distinct_values(changes, "author"),
    )
    search.is_valid()
    page = page_of(request, queries.changes_among(changes, **search.cleaned_data))
    context = {
        "search": search,
        "page": page,
        "told": [telling.tell(change, request.actor) for change in page],
    }
    return render(request, "access/history.html", context)


@require_safe
def show_tokens(request: Request) -> HttpResponse:
    """List the keys with which programs act on the reader's own seat."""
    return _show_tokens(request, TokenForm())


@require_POST
def make_token(request: Request) -> HttpResponse:
    """Make a key for a program and show it, this once."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _show_tokens(request, form)
    token, secret = verbs.make_token(
        name=form.cleaned_data["name"], by=request.actor, at=timezone.now()
    )
    context = {"token": token, "secret": secret}
    answer = render(request, "access/token.html", context, status=201)
    add_never_cache_headers(answer)
    return answer


@require_POST
def end_token(request: Request, pk: int) -> HttpResponse:
    """Let a program act no longer."""
    token = get_object_or_404(queries.tokens_visible_to(request.actor), pk=pk)
    verbs.end_token(token, by=request.actor, at=timezone.now())
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
    return go_to(request, "access:tokens")


@require_safe
def show_cluster(request: Request) -> HttpResponse:
    """Show what the cluster organisation says of itself."""
    context = {"may_manage": rules.may_manage(request.actor)}
    return render(request, "access/about.html", context)


@require_http_methods(["GET", "POST"])
def describe_cluster(request: Request) -> HttpResponse:
    """Let a manager change what the cluster organisation says of itself."""
    require(rules.may_manage, request.actor)
    form = ClusterForm(request.POST or None, instance=request.here)
    if form.is_valid():
        try:
            verbs.describe_cluster(
                request.here, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "access:about")
    context = {"form": form}
    return render(request, "access/edit_about.html", context, status=422 if form.errors else 200)


def _show_tokens(request: Request, form: TokenForm) -> HttpResponse:
    context = {
        "form": form,
        "page": page_of(request, queries.tokens_visible_to(request.actor)),
        "api_address": request.build_absolute_uri(f"/api/v1/c/{request.here.slug}/"),
    }
    return render(request, "access/tokens.html", context, status=422 if form.errors else 200)
