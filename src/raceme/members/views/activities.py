"""The pages about further activities, competences, figures and relations."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from raceme.access.http import Request, go_to
from raceme.foundation.errors import require
from raceme.members import queries, rules, verbs
from raceme.members.forms import (
    ActivityForm,
    CompetenceForm,
    FiguresForm,
    NewRelationForm,
    RelationForm,
)
from raceme.members.models import Organisation
from raceme.members.views.answering import answer, attempt, plain_form


@require_http_methods(["GET", "POST"])
def add_activity(request: Request, pk: int) -> HttpResponse:
    """Let the team add a further activity, beside the main one."""
    organisation = _organisation(request, pk)
    form = ActivityForm(request.POST or None, actor=request.actor)
    return answer(
        request,
        form,
        lambda: verbs.add_activity(
            organisation, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        then=lambda _added: go_to(request, "members:detail", pk=pk),
        context=plain_form(
            _("Add an activity"),
            over=organisation.name,
            back=("members:detail", pk),
            request=request,
        ),
    )


@require_POST
def remove_activity(request: Request, pk: int) -> HttpResponse:
    """Take a further activity away."""
    activity = get_object_or_404(queries.activities_visible_to(request.actor), pk=pk)
    verbs.remove_activity(activity, by=request.actor, at=timezone.now())
    return go_to(request, "members:detail", pk=activity.organisation_id)


@require_http_methods(["GET", "POST"])
def add_competence(request: Request, pk: int) -> HttpResponse:
    """Let the team write down something an organisation can do or has."""
    organisation = _organisation(request, pk)
    form = CompetenceForm(request.POST or None)
    return answer(
        request,
        form,
        lambda: verbs.add_competence(
            organisation, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        then=lambda _added: go_to(request, "members:detail", pk=pk),
        context=plain_form(
            _("Add a competence"),
            over=organisation.name,
            back=("members:detail", pk),
            request=request,
        ),
    )


@require_http_methods(["GET", "POST"])
def describe_competence(request: Request, pk: int) -> HttpResponse:
    """Let the team change what is known about a competence."""
    competence = get_object_or_404(queries.competences_visible_to(request.actor), pk=pk)
    require(rules.may_edit, request.actor, competence)
    form = CompetenceForm(request.POST or None, instance=competence)
    return answer(
        request,
        form,
        lambda: verbs.describe_competence(
            competence, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        then=lambda _described: go_to(request, "members:detail", pk=competence.organisation_id),
        context=plain_form(
            _("Edit a competence"),
            over=competence.organisation.name,
            back=("members:detail", competence.organisation_id),
            request=request,
        ),
    )


@require_POST
def end_competence(request: Request, pk: int) -> HttpResponse:
    """Write down that an organisation has a competence no longer."""
    competence = get_object_or_404(queries.competences_visible_to(request.actor), pk=pk)
    attempt(request, partial(verbs.end_competence, competence, by=request.actor, at=timezone.now()))
    return go_to(request, "members:detail", pk=competence.organisation_id)


@require_POST
def reopen_competence(request: Request, pk: int) -> HttpResponse:
    """Let a competence that was ended stand again."""
    competence = get_object_or_404(queries.competences_visible_to(request.actor), pk=pk)
    verbs.reopen_competence(competence, by=request.actor, at=timezone.now())
    return go_to(request, "members:detail", pk=competence.organisation_id)


@require_http_methods(["GET", "POST"])
def record_figures(request: Request, pk: int) -> HttpResponse:
    """Let the team write down the figures of a year."""
    organisation = _organisation(request, pk)
    last_year = timezone.localdate().year - 1
    form = FiguresForm(request.POST or None, initial={"year": last_year, "is_present": True})
    return answer(
        request,
        form,
        lambda: verbs.record_figures(
            organisation, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        then=lambda _recorded: go_to(request, "members:detail", pk=pk),
        context=plain_form(
            _("Record figures of a year"),
            over=organisation.name,
            back=("members:detail", pk),
            request=request,
        ),
    )


@require_http_methods(["GET", "POST"])
def correct_figures(request: Request, pk: int) -> HttpResponse:
    """Let the team put right the figures of a year."""
    figures = get_object_or_404(queries.figures_visible_to(request.actor), pk=pk)
    require(rules.may_edit, request.actor, figures)
    form = FiguresForm(request.POST or None, instance=figures)
    return answer(
        request,
        form,
        lambda: verbs.correct_figures(
            figures, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        then=lambda _corrected: go_to(request, "members:detail", pk=figures.organisation_id),
        context=plain_form(
            _("Correct figures of a year"),
            over=figures.organisation.name,
            back=("members:detail", figures.organisation_id),
            request=request,
        ),
    )


@require_http_methods(["GET", "POST"])
def add_relation(request: Request, pk: int) -> HttpResponse:
    """Let the team write down how an organisation is tied to another."""
    organisation = _organisation(request, pk)
    form = NewRelationForm(request.POST or None, actor=request.actor)
    return answer(
        request,
        form,
        lambda: verbs.add_relation(
            organisation, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        then=lambda _added: go_to(request, "members:detail", pk=pk),
        context=plain_form(
            _("Add a relation"),
            over=organisation.name,
            back=("members:detail", pk),
            request=request,
            note=_("Said from %(name)s: it holds shares of, supplies or works with the other.")
            % {"name": organisation.name},
        ),
    )


@require_http_methods(["GET", "POST"])
def describe_relation(request: Request, pk: int) -> HttpResponse:
    """Let the team change what is known about a relation."""
    relation = get_object_or_404(queries.relations_visible_to(request.actor), pk=pk)
    require(rules.may_edit, request.actor, relation)
    form = RelationForm(request.POST or None, instance=relation)
    return answer(
        request,
        form,
        lambda: verbs.describe_relation(
            relation, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        then=lambda _described: go_to(request, "members:detail", pk=relation.organisation_id),
        context=plain_form(
            _("Edit a relation"),
            over=f"{relation.organisation} · {relation.other}",
            back=("members:detail", relation.organisation_id),
            request=request,
        ),
    )


@require_POST
def end_relation(request: Request, pk: int) -> HttpResponse:
    """Write down that a relation is no more."""
    relation = get_object_or_404(queries.relations_visible_to(request.actor), pk=pk)
    attempt(request, partial(verbs.end_relation, relation, by=request.actor, at=timezone.now()))
    return go_to(request, "members:detail", pk=relation.organisation_id)


def _organisation(request: Request, pk: int) -> Organisation:
    """Find the organisation of which something is to be written down."""
    organisation = get_object_or_404(queries.organisations_visible_to(request.actor), pk=pk)
    require(rules.may_edit, request.actor, organisation)
    return organisation
