"""The pages about programmes of a cluster, and what their API writes: who may."""

from itertools import count
from typing import Any

from raceme.access.actor import SYSTEM, Actor
from raceme.access.models import Cluster, Role
from raceme.programmes.models import Agreement
from raceme.programmes.verbs import agree as agree_to
from raceme.programmes.verbs import ask_cluster, found_programme, make_edition, name_officer
from tests.factories import NOW

_numbers = count(1)
READ_PAGES = {"programmes:list": set(Role)}
ACTS = {"programmes:agree": {Role.MANAGER}, "programmes:end": {Role.MANAGER}}
WRITES: dict[tuple[str, str], tuple[set[Role], Any]] = {
    ("post", "/programmes/{pk}/agree"): ({Role.MANAGER}, None),
    ("post", "/programmes/{pk}/end"): ({Role.MANAGER}, None),
}


def make_agreement(cluster: Cluster) -> Agreement:
    """Ask a cluster to take part in a programme of its own."""
    programme = found_programme(
        slug=f"programme-{next(_numbers)}", name="Example programme", agency="Example ministry",
        by=SYSTEM, at=NOW,
    )  # fmt: skip
    return ask_cluster(programme, cluster, by=SYSTEM, at=NOW)


def paths_of_an_officer(manager: Actor) -> list[str]:
    """Let a manager be an officer, too, of a programme with an edition; give its pages."""
    assert manager.cluster is not None
    assert manager.user is not None
    programme = agree_to(make_agreement(manager.cluster), by=manager, at=NOW).programme
    name_officer(programme, manager.user, by=SYSTEM, at=NOW)
    make_edition(programme, by=manager, at=NOW)
    there = f"/programme/{programme.slug}/"
    shown = [f"{there}?show={one}" for one in ("cost", "own")]
    return [there, *shown, f"{there}firms-2026.csv", f"{there}compare/", f"{there}edition/"]
