"""The pages about what a service was: its versions, two of them compared, an old one restored."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from raceme.access.http import Request, go_to
from raceme.catalogue import queries, rules, verbs
from raceme.catalogue.forms.versions import CompareForm, RestoreForm
from raceme.catalogue.models import Version
from raceme.catalogue.views.services import context_of, service_at
from raceme.foundation.errors import REFUSALS, require, show_refusal


@require_safe
def show_versions(request: Request, pk: int) -> HttpResponse:
    """List the versions of a service with what changed and why, and lay two side by side."""
    service = service_at(request, pk)
    versions = list(queries.versions_of(request.actor, service))
    form = CompareForm(request.GET if request.GET else _last_two(versions), versions=versions)
    compared, chosen = [], None
    if form.is_valid():
        by_number = {one.number: one for one in versions}
        chosen = [by_number[form.cleaned_data[name]] for name in ("first", "second")]
        compared = queries.compare_versions(request.actor, *chosen)
    context = {
        **context_of(request, service, "versions"),
        "rows": [(one, _labels(one)) for one in versions],
        "form": form,
        "chosen": chosen,
        "compared": compared,
    }
    status = 422 if form.errors else 200
    return render(request, "catalogue/versions.html", context, status=status)


@require_http_methods(["GET", "POST"])
def restore_version(request: Request, pk: int, number: int) -> HttpResponse:
    """Let the team make an old version the newest one again."""
    service = service_at(request, pk)
    require(rules.may_edit, request.actor, service)
    versions = {one.number: one for one in queries.versions_of(request.actor, service)}
    if number not in versions:
        raise Http404
    form = RestoreForm(request.POST or None)
    if form.is_valid():
        try:
            verbs.restore_version(
                service, number=number, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "catalogue:versions", pk=pk)
    said = queries.compare_versions(request.actor, versions[service.version], versions[number])
    context = {"form": form, "service": service, "number": number, "compared": said}
    return render(request, "catalogue/restore.html", context, status=422 if form.errors else 200)


def _last_two(versions: list[Version]) -> dict[str, str] | None:
    """Compare the newest version with the one before, unless somebody chose others."""
    if len(versions) < 2:
        return None
    return {"first": str(versions[1].number), "second": str(versions[0].number)}


def _labels(version: Version) -> list[str]:
    return [str(queries.label_of_point(name)) for name in version.changed]
