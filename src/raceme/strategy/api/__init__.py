"""The strategy for programs: what is wanted, what is done for it, and what was measured."""

from raceme.strategy.api import analysis, fields, indicators, objectives, observations, strategies
from raceme.strategy.api.objectives import ObjectiveIn

router = strategies.router
for part in (analysis, objectives, fields, indicators, observations):
    router.add_router("", part.router)

__all__ = ["ObjectiveIn", "router"]
