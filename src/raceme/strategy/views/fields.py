"""Fields of action."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, go_to
from raceme.foundation.errors import require
from raceme.strategy import queries, rules, verbs
from raceme.strategy.bridge.standing import standings_of
from raceme.strategy.bridge.whole import totals_of
from raceme.strategy.forms import FieldForm
from raceme.strategy.models import FieldOfAction
from raceme.strategy.views.answers import acted, back_to, form_page, may_change, tried


@require_safe
def show_field(request: Request, pk: int) -> HttpResponse:
    """Show a field of action: which objectives it serves, and what is done in it."""
    field = _field(request, pk)
    measures = list(field.measures.all())
    indicators = queries.indicators_visible_to(request.actor).filter(
        field=field, ended_at__isnull=True
    )
    context = {
        "field": field,
        "objectives": field.objectives.all(),
        "measures": [one for one in measures if not one.is_dropped],
        "dropped": [one for one in measures if one.is_dropped],
        "totals": totals_of([one for one in measures if not one.is_dropped]),
        "standings": standings_of(indicators, timezone.localdate()).values(),
        "may_change": may_change(request, field.strategy),
    }
    return render(request, "strategy/field.html", context)


@require_http_methods(["GET", "POST"])
def open_field(request: Request) -> HttpResponse:
    """Let a manager name a theme that bundles measures."""
    require(rules.may_steer, request.actor)
    objectives = queries.objectives_in_force(request.actor)
    initial = {
        "code": queries.next_field_code(request.actor),
        "objectives": request.GET.getlist("objective"),
    }
    form = FieldForm(request.POST or None, objectives=objectives, initial=initial)
    opened = tried(
        form, lambda: verbs.open_field(**form.cleaned_data, by=request.actor, at=timezone.now())
    )
    if opened is not None:
        return go_to(request, "strategy:field", pk=opened.pk)
    back = back_to(request, _("Strategy"), "strategy:page")
    note = "" if objectives else _("State an objective first: a field of action serves one.")
    return form_page(request, form, title=_("Open a field of action"), back=back, note=note)


@require_http_methods(["GET", "POST"])
def describe_field(request: Request, pk: int) -> HttpResponse:
    """Let a manager change a field of action, and which objectives it serves."""
    field = _field(request, pk)
    require(rules.may_steer, request.actor, field)
    objectives = queries.objectives_visible_to(request.actor).filter(
        strategy=field.strategy, ended_at__isnull=True
    )
    form = FieldForm(request.POST or None, objectives=objectives, instance=field)
    if tried(
        form,
        lambda: verbs.describe_field(
            field, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
    ):
        return go_to(request, "strategy:field", pk=pk)
    title = _("Edit field of action %(code)s") % {"code": field.code}
    back = back_to(request, str(field), "strategy:field", pk=pk)
    return form_page(request, form, title=title, back=back)


@require_POST
def end_field(request: Request, pk: int) -> HttpResponse:
    """Close a field of action."""
    field = _field(request, pk)
    return acted(
        request,
        lambda: verbs.end_field(field, by=request.actor, at=timezone.now()),
        "strategy:field",
        pk=pk,
    )


@require_POST
def reopen_field(request: Request, pk: int) -> HttpResponse:
    """Take up again a field that had ended."""
    field = _field(request, pk)
    return acted(
        request,
        lambda: verbs.reopen_field(field, by=request.actor, at=timezone.now()),
        "strategy:field",
        pk=pk,
    )


def _field(request: Request, pk: int) -> FieldOfAction:
    return get_object_or_404(queries.fields_visible_to(request.actor), pk=pk)
