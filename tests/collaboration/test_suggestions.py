"""From a request to an introduction: who is asked, who learns what, and when."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.collaboration.models import Because, PartnerSearch, Side, Suggestion
from raceme.collaboration.queries.pages import guest_on, open_page_of
from raceme.collaboration.verbs import consents, reminding, searching
from raceme.collaboration.verbs import suggestions as verbs
from raceme.foundation.errors import NotAllowed, Refused
from tests.collaboration.partners import make_pair, make_released, make_suggestion
from tests.factories import NOW, make_cluster, make_notice, make_organisation

pytestmark = pytest.mark.usefixtures("work_done_at_once")


def path_of(suggestion: Suggestion, side: Side, page: str = "suggestion") -> str:
    """Where one of the two finds the suggestion behind its personal link."""
    whose = open_page_of(suggestion.organisation_on(side))
    assert whose is not None
    return reverse(f"partner:{page}", kwargs={"secret": whose.secret, "pk": suggestion.pk})


def speaker(suggestion: Suggestion, side: Side) -> Actor:
    page = open_page_of(suggestion.organisation_on(side))
    assert page is not None
    return guest_on(page)


def test_a_request_is_answered_by_who_has_it(cluster: Cluster) -> None:
    suggestion = make_suggestion(cluster)

    assert (suggestion.one.name, suggestion.other.name) == (
        "Quernstone Mills",
        "Hygroscope Sensors",
    )
    assert suggestion.state == "proposed"
    assert suggestion.is_cross_sector
    assert suggestion.parts["need"] == 1.0
    codes = [one["code"] for one in suggestion.reasons]
    assert codes[0] == "gives_wanted"
    assert suggestion.search.state == PartnerSearch.State.DONE


def test_nobody_is_written_to_before_the_release(cluster: Cluster) -> None:
    make_suggestion(cluster)

    assert mail.outbox == []


def test_a_pair_under_way_is_not_proposed_again(cluster: Cluster, manager: Actor) -> None:
    suggestion = make_suggestion(cluster)

    search = searching.find_partners(organisation=suggestion.one, by=manager, at=NOW)

    search.refresh_from_db()
    assert (search.state, search.found) == ("done", 0)
    assert Suggestion.objects.get() == suggestion


def test_both_are_asked_and_neither_is_named(cluster: Cluster) -> None:
    suggestion = make_released(cluster)

    assert suggestion.state == "released"
    assert sorted(one.to[0] for one in mail.outbox) == [
        "feuchter@sample.example",
        "mahler@sample.example",
    ]


@pytest.mark.django_db(transaction=True)
def test_with_both_consents_they_are_introduced(cluster: Cluster) -> None:
    suggestion = make_released(cluster)
    mail.outbox.clear()

    first = Client().post(path_of(suggestion, Side.ONE, "agree"))
    suggestion.refresh_from_db()
    assert (first.status_code, suggestion.state, mail.outbox) == (302, "one-agreed", [])

    Client().post(path_of(suggestion, Side.OTHER, "agree"))
    suggestion.refresh_from_db()

    assert suggestion.state == "introduced"
    letters = {one.to[0]: one.body for one in mail.outbox}
    assert "Hygroscope Sensors" in letters["mahler@sample.example"]
    assert "+43 000 22" in letters["mahler@sample.example"]
    assert "Quernstone Mills" in letters["feuchter@sample.example"]
    page = Client().get(path_of(suggestion, Side.ONE)).content.decode()
    assert "feuchter@sample.example" in page


def test_one_consent_introduces_nobody(cluster: Cluster, manager: Actor) -> None:
    suggestion = make_released(cluster)
    consents.agree(suggestion, Side.ONE, by=speaker(suggestion, Side.ONE), at=NOW)

    with pytest.raises(Refused):
        consents.introduce(suggestion, by=manager, at=NOW)

    assert Suggestion.objects.get().introduced_at is None


def test_nobody_speaks_for_the_other(cluster: Cluster) -> None:
    suggestion = make_released(cluster)
    mill = speaker(suggestion, Side.ONE)

    with pytest.raises(NotAllowed):
        consents.agree(suggestion, Side.OTHER, by=mill, at=NOW)
    with pytest.raises(NotAllowed):
        consents.introduce(suggestion, by=mill, at=NOW)
    with pytest.raises(NotAllowed):
        verbs.recall_suggestion(suggestion, by=mill, at=NOW)


def test_a_no_needs_a_reason_and_closes(cluster: Cluster) -> None:
    suggestion = make_released(cluster)
    mail.outbox.clear()
    path = path_of(suggestion, Side.OTHER, "decline")

    assert Client().post(path, {}).status_code == 422
    Client().post(path, {"because": "topic", "note": "We make no sensors for flour."})

    suggestion.refresh_from_db()
    assert suggestion.state == "declined"
    (letter,) = mail.outbox
    assert letter.to == ["mahler@sample.example"]
    assert "flour" not in letter.body
    assert "Hygroscope" not in letter.subject + letter.body


def test_a_yes_can_be_taken_back_until_the_other_agrees(cluster: Cluster) -> None:
    suggestion = make_released(cluster)
    mill, probe = (speaker(suggestion, side) for side in Side)
    consents.agree(suggestion, Side.ONE, by=mill, at=NOW)

    suggestion = consents.withdraw_consent(suggestion, Side.ONE, by=mill, at=NOW)
    assert suggestion.state == "released"

    consents.agree(suggestion, Side.OTHER, by=probe, at=NOW)
    consents.agree(suggestion, Side.ONE, by=mill, at=NOW)
    with pytest.raises(Refused):
        consents.withdraw_consent(suggestion, Side.ONE, by=mill, at=NOW)


def test_a_release_is_taken_back_only_while_nobody_has_answered(
    cluster: Cluster, manager: Actor
) -> None:
    suggestion = make_released(cluster)

    suggestion = verbs.recall_suggestion(suggestion, by=manager, at=NOW)
    assert (suggestion.state, suggestion.consents.count()) == ("proposed", 0)

    verbs.release_suggestion(suggestion, by=manager, at=NOW)
    consents.agree(suggestion, Side.ONE, by=speaker(suggestion, Side.ONE), at=NOW)
    with pytest.raises(Refused):
        verbs.recall_suggestion(suggestion, by=manager, at=NOW)


def test_a_member_without_a_contact_cannot_be_asked(cluster: Cluster, manager: Actor) -> None:
    suggestion = make_suggestion(cluster)
    suggestion.other.posts.all().delete()

    with pytest.raises(Refused) as refusal:
        verbs.release_suggestion(suggestion, by=manager, at=NOW)

    assert "Hygroscope Sensors" in str(refusal.value.message)
    assert Suggestion.objects.get().state == "proposed"


def test_what_was_not_released_can_be_proposed_again(cluster: Cluster, manager: Actor) -> None:
    suggestion = make_suggestion(cluster)

    dropped = verbs.drop_suggestion(suggestion, because=Because.PLACE, by=manager, at=NOW)
    assert (dropped.state, dropped.closed_at) == ("dropped", NOW)

    restored = verbs.restore_suggestion(dropped, by=manager, at=NOW)
    assert (restored.state, restored.because) == ("proposed", "")


def test_everybody_is_reminded_once(cluster: Cluster, manager: Actor) -> None:
    suggestion = make_released(cluster)
    consents.agree(suggestion, Side.ONE, by=speaker(suggestion, Side.ONE), at=NOW)
    mail.outbox.clear()

    assert reminding.remind_of_suggestion(suggestion, by=manager, at=NOW) == 1
    assert [one.to for one in mail.outbox] == [["feuchter@sample.example"]]
    with pytest.raises(Refused):
        reminding.remind_of_suggestion(suggestion, by=manager, at=NOW)


def test_who_declined_can_be_asked_once_more(cluster: Cluster, manager: Actor) -> None:
    suggestion = make_released(cluster)
    mill, probe = (speaker(suggestion, side) for side in Side)
    consents.agree(suggestion, Side.ONE, by=mill, at=NOW)
    consents.decline_suggestion(suggestion, Side.OTHER, because="time", by=probe, at=NOW)

    suggestion = consents.ask_again(suggestion, by=manager, at=NOW)
    assert suggestion.state == "one-agreed"

    assert consents.agree(suggestion, Side.OTHER, by=probe, at=NOW).state == "introduced"


def test_partners_of_all_members_each_pair_once(cluster: Cluster, manager: Actor) -> None:
    make_pair(cluster)
    make_organisation(cluster, name="Third Works", nace="22.29")

    searching.find_partners(number=2, by=manager, at=NOW)

    pairs = [tuple(sorted((one.one_id, one.other_id))) for one in Suggestion.objects.all()]
    assert len(pairs) == len(set(pairs)) == 3


def test_an_expired_request_is_answered_by_nobody(cluster: Cluster, manager: Actor) -> None:
    notice = make_notice(make_organisation(cluster))
    notice.withdrawn_at = NOW
    notice.save()

    with pytest.raises(Refused):
        searching.find_partners(notice=notice, by=manager, at=NOW)


def test_a_viewer_sees_and_does_nothing_of_it(cluster: Cluster, viewer: Actor) -> None:
    suggestion = make_suggestion(cluster)

    with pytest.raises(NotAllowed):
        verbs.release_suggestion(suggestion, by=viewer, at=NOW)
    with pytest.raises(NotAllowed):
        searching.find_partners(by=viewer, at=NOW)


def test_the_word_of_the_office_names_nobody(cluster: Cluster, manager: Actor) -> None:
    suggestion = make_suggestion(cluster)

    with pytest.raises(Refused):
        verbs.release_suggestion(
            suggestion, word="You know hygroscope sensors from the fair.", by=manager, at=NOW
        )
    assert verbs.release_suggestion(suggestion, word="A good one.", by=manager, at=NOW).word


def test_the_system_of_another_cluster_may_not_release(cluster: Cluster) -> None:
    suggestion = make_suggestion(cluster)

    with pytest.raises(NotAllowed):
        verbs.release_suggestion(suggestion, by=system_of(make_cluster("there")), at=NOW)
