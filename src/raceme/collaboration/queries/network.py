"""Who works with whom: the organisations of a cluster and the ties between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from raceme.access.actor import Actor
from raceme.collaboration.queries.ties import Tie, ties_of
from raceme.members.models import Organisation, Standing
from raceme.members.queries import organisations_visible_to
from raceme.vocabulary.nace import activities

DIVISION = 2  # digits of NACE: another division is another sector


@dataclass(frozen=True, slots=True)
class NetworkWanted:
    """What of the network somebody wants to see. Empty: all of it."""

    kinds: tuple[str, ...] = ()
    sector: str = ""  # revision and division of NACE, as in 2:25
    roles: tuple[str, ...] = ()
    with_others: bool = False  # partners and former members, too
    centre: int | None = None
    steps: int = 1


@dataclass(frozen=True, slots=True)
class Knot:
    """That two organisations are tied: by what, how often, and when last."""

    one: int
    other: int
    kinds: tuple[str, ...]
    times: int
    last: date | None  # None: nobody knows when

    @property
    def pair(self) -> tuple[int, int]:
        return self.one, self.other


@dataclass(frozen=True, slots=True)
class Network:
    """Organisations in the order of their names, and the knots between them."""

    organisations: tuple[Organisation, ...]
    knots: tuple[Knot, ...]


def network_of(actor: Actor, wanted: NetworkWanted, *, at: date) -> Network:
    """Give the network as far as the actor may see it, and as far as it is wanted."""
    rows = organisations_visible_to(actor)
    if not wanted.with_others:
        rows = rows.filter(standing=Standing.MEMBER)
    if wanted.roles:
        rows = rows.filter(role__in=wanted.roles)
    if wanted.sector:
        revision, _colon, division = wanted.sector.partition(":")
        rows = rows.filter(nace_revision=revision, nace__startswith=division)
    found = {one.pk: one for one in rows.order_by("name_folded", "pk")}
    if wanted.centre is not None and wanted.centre not in found:
        # Whoever asks around somebody sees that one, whatever the filters say of it.
        found |= {one.pk: one for one in organisations_visible_to(actor).filter(pk=wanted.centre)}
    ties = ties_of(actor, at=at)
    return Network(tuple(found.values()), _knots(ties, found, wanted.kinds))


def kinds_of_ties(actor: Actor, *, at: date) -> list[str]:
    """The kinds of ties there are, as far as the actor may see them."""
    return sorted({one.kind for one in ties_of(actor, at=at)})


def sectors_of(actor: Actor) -> list[tuple[str, str]]:
    """The sectors of the organisations, as choices of a form."""
    rows = organisations_visible_to(actor).exclude(nace="").order_by()
    codes = {
        (revision, code[:DIVISION])
        for revision, code in rows.values_list("nace_revision", "nace").distinct()
    }
    named = ((one, activities(one[0]).named(one[1])) for one in sorted(codes))
    return [(f"{one[0]}:{one[1]}", str(entry)) for one, entry in named if entry is not None]


def _knots(
    ties: Iterable[Tie], among: Mapping[int, Organisation], kinds: tuple[str, ...]
) -> tuple[Knot, ...]:
    by_pair: dict[tuple[int, int], list[Tie]] = defaultdict(list)
    for tie in ties:
        if not kinds or tie.kind in kinds:
            for pair in tie.pairs():
                if pair[0] in among and pair[1] in among:
                    by_pair[pair].append(tie)
    return tuple(
        Knot(
            one=one,
            other=other,
            kinds=tuple(sorted({tie.kind for tie in several})),
            times=len(several),
            last=max((tie.since for tie in several if tie.is_dated), default=None),
        )
        for (one, other), several in sorted(by_pair.items())
    )
