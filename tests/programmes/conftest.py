"""A programme of three clusters, and its officer."""

import pytest

from raceme.access.actor import SYSTEM, Actor
from raceme.access.models import Cluster
from raceme.programmes import verbs
from raceme.programmes.models import Programme
from tests.factories import NOW, make_actor, make_cluster, make_user
from tests.programmes.making import FIRMS_OF, add_firms


@pytest.fixture
def clusters(db: None) -> list[Cluster]:
    made = []
    for slug, numbers in FIRMS_OF.items():
        cluster = make_cluster(slug)
        add_firms(cluster, numbers)
        made.append(cluster)
    return made


@pytest.fixture
def programme(clusters: list[Cluster]) -> Programme:
    found = verbs.found_programme(
        slug="growth", name="Growth", agency="Example ministry", by=SYSTEM, at=NOW
    )
    for cluster in clusters:
        agreement = verbs.ask_cluster(found, cluster, by=SYSTEM, at=NOW)
        verbs.agree(agreement, by=make_actor(cluster), at=NOW)
    return found


@pytest.fixture
def officer(programme: Programme) -> Actor:
    user = make_user("officer@example.org")
    verbs.name_officer(programme, user, by=SYSTEM, at=NOW)
    return Actor(label="officer", user=user)
