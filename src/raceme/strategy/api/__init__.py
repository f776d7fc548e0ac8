"""The strategy for programs: what is wanted, what is done for it, and what was measured."""

from ninja import Router

from raceme.strategy.api import (
    analysis,
    fields,
    indicators,
    objectives,
    observations,
    strategies,
)

router = Router(tags=["strategy"])
for part in (strategies, analysis, objectives, fields, indicators, observations):
    router.add_router("", part.router)
