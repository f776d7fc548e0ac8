"""The pages on which two records become one, and on which that is taken back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access import queries as access_queries
from raceme.access import telling
from raceme.access.actor import Actor
from raceme.access.http import Request, go_to
from raceme.access.rules import may_see_the_office
from raceme.foundation.errors import require
from raceme.members import queries, rules, verbs
from raceme.members.forms import MergeForm
from raceme.members.forms.merging import PERIODS, in_words, label_of
from raceme.members.models import Organisation, Person
from raceme.members.queries.hanging import hanging_on, keys_to
from raceme.members.queries.merging import choices_between, merging_of
from raceme.members.views.answering import answer, attempt

NAMED = 12  # rows that are named one by one; of more the number is enough
TOLD = 50  # changes told on the page of a record that is part of another
Record = Any  # an organisation or a person: both are merged in the same way


@dataclass(frozen=True)
class Kind:
    """Where the pages of a kind of record are, and which of them somebody may see."""

    detail: str
    merge: str
    merged: str
    undo: str
    back: str
    side: str
    visible: Callable[[Any], Any]
    away: Callable[[Any], Any]
    standing_for: Callable[[Any, int], Any]


ORGANISATIONS = Kind(
    "members:detail",
    "members:merge",
    "members:merged",
    "members:undo_merging",
    "members:lookalikes",
    "members/parts/side.html",
    queries.organisations_visible_to,
    queries.organisations_merged_away,
    queries.organisation_numbered,
)
PEOPLE = Kind(
    "members:person",
    "members:merge_people",
    "members:merged_person",
    "members:undo_merging_people",
    "members:people",
    "members/parts/side_person.html",
    queries.people_visible_to,
    queries.people_merged_away,
    queries.person_numbered,
)


@dataclass
class ShownHanging:
    """What hangs on two records, of one kind: there already, going over, and staying behind."""

    label: str
    here: int = 0
    going: list[str] = field(default_factory=list)
    staying: list[tuple[str, str]] = field(default_factory=list)

    @property
    def more(self) -> int:
        return max(len(self.going) - NAMED, 0)

    @property
    def named(self) -> list[str]:
        return list(islice(self.going, NAMED))


@require_http_methods(["GET", "POST"])
def merge_organisations(request: Request, pk: int, other: int) -> HttpResponse:
    """Let the team make one record of two, after seeing all that will happen."""
    keep, away = _two(request, ORGANISATIONS, pk, other)
    form = MergeForm(request.POST or None, keep=keep, away=away)
    periods = [list(one.memberships.all()) for one in (keep, away)]
    return answer(
        request,
        form,
        lambda: verbs.merge_organisations(
            keep,
            away,
            take=form.taken,
            periods=form.cleaned_data.get(PERIODS, ""),
            by=request.actor,
            at=timezone.now(),
        ),
        then=lambda merged: go_to(request, "members:detail", pk=merged.pk, said=_merged(away)),
        context=_context(ORGANISATIONS, keep, away) | {"periods": periods},
        template="members/merge.html",
    )


@require_http_methods(["GET", "POST"])
def merge_people(request: Request, pk: int, other: int) -> HttpResponse:
    """Let the team make one record of two of the same person."""
    keep, away = _two(request, PEOPLE, pk, other)
    form = MergeForm(request.POST or None, keep=keep, away=away)
    return answer(
        request,
        form,
        lambda: verbs.merge_people(
            keep, away, take=form.taken, by=request.actor, at=timezone.now()
        ),
        then=lambda merged: go_to(request, "members:person", pk=merged.pk, said=_merged(away)),
        context=_context(PEOPLE, keep, away),
        template="members/merge.html",
    )


@require_safe
def show_merged(request: Request, pk: int) -> HttpResponse:
    """Show an organisation's record that has become part of another."""
    return _show_merged(request, ORGANISATIONS, pk)


@require_safe
def show_merged_person(request: Request, pk: int) -> HttpResponse:
    """Show a person's record that has become part of another."""
    require(rules.may_see_people, request.actor)
    return _show_merged(request, PEOPLE, pk)


@require_POST
def undo_merging(request: Request, pk: int) -> HttpResponse:
    """Take back that two organisations became one."""
    return _undo(request, ORGANISATIONS, pk)


@require_POST
def undo_merging_people(request: Request, pk: int) -> HttpResponse:
    """Take back that two people became one."""
    require(rules.may_see_people, request.actor)
    return _undo(request, PEOPLE, pk)


def _two(request: Request, kind: Kind, pk: int, other: int) -> tuple[Record, Record]:
    require(rules.may_edit, request.actor)
    everybody = kind.visible(request.actor)
    return get_object_or_404(everybody, pk=pk), get_object_or_404(everybody, pk=other)


def _context(kind: Kind, keep: Record, away: Record) -> dict[str, Any]:
    return {"kind": kind, "keep": keep, "away": away, "hanging": _shown(keep, away)}


def _show_merged(request: Request, kind: Kind, pk: int) -> HttpResponse:
    """Show a record that is part of another: what it said, what stayed with it, its history."""
    away = get_object_or_404(kind.away(request.actor), pk=pk)
    changes = access_queries.changes_visible_to(request.actor)
    of_it = access_queries.changes_among(changes, kind=away._meta.label_lower, thing_id=away.pk)
    batch = merging_of(away)
    context = {
        "kind": kind,
        "away": away,
        "keep": kind.standing_for(request.actor, pk),
        "facts": [(label_of(one), in_words(away, one)) for one in choices_between(away, away)],
        "stayed": _stayed(away, request.actor),
        "batch": batch,
        "may_see_history": may_see_the_office(request.actor),
        "told": [telling.tell(change, request.actor) for change in of_it[:TOLD]],
        "may_edit": rules.may_edit(request.actor, away) and batch is not None,
    }
    return render(request, "members/merged.html", context)


def _undo(request: Request, kind: Kind, pk: int) -> HttpResponse:
    away = get_object_or_404(kind.away(request.actor), pk=pk)
    attempt(request, lambda: verbs.undo_merging(away, by=request.actor, at=timezone.now()))
    away.refresh_from_db()
    if away.merged_into_id is not None:
        return go_to(request, kind.merged, pk=pk, said="")
    return go_to(request, kind.detail, pk=pk, said=_("The two records are apart again."))


def _merged(away: Organisation | Person) -> str:
    return _("%(name)s is part of this record now. It can be taken back on its page.") % {
        "name": away
    }


def _shown(keep: Record, away: Record) -> list[ShownHanging]:
    """What hangs on both, kind by kind."""
    shown: dict[str, ShownHanging] = {}

    def of(kind: str) -> ShownHanging:
        return shown.setdefault(kind, ShownHanging(capfirst(telling.label_of_kind(kind))))

    for key in keys_to(type(keep)):
        here = key.model._default_manager.filter(**{key.name: keep}).count()
        if here:
            of(key.model._meta.label_lower).here += here
    for hanging in hanging_on(away, keep):
        one = of(hanging.kind)
        one.going += [str(going.row) for going in hanging.going]
        one.staying += [(str(staying.row), staying.reason) for staying in hanging.staying]
    return sorted(shown.values(), key=lambda one: one.label)


def _stayed(away: Record, actor: Actor) -> list[tuple[str, list[str]]]:
    """What hangs on a record still, kind by kind; its periods too.

    The rows of all capabilities are among it, people and letters, too: only the team sees them all.
    """
    rows: dict[str, list[str]] = {}
    for key in keys_to(type(away)) if rules.may_edit(actor, away) else ():
        kind = capfirst(telling.label_of_kind(key.model._meta.label_lower))
        for row in key.model._default_manager.filter(**{key.name: away}):
            rows.setdefault(kind, []).append(str(row))
    for period in away.memberships.all() if isinstance(away, Organisation) else ():
        rows.setdefault(_("Period of membership"), []).append(period.get_standing_display())
    return sorted(rows.items())
