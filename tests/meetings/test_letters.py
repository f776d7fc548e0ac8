"""Letters about meetings in the office's own words."""

import pytest
from django.test import Client
from django.urls import reverse

from raceme.access.models import Cluster
from raceme.foundation.errors import NotAllowed, Refused
from raceme.meetings.models import Matchmaking
from raceme.meetings.verbs.setup import write_letter
from tests.factories import NOW, make_profile, make_request
from tests.meetings.making import guest, make_matching, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def matchmaking(cluster: Cluster) -> Matchmaking:
    return make_matching(cluster)


def test_a_letter_without_the_link_is_refused(matchmaking: Matchmaking) -> None:
    by = system(matchmaking)

    with pytest.raises(Refused):
        write_letter(matchmaking, "asked", subject={}, text={"en": "Hello."}, by=by, at=NOW)
    with pytest.raises(Refused):
        write_letter(matchmaking, "nonsense", subject={}, text={}, by=by, at=NOW)

    kept = write_letter(
        matchmaking, "asked", subject={"en": "Hi"}, text={"en": "{link}"}, by=by, at=NOW
    )
    assert kept.letters == {"asked": {"subject": {"en": "Hi"}, "text": {"en": "{link}"}}}
    assert write_letter(matchmaking, "asked", subject={}, text={}, by=by, at=NOW).letters == {}


def test_only_the_team_writes_letters(matchmaking: Matchmaking) -> None:
    profile = make_profile(matchmaking, "Ann")

    with pytest.raises(NotAllowed):
        write_letter(matchmaking, "asked", subject={}, text={}, by=guest(profile), at=NOW)


def test_the_own_words_are_shown_as_the_first_participant_reads_them(
    matchmaking: Matchmaking, browser: Client, cluster: Cluster
) -> None:
    ann, ben = (make_profile(matchmaking, name) for name in ("Ann", "Ben"))
    make_request(ben, ann)
    kwargs = {"cluster": cluster.slug, "pk": matchmaking.pk, "kind": "asked"}
    address = reverse("meetings:letter", kwargs=kwargs)
    words = {"subject_en": "A word", "text_en": "Servus {name}, {other} asks. {link}"}

    refused = browser.post(address, {**words, "text_en": "Servus {name}."})
    done = browser.post(address, words)
    page = browser.get(address).content.decode()

    assert (refused.status_code, done.status_code) == (422, 302)
    assert "Servus Ann Sample, Ben Sample (Ben Works) asks." in page
    assert ann.registration.secret not in page
