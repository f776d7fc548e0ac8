"""Draft and adopt the strategy; state what is wanted, what is done for it, and what is measured.

Nothing is deleted: rows end, are dropped or withdrawn and can be taken back, versions are retired.
"""

from raceme.strategy.verbs.challenges import (
    describe_challenge,
    drop_challenge,
    move_challenge,
    restore_challenge,
    state_challenge,
)
from raceme.strategy.verbs.fields import (
    describe_field,
    end_field,
    open_field,
    reopen_field,
)
from raceme.strategy.verbs.indicators import (
    add_indicator,
    describe_indicator,
    end_indicator,
    redefine_indicator,
    reopen_indicator,
    reword_definition,
)
from raceme.strategy.verbs.measures import describe_measure, plan_measure, report_measure
from raceme.strategy.verbs.objectives import (
    describe_objective,
    end_objective,
    reopen_objective,
    state_objective,
)
from raceme.strategy.verbs.observations import (
    correct_observation,
    record_observation,
    restore_observation,
    withdraw_observation,
)
from raceme.strategy.verbs.strategies import adopt_strategy, describe_strategy, draft_strategy
from raceme.strategy.verbs.swot import (
    describe_swot_item,
    drop_swot_item,
    move_swot_item,
    note_swot_item,
    restore_swot_item,
)
from raceme.strategy.verbs.targets import (
    change_target,
    restore_target,
    set_target,
    withdraw_target,
)

__all__ = [
    "add_indicator",
    "adopt_strategy",
    "change_target",
    "correct_observation",
    "describe_challenge",
    "describe_field",
    "describe_indicator",
    "describe_measure",
    "describe_objective",
    "describe_strategy",
    "describe_swot_item",
    "draft_strategy",
    "drop_challenge",
    "drop_swot_item",
    "end_field",
    "end_indicator",
    "end_objective",
    "move_challenge",
    "move_swot_item",
    "note_swot_item",
    "open_field",
    "plan_measure",
    "record_observation",
    "redefine_indicator",
    "reopen_field",
    "reopen_indicator",
    "reopen_objective",
    "report_measure",
    "restore_challenge",
    "restore_observation",
    "restore_swot_item",
    "restore_target",
    "reword_definition",
    "set_target",
    "state_challenge",
    "state_objective",
    "withdraw_observation",
    "withdraw_target",
]
