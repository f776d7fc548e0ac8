"""The invented example cluster, loaded and planned, with something on every page."""

from dataclasses import dataclass
from pathlib import Path

from raceme.access.actor import Actor
from raceme.access.models import Role, Seat
from raceme.access.verbs import give_seat, make_token
from raceme.catalogue.archetypes import archetypes
from raceme.catalogue.models import Service
from raceme.members.models import Organisation
from raceme.needs.models import Need
from raceme.portfolio.background import compute
from raceme.portfolio.folder.reading import read_plan_folder
from raceme.portfolio.imports import load_folder
from raceme.portfolio.models import Scenario
from raceme.portfolio.verbs import compute_plan
from raceme.strategy.models import Indicator, Objective, Strategy
from raceme.strategy.verbs import add_indicator
from raceme.thread.queries import KINDS
from tests.browser import asking
from tests.browser.addresses import Address, all_addresses
from tests.factories import NOW

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "mustertal"
OBJECTIVE_PAGES = ("objective", "edit_objective", "end_objective", "reopen_objective")
INDICATOR_PAGES = ("edit_indicator", "end_indicator", "reopen_indicator")


@dataclass(frozen=True)
class Example:
    """What stands for the values in addresses: of one page by its name, or of a capability."""

    slug: str
    values: dict[str, dict[str, object]]
    queries: dict[str, tuple[str, ...]]

    def paths(self) -> list[str]:
        """Give every page of the cluster, in the order of their names."""
        return [path for one in all_addresses() if one.is_of_a_cluster for path in self.of(one)]

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
    objective = Objective.objects.order_by("pk").first()
    assert objective is not None
    indicator = add_indicator(objective, name="Firms", unit="firms", target=5, by=manager, at=NOW)
    give_seat(cluster, email="viewer@example.org", name="", role=Role.VIEWER, by=manager, at=NOW)
    token, _secret = make_token(name="Example", by=manager, at=NOW)
    return Example(
        slug=cluster.slug,
        values=_values(scenario, objective, indicator)
        | {"access:end_token": {"pk": token.pk}}
        | asking.values(manager),
        queries=_queries(scenario) | asking.queries(),
    )


def _values(
    scenario: Scenario, objective: Objective, indicator: Indicator
) -> dict[str, dict[str, object]]:
    seat = Seat.objects.get(role=Role.VIEWER)
    need = Need.objects.order_by("pk").first()
    organisation = Organisation.objects.order_by("pk").first()
    service = Service.objects.order_by("pk").first()
    strategy = Strategy.objects.get()
    assert need is not None
    assert organisation is not None
    assert service is not None
    values: dict[str, dict[str, object]] = {
        "access": {"pk": seat.pk},
        "catalogue": {"pk": service.pk},
        "catalogue:archetype": {"archetype": archetypes()[0].id},
        "members": {"pk": organisation.pk},
        "needs": {"pk": need.pk},
        "needs:record": {"pk": organisation.pk},
        "needs:topic": {"topic": need.topic},
        "portfolio": {"pk": scenario.pk},
        "portfolio:download": {"pk": scenario.pk, "kind": "json"},
        "strategy": {"pk": strategy.pk},
        "strategy:new_indicator": {"pk": objective.pk},
        "thread:break": {"code": next(iter(KINDS))},
    }
    values |= {f"strategy:{page}": {"pk": objective.pk} for page in OBJECTIVE_PAGES}
    return values | {f"strategy:{page}": {"pk": indicator.pk} for page in INDICATOR_PAGES}


def _queries(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    need = Need.objects.order_by("pk").first()
    service = Service.objects.order_by("pk").first()
    assert need is not None
    assert service is not None
    return {
        "members:list": ("text=example&sort=employees", "text=nobody-is-called-so"),
        "portfolio:compare": (f"first={scenario.pk}&second={scenario.pk}", "first=nonsense"),
        "portfolio:crossing": (
            f"topic={need.topic}",
            f"service={service.code}",
            f"topic={need.topic}&service={service.code}",
        ),
    }
