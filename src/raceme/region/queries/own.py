"""The cluster's own members, their needs, services and projects, industry by industry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from raceme.access.actor import Actor
from raceme.catalogue.queries import services_offered
from raceme.meetings.models import Meeting, Outcome, Participation
from raceme.meetings.rules import may_see_meetings
from raceme.members.models import Organisation, Relation
from raceme.members.queries import members_of, relations_visible_to
from raceme.needs.queries import IMPORTANT_FROM, latest_needs
from raceme.vocabulary import nace, nuts


@dataclass(slots=True)
class OwnCell:
    """Who the cluster has in one industry of a region, and what is done for them."""

    members: list[Organisation] = field(default_factory=list)
    needs: int = 0  # topics that are important to them, each member's counted
    topics: set[str] = field(default_factory=set)
    services: set[str] = field(default_factory=set)  # on offer today that answer one of them
    ties: set[int] = field(default_factory=set)  # who works with whom, as it was written down
    # Meetings of which a joint project came; None: whoever looks may not see meetings.
    projects: set[int] | None = None


def own_regions(actor: Actor, places: Iterable[str]) -> list[str]:
    """Those of the places that are the cluster's own region, a part of it, or hold it."""
    own = actor.cluster.nuts if actor.cluster else ""
    if not own and actor.cluster:
        own = _sign_of(actor.cluster.country)
    return [one for one in places if own and (one.startswith(own) or own.startswith(one))]


def members_in(actor: Actor, place: str) -> QuerySet[Organisation]:
    """The members in a region; one whose region nobody wrote down is taken to be at home.

    At home: in the cluster's own region, unless its country says otherwise.
    """
    inside = Q(nuts__startswith=place)
    home = actor.cluster.nuts if actor.cluster else ""
    if home and home.startswith(place):
        inside |= Q(nuts="", country__in=("", nuts.country_of(home)))
    return members_of(actor).filter(inside)


def own_cells(
    actor: Actor, place: str, industries: Collection[str], *, revision: str
) -> dict[str, OwnCell]:
    """Sort the members in a region into the industries of a dataset, with needs and services.

    Left out are members whose activity is unknown, in another edition of NACE than the dataset's,
    or in no industry of the dataset.
    """
    known = {nace.code_of(one): one for one in industries}
    cells: dict[str, OwnCell] = defaultdict(OwnCell)
    industry_of: dict[int, str] = {}
    for member in members_in(actor, place).filter(nace_revision=revision).exclude(nace=""):
        industry = _industry_of(member.nace, known, revision)
        if industry is not None:
            cells[industry].members.append(member)
            industry_of[member.pk] = industry
    _add_needs(actor, cells, industry_of)
    _add_ties(actor, cells, industry_of)
    if may_see_meetings(actor):
        _add_projects(actor, cells, industry_of)
    return dict(cells)


def _add_ties(actor: Actor, cells: dict[str, OwnCell], industry_of: dict[int, str]) -> None:
    ties = relations_visible_to(actor).filter(kind=Relation.Kind.PARTNER, ended_at__isnull=True)
    for pk, *two in ties.values_list("pk", "organisation_id", "other_id"):
        for one in two:
            if one in industry_of:
                cells[industry_of[one]].ties.add(pk)


def _add_projects(actor: Actor, cells: dict[str, OwnCell], industry_of: dict[int, str]) -> None:
    """Add the joint projects that came of meetings; one between two industries stands in both."""
    for cell in cells.values():
        cell.projects = set()
    projects = Outcome.objects.filter(cluster=actor.cluster, kind=Outcome.Kind.PROJECT)
    there = Participation.objects.filter(
        meeting__in=projects.values("meeting_id"), is_missing=False
    ).exclude(meeting__state=Meeting.State.CANCELLED)
    organisation = "profile__registration__organisation_id"
    for meeting_id, one in there.values_list("meeting_id", organisation):
        projects_here = cells[industry_of[one]].projects if one in industry_of else None
        if projects_here is not None:
            projects_here.add(meeting_id)


def _add_needs(actor: Actor, cells: dict[str, OwnCell], industry_of: dict[int, str]) -> None:
    words = latest_needs(actor).filter(importance__gte=IMPORTANT_FROM)
    for organisation_id, topic in words.values_list("organisation_id", "topic"):
        industry = industry_of.get(organisation_id)
        if industry is not None:
            cells[industry].needs += 1
            cells[industry].topics.add(topic)
    answering: dict[str, set[str]] = defaultdict(set)
    for service in services_offered(actor):
        for answer in service.answers.all():
            if answer.strength > 0:
                answering[answer.topic].add(service.name)
    for cell in cells.values():
        for topic in cell.topics:
            cell.services |= answering[topic]


def _industry_of(code: str, known: dict[str, str], revision: str) -> str | None:
    """Find the narrowest industry of the dataset that holds an activity."""
    path = nace.activities(revision).path(code)
    return next((known[one.code] for one in reversed(path) if one.code in known), None)


def _sign_of(country: str) -> str:
    return {"GR": "EL", "GB": "UK"}.get(country, country)
