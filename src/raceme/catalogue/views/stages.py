"""The pages about the way of a service: its gates, and who let it pass them when and why."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, go_to
from raceme.catalogue import gates, queries, rules, verbs
from raceme.catalogue.forms.stages import BackForm, PassForm, RetireForm
from raceme.catalogue.gates import Circumstances, Gate
from raceme.catalogue.models import Service, Stage
from raceme.catalogue.views.services import context_of, service_at
from raceme.foundation.errors import REFUSALS, require, show_refusal


@require_safe
def show_gates(request: Request, pk: int) -> HttpResponse:
    """Show every gate of a service with its evidence as it stands now, and its way so far."""
    service, known = _with_evidence(request, pk)
    currency = request.here.currency
    changes = service.stage_changes.all()
    context = {
        **context_of(request, service, "gates"),
        "shown": [gates.shown(one, currency) for one in gates.gates_of(service, known)],
        "way": [(one, gates.tell_kept(one, currency)) for one in changes],
    }
    return render(request, "catalogue/gates.html", context)


@require_http_methods(["GET", "POST"])
def pass_gate(request: Request, pk: int) -> HttpResponse:
    """Let the team decide that a service comes to a stage further on."""
    service, known = _with_evidence(request, pk)
    require(rules.may_edit, request.actor, service)
    stages = service.stands_at.up_to(Stage.REVIEWED)
    ahead = gates.gates_to(service, Stage.REVIEWED, known)
    form = PassForm(request.POST or None, stages=stages, initial={"to": _reachable(ahead, stages)})
    if form.is_valid():
        try:
            verbs.pass_gate(service, **form.cleaned_data, by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "catalogue:gates", pk=pk)
    context = {**context_of(request, service, "gates"), "form": form}
    context["ahead"] = [gates.shown(one, request.here.currency) for one in ahead]
    return render(request, "catalogue/pass.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def send_back(request: Request, pk: int) -> HttpResponse:
    """Let the team send a service back to an earlier stage."""
    service = service_at(request, pk)
    require(rules.may_edit, request.actor, service)
    behind = tuple(Stage)[: service.stands_at.place] if service.is_offered else ()
    form = BackForm(request.POST or None, stages=behind)
    if form.is_valid():
        try:
            verbs.send_back(service, **form.cleaned_data, by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "catalogue:gates", pk=pk)
    context = {"form": form, "service": service, "behind": behind}
    return render(request, "catalogue/back.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def retire_service(request: Request, pk: int) -> HttpResponse:
    """Offer a service no longer, and say why."""
    service = service_at(request, pk)
    require(rules.may_edit, request.actor, service)
    stopped = queries.reviews_visible_to(request.actor).filter(
        service=service, withdrawn_at__isnull=True
    )
    review = stopped.first()
    first = {"reason": review.reason if review and review.decision == "stop" else ""}
    form = RetireForm(request.POST or None, initial=first)
    if form.is_valid():
        try:
            verbs.retire_service(service, **form.cleaned_data, by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "catalogue:detail", pk=pk)
    context = {"form": form, "service": service}
    return render(request, "catalogue/retire.html", context, status=422 if form.errors else 200)


@require_POST
def offer_again(request: Request, pk: int) -> HttpResponse:
    """Take a retired service back into the offer."""
    verbs.offer_again(service_at(request, pk), by=request.actor, at=timezone.now())
    return go_to(request, "catalogue:detail", pk=pk)


def _with_evidence(request: Request, pk: int) -> tuple[Service, Circumstances]:
    visible = queries.services_visible_to(request.actor)
    service = get_object_or_404(gates.with_evidence(visible), pk=pk)
    return service, gates.Circumstances([service], request.actor, timezone.now())


def _reachable(ahead: tuple[Gate, ...], stages: tuple[Stage, ...]) -> str:
    """Suggest the furthest stage for which all evidence is there; else the next one."""
    furthest = ""
    for gate in ahead:
        if not gate.is_met:
            break
        furthest = str(gate.stage) if gate.stage in stages else furthest
    return furthest or str(next(iter(stages), ""))
