"""The strategy as a whole: its versions, logframe, tree, and what has changed between versions."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, go_to
from raceme.foundation.errors import require
from raceme.foundation.exporting import download
from raceme.strategy import queries, rules, verbs
from raceme.strategy.bridge.comparison import comparison_of
from raceme.strategy.bridge.logframe import logframe_of
from raceme.strategy.bridge.sheets import logframe_sheet, measures_sheet, values_sheet
from raceme.strategy.bridge.tree import tree_of
from raceme.strategy.bridge.whole import whole_of
from raceme.strategy.forms import AdoptingForm, CompareForm, MeasureSearchForm, StrategyForm
from raceme.strategy.models import Strategy
from raceme.strategy.views.answers import acted, back_to, form_page, may_change, tried


@require_safe
def show_strategy(request: Request) -> HttpResponse:
    """Show the version in force, or say how to begin."""
    strategy = queries.strategy_in_force(request.actor)
    if strategy is None:
        context = {"may_change": may_change(request, None)}
        return render(request, "strategy/empty.html", context)
    return _page_of(request, strategy)


@require_safe
def show_version(request: Request, pk: int) -> HttpResponse:
    """Show one version, be it in force or not."""
    return _page_of(request, _version(request, pk))


@require_POST
def draft_strategy(request: Request) -> HttpResponse:
    """Begin the next version with what is still wanted of the one in force."""
    return acted(
        request,
        lambda: verbs.draft_strategy(by=request.actor, at=timezone.now()),
        "strategy:page",
    )


@require_http_methods(["GET", "POST"])
def describe_strategy(request: Request, pk: int) -> HttpResponse:
    """Let a manager change title, mission, vision and years."""
    strategy = _version(request, pk)
    require(rules.may_steer, request.actor, strategy)
    form = StrategyForm(request.POST or None, instance=strategy)
    if tried(
        form,
        lambda: verbs.describe_strategy(
            strategy, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
    ):
        return go_to(request, "strategy:version", pk=pk)
    back = back_to(request, _("Strategy"), "strategy:version", pk=pk)
    title = _("Edit mission, vision and years")
    return form_page(request, form, title=title, back=back, about=strategy)


@require_http_methods(["GET", "POST"])
def adopt_strategy(request: Request, pk: int) -> HttpResponse:
    """Let a manager write down that the board has adopted a version."""
    strategy = _version(request, pk)
    require(rules.may_steer, request.actor, strategy)
    form = AdoptingForm(request.POST or None, initial={"adopted_on": timezone.localdate()})
    if tried(
        form,
        lambda: verbs.adopt_strategy(
            strategy, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
    ):
        return go_to(request, "strategy:page")
    context = {"form": form, "strategy": strategy}
    return render(request, "strategy/adopt.html", context, status=422 if form.errors else 200)


@require_safe
def show_logframe(request: Request, pk: int) -> HttpResponse:
    """Show the logical framework of a version."""
    strategy = _version(request, pk)
    whole = whole_of(request.actor, strategy, timezone.localdate())
    context = {"strategy": strategy, "rows": logframe_of(whole), "page": "logframe"}
    return render(request, "strategy/logframe.html", context)


@require_safe
def show_tree(request: Request, pk: int) -> HttpResponse:
    """Show a version as a tree whose parts are links."""
    strategy = _version(request, pk)
    whole = whole_of(request.actor, strategy, timezone.localdate())
    context = {"strategy": strategy, "tree": tree_of(whole, request.actor), "page": "tree"}
    return render(request, "strategy/tree.html", context)


@require_safe
def download_table(request: Request, pk: int, what: str, form: str) -> HttpResponse:
    """Hand out the logframe, the measures that are shown, or all values that were measured."""
    strategy, today = _version(request, pk), timezone.localdate()
    if what == "logframe":
        sheet = logframe_sheet(whole_of(request.actor, strategy, today))
    elif what == "values":
        sheet = values_sheet(request.actor, strategy)
    else:
        search = MeasureSearchForm(request.GET)
        search.is_valid()
        wanted = search.cleaned_data
        sheet = measures_sheet(queries.measures_among(request.actor, strategy, **wanted))
    title = f"{strategy.title} · {sheet.name}"
    return download(sheet, form, file_name=what, title=title, made_on=today)


@require_safe
def compare_versions(request: Request) -> HttpResponse:
    """Say what was added, changed and dropped from one version to another."""
    versions = queries.strategies_visible_to(request.actor)
    form = CompareForm(request.GET or _latest_two(versions), versions=versions)
    comparison = None
    if form.is_valid():
        chosen = form.cleaned_data
        comparison = comparison_of(request.actor, chosen["first"], chosen["second"])
    context = {"form": form, "comparison": comparison, "has_two": len(versions) > 1}
    status = 422 if request.GET and form.errors else 200
    return render(request, "strategy/compare.html", context, status=status)


def _latest_two(versions: QuerySet[Strategy]) -> dict[str, int]:
    numbers = list(versions.values_list("pk", flat=True)[:2])
    return {"first": numbers[-1], "second": numbers[0]} if numbers else {}


def _version(request: Request, pk: int) -> Strategy:
    return get_object_or_404(queries.strategies_visible_to(request.actor), pk=pk)


def _page_of(request: Request, strategy: Strategy) -> HttpResponse:
    context = {
        "strategy": strategy,
        "whole": whole_of(request.actor, strategy, timezone.localdate()),
        "challenges": queries.challenges_of(request.actor, strategy),
        "versions": queries.strategies_visible_to(request.actor),
        "may_change": may_change(request, strategy),
        "page": "version",
    }
    return render(request, "strategy/page.html", context)
