"""What matching takes and gives: frozen values, no behaviour beyond their own sanity.

Formulas, protocol and results: docs/algorithms/matching.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date

SIZES = ("micro", "small", "medium", "large")  # by the EU definition, smallest first
COMPANY = "PRC"  # the kind of private companies in the EU's lists


@dataclass(frozen=True, slots=True)
class Organisation:
    """What is known of one organisation. Empty and None mean unknown.

    Terms (competences, offers, requests) are codes or words of a shared vocabulary; a full stop
    parts levels: `energy.storage` is a narrower term of `energy`. `sector` is a NACE code.
    """

    id: str
    kind: str = ""  # PRC company, HES university, REC research, PUB public body, OTH other
    country: str = ""
    city: str = ""
    point: tuple[float, float] | None = None  # degrees north, degrees east
    size: str = ""  # one of SIZES
    sector: str = ""
    chain_position: str = ""
    competences: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    text: str = ""
    capacity: float | None = None  # how far it can take on something new: 0 not at all, 1 wholly


@dataclass(frozen=True, slots=True)
class Collaboration:
    """Something that organisations did together, or one did alone: then it says what it does."""

    id: str
    start: date
    members: tuple[str, ...]
    lead: str = ""  # the coordinator, one of the members
    end: date | None = None
    fields: tuple[str, ...] = ()  # codes of programme, theme, topic
    text: str = ""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of the score counts, stated by whoever asks; none is negative."""

    need: float = 3.0
    complement: float = 1.0
    topic: float = 2.0
    network: float = 3.0
    place: float = 0.5
    size: float = 0.25
    trust: float = 1.0
    capacity: float = 0.5


PARTS = tuple(one.name for one in fields(Weights))


@dataclass(frozen=True, slots=True)
class Controls:
    """How the list shall look, whatever the scores.

    At least `cross_sector` of a list (0 to 1) is from another sector than whoever asks, as far as
    there are any. `diversity` (0 to 1) is what likeness to those higher in the list costs.
    """

    cross_sector: float = 0.0
    diversity: float = 0.0
    among: frozenset[str] = frozenset()  # kinds; empty: all
    countries: frozenset[str] = frozenset()  # empty: all
    with_known: bool = False  # may earlier partners be proposed?


@dataclass(frozen=True, slots=True)
class Request:
    """Something that is looked for: the terms and the words of it, and by whom."""

    terms: tuple[str, ...] = ()
    text: str = ""
    owner: str = ""  # the organisation that asks, if it is one of the list


@dataclass(frozen=True, slots=True)
class Gap:
    """A place in a consortium that nobody fills yet."""

    id: str
    terms: tuple[str, ...] = ()
    text: str = ""
    kinds: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fact:
    """One reason: a code that a door turns into a sentence, the ids it is about, and a figure.

    The codes are listed in `reasons.py`.
    """

    code: str
    about: tuple[str, ...] = ()
    figure: float | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """A proposed partner: its score, the parts of it (0 to 1, None: unknown), and why."""

    id: str
    score: float
    parts: tuple[tuple[str, float | None], ...] = field(default=())
    reasons: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """The best candidates for one gap of a consortium, best first."""

    gap: str
    candidates: tuple[Partner, ...]
