"""The pages on which the office sets matchmaking up: rules, blocks, places, ways, who asks whom."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.actor import Actor
from raceme.access.http import Request, done, go_to, saved
from raceme.events.queries.events import events_visible_to
from raceme.foundation.errors import require
from raceme.meetings import rules
from raceme.meetings.forms.participants import time_choices
from raceme.meetings.forms.setup import (
    BlockForm,
    LimitsForm,
    MatchmakingForm,
    MatrixForm,
    PlacesForm,
    SlotsForm,
    StretchForm,
    WalksForm,
)
from raceme.meetings.models import Matchmaking, MeetingBlock, Place, PlaceClosing
from raceme.meetings.queries.matchmakings import (
    blocks_visible_to,
    closings_visible_to,
    places_visible_to,
)
from raceme.meetings.queries.slots import blocks_of, slots_in, slots_of
from raceme.meetings.verbs import places, setup
from raceme.meetings.views.frame import of_matchmaking, of_row, page


def _form_page(
    request: Request, matchmaking: Matchmaking, form: forms.BaseForm, title: object
) -> HttpResponse:
    """Show a form of the set-up, with what it is about as heading."""
    context = {"form": form, "title": title}
    status = 422 if form.errors else 200
    return page(request, matchmaking, "meetings/edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def prepare_matchmaking(request: Request, pk: int) -> HttpResponse:
    """Let the team begin matchmaking of an event."""
    event = get_object_or_404(events_visible_to(request.actor), pk=pk)
    require(rules.may_arrange, request.actor, event)
    with timezone.override(event.zone):
        blank = Matchmaking(cluster=event.cluster, event=event)
        form = MatchmakingForm(request.POST or None, instance=blank)
        made: list[Matchmaking] = []

        def act() -> None:
            by, at = request.actor, timezone.now()
            made.append(setup.prepare_matchmaking(event, **form.values(), by=by, at=at))

        if saved(form, act):
            return go_to(request, "meetings:setup", pk=made[0].pk)
        return _form_page(request, blank, form, _("Prepare matchmaking"))


@require_http_methods(["GET", "POST"])
@of_matchmaking
def describe_matchmaking(request: Request, matchmaking: Matchmaking) -> HttpResponse:
    """Let the team change how matchmaking goes."""
    require(rules.may_arrange, request.actor, matchmaking)
    form = MatchmakingForm(request.POST or None, instance=matchmaking)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: setup.describe_matchmaking(matchmaking, **form.values(), by=by, at=at)):
        return go_to(request, "meetings:setup", pk=matchmaking.pk)
    return _form_page(request, matchmaking, form, _("How matchmaking goes"))


@require_safe
@of_matchmaking
def show_setup(request: Request, matchmaking: Matchmaking) -> HttpResponse:
    """Show when, where and by which rules people meet."""
    blocks = blocks_of(matchmaking)
    slots = slots_in(blocks)
    rows = matchmaking.places.select_related("host__registration").prefetch_related("closings")
    open_places = [one for one in rows if not one.is_closed]
    limited = [one.capacity for one in open_places if one.capacity is not None]
    context = {
        "blocks": [(one, [(slot, slot.is_closed) for slot in slots_of(one)]) for one in blocks],
        "places": open_places,
        "closed": [one for one in rows if one.is_closed],
        "slots": len(slots),
        # Unlimited places would make any figure wrong.
        "room": len(slots) * sum(limited) if len(limited) == len(open_places) else None,
        "walks": matchmaking.walks.all(),
        "ask_rules": matchmaking.ask_rules.select_related("asking", "asked"),
        "limits": matchmaking.limits.select_related("quota"),
        "areas": _areas(matchmaking),
        "tab": "setup",
    }
    return page(request, matchmaking, "meetings/setup.html", context)


@require_http_methods(["GET", "POST"])
@of_matchmaking
def add_block(request: Request, matchmaking: Matchmaking) -> HttpResponse:
    """Let the team say when people can meet."""
    require(rules.may_arrange, request.actor, matchmaking)
    event = matchmaking.event
    initial = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    form = BlockForm(request.POST or None, matchmaking=matchmaking, initial=initial)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: places.add_block(matchmaking, **form.cleaned_data, by=by, at=at)):
        return go_to(request, "meetings:setup", pk=matchmaking.pk)
    return _form_page(request, matchmaking, form, _("New block of meetings"))


@require_http_methods(["GET", "POST"])
@of_row(blocks_visible_to)
def describe_block(request: Request, block: MeetingBlock) -> HttpResponse:
    """Let the team change when people can meet."""
    require(rules.may_arrange, request.actor, block)
    form = BlockForm(request.POST or None, instance=block, matchmaking=block.matchmaking)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: places.describe_block(block, **form.cleaned_data, by=by, at=at)):
        return go_to(request, "meetings:setup", pk=block.matchmaking_id)
    return _form_page(request, block.matchmaking, form, block)


@require_http_methods(["GET", "POST"])
@of_row(blocks_visible_to)
def close_slots(request: Request, block: MeetingBlock) -> HttpResponse:
    """Let the team say in which slots nobody meets."""
    require(rules.may_arrange, request.actor, block)
    form = SlotsForm(
        request.POST if request.method == "POST" else None,
        block=block,
        choices=time_choices(slots_of(block)),
    )
    by, at = request.actor, timezone.now()
    if saved(form, lambda: places.close_slots(block, form.cleaned_data["closed"], by=by, at=at)):
        return go_to(request, "meetings:setup", pk=block.matchmaking_id)
    return _form_page(request, block.matchmaking, form, _("Closed slots: %s") % block)


@require_POST
@of_row(blocks_visible_to)
def drop_block(request: Request, block: MeetingBlock) -> HttpResponse:
    """Take a block away in which no meeting is planned."""
    by, at = request.actor, timezone.now()
    pk = block.matchmaking_id
    return done(request, lambda: places.drop_block(block, by=by, at=at), "meetings:setup", pk=pk)


@require_http_methods(["GET", "POST"])
@of_matchmaking
def add_places(request: Request, matchmaking: Matchmaking) -> HttpResponse:
    """Let the team add places, many at once."""
    require(rules.may_arrange, request.actor, matchmaking)
    form = PlacesForm(request.POST or None, matchmaking=matchmaking)

    def act() -> None:
        values = {key: value for key, value in form.values().items() if key != "name"}
        by, at = request.actor, timezone.now()
        places.add_places(matchmaking, form.names(), **values, by=by, at=at)

    if saved(form, act):
        return go_to(request, "meetings:setup", pk=matchmaking.pk)
    return _form_page(request, matchmaking, form, _("New places"))


@require_http_methods(["GET", "POST"])
@of_row(places_visible_to)
def describe_place(request: Request, place: Place) -> HttpResponse:
    """Let the team change a place."""
    require(rules.may_arrange, request.actor, place)
    form = PlacesForm(request.POST or None, instance=place, matchmaking=place.matchmaking)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: places.describe_place(place, **form.values(), by=by, at=at)):
        return go_to(request, "meetings:setup", pk=place.matchmaking_id)
    return _form_page(request, place.matchmaking, form, place)


@require_http_methods(["GET", "POST"])
@of_row(places_visible_to)
def close_place_for_a_while(request: Request, place: Place) -> HttpResponse:
    """Let the team say when nobody meets at a place."""
    require(rules.may_arrange, request.actor, place)
    event = place.matchmaking.event
    form = StretchForm(request.POST or None, initial=(event.starts_at, event.ends_at))
    by, at = request.actor, timezone.now()
    if saved(
        form, lambda: places.close_place_for_a_while(place, **form.cleaned_data, by=by, at=at)
    ):
        return go_to(request, "meetings:setup", pk=place.matchmaking_id)
    return _form_page(request, place.matchmaking, form, _("Closed for a while: %s") % place)


Act = Callable[[Place, Actor, datetime], object]
ACTS: Mapping[str, Act] = {
    "close": lambda place, by, at: places.close_place(place, by=by, at=at),
    "reopen": lambda place, by, at: places.reopen_place(place, by=by, at=at),
}


@require_POST
@of_row(places_visible_to)
def act_on_place(request: Request, place: Place, act: str) -> HttpResponse:
    """Close a place, or open it again."""
    if act not in ACTS:
        raise Http404
    by, at, pk = request.actor, timezone.now(), place.matchmaking_id
    return done(request, lambda: ACTS[act](place, by, at), "meetings:setup", pk=pk)


@require_POST
@of_row(closings_visible_to)
def end_closing(request: Request, closing: PlaceClosing) -> HttpResponse:
    """Take back that a place is closed for a while."""
    by, at, pk = request.actor, timezone.now(), closing.place.matchmaking_id
    return done(request, lambda: places.end_closing(closing, by=by, at=at), "meetings:setup", pk=pk)


@require_http_methods(["GET", "POST"])
@of_matchmaking
def settle_walks(request: Request, matchmaking: Matchmaking) -> HttpResponse:
    """Let the team say how long one walks between areas."""
    require(rules.may_arrange, request.actor, matchmaking)
    known = {(one.one, one.other): one.minutes for one in matchmaking.walks.all()}
    data = request.POST if request.method == "POST" else None
    form = WalksForm(data, areas=_areas(matchmaking), known=known)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: places.settle_walks(matchmaking, form.minutes(), by=by, at=at)):
        return go_to(request, "meetings:setup", pk=matchmaking.pk)
    return _form_page(request, matchmaking, form, _("Ways to walk"))


@require_http_methods(["GET", "POST"])
@of_matchmaking
def settle_ask_rules(request: Request, matchmaking: Matchmaking) -> HttpResponse:
    """Let the team say which kinds of participants may ask which."""
    require(rules.may_arrange, request.actor, matchmaking)
    form = MatrixForm(
        request.POST if request.method == "POST" else None,
        quotas=list(matchmaking.event.quotas.all()),
        allowed=set(matchmaking.ask_rules.values_list("asking", "asked")),
        everybody=matchmaking.everybody_may_ask,
    )

    def act() -> None:
        everybody = form.cleaned_data["everybody"]
        by, at = request.actor, timezone.now()
        setup.settle_ask_rules(matchmaking, form.pairs(), everybody=everybody, by=by, at=at)

    if saved(form, act):
        return go_to(request, "meetings:setup", pk=matchmaking.pk)
    return _form_page(request, matchmaking, form, _("Who may ask whom"))


@require_http_methods(["GET", "POST"])
@of_matchmaking
def settle_limits(request: Request, matchmaking: Matchmaking) -> HttpResponse:
    """Let the team say how many meetings each kind of participant has."""
    require(rules.may_arrange, request.actor, matchmaking)
    form = LimitsForm(
        request.POST if request.method == "POST" else None,
        quotas=list(matchmaking.event.quotas.all()),
        known={one.quota_id: (one.least, one.most) for one in matchmaking.limits.all()},
    )
    by, at = request.actor, timezone.now()
    if saved(form, lambda: setup.settle_limits(matchmaking, form.limits(), by=by, at=at)):
        return go_to(request, "meetings:setup", pk=matchmaking.pk)
    return _form_page(request, matchmaking, form, _("How many meetings"))


def _areas(matchmaking: Matchmaking) -> list[str]:
    return sorted(set(matchmaking.places.exclude(area="").values_list("area", flat=True)))
