"""The pages on which statistics are brought in, described and read."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, done, go_to, saved
from raceme.foundation.errors import require
from raceme.region import queries, rules, verbs
from raceme.region.bridge.files import looked_at
from raceme.region.bridge.names import named_places
from raceme.region.bridge.versions import versions_of
from raceme.region.forms import BoundariesForm, ColumnsForm, DatasetForm, NewDatasetForm
from raceme.region.models import Dataset
from raceme.vocabulary import nuts


@require_safe
def show_region_home(request: Request) -> HttpResponse:
    """Lead to the own region in the latest mapping, and list datasets and mappings."""
    run = queries.latest_run(request.actor)
    own = queries.own_regions(request.actor, run.counts["regions"]) if run else []
    context = {
        "datasets": queries.datasets_visible_to(request.actor),
        "runs": queries.runs_visible_to(request.actor),
        "boundaries": queries.boundaries_visible_to(request.actor),
        "latest": run,
        "own": named_places(run, own[:12]) if run else [],
        "may_map": rules.may_map(request.actor),
    }
    return render(request, "region/list.html", context)


@require_http_methods(["GET", "POST"])
def take_dataset(request: Request) -> HttpResponse:
    """Let the team bring a file in, with its provenance; its columns are named next."""
    require(rules.may_map, request.actor)
    form = NewDatasetForm(request.POST or None, request.FILES or None)
    taken: list[Dataset] = []
    if saved(form, lambda: taken.append(verbs.take_dataset(**_brought(request, form)))):
        return go_to(request, "region:columns", said="", pk=taken[0].pk)
    status = 422 if form.errors else 200
    return render(request, "region/new.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def take_boundaries(request: Request) -> HttpResponse:
    """Let the team bring boundaries in, so that regions are shown on a map."""
    require(rules.may_map, request.actor)
    form = BoundariesForm(request.POST or None, request.FILES or None)
    if saved(form, lambda: verbs.take_boundaries(**_brought(request, form))):
        return go_to(request, "region:list", said=_("Regions are shown on a map from now on."))
    status = 422 if form.errors else 200
    return render(request, "region/boundaries.html", {"form": form}, status=status)


@require_safe
def show_dataset(request: Request, pk: int) -> HttpResponse:
    """Show where a dataset comes from, what was counted in it, and what was measured from it."""
    dataset = _dataset(request, pk)
    context = {
        "dataset": dataset,
        "runs": queries.runs_visible_to(request.actor).filter(dataset=dataset),
        "may_map": rules.may_map(request.actor, dataset),
        "coded": versions_of(dataset.counts, dataset.nuts_version),
        "versions": nuts.VERSIONS,
    }
    return render(request, "region/dataset.html", context)


@require_http_methods(["GET", "POST"])
def describe_dataset(request: Request, pk: int) -> HttpResponse:
    """Let the team correct what is said of a dataset."""
    dataset = _dataset(request, pk)
    require(rules.may_map, request.actor, dataset)
    form = DatasetForm(request.POST or None, instance=dataset)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: verbs.describe_dataset(dataset, **form.cleaned_data, by=by, at=at)):
        return go_to(request, "region:dataset", pk=pk)
    context = {"dataset": dataset, "form": form}
    return render(request, "region/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def read_dataset(request: Request, pk: int) -> HttpResponse:
    """Let the team say what the columns are; the file is read, or the wrong row named."""
    dataset = _dataset(request, pk)
    require(rules.may_map, request.actor, dataset)
    looked = looked_at(bytes(dataset.file.content), dataset.file_name)
    form = ColumnsForm(request.POST or None, looked=looked, dataset=dataset)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: verbs.read_dataset(dataset, **form.said, by=by, at=at)):
        said = _("The file was read. Have it measured now.")
        return go_to(request, "region:dataset", said=said, pk=pk)
    context = {"dataset": dataset, "form": form, "looked": looked}
    return render(request, "region/columns.html", context, status=422 if form.errors else 200)


@require_POST
def convert_regions(request: Request, pk: int) -> HttpResponse:
    """Let the team bring all years to one version of NUTS."""
    dataset = _dataset(request, pk)
    act = partial(
        verbs.convert_regions,
        dataset,
        to=request.POST.get("to", ""),
        by=request.actor,
        at=timezone.now(),
    )
    said = _("The regions are of one version now. Have it measured anew.")
    return done(request, act, "region:dataset", said=said, pk=pk)


def _dataset(request: Request, pk: int) -> Dataset:
    return get_object_or_404(queries.datasets_visible_to(request.actor), pk=pk)


def _brought(request: Request, form: NewDatasetForm | BoundariesForm) -> dict[str, Any]:
    """What a verb is told of a file that was brought in."""
    facts = dict(form.cleaned_data)
    file = facts.pop("file")
    who = {"by": request.actor, "at": timezone.now()}
    return {**facts, "file_name": file.name, "content": file.read(), **who}
