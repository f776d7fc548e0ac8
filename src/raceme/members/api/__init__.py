"""Organisations, people and contacts, for programs; one part a noun."""

from raceme.members.api import (
    activities,
    groups,
    lookalikes,
    memberships,
    organisations,
    people,
    segments,
    visits,
)
from raceme.members.api.routing import router

PARTS = (lookalikes, segments, organisations, memberships, activities, groups, people, visits)

__all__ = ["PARTS", "router"]
