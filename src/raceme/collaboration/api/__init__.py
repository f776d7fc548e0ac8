"""Collaboration, for programs."""

from raceme.collaboration.api.notices import router

__all__ = ["router"]
