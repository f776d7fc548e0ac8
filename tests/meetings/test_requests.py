"""Who may ask whom for a meeting, and what the other can say."""

import pytest

from raceme.access.models import Cluster
from raceme.meetings.models import Matchmaking
from tests.events.making import make_open
from tests.factories import make_matchmaking, make_profile, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def matchmaking(cluster: Cluster) -> Matchmaking:
    return make_matchmaking(make_open(cluster))


def test_a_request_booked_on_behalf_is_accepted(matchmaking: Matchmaking) -> None:
    ann, ben = make_profile(matchmaking, "Ann"), make_profile(matchmaking, "Ben")

    request = make_request(ann, ben)

    assert (request.state, request.source, request.asked_by) == ("accepted", "office", "system")
