"""Two members that fit, and whom to write to: what tests of suggestions start from."""

from datetime import datetime
from typing import Any

from raceme.access.actor import system_of
from raceme.access.models import Cluster
from raceme.collaboration.bridge.finding import Found, weights_now
from raceme.collaboration.models import Notice, PartnerSearch, Side, Step, Suggestion
from raceme.collaboration.verbs.consents import agree
from raceme.collaboration.verbs.searching import find_partners, keep_found
from raceme.collaboration.verbs.steps import note_step
from raceme.collaboration.verbs.suggestions import release_suggestion
from raceme.members.models import Organisation, Person, Post
from tests.factories import NOW, TODAY, make_notice, make_organisation


def make_contact(organisation: Organisation, family_name: str, **values: Any) -> Person:
    """Give a member somebody who may be written to."""
    facts = {"email": f"{family_name.lower()}@sample.example", "language": "en"}
    person = Person.objects.create(
        cluster=organisation.cluster, family_name=family_name, **(facts | values)
    )
    Post.objects.create(
        cluster=organisation.cluster, organisation=organisation, person=person, is_main_contact=True
    )
    return person


def make_pair(cluster: Cluster) -> tuple[Organisation, Organisation]:
    """A mill that looks for sensors, and somebody who makes them."""
    mill = make_organisation(
        cluster, name="Quernstone Mills", nace="10.61", country="AT", city="Musterstadt",
        employees=30, description="Grinds grain and measures moisture.",
    )  # fmt: skip
    probe = make_organisation(
        cluster, name="Hygroscope Sensors", nace="26.51", country="AT", city="Beispielhofen",
        employees=20, description="Sensors that measure moisture.",
        website="https://hygroscope.example",
    )  # fmt: skip
    make_contact(mill, "Mahler", phone="+43 000 11")
    make_contact(probe, "Feuchter", phone="+43 000 22")
    make_notice(
        probe, kind="offer", title="Moisture sensors of Hygroscope Sensors",
        text="Ask Hygroscope.", terms=["moisture sensors"],
    )  # fmt: skip
    return mill, probe


def make_suggestion(cluster: Cluster, *, at: datetime = NOW) -> Suggestion:
    """Let the mill's request be answered by a search: proposed, not released."""
    mill, _probe = make_pair(cluster)
    notice = make_notice(
        mill,
        title="Quernstone Mills looks for moisture sensors",
        text="At Quernstone we dry by hand.",
        terms=["moisture sensors"],
    )
    find_partners(notice=notice, by=system_of(cluster), at=at)
    return Suggestion.objects.get()


def make_released(cluster: Cluster, *, at: datetime = NOW) -> Suggestion:
    """Let both be asked."""
    return release_suggestion(make_suggestion(cluster, at=at), by=system_of(cluster), at=at)


def introduced_by_hand(one: Organisation, other: Organisation, notice: Notice) -> Step:
    """Propose, release, agree twice and meet, whether or not background work follows at once."""
    system = system_of(one.cluster)
    for organisation in (one, other):
        if not organisation.posts.filter(is_main_contact=True, ended_on__isnull=True).exists():
            make_contact(organisation, f"Sample{organisation.pk}")
    search = PartnerSearch.objects.create(
        cluster=one.cluster, organisation=one, notice=notice, weights=weights_now(system),
        state=PartnerSearch.State.COMPUTING, asked_at=NOW, started_at=NOW, heartbeat_at=NOW,
    )  # fmt: skip
    reason = {"code": "gives_wanted", "about": ["welding"], "figure": None}
    found = Found(one.pk, other.pk, 0.7, {"need": 1.0, "place": 0.3}, [reason], True)
    (suggestion,) = keep_found(search, [found], by=system, at=NOW)
    release_suggestion(suggestion, by=system, at=NOW)
    for side in Side:
        agree(suggestion, side, by=system, at=NOW)
    return note_step(suggestion, state="met", happened_on=TODAY, by=system, at=NOW)
