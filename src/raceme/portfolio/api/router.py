"""The one router of all that programs may ask about plans."""

from ninja import Router

router = Router(tags=["plan"])
