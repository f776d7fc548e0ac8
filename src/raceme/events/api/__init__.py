"""Events and registrations, for programs."""

from raceme.events.api.events import router
from raceme.events.api.registrations import registrations

router.add_router("", registrations)

__all__ = ["router"]
