"""What the cluster organisation wants, does and measures, for whoever asks."""

from raceme.strategy.queries.analysis import (
    challenges_of,
    challenges_visible_to,
    swot_of,
    swot_visible_to,
)
from raceme.strategy.queries.fields import (
    fields_in_force,
    fields_of,
    fields_visible_to,
    measures_of,
    measures_visible_to,
    next_field_code,
    next_measure_code,
)
from raceme.strategy.queries.indicators import (
    indicators_in_force,
    indicators_of,
    indicators_visible_to,
    indicators_without_observation,
    is_value_due,
    latest_indicator_of,
    next_indicator_code,
    observations_of,
    observations_visible_to,
    targets_visible_to,
)
from raceme.strategy.queries.objectives import (
    next_objective_code,
    objectives_in_force,
    objectives_of,
    objectives_visible_to,
    objectives_without_indicator,
    weight_of_all,
    weight_share_of,
)
from raceme.strategy.queries.strategies import strategies_visible_to, strategy_in_force

__all__ = [
    "challenges_of",
    "challenges_visible_to",
    "fields_in_force",
    "fields_of",
    "fields_visible_to",
    "indicators_in_force",
    "indicators_of",
    "indicators_visible_to",
    "indicators_without_observation",
    "is_value_due",
    "latest_indicator_of",
    "measures_of",
    "measures_visible_to",
    "next_field_code",
    "next_indicator_code",
    "next_measure_code",
    "next_objective_code",
    "objectives_in_force",
    "objectives_of",
    "objectives_visible_to",
    "objectives_without_indicator",
    "observations_of",
    "observations_visible_to",
    "strategies_visible_to",
    "strategy_in_force",
    "swot_of",
    "swot_visible_to",
    "targets_visible_to",
    "weight_of_all",
    "weight_share_of",
]
