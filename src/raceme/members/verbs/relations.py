"""How two organisations are tied to each other."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.members import rules
from raceme.members.models import Organisation, Relation


@transaction.atomic
def add_relation(
    organisation: Organisation,
    other: Organisation,
    *,
    kind: str,
    by: Actor,
    at: datetime,
    share: float | None = None,
    **values: Any,
) -> Relation:
    """Write down that one organisation owns, supplies or works with another."""
    require(rules.may_edit, by, organisation)
    require(rules.may_edit, by, other)
    _refuse_share_of_others(kind, share)
    relation = Relation(
        cluster_id=organisation.cluster_id,
        organisation=organisation,
        other=other,
        kind=kind,
        share=share,
        **values,
    )
    return keep_new(relation, verb="add_relation", by=by, at=at)


@transaction.atomic
def describe_relation(
    relation: Relation,
    *,
    kind: str,
    by: Actor,
    at: datetime,
    share: float | None = None,
    **values: Any,
) -> Relation:
    """Change what is known about a relation."""
    require(rules.may_edit, by, relation)
    _refuse_share_of_others(kind, share)
    facts = {"kind": kind, "share": share, **values}
    return change(relation, facts, verb="describe_relation", by=by, at=at)


@transaction.atomic
def end_relation(relation: Relation, *, by: Actor, at: datetime) -> Relation:
    """Write down that a relation is no more; it stays in the history of both."""
    require(rules.may_edit, by, relation)
    if lock(relation).ended_at is not None:
        raise Refused(_("This relation has already ended."))
    return change(relation, {"ended_at": at}, verb="end_relation", by=by, at=at)


def _refuse_share_of_others(kind: str, share: float | None) -> None:
    if share is not None and kind != Relation.Kind.OWNS:
        raise Refused(_("A share belongs to shareholding only."), field="share")
