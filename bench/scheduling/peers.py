"""The same problem without what makes ours quick: plain RC2, and plain CP-SAT."""

from __future__ import annotations

from itertools import combinations, pairwise

from ortools.sat.python import cp_model
from pysat.examples.rc2 import RC2

from raceme.cores.scheduling.published.clauses import clauses_of
from raceme.cores.scheduling.published.possible import meetings_of, possible_slots
from raceme.cores.scheduling.published.values import MeetingDay

Answer = tuple[str, int | None]


def plain_rc2(day: MeetingDay, fairness: int) -> Answer:
    """RC2 as it comes, on our clauses without the chairs of each slot."""
    slots = possible_slots(day)
    if not all(slots):
        return "infeasible", None
    clauses = clauses_of(day, slots, fairness=fairness)
    with RC2(clauses.formula) as search:
        model = search.compute()
        return ("infeasible", None) if model is None else ("optimal", search.cost)


def plain_cp_sat(day: MeetingDay, fairness: int, seconds: float) -> Answer:
    """CP-SAT with two workers on the model that one would write first."""
    model = cp_model.CpModel()
    held = [
        {slot: model.new_bool_var(f"x{at}_{slot}") for slot in possible}
        for at, possible in enumerate(possible_slots(day))
    ]
    for one in held:
        model.add_exactly_one(one.values())
    for slot in range(1, day.slots + 1):
        model.add(sum(one[slot] for one in held if slot in one) <= day.tables)
    for at, meeting in enumerate(day.meetings):
        for earlier in meeting.after:
            model.add(_slot_of(held[earlier - 1]) < _slot_of(held[at]))
    breaks = [_breaks(model, day, [held[at] for at in own]) for own in meetings_of(day)]
    most, least = (model.new_int_var(0, day.slots, name) for name in ("most", "least"))
    for one in breaks:
        model.add(one <= most)
        model.add(one >= least)
    model.add(most - least <= fairness)
    model.minimize(sum(breaks))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    if status == cp_model.OPTIMAL:
        return "optimal", round(solver.objective_value)
    return ("infeasible" if status == cp_model.INFEASIBLE else "timeout"), None


def _slot_of(one: dict[int, cp_model.IntVar]) -> cp_model.LinearExprT:
    return sum(slot * held for slot, held in one.items())


def _breaks(
    model: cp_model.CpModel, day: MeetingDay, own: list[dict[int, cp_model.IntVar]]
) -> cp_model.LinearExprT:
    """Count runs of idle slots between meetings: a start of a busy run, less the first one."""
    busy = []
    for slot in range(1, day.slots + 1):
        here = [one[slot] for one in own if slot in one]
        for one, other in combinations(here, 2):
            model.add_at_most_one(one, other)
        is_busy = model.new_bool_var("")
        model.add(sum(here) == is_busy)
        busy.append(is_busy)
    if not own:
        return 0
    starts = [busy[0]]
    for before, now in pairwise(busy):
        start = model.new_bool_var("")
        model.add(
            start >= now - before
        )  # and no more, or fairness could be had by pretended breaks
        model.add(start <= now)
        model.add(start + before <= 1)
        starts.append(start)
    count = model.new_int_var(0, day.slots, "")
    model.add(count == sum(starts) - 1)
    return count
