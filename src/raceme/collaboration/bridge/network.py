"""Ask the core of connecting what a network says of each organisation, and where to draw it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from raceme.collaboration.queries.network import Knot, Network
from raceme.cores.connecting.figures import Figures, around, figures_of
from raceme.cores.connecting.placing import places_of
from raceme.members.models import Organisation

BETWEEN_UP_TO = 3000  # organisations with ties; more would keep a page waiting
DRAWN = 120  # organisations in a picture; more cannot be told apart


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation, and what the network says of it."""

    organisation: Organisation
    figures: Figures


@dataclass(frozen=True, slots=True)
class Figured:
    """A network with the figures of each of its organisations, those between most first."""

    network: Network
    known: tuple[Known, ...]

    @property
    def alone(self) -> list[Known]:
        return [one for one in self.known if one.figures.is_alone]

    @property
    def bridges(self) -> list[Known]:
        return [one for one in self.known if one.figures.is_bridge]

    @property
    def parts(self) -> int:
        """Connected parts of at least two."""
        return len({one.figures.part for one in self.known if not one.figures.is_alone})


@dataclass(frozen=True, slots=True)
class Placed:
    """An organisation and its point in a picture, both ways from 0 to 1."""

    known: Known
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is drawn of a network; `left_out` with ties would not fit."""

    placed: tuple[Placed, ...]
    knots: tuple[Knot, ...]
    left_out: int


def figured(network: Network) -> Figured:
    """Give the figures of a network."""
    place_of = {one.pk: place for place, one in enumerate(network.organisations)}
    pairs = [(place_of[knot.one], place_of[knot.other]) for knot in network.knots]
    tied = len({place for pair in pairs for place in pair})
    found = figures_of(len(place_of), pairs, with_between=tied <= BETWEEN_UP_TO)
    known = [Known(one, found[place]) for place, one in enumerate(network.organisations)]
    known.sort(key=lambda one: (-(one.figures.between or 0), -one.figures.partners))
    return Figured(network, tuple(known))


def near(network: Network, centre: int, *, steps: int) -> Network:
    """Give what can be reached from one organisation in so many steps."""
    place_of = {one.pk: place for place, one in enumerate(network.organisations)}
    pairs = [(place_of[knot.one], place_of[knot.other]) for knot in network.knots]
    reached = set(around(len(place_of), pairs, place_of[centre], steps=steps))
    keys = {one.pk for one in network.organisations if place_of[one.pk] in reached}
    return replace(
        network,
        organisations=tuple(one for one in network.organisations if one.pk in keys),
        knots=tuple(one for one in network.knots if one.one in keys and one.other in keys),
    )


def sketched(found: Figured, *, most: int = DRAWN) -> Sketch:
    """Place those who have ties, the best tied first if they are too many."""
    tied = [one for one in found.known if not one.figures.is_alone]
    shown = sorted(tied, key=lambda one: (-one.figures.partners, one.organisation.pk))[:most]
    place_of = {one.organisation.pk: place for place, one in enumerate(shown)}
    knots = [one for one in found.network.knots if one.one in place_of and one.other in place_of]
    points = places_of(len(shown), [(place_of[one.one], place_of[one.other]) for one in knots])
    placed = tuple(
        Placed(one, float(x), float(y)) for one, (x, y) in zip(shown, points, strict=True)
    )
    return Sketch(placed, tuple(knots), len(tied) - len(shown))
