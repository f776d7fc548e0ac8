"""Draw value chains, change and drop them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.collaboration import rules
from raceme.collaboration.models import ValueChain
from raceme.collaboration.models.terms import clean_terms
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock

STEPS_MIN, STEPS_MAX, LONGEST = 2, 20, 80


@dataclass(frozen=True, slots=True)
class StepSaid:
    """One step of a chain: its name, and the words and codes that members are found by."""

    title: str
    terms: tuple[str, ...] = ()


@transaction.atomic
def draw_chain(
    cluster: Cluster, *, title: str, steps: Sequence[StepSaid], by: Actor, at: datetime
) -> ValueChain:
    """Write down the steps of a value chain, in order."""
    chain = ValueChain(cluster=cluster, title=title)
    require(rules.may_broker, by, chain)
    chain.steps = _steps(steps)
    return keep_new(chain, verb="draw_chain", by=by, at=at)


@transaction.atomic
def describe_chain(
    chain: ValueChain, *, title: str, steps: Sequence[StepSaid], by: Actor, at: datetime
) -> ValueChain:
    """Change the steps of a value chain."""
    require(rules.may_broker, by, chain)
    values = {"title": title, "steps": _steps(steps)}
    return change(chain, values, verb="describe_chain", by=by, at=at)


@transaction.atomic
def drop_chain(chain: ValueChain, *, by: Actor, at: datetime) -> ValueChain:
    """Look at a value chain no more."""
    require(rules.may_broker, by, chain)
    if lock(chain).is_dropped:
        raise Refused(_("This has been dropped already."))
    return change(chain, {"dropped_at": at}, verb="drop_chain", by=by, at=at)


@transaction.atomic
def restore_chain(chain: ValueChain, *, by: Actor, at: datetime) -> ValueChain:
    """Look at a value chain again that was dropped."""
    require(rules.may_broker, by, chain)
    if not lock(chain).is_dropped:
        raise Refused(_("This has not been dropped."))
    return change(chain, {"dropped_at": None}, verb="restore_chain", by=by, at=at)


def _steps(steps: Iterable[StepSaid]) -> list[dict[str, object]]:
    clean = [(" ".join(one.title.split()), clean_terms(one.terms)) for one in steps]
    if not STEPS_MIN <= len(clean) <= STEPS_MAX:
        message = _("A value chain has %(least)s to %(most)s steps.")
        raise Refused(message % {"least": STEPS_MIN, "most": STEPS_MAX}, field="steps")
    titles = [title.casefold() for title, _terms in clean]
    if not all(titles) or len(set(titles)) < len(titles):
        raise Refused(_("Each step has a name of its own."), field="steps")
    if any(len(title) > LONGEST for title in titles):
        message = _("The name of a step has at most %(number)s signs.")
        raise Refused(message % {"number": LONGEST}, field="steps")
    return [{"title": title, "terms": terms} for title, terms in clean]
