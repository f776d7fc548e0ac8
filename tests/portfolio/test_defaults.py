"""What is usual is usual everywhere: on pages, in the API, in plan folders and in planning."""

from raceme.cores.planning.values import Objective as ObjectiveValue
from raceme.cores.planning.values import Parameters
from raceme.portfolio.api.scenarios import ScenarioIn
from raceme.portfolio.folder.cluster_file import DEFAULT_ALIGNMENT_WEIGHT, DEFAULT_FULL
from raceme.portfolio.models import Scenario
from raceme.strategy.api.objectives import ObjectiveIn
from raceme.strategy.models import Objective


def test_the_strategy_weighs_the_same_through_every_door() -> None:
    usual = Parameters().alignment_weight

    assert Scenario().alignment_weight == usual
    assert ScenarioIn(name="", year=2027, budget_eur=1, person_days=1).alignment_weight == usual
    assert usual == DEFAULT_ALIGNMENT_WEIGHT


def test_as_many_services_reach_an_objective_through_every_door() -> None:
    usual = ObjectiveValue("O1", "Sell abroad", weight=1.0).full

    assert Objective().full == usual
    assert ObjectiveIn(name="").full == usual
    assert usual == DEFAULT_FULL


def test_the_draws_are_the_same_through_every_door() -> None:
    assert Scenario().seed == ScenarioIn(name="", year=1, budget_eur=1, person_days=1).seed
    assert Scenario().seed == Parameters().seed
