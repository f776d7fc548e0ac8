"""Matchmaking, for programs."""

from raceme.meetings.api.matchmaking import router

__all__ = ["router"]
