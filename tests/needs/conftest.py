"""What tests of rounds share."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from raceme.access.models import Cluster
from raceme.needs.models import Invitation, Questionnaire, Response
from raceme.needs.verbs.answers import start_response
from tests.needs.asking import (
    guest,
    make_reachable,
    make_running,
)
from tests.needs.link import TOMORROW


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let background work be done at once, as without a worker."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_: act())


@pytest.fixture(autouse=True)
def no_counts() -> None:
    cache.clear()


@pytest.fixture
def invitation(cluster: Cluster) -> Invitation:
    _round, (invitation,) = make_running(cluster, make_reachable(cluster), **TOMORROW)
    return invitation


@pytest.fixture
def questionnaire(invitation: Invitation) -> Questionnaire:
    return invitation.round.questionnaire


@pytest.fixture
def response(invitation: Invitation) -> Response:
    return start_response(invitation, language="en", by=guest(invitation), at=timezone.now())
