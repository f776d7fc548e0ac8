"""The pages about working groups, boards and committees."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from raceme.access.http import Request, address_of, go_to
from raceme.foundation.errors import require
from raceme.members import queries, rules, verbs
from raceme.members.forms import EndSeatForm, GroupForm, NewSeatForm, SeatForm
from raceme.members.models import GroupSeat, WorkingGroup
from raceme.members.views.answering import answer, plain_form


@require_safe
def show_groups(request: Request) -> HttpResponse:
    """List the groups, those that meet first."""
    context = {
        "groups": queries.groups_with_sizes(request.actor),
        "may_edit": rules.may_edit(request.actor),
    }
    return render(request, "members/groups.html", context)


@require_safe
def show_group(request: Request, pk: int) -> HttpResponse:
    """Show what a group is for, and who sits in it."""
    group = _group(request, pk)
    seats = list(queries.group_seats_visible_to(request.actor).filter(group=group))
    context = {
        "group": group,
        "present": [one for one in seats if one.until is None],
        "former": [one for one in seats if one.until is not None],
        "may_edit": rules.may_edit(request.actor, group),
        "may_see_people": rules.may_see_people(request.actor),
    }
    return render(request, "members/group.html", context)


@require_http_methods(["GET", "POST"])
def found_group(request: Request) -> HttpResponse:
    """Let the team write down a group."""
    require(rules.may_edit, request.actor)
    form = GroupForm(request.POST or None)
    context = {
        "title": _("A new group"),
        "over": _("Groups and committees"),
        "back_url": address_of(request.actor, "members:groups"),
    }
    return answer(
        request,
        form,
        lambda: verbs.found_group(**form.cleaned_data, by=request.actor, at=timezone.now()),
        then=lambda founded: go_to(request, "members:group", pk=founded.pk),
        context=context,
    )


@require_http_methods(["GET", "POST"])
def describe_group(request: Request, pk: int) -> HttpResponse:
    """Let the team change what is known about a group."""
    group = _group(request, pk)
    require(rules.may_edit, request.actor, group)
    form = GroupForm(request.POST or None, instance=group)
    return answer(
        request,
        form,
        lambda: verbs.describe_group(
            group, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        then=lambda _described: go_to(request, "members:group", pk=pk),
        context=plain_form(
            _("Edit the group"), over=group.name, back=("members:group", pk), request=request
        ),
    )


@require_http_methods(["GET", "POST"])
def give_seat(request: Request, pk: int) -> HttpResponse:
    """Let the team give an organisation a seat."""
    group = _group(request, pk)
    require(rules.may_edit, request.actor, group)
    form = NewSeatForm(request.POST or None, actor=request.actor)
    return answer(
        request,
        form,
        lambda: verbs.give_group_seat(
            group, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        then=lambda _given: go_to(request, "members:group", pk=pk),
        context=plain_form(
            _("Add a seat"), over=group.name, back=("members:group", pk), request=request
        ),
    )


@require_http_methods(["GET", "POST"])
def describe_seat(request: Request, pk: int) -> HttpResponse:
    """Let the team change who takes a seat, as what and how long."""
    seat = _seat(request, pk)
    people = queries.people_of(request.actor, seat.organisation)
    form = SeatForm(request.POST or None, instance=seat, people=people)
    return answer(
        request,
        form,
        lambda: verbs.describe_group_seat(
            seat, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        then=lambda _described: go_to(request, "members:group", pk=seat.group_id),
        context=plain_form(
            _("Seat of %(organisation)s") % {"organisation": seat.organisation},
            over=seat.group.name,
            back=("members:group", seat.group_id),
            request=request,
        ),
    )


@require_http_methods(["GET", "POST"])
def end_seat(request: Request, pk: int) -> HttpResponse:
    """Let the team write down that an organisation has left a group."""
    seat = _seat(request, pk)
    form = EndSeatForm(request.POST or None, initial={"until": timezone.localdate()})
    return answer(
        request,
        form,
        lambda: verbs.end_group_seat(
            seat, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        then=lambda _ended: go_to(request, "members:group", pk=seat.group_id),
        context=plain_form(
            _("%(organisation)s leaves the group") % {"organisation": seat.organisation},
            over=seat.group.name,
            back=("members:group", seat.group_id),
            request=request,
        ),
    )


def _group(request: Request, pk: int) -> WorkingGroup:
    return get_object_or_404(queries.groups_visible_to(request.actor), pk=pk)


def _seat(request: Request, pk: int) -> GroupSeat:
    seat = get_object_or_404(queries.group_seats_visible_to(request.actor), pk=pk)
    require(rules.may_edit, request.actor, seat)
    return seat
