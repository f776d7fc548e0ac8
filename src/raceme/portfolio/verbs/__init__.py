"""What is done with scenarios, their plans, and the service plans adopted from them."""

from raceme.portfolio.verbs.computing import (
    begin_computation,
    compute_plan,
    confirm_plan,
    give_up_computation,
    keep_pictures,
    keep_plan,
    report_progress,
    resume_cut_off_plans,
    stop_plan,
)
from raceme.portfolio.verbs.lines import add_line, change_line
from raceme.portfolio.verbs.scenarios import draft_scenario, revise_scenario, vary_scenario
from raceme.portfolio.verbs.service_plans import adopt_plan, put_in_force, take_back_adoption

__all__ = [
    "add_line",
    "adopt_plan",
    "begin_computation",
    "change_line",
    "compute_plan",
    "confirm_plan",
    "draft_scenario",
    "give_up_computation",
    "keep_pictures",
    "keep_plan",
    "put_in_force",
    "report_progress",
    "resume_cut_off_plans",
    "revise_scenario",
    "stop_plan",
    "take_back_adoption",
    "vary_scenario",
]
