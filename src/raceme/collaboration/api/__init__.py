"""Collaboration, for programs."""

from ninja import Router

from raceme.collaboration.api import calls, chains, consortia, network, notices, suggestions

router = Router()
for part in (notices, suggestions, calls, chains, consortia, network):
    router.add_router("", part.router)

__all__ = ["router"]
