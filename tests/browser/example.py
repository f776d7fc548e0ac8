"""The invented example cluster, loaded and planned, with something on every page."""

from dataclasses import dataclass
from pathlib import Path

from raceme.access.actor import Actor
from raceme.access.models import Role, Seat
from raceme.access.verbs import give_seat, make_token
from raceme.catalogue.archetypes import archetypes
from raceme.catalogue.models import Service
from raceme.catalogue.verbs import Partner, describe_service, record_review
from raceme.members.models import Organisation
from raceme.members.queries import Wanted
from raceme.members.verbs import end_segment, keep_segment
from raceme.needs.models import Need
from raceme.portfolio.background import compute
from raceme.portfolio.folder.reading import read_plan_folder
from raceme.portfolio.imports import load_folder
from raceme.portfolio.models import Scenario
from raceme.portfolio.verbs import compute_plan
from raceme.strategy.models import Objective, Strategy
from raceme.thread.queries import KINDS
from tests.browser import asking
from tests.browser.addresses import Address, all_addresses
from tests.browser.events import pages_of_events
from tests.browser.meetings import pages_of_meetings, paths_of_lists
from tests.browser.member_life import live
from tests.browser.partners import pages_of_partners
from tests.catalogue.complete import CONCEPT, cost, try_out
from tests.factories import NOW
from tests.intake.lists import MEMBERS, confirm, csv_of, send
from tests.portfolio.whole import make_impossible, make_service_plan, rows_of_plans
from tests.programmes.addresses import make_agreement, paths_of_an_officer
from tests.region.addresses import pages_of_region
from tests.strategy.whole import WholeRows, make_whole

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "mustertal"


@dataclass(frozen=True)
class Example:
    """What stands for the values in addresses: of one page by its name, or of a capability."""

    slug: str
    values: dict[str, dict[str, object]]
    queries: dict[str, tuple[str, ...]]
    more: tuple[str, ...] = ()  # addresses that show several things, for one more of them

    def paths(self) -> list[str]:
        """Give every page of the cluster, in the order of their names."""
        named = [path for one in all_addresses() if one.is_of_a_cluster for path in self.of(one)]
        return [*named, *self.more]

    def of(self, address: Address) -> list[str]:
        """Give a page, and how it looks with choices made; KeyError if no row is known for it."""
        known = self.values.get(address.name) or self.values.get(address.namespace, {})
        path = address.filled({"cluster": self.slug, **known})
        return [path, *(f"{path}?{query}" for query in self.queries.get(address.name, ()))]


def furnish(manager: Actor) -> Example:
    """Fill the manager's cluster with the example, compute its plan, and say where things are."""
    cluster = manager.cluster
    assert cluster is not None
    scenario = load_folder(
        read_plan_folder(FOLDER),
        scenario_name="Example plan",
        strategy_title="Example strategy",
        by=manager,
        at=NOW,
    ).scenario
    compute(compute_plan(scenario, by=manager, at=NOW).pk)
    make_impossible(scenario, by=manager)
    plan = make_service_plan(scenario, by=manager)
    objective = Objective.objects.order_by("pk").first()
    assert objective is not None
    whole = make_whole(objective, by=manager)
    give_seat(cluster, email="viewer@example.org", name="", role=Role.VIEWER, by=manager, at=NOW)
    token, _secret = make_token(name="Example", by=manager, at=NOW)
    first, second = Organisation.objects.order_by("pk")[:2]
    values = _values(whole, manager) | live(first, second, by=manager)
    values |= _imports(first, manager)
    values |= pages_of_events(cluster) | pages_of_meetings(cluster) | pages_of_region(cluster)
    values |= pages_of_partners(first, second)
    return Example(
        slug=cluster.slug,
        values=values
        | rows_of_plans(scenario, plan)
        | {"access:end_token": {"pk": token.pk}}
        | _segments(manager)
        | {"programmes": {"pk": make_agreement(cluster).pk}}
        | asking.values(manager),
        queries=_queries(scenario) | asking.queries(),
        more=(*paths_of_lists(cluster), *paths_of_an_officer(manager)),
    )


def _furnish_service(service: Service, manager: Actor) -> dict[str, dict[str, object]]:
    """Let a service walk all its way, and say where its pilot and its review are."""
    cost(service, manager)
    pilot = try_out(service, manager, (4, 5, None), outcomes="Two firms met a buyer.")
    review = record_review(
        service,
        reviewed_on=NOW.date(),
        decision="change",
        reason="Too long.",
        editions=2,
        cost_eur=1400,
        by=manager,
        at=NOW,
    )
    partner = Partner("expert", name="Example Institute")
    arranged = {**CONCEPT, "delivered_by": "partners", "providers": [partner], "why": "Sharper."}
    describe_service(service, **arranged, calendar="Every March", by=manager, at=NOW)
    pages = {"pilot": pilot.pk, "review": review.pk}
    return {
        "catalogue": {"pk": service.pk},
        "catalogue:export": {"kind": "csv"},
        "catalogue:restore": {"pk": service.pk, "number": 1},
        **{
            f"catalogue:{act}_{thing}": {"pk": pk}
            for thing, pk in pages.items()
            for act in ("edit", "withdraw", "restore")
        },
    }


def _segments(manager: Actor) -> dict[str, dict[str, object]]:
    """Keep two segments, one of which has ended; say which page takes which."""
    segment, ended = (
        keep_segment(name=name, is_shared=True, wanted=Wanted(role=("firm",)), by=manager, at=NOW)
        for name in ("Example firms", "Example firms of old")
    )
    end_segment(ended, by=manager, at=NOW)
    values: dict[str, dict[str, object]] = {
        f"members:{act}_segment": {"pk": segment.pk} for act in ("edit", "narrow", "end")
    }
    return values | {
        "members:restore_segment": {"pk": ended.pk},
        "members:export": {"ending": "csv"},
    }


def _values(whole: WholeRows, manager: Actor) -> dict[str, dict[str, object]]:
    seat = Seat.objects.get(role=Role.VIEWER)
    need = Need.objects.order_by("pk").first()
    organisation = Organisation.objects.order_by("pk").first()
    service = Service.objects.order_by("pk").first()
    strategy = Strategy.objects.get()
    assert need is not None
    assert organisation is not None
    assert service is not None
    return {
        "access": {"pk": seat.pk},
        **_furnish_service(service, manager),
        "catalogue:archetype": {"archetype": archetypes()[0].id},
        "members": {"pk": organisation.pk},
        "needs": {"pk": need.pk},
        "needs:record": {"pk": organisation.pk},
        "needs:topic": {"topic": need.topic},
        "strategy": {"pk": strategy.pk},
        **{name: {"pk": pk} for name, pk in whole.pages().items()},
        "strategy:table": {"pk": strategy.pk, "what": "logframe", "form": "csv"},
        "thread:break": {"code": next(iter(KINDS))},
    }


def _imports(known: Organisation, manager: Actor) -> dict[str, dict[str, object]]:
    """Send in a list with something of everything, and one that is loaded."""
    rows = (
        f"{known.code};{known.name};Neustadt;7;Ann Sample;ann@sample.example",
        f"X1;{known.name};Neustadt;;;",
        "X2;Sample Foundry;Ulm;many;;",
        "X3;Sample Mills;Ulm;9;;office@mills.example",
    )
    header = "id;name;city;employees;contact;e-mail"
    waiting = send(csv_of("Members 2026;;;;;", header, *rows), by=manager)
    loaded = confirm(send(MEMBERS, by=manager), manager)
    return {
        "intake": {"pk": waiting.pk},
        "intake:undo": {"pk": loaded.pk},
        "intake:template": {"holds": "members"},
    }


def _queries(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    return _queries_of_plans(scenario) | {
        "members:behind": (
            "what=left&value=2026",
            "what=sme&value=unknown",
            "what=region&value=AT31",
        ),
        "members:detail": ("kind=contact", "kind=need"),
        "members:people": ("text=ann&show=main", "text=nobody-is-called-so"),
        "members:silent": ("days=5", "days=3000", "days=nonsense"),
        "members:lookalikes": ("show=apart",),
        "members:same": ("text=example", "text=nobody-is-called-so"),
        "members:steps": ("whose=mine&due=overdue",),
        "catalogue:board": ("with_retired=on", "text=nobody-is-called-so"),
        "catalogue:costing": ("person_days=3&day_rate_eur=300&members=50&guests=0", "members=-1"),
        "catalogue:library": ("adopted=yes&days_max=5",),
        "catalogue:versions": ("first=1&second=2",),
        "strategy:action_plan": ("status=done&text=nothing",),
        "strategy:compare": ("first=1&second=nonsense",),
        "strategy:indicators": ("show=due", "show=behind"),
        "collaboration:calls": ("text=clean&state=open", "text=nobody-looks-for-this"),
        "collaboration:consortia": ("stage=idea", "call=nonsense"),
        "collaboration:network": (
            "text=M01&steps=2&with_others=on",
            "kinds=supplies&show=bridges",
            "text=nobody-is-called-so",
        ),
        "collaboration:notices": (
            "text=welder&state=open&sort=-expires_on",
            "text=nobody-looks-for-this",
            "kind=nonsense",
        ),
        "events:list": ("show=over", "show=all"),
        "events:desk": ("text=anna", "text=nobody-is-called-so"),
        "events:registrations": ("state=waiting", "text=nobody-is-called-so", "quota=nonsense"),
        "members:list": (
            "text=example&sort=employees&standing=member&country=SI,AT&with_former=on",
            "text=nobody-is-called-so",
            "nace=nonsense",
        ),
        "members:new_segment": ("role=firm&silent=12",),
        "region:region": ("year=2018",),
        "region:run": ("text=nobody-is-called-so", "country=AT&year=2019", "year=nonsense"),
    }


def _queries_of_plans(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    need = Need.objects.order_by("pk").first()
    service = Service.objects.order_by("pk").first()
    assert need is not None
    assert service is not None
    return {
        "portfolio:compare": (
            "&".join(f"scenario={pk}" for pk in Scenario.objects.values_list("pk", flat=True)),
            "scenario=nonsense",
        ),
        "portfolio:new": (f"like={scenario.pk}",),
        "portfolio:crossing": (
            f"topic={need.topic}",
            f"service={service.code}",
            f"topic={need.topic}&service={service.code}",
        ),
    }
