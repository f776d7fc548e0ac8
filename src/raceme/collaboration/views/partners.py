"""The pages about what a consortium needs, who could bring it, and who is asked."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.actor import Actor
from raceme.access.http import Request, address_of, done, go_to, saved
from raceme.collaboration import rules
from raceme.collaboration.bridge.consortia import candidates_for
from raceme.collaboration.forms.consortia import (
    InvitationForm,
    NewPartnerForm,
    NoForm,
    PartnerForm,
    RequirementForm,
)
from raceme.collaboration.models import Consortium, ConsortiumPartner, Requirement
from raceme.collaboration.queries.consortia import (
    consortia_visible_to,
    contact_of,
    partners_visible_to,
    requirements_visible_to,
)
from raceme.collaboration.verbs import partners as verbs
from raceme.collaboration.views.frame import form_page
from raceme.collaboration.words import HELPS, invitation_to
from raceme.foundation.errors import require


@require_http_methods(["GET", "POST"])
def need_competence(request: Request, pk: int) -> HttpResponse:
    """Let the team say what else a consortium needs."""
    require(rules.may_broker, request.actor)
    consortium = get_object_or_404(consortia_visible_to(request.actor), pk=pk)
    form = RequirementForm(request.POST or None)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: verbs.need_competence(consortium, **form.cleaned_data, by=by, at=at)):
        return go_to(request, "collaboration:consortium", pk=pk)
    return _page(request, consortium, form, _("A competence that is needed"))


@require_http_methods(["GET", "POST"])
def describe_requirement(request: Request, pk: int) -> HttpResponse:
    """Let the team say in other words what is needed."""
    require(rules.may_broker, request.actor)
    needed = get_object_or_404(requirements_visible_to(request.actor), pk=pk)
    form = RequirementForm(request.POST or None, instance=needed)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: verbs.describe_requirement(needed, **form.cleaned_data, by=by, at=at)):
        return go_to(request, "collaboration:consortium", pk=needed.consortium_id)
    title = _("Change: %(what)s") % {"what": needed}
    return _page(request, needed.consortium, form, title)


NeedAct = Callable[[Requirement, Actor, datetime], object]
ACTS_ON_REQUIREMENTS: Mapping[str, NeedAct] = {
    "drop": lambda one, by, at: verbs.drop_requirement(one, by=by, at=at),
    "restore": lambda one, by, at: verbs.restore_requirement(one, by=by, at=at),
}


@require_POST
def act_on_requirement(request: Request, pk: int, act: str) -> HttpResponse:
    """Drop what is not needed after all, or need it again."""
    require(rules.may_broker, request.actor)
    needed = get_object_or_404(requirements_visible_to(request.actor), pk=pk)
    if act not in ACTS_ON_REQUIREMENTS:
        raise Http404
    by, at = request.actor, timezone.now()
    return done(
        request,
        lambda: ACTS_ON_REQUIREMENTS[act](needed, by, at),
        "collaboration:consortium",
        pk=needed.consortium_id,
    )


@require_safe
def show_candidates(request: Request, pk: int) -> HttpResponse:
    """Show who could bring a competence, and why."""
    require(rules.may_see_brokerage, request.actor)
    needed = get_object_or_404(requirements_visible_to(request.actor), pk=pk)
    found = candidates_for(needed, actor=request.actor, on=timezone.localdate())
    consortium = needed.consortium
    context = {
        "needed": needed,
        "consortium": consortium,
        "candidates": [(one, [HELPS[rule] for rule in one.helps]) for one in found],
        "may_change": rules.may_broker(request.actor, needed) and consortium.is_open,
    }
    return render(request, "collaboration/candidates.html", context)


@require_http_methods(["GET", "POST"])
def add_partner(request: Request, pk: int) -> HttpResponse:
    """Let the team put an organisation on the table."""
    require(rules.may_broker, request.actor)
    consortium = get_object_or_404(consortia_visible_to(request.actor), pk=pk)
    initial = {
        "organisation": request.GET.get("organisation", ""),
        "role": ConsortiumPartner.Role.PARTNER,
    }
    form = NewPartnerForm(request.POST or None, actor=request.actor, initial=initial)
    if saved(form, lambda: _add(consortium, form.cleaned_data, request.actor)):
        return go_to(request, "collaboration:consortium", pk=pk)
    note = _("It stands on the table as a candidate; nobody is asked by this.")
    return _page(request, consortium, form, _("A candidate"), note=note)


@require_http_methods(["GET", "POST"])
def describe_partner(request: Request, pk: int) -> HttpResponse:
    """Let the team say what a partner does and brings."""
    partner = _partner(request, pk)
    form = PartnerForm(request.POST or None, instance=partner)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: verbs.describe_partner(partner, **form.cleaned_data, by=by, at=at)):
        return go_to(request, "collaboration:consortium", pk=partner.consortium_id)
    return _page(request, partner.consortium, form, str(partner))


@require_http_methods(["GET", "POST"])
def invite_partner(request: Request, pk: int) -> HttpResponse:
    """Show the letter to a candidate, and let the team record that it was asked."""
    partner = _partner(request, pk)
    form = InvitationForm(request.POST or None, initial={"on": timezone.localdate()})
    by, at = request.actor, timezone.now()
    if saved(form, lambda: verbs.invite_partner(partner, **form.cleaned_data, by=by, at=at)):
        return go_to(request, "collaboration:consortium", pk=partner.consortium_id)
    contact = contact_of(partner, by)
    letter = invitation_to(partner, contact)
    query = f"subject={quote(letter.subject)}&body={quote(letter.text)}"
    email = contact.email if contact is not None else ""
    context = {
        "partner": partner,
        "consortium": partner.consortium,
        "form": form,
        "letter": letter,
        "contact": contact,
        "mailto": f"mailto:{quote(email, safe='@')}?{query}" if email else "",
    }
    status = 422 if form.errors else 200
    return render(request, "collaboration/invitation.html", context, status=status)


@require_http_methods(["GET", "POST"])
def say_no(request: Request, pk: int, act: str) -> HttpResponse:
    """Record that an organisation declined, or that the consortium goes on without it."""
    partner = _partner(request, pk)
    if act not in NOS:
        raise Http404
    form = NoForm(request.POST or None)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: NOS[act](partner, form.cleaned_data["reason"], by, at)):
        return go_to(request, "collaboration:consortium", pk=partner.consortium_id)
    said = _("%(who)s declined") if act == "declined" else _("Go on without %(who)s")
    return _page(request, partner.consortium, form, said % {"who": partner})


No = Callable[[ConsortiumPartner, str, Actor, datetime], object]
NOS: Mapping[str, No] = {
    "declined": lambda one, reason, by, at: verbs.record_partner_answer(
        one, is_yes=False, reason=reason, by=by, at=at
    ),
    "out": lambda one, reason, by, at: verbs.let_partner_go(one, reason=reason, by=by, at=at),
}
Act = Callable[[ConsortiumPartner, Actor, datetime], object]
ACTS: Mapping[str, Act] = {
    "agreed": lambda one, by, at: verbs.record_partner_answer(one, is_yes=True, by=by, at=at),
    "again": lambda one, by, at: verbs.ask_partner_again(one, by=by, at=at),
}


@require_POST
def act_on_partner(request: Request, pk: int, act: str) -> HttpResponse:
    """Record that a partner takes part, or put it on the table again."""
    partner = _partner(request, pk)
    if act not in ACTS:
        raise Http404
    by, at = request.actor, timezone.now()
    return done(
        request,
        lambda: ACTS[act](partner, by, at),
        "collaboration:consortium",
        pk=partner.consortium_id,
    )


def _partner(request: Request, pk: int) -> ConsortiumPartner:
    require(rules.may_broker, request.actor)
    return get_object_or_404(partners_visible_to(request.actor), pk=pk)


def _add(consortium: Consortium, said: dict[str, Any], by: Actor) -> ConsortiumPartner:
    organisation = said.pop("organisation")
    return verbs.add_partner(consortium, organisation, **said, by=by, at=timezone.now())


def _page(
    request: Request, consortium: Consortium, form: Any, title: str, *, note: str = ""
) -> HttpResponse:
    back = address_of(request.actor, "collaboration:consortium", pk=consortium.pk)
    return form_page(request, form, title, back=back, note=note)
