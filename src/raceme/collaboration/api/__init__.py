"""Collaboration, for programs."""

from ninja import Router

from raceme.collaboration.api.notices import router as notices
from raceme.collaboration.api.suggestions import router as suggestions

router = Router()
router.add_router("", notices)
router.add_router("", suggestions)

__all__ = ["router"]
