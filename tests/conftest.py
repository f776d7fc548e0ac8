"""What many tests start from: a cluster organisation, its people, and a signed-in browser."""

import pytest
from django.db.models.signals import post_migrate
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster, Role
from raceme.intake.queries import lately
from raceme.members import bridge
from tests.factories import make_actor, make_cluster


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Leave Django's permissions aside: rules of our own say who may do what.

    Whatever empties the tables after a test would write seven hundred of them anew.
    """
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")


@pytest.fixture(autouse=True)
def books_forgotten() -> None:
    """What one test has kept ready of its books is not true in the next."""
    bridge.forget()
    lately.forget()


@pytest.fixture
def cluster(db: None) -> Cluster:
    return make_cluster("here")


@pytest.fixture
def manager(cluster: Cluster) -> Actor:
    return make_actor(cluster)


@pytest.fixture
def viewer(cluster: Cluster) -> Actor:
    return make_actor(cluster, Role.VIEWER)


@pytest.fixture
def browser(manager: Actor) -> Client:
    """A browser in which the manager has signed in."""
    client = Client()
    assert manager.user is not None
    client.force_login(manager.user)
    return client


@pytest.fixture
def viewer_browser(viewer: Actor) -> Client:
    client = Client()
    assert viewer.user is not None
    client.force_login(viewer.user)
    return client
