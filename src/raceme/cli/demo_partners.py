"""What members of the demonstration offer and look for. Organisations and texts are invented."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from raceme.access.actor import system_of
from raceme.access.models import Cluster
from raceme.collaboration.models import Notice
from raceme.collaboration.verbs.notices import enter_notice
from raceme.members.models import Organisation

# Code of the member, kind, in one line, description, key words, who sees it.
NOTICES = (
    (
        "M01", "request", "We look for somebody who measures wear while a tool is cutting",
        "Three of our machines run through the night. Sensors and the reading of them are missing.",
        ("sensors", "condition monitoring"), "visible",
    ),
    (
        "M02", "offer", "Free hours on a five-axis machine until spring",
        "Two shifts a week, parts up to 600 mm.", ("five-axis milling",), "visible",
    ),
    (
        "M03", "request", "A partner who hardens small series of steel",
        "Fifty to two hundred parts, within a week.", ("hardening", "steel"), "anonymous",
    ),
    (
        "M04", "offer", "Offcuts of sheet metal, sorted by kind", "Some four tonnes a month.",
        ("sheet metal", "recycling"), "hidden",
    ),
)  # fmt: skip


@transaction.atomic
def write_example_notices(cluster: Cluster, *, at: datetime) -> list[Notice]:
    """Let members of the example offer and look for something, unless somebody has before."""
    if Notice.objects.filter(cluster=cluster).exists():
        return []
    members = {one.code: one for one in Organisation.objects.filter(cluster=cluster)}
    return [
        enter_notice(
            members[code],
            kind=kind,
            title=title,
            text=text,
            terms=terms,
            showing=showing,
            by=system_of(cluster),
            at=at,
        )
        for code, kind, title, text, terms, showing in NOTICES
        if code in members
    ]
