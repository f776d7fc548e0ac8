"""A call with a consortium in the demonstration, and who works with whom. All of it is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.collaboration.models import Call, Consortium
from raceme.collaboration.verbs.calls import CallSaid, enter_call
from raceme.collaboration.verbs.chains import StepSaid, draw_chain
from raceme.collaboration.verbs.consortia import (
    begin_consortium,
    decide_consortium,
    record_answer,
    submit_consortium,
)
from raceme.collaboration.verbs.notices import enter_notice
from raceme.collaboration.verbs.partners import (
    add_partner,
    invite_partner,
    need_competence,
    record_partner_answer,
)
from raceme.members.models import Competence, Organisation, Relation
from raceme.members.verbs import add_competence, add_relation

# Code of the member, what it can do, level (1 to 5).
COMPETENCES = (
    ("M01", "precision turning", 5), ("M02", "five-axis milling", 4),
    ("M04", "laser cutting of sheet metal", 4), ("M05", "injection moulding", 5),
    ("M06", "recycled plastics", 3), ("M07", "tool making", 5),
    ("M12", "sensors for machines", 4), ("M13", "printed circuits", 4),
    ("M14", "coating", 4), ("M19", "software for production", 4),
    ("M21", "machine learning", 3), ("M23", "robotics", 3),
    ("M24", "recycling of metal and plastics", 4), ("M25", "battery packs", 3),
    ("M26", "image recognition", 4), ("M27", "life cycle assessment", 4),
    ("M27", "materials testing", 5), ("M28", "production planning", 4),
    ("M28", "machine learning", 4),
)  # fmt: skip
# Who supplies or works with whom.
RELATIONS = (
    ("M01", "supplies", "M09"), ("M02", "supplies", "M09"), ("M03", "supplies", "M01"),
    ("M04", "supplies", "M10"), ("M07", "supplies", "M05"), ("M08", "supplies", "M05"),
    ("M08", "supplies", "M06"), ("M12", "supplies", "M09"), ("M13", "supplies", "M12"),
    ("M14", "supplies", "M10"), ("M11", "supplies", "M10"), ("M09", "partner", "M28"),
    ("M19", "partner", "M28"), ("M12", "partner", "M28"), ("M27", "partner", "M28"),
    ("M21", "partner", "M19"), ("M26", "partner", "M19"), ("M05", "partner", "M27"),
    ("M24", "partner", "M27"), ("M16", "supplies", "M17"), ("M15", "partner", "M22"),
)  # fmt: skip
# Who asks for what, beside the notices of the example.
REQUESTS = (
    ("M16", "Who counts what passes on a belt?", ("image recognition", "machine learning")),
    ("M18", "A coating that lets itself be cleaned", ("coating", "additive manufacturing")),
    ("M15", "Sensors that feel moisture in wood", ("sensors",)),
)  # fmt: skip
CHAIN = (
    StepSaid("Material and recycling", ("38", "24")),
    StepSaid("Tools", ("25.73",)),
    StepSaid("Parts", ("25.62", "25.11", "22.2")),
    StepSaid("Surfaces", ("25.61",)),
    StepSaid("Sensors and drives", ("26", "27")),
    StepSaid("Machines", ("28",)),
    StepSaid("Service and spare parts", ("33", "95")),
)
CALL = CallSaid(
    title="Less waste in metal and plastics",
    code="EXAMPLE-2027-01",
    funder="Example programme for green industry",
    text="Joint development that keeps metal and plastics in use. Up to 70 % for SMEs.",
    terms=("sensors", "machine learning", "life cycle assessment", "recycling", "robotics"),
    partners_min=4,
    partners_max=8,
    countries_min=2,
    smes_min=1,
    research_min=1,
    countries=("AT", "DE", "IT", "SI"),
)
Members = Mapping[str, Organisation]


@transaction.atomic
def bring_example_consortia_together(cluster: Cluster, *, at: datetime) -> list[Consortium]:
    """Let members of the example answer calls together, unless somebody has written calls down."""
    if Call.objects.filter(cluster=cluster).exists():
        return []
    by = system_of(cluster)
    members = {one.code: one for one in Organisation.objects.filter(cluster=cluster)}
    _write_books(members, by=by, at=at)
    today = timezone.localdate(at)
    opens_on, closes_on = today - timedelta(days=20), today + timedelta(days=75)
    said = replace(CALL, opens_on=opens_on, closes_on=closes_on)
    under_way = begin_consortium(
        enter_call(cluster, said, by=by, at=at),
        title="Offcuts that find their way back",
        idea="Cameras and sensors tell offcuts apart, so that they are sorted at once.",
        by=by,
        at=at,
    )
    need_competence(under_way, title="image recognition", by=by, at=at)
    _ask(under_way, members, {"M28": "lead", "M04": "partner", "M12": "partner"}, by=by, at=at)
    _agree(under_way, members, ("M28", "M04"), by=by, at=at)
    return [under_way, *_earlier(cluster, members, by=by, at=at)]


def _write_books(members: Members, *, by: Actor, at: datetime) -> None:
    """What members can do, and with whom they work, unless the books say something already."""
    cluster = by.cluster
    if not Competence.objects.filter(cluster=cluster).exists():
        for code, term, level in COMPETENCES:
            add_competence(members[code], term=term, level=level, by=by, at=at)
        for code, title, terms in REQUESTS:
            enter_notice(members[code], kind="request", title=title, terms=terms, by=by, at=at)
    assert cluster is not None
    draw_chain(cluster, title="From the material to the machine", steps=CHAIN, by=by, at=at)
    if not Relation.objects.filter(cluster=cluster).exists():
        for code, kind, other in RELATIONS:
            add_relation(members[code], members[other], kind=kind, by=by, at=at)


def _earlier(cluster: Cluster, members: Members, *, by: Actor, at: datetime) -> list[Consortium]:
    """Two proposals of the years before: one was granted, the other was not."""
    made = []
    for years, title, codes, asked, granted in (
        (2, "Software that plans with the energy price", ("M19", "M28", "M09"), 640000, 520000),
        (1, "Coatings without solvents", ("M14", "M27", "M10"), 480000, None),
    ):
        on = timezone.localdate(at) - timedelta(days=365 * years)
        said = CallSaid(title=f"Example call of {on.year}", closes_on=on, partners_min=3)
        call = enter_call(cluster, said, by=by, at=at)
        one = begin_consortium(call, title=title, by=by, at=at)
        roles = {code: "lead" if code == codes[0] else "partner" for code in codes}
        _ask(one, members, roles, by=by, at=at)
        _agree(one, members, codes, by=by, at=at)
        decide_consortium(one, is_go=True, reason="", by=by, at=at)
        submit_consortium(one, submitted_on=on, asked_eur=Decimal(asked), by=by, at=at)
        answered = record_answer(
            one,
            is_granted=granted is not None,
            answered_on=on + timedelta(days=150),
            granted_eur=None if granted is None else Decimal(granted),
            by=by,
            at=at,
        )
        made.append(answered)
    return made


def _ask(
    consortium: Consortium, members: Members, roles: Mapping[str, str], *, by: Actor, at: datetime
) -> None:
    for code, role in roles.items():
        partner = add_partner(consortium, members[code], role=role, by=by, at=at)
        invite_partner(partner, on=timezone.localdate(at), by=by, at=at)


def _agree(
    consortium: Consortium, members: Members, codes: tuple[str, ...], *, by: Actor, at: datetime
) -> None:
    for partner in consortium.partners.filter(organisation__code__in=codes):
        record_partner_answer(partner, is_yes=True, by=by, at=at)
