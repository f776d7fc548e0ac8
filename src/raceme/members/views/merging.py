"""The pages on which two records become one, and on which that is taken back."""

from dataclasses import dataclass, field
from itertools import islice

from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access import queries as access_queries
from raceme.access import telling
from raceme.access.http import Request, go_to
from raceme.access.rules import may_see_the_office
from raceme.foundation.errors import require
from raceme.members import queries, rules, verbs
from raceme.members.forms import MergeForm
from raceme.members.forms.merging import PERIODS, in_words, label_of
from raceme.members.models import Organisation
from raceme.members.queries.hanging import hanging_on, keys_to
from raceme.members.queries.merging import choices_between, merging_of
from raceme.members.views.answering import answer, attempt

NAMED = 12  # rows that are named one by one; of more the number is enough
TOLD = 50  # changes told on the page of a record that is part of another


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
    everybody = queries.organisations_visible_to(request.actor)
    keep, away = get_object_or_404(everybody, pk=pk), get_object_or_404(everybody, pk=other)
    require(rules.may_edit, request.actor, keep)
    form = MergeForm(request.POST or None, keep=keep, away=away)
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
        context={
            "keep": keep,
            "away": away,
            "hanging": _shown(keep, away),
            "periods": [list(one.memberships.all()) for one in (keep, away)],
        },
        template="members/merge.html",
    )


@require_safe
def show_merged(request: Request, pk: int) -> HttpResponse:
    """Show a record that has become part of another: what it said, what stayed, its history."""
    away = get_object_or_404(_merged_away(request), pk=pk)
    choices = choices_between(away, away)
    changes = access_queries.changes_visible_to(request.actor)
    of_it = access_queries.changes_among(changes, kind=away._meta.label_lower, thing_id=away.pk)
    batch = merging_of(away)
    context = {
        "away": away,
        "keep": queries.organisation_numbered(request.actor, pk),
        "facts": [(label_of(one), in_words(away, one)) for one in choices],
        "stayed": _stayed(away),
        "batch": batch,
        "may_see_history": may_see_the_office(request.actor),
        "told": [telling.tell(change, request.actor) for change in of_it[:TOLD]],
        "may_edit": rules.may_edit(request.actor, away) and batch is not None,
    }
    return render(request, "members/merged.html", context)


@require_POST
def undo_merging(request: Request, pk: int) -> HttpResponse:
    """Take a merging back."""
    away = get_object_or_404(_merged_away(request), pk=pk)
    attempt(request, lambda: verbs.undo_merging(away, by=request.actor, at=timezone.now()))
    away.refresh_from_db()
    if away.merged_into_id is not None:
        return go_to(request, "members:merged", pk=pk, said="")
    return go_to(request, "members:detail", pk=pk, said=_("The two records are apart again."))


def _merged(away: Organisation) -> str:
    return _("%(name)s is part of this record now. It can be taken back on its page.") % {
        "name": away
    }


def _merged_away(request: Request) -> models.QuerySet[Organisation]:
    return queries.organisations_merged_away(request.actor)


def _shown(keep: Organisation, away: Organisation) -> list[ShownHanging]:
    """What hangs on both, kind by kind."""
    shown: dict[str, ShownHanging] = {}

    def of(kind: str) -> ShownHanging:
        return shown.setdefault(kind, ShownHanging(capfirst(telling.label_of_kind(kind))))

    for key in keys_to(Organisation):
        here = key.model._default_manager.filter(**{key.name: keep}).count()
        if here:
            of(key.model._meta.label_lower).here += here
    for hanging in hanging_on(away, keep):
        one = of(hanging.kind)
        one.going += [str(going.row) for going in hanging.going]
        one.staying += [(str(staying.row), staying.reason) for staying in hanging.staying]
    return sorted(shown.values(), key=lambda one: one.label)


def _stayed(away: Organisation) -> list[tuple[str, list[str]]]:
    """What hangs on a record still, kind by kind; its periods too."""
    rows: dict[str, list[str]] = {}
    for key in keys_to(Organisation):
        kind = capfirst(telling.label_of_kind(key.model._meta.label_lower))
        for row in key.model._default_manager.filter(**{key.name: away}):
            rows.setdefault(kind, []).append(str(row))
    for period in away.memberships.all():
        rows.setdefault(_("Period of membership"), []).append(period.get_standing_display())
    return sorted(rows.items())
