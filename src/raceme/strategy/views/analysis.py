"""Strategic challenges and the SWOT."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, go_to
from raceme.foundation.errors import require
from raceme.strategy import queries, rules, verbs
from raceme.strategy.forms import ChallengeForm, SwotForm
from raceme.strategy.models import Challenge, Strategy, SwotItem
from raceme.strategy.views.answers import Back, acted, back_to, form_page, may_change, tried


@require_safe
def show_analysis(request: Request, pk: int) -> HttpResponse:
    """Show the challenges and the four lists of a version, and what was dropped from them."""
    strategy = get_object_or_404(queries.strategies_visible_to(request.actor), pk=pk)
    lines = list(queries.swot_visible_to(request.actor).filter(strategy=strategy))
    challenges = list(queries.challenges_visible_to(request.actor).filter(strategy=strategy))
    context = {
        "strategy": strategy,
        "challenges": [one for one in challenges if one.ended_at is None],
        "lists": [
            (kind, [one for one in lines if one.kind == kind and one.ended_at is None])
            for kind in SwotItem.Kind
        ],
        "dropped_challenges": [one for one in challenges if one.ended_at is not None],
        "dropped_lines": [one for one in lines if one.ended_at is not None],
        "may_change": may_change(request, strategy),
        "page": "analysis",
    }
    return render(request, "strategy/analysis.html", context)


@require_http_methods(["GET", "POST"])
def state_challenge(request: Request) -> HttpResponse:
    """Let a manager say which question the cluster's firms must answer."""
    require(rules.may_steer, request.actor)
    form = ChallengeForm(request.POST or None)
    stated = tried(
        form,
        lambda: verbs.state_challenge(**form.cleaned_data, by=request.actor, at=timezone.now()),
    )
    if stated is not None:
        return go_to(request, "strategy:analysis", pk=stated.strategy_id)
    return form_page(request, form, title=_("State a challenge"), back=_back(request))


@require_http_methods(["GET", "POST"])
def describe_challenge(request: Request, pk: int) -> HttpResponse:
    """Let a manager put a challenge in other words."""
    challenge = _challenge(request, pk)
    require(rules.may_steer, request.actor, challenge)
    form = ChallengeForm(request.POST or None, instance=challenge)
    if tried(
        form,
        lambda: verbs.describe_challenge(
            challenge, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
    ):
        return go_to(request, "strategy:analysis", pk=challenge.strategy_id)
    back = _back(request, challenge.strategy)
    return form_page(request, form, title=_("Edit a challenge"), back=back, about=challenge)


@require_POST
def drop_challenge(request: Request, pk: int) -> HttpResponse:
    """Strike a challenge off the list."""
    challenge = _challenge(request, pk)
    return acted(
        request,
        lambda: verbs.drop_challenge(challenge, by=request.actor, at=timezone.now()),
        "strategy:analysis",
        pk=challenge.strategy_id,
    )


@require_POST
def restore_challenge(request: Request, pk: int) -> HttpResponse:
    """Take a dropped challenge back."""
    challenge = _challenge(request, pk)
    return acted(
        request,
        lambda: verbs.restore_challenge(challenge, by=request.actor, at=timezone.now()),
        "strategy:analysis",
        pk=challenge.strategy_id,
    )


@require_POST
def move_challenge(request: Request, pk: int) -> HttpResponse:
    """Move a challenge up or down."""
    challenge, is_up = _challenge(request, pk), request.POST.get("to") == "up"
    return acted(
        request,
        lambda: verbs.move_challenge(challenge, is_up=is_up, by=request.actor, at=timezone.now()),
        "strategy:analysis",
        pk=challenge.strategy_id,
    )


@require_http_methods(["GET", "POST"])
def note_swot_item(request: Request) -> HttpResponse:
    """Let a manager add a line to one of the four lists."""
    require(rules.may_steer, request.actor)
    form = SwotForm(request.POST or None, initial={"kind": request.GET.get("kind")})
    noted = tried(
        form,
        lambda: verbs.note_swot_item(**form.cleaned_data, by=request.actor, at=timezone.now()),
    )
    if noted is not None:
        return go_to(request, "strategy:analysis", pk=noted.strategy_id)
    return form_page(request, form, title=_("Add to the SWOT"), back=_back(request))


@require_http_methods(["GET", "POST"])
def describe_swot_item(request: Request, pk: int) -> HttpResponse:
    """Let a manager change a line or its evidence."""
    item = _item(request, pk)
    require(rules.may_steer, request.actor, item)
    form = SwotForm(request.POST or None, instance=item)
    if tried(
        form,
        lambda: verbs.describe_swot_item(
            item, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
    ):
        return go_to(request, "strategy:analysis", pk=item.strategy_id)
    back = _back(request, item.strategy)
    return form_page(request, form, title=_("Edit a line of the SWOT"), back=back, about=item)


@require_POST
def drop_swot_item(request: Request, pk: int) -> HttpResponse:
    """Strike a line off its list."""
    item = _item(request, pk)
    return acted(
        request,
        lambda: verbs.drop_swot_item(item, by=request.actor, at=timezone.now()),
        "strategy:analysis",
        pk=item.strategy_id,
    )


@require_POST
def restore_swot_item(request: Request, pk: int) -> HttpResponse:
    """Take a dropped line back."""
    item = _item(request, pk)
    return acted(
        request,
        lambda: verbs.restore_swot_item(item, by=request.actor, at=timezone.now()),
        "strategy:analysis",
        pk=item.strategy_id,
    )


@require_POST
def move_swot_item(request: Request, pk: int) -> HttpResponse:
    """Move a line up or down in its list."""
    item, is_up = _item(request, pk), request.POST.get("to") == "up"
    return acted(
        request,
        lambda: verbs.move_swot_item(item, is_up=is_up, by=request.actor, at=timezone.now()),
        "strategy:analysis",
        pk=item.strategy_id,
    )


def _challenge(request: Request, pk: int) -> Challenge:
    return get_object_or_404(queries.challenges_visible_to(request.actor), pk=pk)


def _item(request: Request, pk: int) -> SwotItem:
    return get_object_or_404(queries.swot_visible_to(request.actor), pk=pk)


def _back(request: Request, strategy: Strategy | None = None) -> Back:
    """Lead back to the analysis of a version; to the strategy where there is none yet."""
    strategy = strategy or queries.strategy_in_force(request.actor)
    if strategy is None:
        return back_to(request, _("Strategy"), "strategy:page")
    return back_to(request, _("Challenges and SWOT"), "strategy:analysis", pk=strategy.pk)
