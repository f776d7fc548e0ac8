"""Partners in the demonstration: what members look for, and whom they meet. All is invented."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.collaboration.bridge.finding import found_by
from raceme.collaboration.models import Notice, PartnerSearch, Side, Suggestion
from raceme.collaboration.verbs.consents import agree
from raceme.collaboration.verbs.notices import enter_notice
from raceme.collaboration.verbs.searching import begin_search, find_partners, keep_found
from raceme.collaboration.verbs.steps import note_step
from raceme.collaboration.verbs.suggestions import release_suggestion
from raceme.members.models import Organisation
from raceme.members.verbs import introduce_person

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
        "M12", "offer", "Sensors that hear when a tool wears",
        "Measured in three workshops so far; we look for more machines to try them on.",
        ("sensors", "condition monitoring"), "visible",
    ),
    (
        "M14", "offer", "We harden and coat small series", "From ten parts on, within a week.",
        ("hardening", "steel", "coating"), "visible",
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


# Code of the member and name of whom letters about partners go to, where nobody is yet.
CONTACTS = (
    ("M01", "Anna", "Muster"), ("M02", "Felix", "Muster"), ("M03", "Ben", "Beispiel"),
    ("M09", "Greta", "Sample"), ("M12", "Clara", "Sample"), ("M14", "David", "Example"),
)  # fmt: skip
WEEKS_AGO = timedelta(weeks=3)


@transaction.atomic
def suggest_example_partners(cluster: Cluster, *, at: datetime) -> list[Suggestion]:
    """Let some members of the example be suggested to each other, unless somebody has before.

    One pair is introduced and has met, one waits for the second answer, some wait for release.
    """
    if PartnerSearch.objects.filter(cluster=cluster).exists():
        return []
    by, before = system_of(cluster), at - WEEKS_AGO
    members = {one.code: one for one in Organisation.objects.filter(cluster=cluster)}
    for code, given, family in CONTACTS:
        if code in members:
            _give_contact(members[code], given, family, by=by, at=before)
    requests = {
        one.organisation.code: one
        for one in Notice.objects.filter(cluster=cluster, kind="request").order_by("-pk")
    }
    made: list[Suggestion] = []
    if "M03" in requests:
        made += (found := _search(by, before, notice=requests["M03"], number=1))
        for suggestion in found:
            _introduce(suggestion, by=by, at=before + timedelta(days=2))
            day = timezone.localdate(at - timedelta(days=6))
            note_step(suggestion, state="met", happened_on=day, by=by, at=at)
    if "M01" in requests:
        made += (found := _search(by, at, notice=requests["M01"], number=2))
        word = "Both of you want to know when a tool is worn: this could become a joint trial."
        release_suggestion(found[0], word=word, by=by, at=at)
        agree(found[0], Side.OTHER, by=by, at=at)
    if "M09" in members:
        made += _search(by, at, organisation=members["M09"], number=3)
    return made


def _search(by: Actor, at: datetime, **wanted: Any) -> list[Suggestion]:
    """Look for partners at once: whoever starts the demonstration waits for it."""
    search = begin_search(find_partners(**wanted, by=by, at=at).pk, at=at)
    assert search is not None
    found = found_by(search, by, on=timezone.localdate(at), tell=lambda _share: None)
    return keep_found(search, found, by=by, at=at)


def _introduce(suggestion: Suggestion, *, by: Actor, at: datetime) -> None:
    release_suggestion(suggestion, by=by, at=at)
    for side in Side:
        agree(suggestion, side, by=by, at=at + timedelta(days=2))


def _give_contact(
    member: Organisation, given: str, family: str, *, by: Actor, at: datetime
) -> None:
    if member.posts.filter(is_main_contact=True, ended_on__isnull=True).exists():
        return
    introduce_person(
        member,
        given_name=given,
        family_name=family,
        email=f"{given}.{family}@{member.code}.mustertal.example".lower(),
        language="de",
        legal_basis="contract",
        post={"function": "Managing director", "is_main_contact": True},
        by=by,
        at=at,
    )
