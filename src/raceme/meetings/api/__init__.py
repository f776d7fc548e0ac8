"""Matchmaking, for programs."""

from ninja import Router

router = Router(tags=["meetings"])

__all__ = ["router"]
