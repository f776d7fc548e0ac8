"""The pages about organisations."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from raceme.access.http import Request, address_of, go_to
from raceme.foundation import timeline
from raceme.foundation.errors import require
from raceme.foundation.paging import page_of
from raceme.foundation.timeline import Told
from raceme.members import queries, rules, verbs
from raceme.members.forms import NewOrganisationForm, OrganisationForm
from raceme.members.models import Organisation
from raceme.members.views.answering import answer
from raceme.members.views.lookalikes import alike_in_books, apart_from
from raceme.members.words import SEGMENTS, relation_in_words, why_sme_is_open
from raceme.vocabulary import nace, nuts
from raceme.vocabulary.groupings import groups_with

TOLD_AT_ONCE = 20
FIGURES = (
    "employees",
    "turnover_eur",
    "export_share",
    "rd_spending_eur",
    "rd_staff",
    "value_added_eur",
    "investment_eur",
)


@require_safe
def show_organisation(request: Request, pk: int) -> HttpResponse:
    """Show everything known about one organisation; of a merged record, the one that stays."""
    organisation = queries.organisation_numbered(request.actor, pk)
    if organisation is None:
        raise Http404
    if organisation.pk != pk:
        return go_to(request, "members:detail", pk=organisation.pk)
    context = {
        "organisation": organisation,
        "may_edit": rules.may_edit(request.actor, organisation),
        "may_see_people": rules.may_see_people(request.actor, organisation),
        "may_see_fees": rules.may_see_fees(request.actor, organisation),
        **_facts_of(organisation),
        **_parts_of(request, organisation),
        **_timeline_of(request, organisation),
    }
    return render(request, "members/detail.html", context)


@require_http_methods(["GET", "POST"])
def enter_organisation(request: Request) -> HttpResponse:
    """Let the team enter a new organisation."""
    require(rules.may_edit, request.actor)
    form = NewOrganisationForm(request.POST or None, actor=request.actor)
    alike = alike_in_books(request, form)
    if alike:
        return render(request, "members/edit.html", {"form": form, "alike": alike}, status=422)
    apart, by = apart_from(request), request.actor
    return answer(
        request,
        form,
        lambda: verbs.enter_all_the_same(
            apart=apart, **form.cleaned_data, by=by, at=timezone.now()
        ),
        then=lambda entered: go_to(request, "members:detail", pk=entered.pk),
        context={},
        template="members/edit.html",
    )


@require_http_methods(["GET", "POST"])
def describe_organisation(request: Request, pk: int) -> HttpResponse:
    """Let the team change what is known about an organisation."""
    organisation = get_object_or_404(queries.organisations_visible_to(request.actor), pk=pk)
    require(rules.may_edit, request.actor, organisation)
    form = OrganisationForm(request.POST or None, instance=organisation, actor=request.actor)
    return answer(
        request,
        form,
        lambda: verbs.describe_organisation(
            organisation, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        then=lambda _described: go_to(request, "members:detail", pk=pk),
        context={"organisation": organisation},
        template="members/edit.html",
    )


def _facts_of(organisation: Organisation) -> dict[str, Any]:
    """What is derived from the facts of an organisation, in words."""
    activity, region = organisation.activity, organisation.region
    segment = organisation.growth_in(timezone.localdate().year)
    revision, version = organisation.nace_revision, organisation.nuts_version
    return {
        "activity": activity,
        "activity_above": nace.activities(revision).path(organisation.nace)[:-1],
        "belongs_to": [
            (one.label, [group.label for group in groups])
            for one, groups in groups_with(organisation.nace, revision)
        ],
        "region": region,
        "region_above": nuts.regions(version).path(organisation.nuts)[:-1],
        "segment": SEGMENTS[segment] if segment else "",
        "sme_is_open_because": why_sme_is_open(organisation),
        "further": [
            (one, nace.activities(one.revision).named(one.nace))
            for one in organisation.activities.all()
        ],
    }


def _parts_of(request: Request, organisation: Organisation) -> dict[str, Any]:
    """What belongs to an organisation: periods, people, competences, figures, relations."""
    competences, figures = list(organisation.competences.all()), list(organisation.figures.all())
    return {
        "periods": list(reversed(organisation.memberships.all())),
        "posts": queries.posts_at(request.actor, organisation),
        "competences": [one for one in competences if one.ended_at is None],
        "ended_competences": [one for one in competences if one.ended_at is not None],
        "figures": figures,
        "known_figures": [
            name for name in FIGURES if any(getattr(one, name) is not None for one in figures)
        ],
        "group_seats": queries.group_seats_of(request.actor, organisation),
        "relations": [
            {
                "relation": tie,
                "words": relation_in_words(tie, organisation),
                "other": tie.other if tie.organisation_id == organisation.pk else tie.organisation,
            }
            for tie in queries.ties_of(request.actor, organisation)
        ],
    }


def _timeline_of(request: Request, organisation: Organisation) -> dict[str, Any]:
    kinds = timeline.sources_of("organisation")
    kind = request.GET.get("kind", "")
    if kind not in {"", *(one.kind for one in kinds)}:
        raise Http404
    told = timeline.told_of("organisation", request.actor, organisation)
    today = timezone.localdate()
    a_year_ago = today - timedelta(days=365)
    narrowed = [one for one in told if kind in ("", one.source.kind)]
    page = page_of(request, narrowed, size=TOLD_AT_ONCE)
    return {
        "page": page,
        "told": [(one, _address_of(request, one)) for one in page],
        "kinds": kinds,
        "kind": kind,
        "taken_part": timeline.taken_part("organisation", told, since=a_year_ago, until=today),
    }


def _address_of(request: Request, told: Told) -> str:
    entry = told.entry
    if not entry.page:
        return ""
    address = address_of(request.actor, entry.page, **entry.values)
    return f"{address}?{entry.query}" if entry.query else address
