"""Partners for one organisation, answers to a request, candidates for the gaps of a consortium.

Works with stated weights, and without any past: a network of twenty members with terms will do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date

import numpy as np

from raceme.cores.errors import BadInput
from raceme.cores.matching.choose import Near, chosen
from raceme.cores.matching.figures import Atlas
from raceme.cores.matching.history import Flags, Floats, history_before
from raceme.cores.matching.parts import Parts, Vocabulary, combined
from raceme.cores.matching.places import UNKNOWN, numbered
from raceme.cores.matching.reasons import of_parts, reasons_of
from raceme.cores.matching.sanity import (
    check_collaborations,
    check_controls,
    check_organisations,
    check_weights,
)
from raceme.cores.matching.values import (
    PARTS,
    Collaboration,
    Controls,
    Fact,
    Filled,
    Gap,
    Organisation,
    Partner,
    Request,
    Weights,
)

PLAIN, STATED = Controls(), Weights()
DIVISION = 2  # digits of NACE: another division is another sector


class Matcher:
    """A list of organisations and their past until a day, ready to be asked. It does not grow.

    `exclusions` are pairs of ids that are never proposed to each other (competitors, "no thanks");
    `synonyms` give for a term the one name it shall go by.
    """

    def __init__(
        self,
        organisations: Sequence[Organisation],
        collaborations: Sequence[Collaboration] = (),
        *,
        at: date,
        exclusions: Iterable[tuple[str, str]] = (),
        synonyms: Mapping[str, str] | None = None,
        weights: Weights = STATED,
    ) -> None:
        check_organisations(organisations)
        check_collaborations(collaborations, organisations)
        check_weights(weights)
        self.organisations = tuple(organisations)
        self._atlas = Atlas(history_before(at, self.organisations, collaborations))
        self._terms = Vocabulary(self.organisations, synonyms or {})
        self._parts = Parts(self._atlas, self._terms)
        self._near = Near(self._atlas, self._terms)
        self._weights = asdict(weights)
        self._excluded: dict[str, set[str]] = {}
        for one, other in exclusions:
            self._excluded.setdefault(one, set()).add(other)
            self._excluded.setdefault(other, set()).add(one)
        self._kinds = np.array([one.kind for one in self.organisations], dtype=object)
        self._countries = np.array([one.country for one in self.organisations], dtype=object)
        sectors = [sector[:DIVISION] for sector in self._parts.sectors]
        self._divisions = numbered(sector or None for sector in sectors)

    def partners(
        self, asking: str, count: int = 10, controls: Controls = PLAIN
    ) -> tuple[Partner, ...]:
        """Give the best partners of one organisation, best first."""
        check_controls(controls, count)
        one = self._place(asking)
        allowed = self._allowed([asking], controls)
        if not controls.with_known:
            allowed &= self._atlas.network.partners(np.array([one]))[0] == 0
        return self._list(one, self._parts.of(one), allowed=allowed, count=count, controls=controls)

    def answers(
        self, request: Request, count: int = 10, controls: Controls = PLAIN
    ) -> tuple[Partner, ...]:
        """Give who can best answer a request; earlier partners are welcome.

        Need and topic are those of the request; everything else is seen from its owner, if known.
        """
        check_controls(controls, count)
        if not request.terms and not request.text.strip():
            raise BadInput("a request needs terms or a text")
        one = self._place(request.owner) if request.owner else None
        parts = self._asked(request.terms, request.text, one)
        allowed = self._allowed([request.owner] if request.owner else [], controls)
        return self._list(
            one, parts, allowed=allowed, count=count, controls=controls, terms=request.terms
        )

    def fill(
        self,
        members: Sequence[str],
        gaps: Sequence[Gap],
        count: int = 5,
        controls: Controls = PLAIN,
    ) -> tuple[Filled, ...]:
        """Give the best candidates for each gap of a consortium.

        Place, network and the like are means over the members; who is excluded by one, is by all.
        """
        check_controls(controls, count)
        places = [self._place(one) for one in members]
        allowed = self._allowed(members, controls)
        around = _mean([self._parts.of(place) for place in places])
        found = []
        for gap in gaps:
            if not gap.terms and not gap.text.strip():
                raise BadInput(f"gap {gap.id} needs terms or a text")
            may = allowed & self._within(gap.kinds, gap.countries)
            parts = around | self._asked(gap.terms, gap.text, None)
            lead = places[0] if places else None
            best = self._list(
                lead, parts, allowed=may, count=count, controls=controls, terms=gap.terms
            )
            found.append(Filled(gap.id, best))
        return tuple(found)

    def _asked(self, terms: Sequence[str], text: str, owner: int | None) -> dict[str, Floats]:
        """The parts in which what is looked for takes the place of who looks for it."""
        parts = {"capacity": self._parts.capacity} if owner is None else self._parts.of(owner)
        wanted = self._terms.rows([terms])
        parts["need"] = self._terms.covered(wanted, self._terms.unknown(terms))
        topic = np.clip(self._atlas.topics.topic_of_text(text)[0], 0, 1)
        is_known = (self._atlas.topics.length > 0) & bool(text.strip())
        parts["topic"] = np.where(is_known, topic, np.nan)
        return parts

    def _list(
        self,
        one: int | None,
        parts: Mapping[str, Floats],
        *,
        allowed: Flags,
        count: int,
        controls: Controls,
        terms: Sequence[str] = (),
    ) -> tuple[Partner, ...]:
        scores = combined(parts, self._weights, allowed)
        is_cross = self._is_cross(one)
        places = chosen(scores, allowed, is_cross, controls=controls, count=count, near=self._near)
        return tuple(
            Partner(
                self.organisations[place].id,
                float(scores[place]),
                tuple((name, _known(parts, name, place)) for name in PARTS),
                self._reasons(one, place, terms),
            )
            for place in places
        )

    def _reasons(self, one: int | None, place: int, terms: Sequence[str]) -> tuple[Fact, ...]:
        asked = of_parts(self.organisations, self._terms, one, place, terms)
        return asked if one is None else (*asked, *reasons_of(self._atlas, one, place))

    def _place(self, asking: str) -> int:
        place = self._atlas.history.places.get(asking)
        if place is None:
            raise BadInput(f"organisation {asking} is not in the list")
        return place

    def _allowed(self, members: Sequence[str], controls: Controls) -> Flags:
        allowed = self._within(controls.among, controls.countries)
        places = self._atlas.history.places
        for member in members:
            refused = {member, *self._excluded.get(member, ())}
            allowed[[places[one] for one in refused if one in places]] = False
        return allowed

    def _within(self, kinds: frozenset[str], countries: frozenset[str]) -> Flags:
        within = np.ones(len(self.organisations), dtype=bool)
        for wanted, have in ((kinds, self._kinds), (countries, self._countries)):
            if wanted:
                within &= np.isin(have.astype(str), sorted(wanted))
        return within

    def _is_cross(self, one: int | None) -> Flags:
        """Who is of another sector; nobody, as long as the sector of who asks is unknown."""
        mine = self._divisions[one] if one is not None else UNKNOWN
        if mine == UNKNOWN:
            return np.zeros(len(self.organisations), dtype=bool)
        return np.asarray((self._divisions != mine) & (self._divisions != UNKNOWN), dtype=bool)


def _known(parts: Mapping[str, Floats], name: str, place: int) -> float | None:
    value = float(parts[name][place]) if name in parts else np.nan
    return None if np.isnan(value) else value


def _mean(many: Sequence[Mapping[str, Floats]]) -> dict[str, Floats]:
    """The mean of each part over several who ask, of those it is known for."""
    found = {}
    for name in many[0] if many else ():
        values = np.array([one[name] for one in many])
        is_known = ~np.isnan(values)
        count = is_known.sum(axis=0)
        total = np.where(is_known, values, 0).sum(axis=0)
        mean = np.full(values.shape[1], np.nan, dtype=np.float32)
        np.divide(total, count, out=mean, where=count > 0)
        found[name] = mean
    return found
