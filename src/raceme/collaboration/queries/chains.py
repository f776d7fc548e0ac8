"""Where members stand in a value chain, where nobody does, and which steps are not joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from django.db.models import QuerySet

from raceme.access.actor import Actor
from raceme.collaboration.models import ValueChain
from raceme.collaboration.queries.workshop import fits
from raceme.members.models import Organisation, Relation
from raceme.members.queries import members_of, relations_visible_to


class Strength(StrEnum):
    """How a step of a chain is filled."""

    FILLED = "filled"
    ONE = "one"  # all depends on one member
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class ChainStep:
    """A step with the members on it, and how many of them supply members of the next step."""

    title: str
    terms: tuple[str, ...]
    members: tuple[Organisation, ...]
    supplies_next: int | None  # None after the last step

    @property
    def strength(self) -> Strength:
        if not self.members:
            return Strength.GAP
        return Strength.ONE if len(self.members) == 1 else Strength.FILLED


@dataclass(frozen=True, slots=True)
class ChainMap:
    """A value chain with its members; `nowhere` are those who stand on no step of it."""

    steps: tuple[ChainStep, ...]
    nowhere: tuple[Organisation, ...]

    @property
    def gaps(self) -> list[ChainStep]:
        return [one for one in self.steps if one.strength == Strength.GAP]

    @property
    def loose(self) -> int:
        """Neighbouring steps with members between whom no supply is known."""
        return sum(
            one.supplies_next == 0 and bool(one.members) and bool(after.members)
            for one, after in pairwise(self.steps)
        )


def chains_visible_to(actor: Actor) -> QuerySet[ValueChain]:
    """All value chains of the actor's cluster organisation."""
    if not actor.is_seated:
        return ValueChain.objects.none()
    return ValueChain.objects.filter(cluster=actor.cluster)


def chain_map(chain: ValueChain, actor: Actor) -> ChainMap:
    """Find the members on each step: by their position in the chain, or by their main activity."""
    members = list(members_of(actor).order_by("name_folded", "pk"))
    supplies = set(
        relations_visible_to(actor)
        .filter(kind=Relation.Kind.SUPPLIES, ended_at__isnull=True)
        .order_by()
        .values_list("organisation_id", "other_id")
    )
    on_steps = [
        tuple(one for one in members if stands_on(one, step["title"], step["terms"]))
        for step in chain.steps
    ]
    joined: list[int | None] = [
        _supplying(here, after, supplies) for here, after in pairwise(on_steps)
    ]
    placed = {one.pk for several in on_steps for one in several}
    return ChainMap(
        steps=tuple(
            ChainStep(step["title"], tuple(step["terms"]), on_step, supplies_next)
            for step, on_step, supplies_next in zip(
                chain.steps, on_steps, [*joined, None], strict=True
            )
        ),
        nowhere=tuple(one for one in members if one.pk not in placed),
    )


def stands_on(one: Organisation, title: str, terms: Sequence[str]) -> bool:
    """Whether a member stands on a step: by its words for its position, or by its code."""
    codes = tuple(term for term in terms if term[:1].isdigit())
    said = [title, *(term for term in terms if term not in codes)]
    return fits(said, one.value_chain) or bool(codes and one.nace.startswith(codes))


def _supplying(
    here: Iterable[Organisation], after: Iterable[Organisation], supplies: set[tuple[int, int]]
) -> int:
    next_ones = {one.pk for one in after}
    return sum(any((one.pk, other) in supplies for other in next_ones) for one in here)
