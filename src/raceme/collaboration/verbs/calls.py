"""Keep an eye on calls for proposals: write them down, change them, put them aside."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.collaboration import rules
from raceme.collaboration.models import Call
from raceme.collaboration.models.terms import clean_terms
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock


@dataclass(frozen=True, slots=True)
class CallSaid:
    """What a call says, as its table has it. An empty number or list is no rule."""

    title: str
    code: str = ""
    funder: str = ""
    url: str = ""
    opens_on: date | None = None
    closes_on: date | None = None
    text: str = ""
    terms: tuple[str, ...] = ()
    partners_min: int | None = None
    partners_max: int | None = None
    countries_min: int | None = None
    smes_min: int | None = None
    firms_min: int | None = None
    research_min: int | None = None
    countries: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def cleaned(self) -> CallSaid:
        """Each word, country and kind once; countries in the order of their codes."""
        return replace(
            self,
            terms=tuple(clean_terms(self.terms)),
            countries=tuple(sorted({one.upper() for one in self.countries})),
            kinds=tuple(dict.fromkeys(self.kinds)),
        )


@transaction.atomic
def enter_call(cluster: Cluster, said: CallSaid, *, by: Actor, at: datetime) -> Call:
    """Write down a call and the rules for who may answer it."""
    call = Call(cluster=cluster, **_values(said))
    require(rules.may_broker, by, call)
    return keep_new(call, verb="enter_call", by=by, at=at)


@transaction.atomic
def describe_call(call: Call, said: CallSaid, *, by: Actor, at: datetime) -> Call:
    """Change what a call says; consortia that answer it are looked at by the new rules."""
    require(rules.may_broker, by, call)
    return change(call, _values(said), verb="describe_call", by=by, at=at)


@transaction.atomic
def put_call_aside(call: Call, *, by: Actor, at: datetime) -> Call:
    """Look at a call no more; consortia that answer it stay."""
    require(rules.may_broker, by, call)
    if lock(call).is_withdrawn:
        raise Refused(_("This call has been put aside already."))
    return change(call, {"withdrawn_at": at}, verb="put_call_aside", by=by, at=at)


@transaction.atomic
def take_call_up(call: Call, *, by: Actor, at: datetime) -> Call:
    """Look at a call again that was put aside."""
    require(rules.may_broker, by, call)
    if not lock(call).is_withdrawn:
        raise Refused(_("This call has not been put aside."))
    return change(call, {"withdrawn_at": None}, verb="take_call_up", by=by, at=at)


def _values(said: CallSaid) -> dict[str, object]:
    """The columns of a call; what is a list in the table is a list here, so that it compares."""
    values = asdict(said.cleaned())
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}
