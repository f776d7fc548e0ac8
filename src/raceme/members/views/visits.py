"""The pages about contacts, and what is still to be done."""

from datetime import timedelta
from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, go_to
from raceme.foundation.errors import require
from raceme.foundation.paging import page_of
from raceme.members import queries, rules, verbs
from raceme.members.forms import NewVisitForm, SilenceForm, StepsForm, VisitForm
from raceme.members.models import Visit
from raceme.members.views.answering import answer, attempt
from raceme.vocabulary.topics import label_of_topic

SILENT_DAYS = 365


@require_safe
def show_visit(request: Request, pk: int) -> HttpResponse:
    """Show one contact: who talked about what, and what follows."""
    visit = _visit(request, pk)
    context = {
        "visit": visit,
        "people": [one.person for one in visit.people.select_related("person")],
        "topics": [label_of_topic(topic) for topic in visit.topics],
        "may_edit": rules.may_edit(request.actor, visit),
        "is_overdue": _is_overdue(visit),
    }
    return render(request, "members/visit.html", context)


@require_http_methods(["GET", "POST"])
def record_visit(request: Request, pk: int) -> HttpResponse:
    """Let the team write down a contact with an organisation."""
    organisation = get_object_or_404(queries.organisations_visible_to(request.actor), pk=pk)
    require(rules.may_edit, request.actor, organisation)
    form = NewVisitForm(
        request.POST or None,
        people=queries.people_of(request.actor, organisation),
        advisers=queries.advisers_of(request.actor),
        initial={"happened_on": timezone.localdate(), "adviser": request.actor.user_id},
    )
    return answer(
        request,
        form,
        lambda: verbs.record_visit(
            organisation,
            newcomer=form.newcomer(),
            **form.visit(),
            by=request.actor,
            at=timezone.now(),
        ),
        then=lambda _recorded: go_to(request, "members:detail", pk=pk),
        context={"organisation": organisation},
        template="members/edit_visit.html",
    )


@require_http_methods(["GET", "POST"])
def correct_visit(request: Request, pk: int) -> HttpResponse:
    """Let the team put right what was written of a contact."""
    visit = _visit(request, pk)
    require(rules.may_edit, request.actor, visit)
    form = VisitForm(
        request.POST or None,
        instance=visit,
        people=queries.people_for(request.actor, visit),
        advisers=queries.advisers_for(request.actor, visit),
    )
    return answer(
        request,
        form,
        lambda: verbs.correct_visit(
            visit, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        then=lambda _corrected: go_to(request, "members:visit", pk=pk),
        context={"organisation": visit.organisation, "visit": visit},
        template="members/edit_visit.html",
    )


@require_POST
def withdraw_visit(request: Request, pk: int) -> HttpResponse:
    """Let a contact count no longer."""
    visit = _visit(request, pk)
    attempt(request, partial(verbs.withdraw_visit, visit, by=request.actor, at=timezone.now()))
    return go_to(request, "members:visit", pk=pk)


@require_POST
def restore_visit(request: Request, pk: int) -> HttpResponse:
    """Let a withdrawn contact count again."""
    visit = _visit(request, pk)
    attempt(request, partial(verbs.restore_visit, visit, by=request.actor, at=timezone.now()))
    return go_to(request, "members:visit", pk=pk)


@require_POST
def finish_step(request: Request, pk: int) -> HttpResponse:
    """Write down that a next step is done; one stays in the list one comes from."""
    visit = _visit(request, pk)
    attempt(request, partial(verbs.finish_step, visit, by=request.actor, at=timezone.now()))
    if "from_list" in request.POST:
        return go_to(request, "members:steps", said=_("Done: %(step)s") % {"step": visit.next_step})
    return go_to(request, "members:visit", pk=pk)


@require_POST
def reopen_step(request: Request, pk: int) -> HttpResponse:
    """Write down that a next step is not done after all."""
    visit = _visit(request, pk)
    attempt(request, partial(verbs.reopen_step, visit, by=request.actor, at=timezone.now()))
    return go_to(request, "members:visit", pk=pk)


@require_safe
def show_steps(request: Request) -> HttpResponse:
    """List what was promised in contacts and is not done yet, what is overdue first."""
    require(rules.may_see_people, request.actor)
    search = StepsForm(request.GET)
    search.is_valid()
    today = timezone.localdate()
    steps = queries.steps_to_do(
        request.actor,
        adviser=request.actor.user if search.cleaned_data.get("whose") == "mine" else None,
        overdue_on=today if search.cleaned_data.get("due") == "overdue" else None,
    )
    silent = queries.members_not_contacted_since(request.actor, today - timedelta(SILENT_DAYS))
    context = {
        "search": search,
        "page": page_of(request, steps),
        "today": today,
        "overdue": queries.steps_to_do(request.actor, overdue_on=today).count(),
        "silent": silent.count(),
        "has_any": queries.visits_visible_to(request.actor).exists(),
        "may_edit": rules.may_edit(request.actor),
    }
    return render(request, "members/steps.html", context)


@require_safe
def show_silent(request: Request) -> HttpResponse:
    """List the members with whom nobody has talked for a year, or for as long as one asks."""
    asked = SilenceForm(request.GET)
    days = (asked.cleaned_data.get("days") if asked.is_valid() else None) or SILENT_DAYS
    search = SilenceForm({"days": days})  # what the list shows, not the nonsense asked for
    since = timezone.localdate() - timedelta(days)
    context = {
        "search": search,
        "days": days,
        "since": since,
        "page": page_of(request, queries.members_not_contacted_since(request.actor, since)),
        "members": queries.members_of(request.actor).count(),
        "may_edit": rules.may_edit(request.actor),
    }
    return render(request, "members/silent.html", context)


def _visit(request: Request, pk: int) -> Visit:
    """Find a contact; whoever may not read what was said is told so, whatever the number."""
    require(rules.may_see_people, request.actor)
    return get_object_or_404(queries.visits_visible_to(request.actor), pk=pk)


def _is_overdue(visit: Visit) -> bool:
    is_open = bool(visit.next_step) and visit.next_done_at is None
    return is_open and visit.next_on is not None and visit.next_on < timezone.localdate()
