"""The pages on which the team keeps groupings of industries."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, done, go_to, saved
from raceme.foundation.errors import require
from raceme.foundation.exporting import download
from raceme.region import queries, rules, verbs
from raceme.region.documents.groupings import lines_of, sheet_of_grouping
from raceme.region.forms import GroupForm, GroupingForm, NewGroupingForm
from raceme.region.models import GroupingVersion, OwnGrouping
from raceme.vocabulary.groupings import groupings as known_groupings


@require_safe
def show_groupings(request: Request) -> HttpResponse:
    """List the groupings of the cluster organisation, and those that come with Raceme."""
    context = {
        "versions": queries.newest_versions(request.actor),
        "ended": queries.groupings_visible_to(request.actor).filter(ended_at__isnull=False),
        "known": known_groupings(),
        "may_map": rules.may_map(request.actor),
    }
    return render(request, "region/groupings.html", context)


@require_safe
def show_grouping(request: Request, pk: int) -> HttpResponse:
    """Show what is in a version of a grouping, and how it came to be."""
    grouping = _grouping(request, pk)
    versions = list(queries.versions_visible_to(request.actor).filter(grouping=grouping))
    asked = request.GET.get("version", "")
    shown = next((one for one in versions if str(one.number) == asked), versions[0])
    earlier = [*versions[1:], None]
    context = {
        "grouping": grouping,
        "shown": shown,
        "is_newest": shown == versions[0],
        "groups": lines_of(shown),
        "versions": [
            (one, queries.differences(before.groups if before else [], one.groups))
            for one, before in zip(versions, earlier, strict=True)
        ],
        "runs": queries.runs_with(request.actor, grouping),
        "may_map": rules.may_map(request.actor, grouping),
    }
    return render(request, "region/grouping.html", context)


@require_http_methods(["GET", "POST"])
def found_grouping(request: Request) -> HttpResponse:
    """Let the team begin a grouping: empty, or as a copy."""
    require(rules.may_map, request.actor)
    initial = {"copy_of": request.GET.get("copy", "")}
    form = NewGroupingForm(request.POST or None, actor=request.actor, initial=initial)
    by, at = request.actor, timezone.now()
    made: list[OwnGrouping] = []
    if saved(form, lambda: made.append(verbs.found_grouping(**form.cleaned_data, by=by, at=at))):
        return go_to(request, "region:grouping", pk=made[0].pk)
    context = {"form": form, "title": _("New grouping")}
    return render(request, "region/grouping_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def describe_grouping(request: Request, pk: int) -> HttpResponse:
    """Let the team correct the name of a grouping and its source."""
    grouping = _grouping(request, pk)
    require(rules.may_map, request.actor, grouping)
    form = GroupingForm(request.POST or None, instance=grouping)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: verbs.describe_grouping(grouping, **form.cleaned_data, by=by, at=at)):
        return go_to(request, "region:grouping", pk=pk)
    context = {"form": form, "title": _("Describe the grouping"), "grouping": grouping}
    return render(request, "region/grouping_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def write_group(request: Request, pk: int, code: str = "") -> HttpResponse:
    """Let the team add a group, or change one: a new version."""
    grouping = _grouping(request, pk)
    require(rules.may_map, request.actor, grouping)
    version = queries.newest_version_of(grouping)
    group = next((one for one in version.groups if one["code"] == code), None)
    if code and group is None:
        raise Http404
    initial = _initial_of(version, code) if group else {}
    form = GroupForm(
        request.POST or None, actor=request.actor, revision=grouping.nace_revision, initial=initial
    )
    if saved(
        form,
        lambda: verbs.write_group(
            grouping, code=code, label=form.cleaned_data["label"], activities=form.activities,
            by=request.actor, at=timezone.now(),
        ),
    ):  # fmt: skip
        return go_to(request, "region:grouping", pk=pk)
    title = _("Change the group") if code else _("Add a group")
    context = {"form": form, "title": title, "grouping": grouping}
    return render(request, "region/grouping_form.html", context, status=422 if form.errors else 200)


@require_POST
def take_group_out(request: Request, pk: int, code: str) -> HttpResponse:
    """Let the team take a group out: a new version."""
    grouping = _grouping(request, pk)
    by, at = request.actor, timezone.now()
    out = partial(verbs.take_group_out, grouping, code=code, by=by, at=at)
    return done(request, out, "region:grouping", pk=pk)


@require_POST
def end_grouping(request: Request, pk: int) -> HttpResponse:
    """Let the team take a grouping off the list."""
    grouping = _grouping(request, pk)
    by, at = request.actor, timezone.now()
    end = partial(verbs.end_grouping, grouping, by=by, at=at)
    return done(request, end, "region:groupings")


@require_POST
def restore_grouping(request: Request, pk: int) -> HttpResponse:
    """Let the team take a grouping up again."""
    grouping = _grouping(request, pk)
    by, at = request.actor, timezone.now()
    restore = partial(verbs.restore_grouping, grouping, by=by, at=at)
    return done(request, restore, "region:grouping", pk=pk)


@require_safe
def download_grouping(request: Request, pk: int, number: int, kind: str) -> HttpResponse:
    """Hand out a version of a grouping: a line for each activity of each group."""
    versions = queries.versions_visible_to(request.actor).filter(grouping_id=pk)
    version = get_object_or_404(versions, number=number)
    sheet = sheet_of_grouping(version)
    name = f"grouping-{pk}-{number}"
    title = str(version)
    return download(sheet, kind, file_name=name, title=title, made_on=timezone.localdate())


def _initial_of(version: GroupingVersion, code: str) -> dict[str, str]:
    group = next(one for one in lines_of(version) if one.code == code)
    return {"label": group.label, "codes": "\n".join(group.activities)}


def _grouping(request: Request, pk: int) -> OwnGrouping:
    return get_object_or_404(queries.groupings_visible_to(request.actor), pk=pk)
