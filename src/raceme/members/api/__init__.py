"""Organisations, people and contacts, for programs; one part a noun."""

from raceme.members.api import activities, lookalikes, memberships, organisations, people, visits
from raceme.members.api.routing import router

PARTS = (lookalikes, organisations, memberships, activities, people, visits)

__all__ = ["PARTS", "router"]
