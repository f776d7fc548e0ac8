"""Services and the library, for programs."""

from raceme.catalogue.api import (  # noqa: F401 - each adds its operations to the router
    costing,
    library,
    stages,
    trials,
    versions,
)
from raceme.catalogue.api.services import router

__all__ = ["router"]
