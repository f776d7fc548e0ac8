"""The membership in figures: how it is composed, where it sits, how often we talk.

What the indicators 1.1, 1.2, 2.3 and 2.5 of the European Cluster Excellence Initiative ask. Each
figure knows the rows it was counted from: `organisations_behind`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear, Substr

from raceme.access.actor import Actor
from raceme.members.models import Organisation, Visit
from raceme.members.queries.organisations import (
    members_not_contacted_since,
    members_of,
    organisations_visible_to,
)
from raceme.members.queries.spells import Spell, joined_in, left_in

REGION_SIGNS = 4  # NUTS 2
A_YEAR = timedelta(days=365)
UNKNOWN = "unknown"
SME = {"yes": True, "no": False, UNKNOWN: None}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a whole: a code (empty: unknown), how many, and which share of all."""

    code: str
    number: int
    share: float


@dataclass(frozen=True, slots=True)
class YearOfContacts:
    """How often the team talked with members in a year, and with how many of them."""

    year: int
    contacts: int
    organisations: int

    @property
    def each(self) -> float | None:
        """Contacts for each organisation that was met at all."""
        return self.contacts / self.organisations if self.organisations else None


def parts_by_role(actor: Actor) -> list[Part]:
    return _parts(members_of(actor).values_list("role").annotate(number=Count("pk")))


def parts_by_size(actor: Actor) -> list[Part]:
    """Size classes of the firms among the members."""
    firms = members_of(actor).filter(role="firm")
    return _parts(firms.values_list("size").annotate(number=Count("pk")))


def parts_by_sme(actor: Actor) -> list[Part]:
    """Whether the firms among the members are SMEs: yes, no, unknown."""
    names = {value: name for name, value in SME.items()}
    firms = members_of(actor).filter(role="firm")
    counted = firms.values_list("is_sme").annotate(number=Count("pk"))
    return _parts((names[value], number) for value, number in counted)


def parts_by_region(actor: Actor) -> list[Part]:
    """In which regions (NUTS 2, or wider where no more is known) the members sit."""
    counted = members_of(actor).annotate(nuts_2=Substr("nuts", 1, REGION_SIGNS))
    return _parts(counted.values_list("nuts_2").annotate(number=Count("pk")))


def share_in_own_region(actor: Actor) -> float | None:
    """The share of the members with a known region that sit in the cluster's own (ECEI 1.2)."""
    own = actor.cluster.nuts if actor.cluster else ""
    counted = members_of(actor).aggregate(
        known=Count("pk", filter=~Q(nuts="")),
        inside=Count("pk", filter=Q(nuts__startswith=own)),
    )
    return counted["inside"] / counted["known"] if own and counted["known"] else None


def years_of_contacts(actor: Actor) -> list[YearOfContacts]:
    """Direct personal contacts by year, the newest first; mails do not count (ECEI 2.5)."""
    if not actor.is_seated:
        return []
    rows = (
        _personal_contacts(actor)
        .order_by()
        .annotate(year=ExtractYear("happened_on"))
        .values_list("year")
        .annotate(contacts=Count("pk"), organisations=Count("organisation", distinct=True))
        .order_by("-year")
    )
    return [YearOfContacts(*row) for row in rows]


def organisations_behind(
    actor: Actor, what: str, value: str, *, spells: list[Spell], today: date
) -> QuerySet[Organisation] | None:
    """The organisations a figure was counted from; None for what is no figure of ours.

    `value`: a code, or a year; for "left" also a year and a reason, as in "2025:moved".
    """
    members = members_of(actor)
    behind: dict[str, Callable[[], QuerySet[Organisation] | None]] = {
        "members": lambda: members,
        "role": lambda: members.filter(role=_known(value)),
        "size": lambda: members.filter(role="firm", size=_known(value)),
        "sme": lambda: members.filter(role="firm", is_sme=SME[value]) if value in SME else None,
        "region": lambda: _in_region(members, _known(value)),
        "contacted": lambda: members.filter(last_contact_on__gte=today - A_YEAR),
        "not-contacted": lambda: members_not_contacted_since(actor, today - A_YEAR),
        "met": lambda: _met_in(actor, value),
        "joined": lambda: _of_spells(actor, joined_in(spells, _year(value))),
        "left": lambda: _of_spells(actor, _left(spells, value)),
    }
    return behind[what]() if what in behind else None


def _left(spells: list[Spell], value: str) -> list[Spell]:
    year, colon, reason = value.partition(":")
    return left_in(spells, _year(year), reason=_known(reason) if colon else None)


def _of_spells(actor: Actor, spells: Iterable[Spell]) -> QuerySet[Organisation]:
    numbers = {one.organisation_id for one in spells}
    return organisations_visible_to(actor).filter(pk__in=numbers)


def _met_in(actor: Actor, value: str) -> QuerySet[Organisation]:
    year = _year(value)
    if not year:
        return Organisation.objects.none()
    visits = _personal_contacts(actor).filter(happened_on__year=year)
    return organisations_visible_to(actor).filter(pk__in=visits.values("organisation"))


def _personal_contacts(actor: Actor) -> QuerySet[Visit]:
    return Visit.objects.filter(
        cluster=actor.cluster, withdrawn_at__isnull=True, kind__in=Visit.PERSONAL
    )


def _in_region(members: QuerySet[Organisation], code: str) -> QuerySet[Organisation]:
    if len(code) < REGION_SIGNS:
        return members.filter(nuts=code)  # those of whom no more is known than this
    return members.filter(nuts__startswith=code)


def _known(value: str) -> str:
    return "" if value == UNKNOWN else value


def _year(value: str) -> int:
    """Read a year from an address; 0, in which nothing happened, for nonsense."""
    return int(value) if value.isdecimal() and len(value) == 4 else 0


def _parts(counted: Iterable[tuple[str, int]]) -> list[Part]:
    """The largest part first; what nobody knows comes last."""
    rows = list(counted)
    total = sum(number for _code, number in rows)
    parts = [Part(code, number, number / total) for code, number in rows]
    return sorted(parts, key=lambda part: (part.code in ("", UNKNOWN), -part.number, part.code))
