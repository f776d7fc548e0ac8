"""What a point of the frontier stands for: a budget, what the best plan with it is worth."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.foundation.figures import money
from raceme.portfolio.bridge.answer import heading_kept_with, plan_of
from raceme.portfolio.models import Scenario
from raceme.portfolio.queries import scenario_with_budget


@dataclass(frozen=True)
class Point:
    """A budget on the frontier of a plan, and the scenario that has this budget, if there is."""

    budget_eur: Decimal
    value: float | None  # None: no plan keeps the limits at this budget
    value_of_plan: float | None
    scenario: Scenario | None
    proposed_name: str

    @property
    def difference(self) -> float | None:
        if self.value is None or self.value_of_plan is None:
            return None
        return self.value - self.value_of_plan


def point_of(scenario: Scenario, actor: Actor, budget_eur: Decimal | None) -> Point:
    """Find the point of this budget; other budgets have none, and their page is not there.

    None asks for the budget that the plan was computed with.
    """
    plan, heading = plan_of(scenario), heading_kept_with(scenario)
    points = {_in_cents(one.budget_eur): one.value for one in plan.frontier}
    exact = _in_cents(heading.limits.budget_eur) if budget_eur is None else budget_eur
    if exact not in points:
        raise Http404
    return Point(
        budget_eur=exact,
        value=points[exact],
        value_of_plan=plan.value,
        scenario=scenario_with_budget(actor, scenario, exact),
        proposed_name=_("%(scenario)s with %(budget)s")
        % {"scenario": scenario.name[:80], "budget": money(exact, heading.currency)},
    )


def _in_cents(budget_eur: float) -> Decimal:
    return Decimal(f"{budget_eur:.2f}")
