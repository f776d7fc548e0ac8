"""The home page, and the breaks of the thread one by one."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from raceme.access.http import Request
from raceme.access.rules import may_work
from raceme.foundation.paging import page_of
from raceme.portfolio.bridge.page import plan_in_short
from raceme.thread import queries


@require_safe
def show_home(request: Request) -> HttpResponse:
    """Show the whole thread at a glance: live counts, breaks, and what to do first."""
    look = queries.Look(request.actor, timezone.localdate())
    counts = queries.counts_along_thread(look)
    steps = queries.first_steps(request.actor, counts)
    breaks = queries.breaks_of(look)
    is_adopted = counts.service_plan is not None
    context = {
        "counts": counts,
        "steps": steps,
        "steps_done": sum(step.is_done for step in steps),
        "breaks": breaks,
        "broken": queries.broken_parts(breaks),
        "in_short": () if is_adopted or counts.plan is None else plan_in_short(counts.plan),
        "news": queries.news_of(request.actor, look.on),
        "may_work": may_work(request.actor),
    }
    return render(request, "thread/home.html", context)


@require_safe
def show_break(request: Request, code: str) -> HttpResponse:
    """Show all rows of one kind of break, each with the page that mends it."""
    kind = queries.KINDS.get(code)
    if kind is None:
        raise Http404
    rows = kind.find(queries.Look(request.actor, timezone.localdate()))
    context = {"kind": kind, "page": page_of(request, rows)}
    return render(request, "thread/break.html", context)
