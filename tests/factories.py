"""Rows for tests, made through the verbs, with names nobody could take for real."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from raceme.access import verbs as access_verbs
from raceme.access.actor import Actor, actor_on, system_of
from raceme.access.models import Cluster, Role, Seat, User
from raceme.catalogue import verbs as catalogue_verbs
from raceme.catalogue.models import Service
from raceme.collaboration.models import Call, Consortium, Notice, ValueChain
from raceme.collaboration.verbs.calls import CallSaid, enter_call
from raceme.collaboration.verbs.chains import StepSaid, draw_chain
from raceme.collaboration.verbs.consortia import begin_consortium
from raceme.collaboration.verbs.notices import enter_notice
from raceme.events.models import Event
from raceme.events.verbs.registrations import Newcomer, Wish, register
from raceme.meetings.models import Matchmaking, MeetingRequest, Profile
from raceme.meetings.verbs.places import add_block, add_places
from raceme.meetings.verbs.profiles import write_profile
from raceme.meetings.verbs.requests import book
from raceme.meetings.verbs.setup import enter_profiles, open_matchmaking, prepare_matchmaking
from raceme.members import verbs as member_verbs
from raceme.members.models import Organisation
from raceme.needs import verbs as need_verbs
from raceme.needs.models import Need
from raceme.strategy import verbs as strategy_verbs
from raceme.strategy.models import Objective

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
PASSWORD = "a long enough password"
_numbers = count(1)


def make_user(email: str = "") -> User:
    return User.objects.create_user(email or f"person{next(_numbers)}@example.org", PASSWORD)


def make_cluster(slug: str = "", *, manager: User | None = None, **values: Any) -> Cluster:
    slug = slug or f"cluster-{next(_numbers)}"
    return access_verbs.found_cluster(
        slug=slug, name=f"Cluster {slug}", manager=manager or make_user(), at=NOW, **values
    )


def make_actor(cluster: Cluster, role: Role = Role.MANAGER) -> Actor:
    """Give somebody with this role in the cluster; the founding manager for MANAGER."""
    seat = Seat.objects.filter(cluster=cluster, role=role, ended_at__isnull=True).first()
    if seat is None:
        user = make_user()
        seat = Seat.objects.create(cluster=cluster, user=user, role=role, given_at=NOW)
    return actor_on(seat)


def make_organisation(cluster: Cluster, **values: Any) -> Organisation:
    number = next(_numbers)
    facts = {"code": f"M{number}", "name": f"Example Works {number:06d}", "role": "firm"}
    return member_verbs.enter_organisation(**(facts | values), by=system_of(cluster), at=NOW)


def make_objective(cluster: Cluster, **values: Any) -> Objective:
    facts = {"name": f"Example aim {next(_numbers)}"}
    return strategy_verbs.state_objective(**(facts | values), by=system_of(cluster), at=NOW)


def make_need(organisation: Organisation, **values: Any) -> Need:
    facts = {"topic": "funding-search", "importance": 4, "recorded_on": TODAY, "source": "survey"}
    return need_verbs.record_need(
        organisation=organisation, **(facts | values), by=system_of(organisation.cluster), at=NOW
    )


def make_service(cluster: Cluster, **values: Any) -> Service:
    """Create a service; `answers` and `serves` as the verb takes them."""
    number = next(_numbers)
    facts = {
        "code": f"S{number}",
        "name": f"Example service {number:06d}",
        "category": "NET",
        "person_days": 2,
        "cost_eur": 1000,
        "reach": 10.0,
    }
    return catalogue_verbs.create_service(**(facts | values), by=system_of(cluster), at=NOW)


def make_matchmaking(event: Event, **values: Any) -> Matchmaking:
    """Open matchmaking of an event: two tables, and meetings of 20 minutes in its first hours."""
    system = system_of(event.cluster)
    matchmaking = prepare_matchmaking(event, **values, by=system, at=NOW)
    add_places(matchmaking, ["Table 1", "Table 2"], by=system, at=NOW)
    starts_at, hours = event.starts_at, timedelta(hours=2)
    block = {"name": "Morning", "starts_at": starts_at, "ends_at": starts_at + hours}
    add_block(matchmaking, **block, by=system, at=NOW)
    return open_matchmaking(matchmaking, by=system, at=NOW)


def make_profile(matchmaking: Matchmaking, name: str, **values: Any) -> Profile:
    """Let somebody take part who is registered and agrees to be seen; `organisation_name` also."""
    event, system = matchmaking.event, system_of(matchmaking.cluster)
    quota = values.pop("quota", None) or event.quotas.order_by("rank")[0]
    person = Newcomer(
        given_name=name,
        family_name="Sample",
        email=f"{name.lower()}@sample.example",
        organisation_name=values.pop("organisation_name", f"{name} Works"),
    )
    wish = Wish(consents=("data", "networking"))
    (registration,) = register(event, [person], quota=quota, wish=wish, by=system, at=NOW)
    enter_profiles(matchmaking, [registration], by=system, at=NOW)
    profile = Profile.objects.select_related(
        "matchmaking__event__cluster", "registration__event__cluster", "registration__quota"
    ).get(registration=registration)
    facts = {"headline": f"{name} makes examples"} | values
    return write_profile(profile, **facts, by=system, at=NOW)


def make_request(asking: Profile, asked: Profile, **values: Any) -> MeetingRequest:
    """Make a request that was accepted, on behalf of both."""
    return book(asking, asked, tell=False, **values, by=system_of(asking.cluster), at=NOW)


def make_notice(organisation: Organisation, **values: Any) -> Notice:
    """Write down what a member looks for (or offers, by `kind`)."""
    facts = {"kind": "request", "title": f"Example notice {next(_numbers)}"}
    return enter_notice(
        organisation, **(facts | values), by=system_of(organisation.cluster), at=NOW
    )


def make_call(cluster: Cluster, **values: Any) -> Call:
    """Write down a call; the rules by the names of its columns."""
    facts = {"title": f"Example call {next(_numbers)}"}
    return enter_call(cluster, CallSaid(**(facts | values)), by=system_of(cluster), at=NOW)


def make_chain(cluster: Cluster, *steps: StepSaid, **values: Any) -> ValueChain:
    """Draw a value chain; of two steps, unless told otherwise."""
    facts: dict[str, Any] = {"title": f"Example chain {next(_numbers)}"}
    facts["steps"] = steps or (StepSaid("Wood", ("16",)), StepSaid("Tables", ("31",)))
    return draw_chain(cluster, **(facts | values), by=system_of(cluster), at=NOW)


def make_consortium(call: Call, **values: Any) -> Consortium:
    """Begin with an idea for a call."""
    facts = {"title": f"Example consortium {next(_numbers)}"}
    return begin_consortium(call, **(facts | values), by=system_of(call.cluster), at=NOW)
