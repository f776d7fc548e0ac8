"""The pages about where an organisation stands in the cluster."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from raceme.access.http import Request, go_to
from raceme.foundation.errors import require
from raceme.members import queries, rules, verbs
from raceme.members.forms import LeavingForm, PeriodForm, StandingForm
from raceme.members.views.answering import answer, attempt, plain_form


@require_http_methods(["GET", "POST"])
def change_standing(request: Request, pk: int) -> HttpResponse:
    """Let the team write down that an organisation stands otherwise from a day on."""
    organisation = get_object_or_404(queries.organisations_visible_to(request.actor), pk=pk)
    require(rules.may_edit, request.actor, organisation)
    initial = {"on": timezone.localdate()}
    form = StandingForm(request.POST or None, present=organisation.standing, initial=initial)
    return answer(
        request,
        form,
        lambda: verbs.change_standing(
            organisation, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        then=lambda _changed: go_to(request, "members:detail", pk=pk),
        context=plain_form(
            _("Change how it stands"),
            over=organisation.name,
            back=("members:detail", pk),
            request=request,
            note=_("Today: %(standing)s. The period until now stays in its history.")
            % {"standing": organisation.get_standing_display()},
        ),
    )


@require_http_methods(["GET", "POST"])
def record_leaving(request: Request, pk: int) -> HttpResponse:
    """Let the team write down that an organisation has left."""
    organisation = get_object_or_404(queries.organisations_visible_to(request.actor), pk=pk)
    require(rules.may_edit, request.actor, organisation)
    form = LeavingForm(request.POST or None, initial={"left_on": timezone.localdate()})
    return answer(
        request,
        form,
        lambda: verbs.record_leaving(
            organisation, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        then=lambda _left: go_to(request, "members:detail", pk=pk),
        context={"organisation": organisation},
        template="members/leaving.html",
    )


@require_POST
def readmit_organisation(request: Request, pk: int) -> HttpResponse:
    """Make an organisation a member from today on."""
    organisation = get_object_or_404(queries.organisations_visible_to(request.actor), pk=pk)
    attempt(
        request,
        lambda: verbs.readmit_organisation(organisation, by=request.actor, at=timezone.now()),
    )
    return go_to(request, "members:detail", pk=pk)


@require_http_methods(["GET", "POST"])
def correct_period(request: Request, pk: int) -> HttpResponse:
    """Let the team put right what was written of a period."""
    period = get_object_or_404(queries.periods_visible_to(request.actor), pk=pk)
    require(rules.may_edit, request.actor, period)
    form = PeriodForm(request.POST or None, instance=period)
    return answer(
        request,
        form,
        lambda: verbs.correct_period(
            period, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        then=lambda _corrected: go_to(request, "members:detail", pk=period.organisation_id),
        context=plain_form(
            _("Correct a period"),
            over=period.organisation.name,
            back=("members:detail", period.organisation_id),
            request=request,
        ),
    )


@require_POST
def take_back_period(request: Request, pk: int) -> HttpResponse:
    """Take back the last change of standing."""
    period = get_object_or_404(queries.periods_visible_to(request.actor), pk=pk)
    attempt(request, lambda: verbs.take_back_period(period, by=request.actor, at=timezone.now()))
    return go_to(request, "members:detail", pk=period.organisation_id)
