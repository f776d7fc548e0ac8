"""Collaboration, for programs."""

from ninja import Router

from raceme.collaboration.api import calls, consortia, network, notices

router = Router()
for part in (notices, calls, consortia, network):
    router.add_router("", part.router)

__all__ = ["router"]
