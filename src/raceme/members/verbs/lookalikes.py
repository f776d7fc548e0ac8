"""Look through the books for organisations that may be one, and say of two that they are not."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation import background, history
from raceme.foundation.errors import Refused, require
from raceme.members import rules
from raceme.members.bridge import LikelyPair, lookalike_of, pair_of
from raceme.members.models import Look, Lookalike, Organisation
from raceme.members.queries.lookalikes import last_look_of
from raceme.members.verbs.organisations import enter_organisation, lock_books


@transaction.atomic
def look_for_lookalikes(*, by: Actor, at: datetime) -> Look:
    """Have the books looked through for organisations that may be one, in the background."""
    require(rules.may_edit, by)
    lock_books(by)
    last = last_look_of(by)
    if last is not None and last.is_under_way(at):
        raise Refused(_("The books are being looked through already."))
    look = Look(cluster=by.cluster, asked_at=at)
    look.save(force_insert=True)
    background.start("members.look_for_lookalikes", look_id=look.pk)
    return look


@transaction.atomic
def keep_lookalikes(
    look: Look,
    *,
    pairs: Sequence[LikelyPair],
    compared: int,
    up_to: int,
    by: Actor,
    at: datetime,
) -> Look:
    """Write down what a look has found, in place of what the one before found.

    Not told in the history: it can be found anew at any time. What people decided stays.
    """
    require(rules.may_edit, by, look)
    ours = Lookalike.objects.filter(cluster_id=look.cluster_id)
    ours.filter(decided_at__isnull=True).delete()
    decided = set(ours.values_list("one_id", "other_id"))
    there = set(
        Organisation.objects.filter(cluster_id=look.cluster_id).values_list("pk", flat=True)
    )
    rows = [
        lookalike_of(look.cluster_id, pair)
        for pair in pairs
        if (pair.one, pair.other) not in decided and {pair.one, pair.other} <= there
    ]
    Lookalike.objects.bulk_create(rows, batch_size=500)
    look.done_at, look.compared, look.up_to = at, compared, up_to
    look.save(update_fields=["done_at", "compared", "up_to"])
    return look


@transaction.atomic
def give_up_look(look: Look, *, trouble: str, by: Actor, at: datetime) -> Look:
    """Write down that a look has failed; what the one before found stays."""
    require(rules.may_edit, by, look)
    look.done_at, look.trouble = at, trouble[:250]
    look.save(update_fields=["done_at", "trouble"])
    return look


@transaction.atomic
def tell_apart(one: Organisation, other: Organisation, *, by: Actor, at: datetime) -> Lookalike:
    """Say that two organisations are not the same; the pair is proposed no more."""
    require(rules.may_edit, by, one)
    require(rules.may_edit, by, other)
    row = _pair_of(one, other)
    if row.decided_at is not None:
        raise Refused(_("These two have been told apart already."))
    before = history.values_of(row) if row.pk else None
    row.decided_at = at
    row.save()
    history.record("tell_apart", row, by=by, at=at, before=before)
    return row


@transaction.atomic
def think_again(one: Organisation, other: Organisation, *, by: Actor, at: datetime) -> Lookalike:
    """Take back that two organisations are not the same."""
    require(rules.may_edit, by, one)
    require(rules.may_edit, by, other)
    row = _pair_of(one, other)
    if row.decided_at is None:
        raise Refused(_("Nobody has told these two apart."))
    before = history.values_of(row)
    row.decided_at = None
    row.save()
    history.record("think_again", row, by=by, at=at, before=before)
    return row


@transaction.atomic
def enter_all_the_same(
    *, apart: Sequence[Organisation], by: Actor, at: datetime, **values: Any
) -> Organisation:
    """Enter an organisation that is like some others, and is none of them."""
    organisation = enter_organisation(by=by, at=at, **values)
    for one in apart:
        tell_apart(organisation, one, by=by, at=at)
    return organisation


def _pair_of(one: Organisation, other: Organisation) -> Lookalike:
    """The row of two organisations, locked; a new one if there is none yet."""
    if one.pk == other.pk:
        raise Refused(_("This is one record only."))
    first, second = sorted((one, other), key=lambda each: each.pk)
    row = Lookalike.objects.select_for_update().filter(one=first, other=second).first()
    return row or lookalike_of(first.cluster_id, pair_of(first, second))
