"""A strategy with a row of every kind, invented."""

from dataclasses import dataclass
from datetime import date

from raceme.access.actor import Actor
from raceme.strategy import verbs
from raceme.strategy.models import (
    Challenge,
    FieldOfAction,
    Indicator,
    Measure,
    Objective,
    Observation,
    SwotItem,
    Target,
)
from tests.factories import NOW, TODAY

CHALLENGE = {"text": "What will we sell in ten years?", "why": "Margins fall."}
LINE = {
    "kind": "strength",
    "text": "Short ways between firms",
    "evidence": "30 of 36 members have worked together.",
    "source": "https://example.org/survey",
    "evidence_on": date(2026, 3, 1),
}
DEFINED = {
    "definition": "Projects of at least two members, counted when the contract is signed.",
    "unit": "projects",
    "adds_up": "sum",
    "evidence": "counted",
}
SHEET = DEFINED | {
    "name": "Joint projects",
    "level": "outcome",
    "source": "Contracts",
    "responsible": "The office",
    "assumption": "Firms tell us.",
    "baseline": 4,
    "baseline_on": date(2026, 1, 1),
    "target": 12,
    "target_on": date(2028, 1, 1),
}


@dataclass(frozen=True)
class WholeRows:
    """One row of every kind that hangs on an objective."""

    objective: Objective
    challenge: Challenge
    swot_item: SwotItem
    field: FieldOfAction
    measure: Measure
    indicator: Indicator
    target: Target
    observation: Observation

    def pages(self) -> dict[str, int]:
        """Say which row the address of a page about a part of the strategy takes."""
        version = ("action_plan", "analysis", "indicators", "logframe", "table", "tree")
        of_challenge = ("edit_challenge", "drop_challenge", "restore_challenge", "move_challenge")
        of_line = ("edit_swot_item", "drop_swot_item", "restore_swot_item", "move_swot_item")
        of_objective = ("objective", "edit_objective", "end_objective", "reopen_objective")
        of_field = ("field", "edit_field", "end_field", "reopen_field", "new_measure")
        of_indicator = ("indicator", "edit_indicator", "redefine_indicator", "end_indicator")
        below_indicator = ("reopen_indicator", "new_target", "new_observation")
        of_value = ("observation", "correct_observation", "withdraw_observation")
        rows = {
            self.objective.strategy_id: version,
            self.challenge: of_challenge,
            self.swot_item: of_line,
            self.objective: (*of_objective, "new_indicator"),
            self.field: of_field,
            self.measure: ("measure", "edit_measure", "report_measure"),
            self.indicator: (*of_indicator, *below_indicator),
            self.target: ("edit_target", "withdraw_target", "restore_target"),
            self.observation: (*of_value, "restore_observation"),
        }
        return {
            f"strategy:{page}": row if isinstance(row, int) else row.pk
            for row, pages in rows.items()
            for page in pages
        }


def make_whole(objective: Objective, *, by: Actor) -> WholeRows:
    """Hang a row of every kind on an objective of the version in force."""
    field = verbs.open_field(
        name="Projects", objectives=[objective], assumption="Money is there.", by=by, at=NOW
    )
    measure = verbs.plan_measure(
        field,
        name="Four project workshops",
        responsible="The office",
        budget_eur=12000,
        person_days=15,
        begins_on=date(2027, 1, 1),
        ends_on=date(2027, 12, 31),
        assumption="Rooms are free.",
        by=by,
        at=NOW,
    )
    indicator = verbs.add_indicator(objective, **SHEET, field=field, by=by, at=NOW)
    value = verbs.record_observation(
        indicator, value=3, observed_on=TODAY, source="Contracts", by=by, at=NOW
    )
    return WholeRows(
        objective=objective,
        challenge=verbs.state_challenge(**CHALLENGE, by=by, at=NOW),
        swot_item=verbs.note_swot_item(**LINE, by=by, at=NOW),
        field=field,
        measure=measure,
        indicator=indicator,
        target=indicator.targets.get(),
        observation=value,
    )
