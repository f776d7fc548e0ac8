"""What the cluster organisation wants to reach."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, go_to
from raceme.foundation.errors import require
from raceme.strategy import queries, rules, verbs
from raceme.strategy.bridge.standing import light_of, standings_of
from raceme.strategy.forms import ObjectiveForm
from raceme.strategy.models import Objective
from raceme.strategy.views.answers import acted, back_to, form_page, may_change, tried
from raceme.vocabulary.categories import label_of_category


@require_safe
def show_objective(request: Request, pk: int) -> HttpResponse:
    """Show one objective, what it weighs, how it is reached, and how one will see that."""
    objective = _objective(request, pk)
    indicators = queries.indicators_visible_to(request.actor).filter(objective=objective)
    open_ones = [one for one in indicators if one.ended_at is None]
    standings = standings_of(open_ones, timezone.localdate()).values()
    context = {
        "objective": objective,
        "share": queries.weight_share_of(objective),
        "categories": [label_of_category(code) for code in objective.categories],
        "standings": standings,
        "light": light_of(standings),
        "ended_indicators": [one for one in indicators if one.ended_at is not None],
        "fields": objective.fields.filter(ended_at__isnull=True),
        "may_change": may_change(request, objective.strategy),
    }
    return render(request, "strategy/objective.html", context)


@require_http_methods(["GET", "POST"])
def state_objective(request: Request) -> HttpResponse:
    """Let a manager say what the cluster organisation wants."""
    require(rules.may_steer, request.actor)
    initial = {"code": queries.next_objective_code(request.actor)}
    form = ObjectiveForm(request.POST or None, initial=initial)
    stated = tried(
        form,
        lambda: verbs.state_objective(**form.cleaned_data, by=request.actor, at=timezone.now()),
    )
    if stated is not None:
        return go_to(request, "strategy:objective", pk=stated.pk)
    back = back_to(request, _("Strategy"), "strategy:page")
    return form_page(request, form, title=_("State an objective"), back=back)


@require_http_methods(["GET", "POST"])
def describe_objective(request: Request, pk: int) -> HttpResponse:
    """Let a manager change what is said about an objective."""
    objective = _objective(request, pk)
    require(rules.may_steer, request.actor, objective)
    form = ObjectiveForm(request.POST or None, instance=objective)
    if tried(
        form,
        lambda: verbs.describe_objective(
            objective, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
    ):
        return go_to(request, "strategy:objective", pk=pk)
    title = _("Edit objective %(code)s") % {"code": objective.code}
    back = back_to(request, str(objective), "strategy:objective", pk=pk)
    return form_page(request, form, title=title, back=back)


@require_POST
def end_objective(request: Request, pk: int) -> HttpResponse:
    """Stop wanting something."""
    objective = _objective(request, pk)
    return acted(
        request,
        lambda: verbs.end_objective(objective, by=request.actor, at=timezone.now()),
        "strategy:objective",
        pk=pk,
    )


@require_POST
def reopen_objective(request: Request, pk: int) -> HttpResponse:
    """Want again what had ended."""
    objective = _objective(request, pk)
    return acted(
        request,
        lambda: verbs.reopen_objective(objective, by=request.actor, at=timezone.now()),
        "strategy:objective",
        pk=pk,
    )


def _objective(request: Request, pk: int) -> Objective:
    return get_object_or_404(queries.objectives_visible_to(request.actor), pk=pk)
