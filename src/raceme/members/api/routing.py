"""The one router on which all parts hang their operations."""

from ninja import Router

router = Router(tags=["members"])
