"""Needs, questionnaires, rounds and answers, for programs."""

from raceme.needs.api.asking import questionnaires, rounds
from raceme.needs.api.needs import router

router.add_router("/questionnaires", questionnaires)
router.add_router("/rounds", rounds)

__all__ = ["router"]
