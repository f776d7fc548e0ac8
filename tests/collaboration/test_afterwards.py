"""What comes after the introduction, what answers teach, and what is forgotten."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.collaboration.bridge.finding import lessons_of, stated_weights, weights_now
from raceme.collaboration.models import Because, PartnerLetter, PartnerPage, Side, Suggestion
from raceme.collaboration.panels import tell_suggestions
from raceme.collaboration.queries.pages import guest_on, open_page_of
from raceme.collaboration.queries.ties import pairs_apart
from raceme.collaboration.verbs import consents, reminding, searching, steps
from raceme.collaboration.verbs.suggestions import drop_suggestion
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from raceme.members.models import Person
from raceme.members.signals import kept_on_person
from raceme.members.verbs import erase_person
from tests.collaboration.partners import introduced_by_hand, make_released, make_suggestion
from tests.factories import NOW, TODAY, make_notice, make_organisation

pytestmark = pytest.mark.usefixtures("work_done_at_once")


@pytest.fixture
def introduced(cluster: Cluster) -> Suggestion:
    suggestion = make_released(cluster)
    for side in Side:
        consents.agree(suggestion, side, by=system_of(cluster), at=NOW)
    return Suggestion.objects.get()


def test_it_stands_where_its_steps_say(introduced: Suggestion, manager: Actor) -> None:
    said = {"happened_on": TODAY, "by": manager, "at": NOW}
    steps.note_step(introduced, state="met", **said)
    order = steps.note_step(introduced, state="cooperation", kind="order", value_eur=900, **said)
    steps.note_step(introduced, state="follow-up", **said)

    assert Suggestion.objects.get().state == "cooperation"
    assert steps.undo_step(order, by=manager, at=NOW).state == "follow-up"

    steps.note_step(introduced, state="ended", **said)
    ended = Suggestion.objects.get()
    assert (ended.state, ended.closed_at) == ("ended", NOW)


def test_a_member_says_what_has_come_of_it(introduced: Suggestion) -> None:
    page = open_page_of(introduced.other)
    assert page is not None
    path = f"/partner/{page.secret}/suggestion/{introduced.pk}/note/"

    day = introduced.introduced_at.date()
    wrong = Client().post(path, {"state": "met", "happened_on": day, "kind": "order"})
    answer = Client().post(path, {"state": "met", "happened_on": day})

    assert (wrong.status_code, answer.status_code) == (422, 302)
    (step,) = introduced.steps.all()
    assert (step.state, step.said_by) == ("met", "Feuchter (Hygroscope Sensors)")


def test_nothing_comes_of_it_before_the_introduction(cluster: Cluster, manager: Actor) -> None:
    suggestion = make_released(cluster)

    with pytest.raises(Refused):
        steps.note_step(suggestion, state="met", happened_on=TODAY, by=manager, at=NOW)


@pytest.mark.parametrize("days", [-1, 1])
def test_neither_before_they_knew_each_other_nor_in_the_future(
    introduced: Suggestion, manager: Actor, days: int
) -> None:
    day = TODAY + timedelta(days=days)

    with pytest.raises(Refused):
        steps.note_step(introduced, state="met", happened_on=day, by=manager, at=NOW)


def test_a_stranger_notes_nothing(introduced: Suggestion, cluster: Cluster) -> None:
    stranger = make_organisation(cluster)
    guest = guest_on(PartnerPage(cluster=cluster, organisation=stranger, language="en"))

    with pytest.raises(NotAllowed):
        steps.note_step(introduced, side="one", state="met", happened_on=TODAY, by=guest, at=NOW)


def test_who_is_silent_for_a_week_is_reminded_once_by_itself(cluster: Cluster) -> None:
    make_released(cluster)
    mail.outbox.clear()

    assert reminding.look_after_suggestions(at=NOW + timedelta(days=6)) == 0
    assert reminding.look_after_suggestions(at=NOW + timedelta(days=7)) == 1
    assert reminding.look_after_suggestions(at=NOW + timedelta(days=9)) == 0

    assert len(mail.outbox) == 2


def test_after_four_weeks_both_are_asked_what_has_come_of_it(introduced: Suggestion) -> None:
    mail.outbox.clear()

    assert reminding.look_after_suggestions(at=NOW + timedelta(days=27)) == 0
    assert reminding.look_after_suggestions(at=NOW + timedelta(days=28)) == 1
    assert reminding.look_after_suggestions(at=NOW + timedelta(days=60)) == 0

    kinds = PartnerLetter.objects.filter(suggestion=introduced, kind="follow-up").count()
    assert (kinds, len(mail.outbox)) == (2, 2)


def test_without_answers_nothing_is_taught(cluster: Cluster, manager: Actor) -> None:
    assert weights_now(manager) == stated_weights()


def test_answers_move_the_weights_of_the_next_search(cluster: Cluster, manager: Actor) -> None:
    """One agreed where need is 1.0 and place 0.3, one declined as too far, place 1, need 0."""
    one, other, third = (make_organisation(cluster) for _ in range(3))
    introduced_by_hand(one, other, make_notice(one))
    declined = Suggestion.objects.create(
        cluster=cluster, one=one, other=third, parts={"need": 0.0, "place": 1.0}, proposed_at=NOW
    )
    drop_suggestion(declined, because=Because.PLACE, by=manager, at=NOW)

    search = searching.find_partners(organisation=one, by=manager, at=NOW)

    # 1 + 1.5 · 1 / (1 + 10) · (1 - 0) = 1.136…; of place 1 + 1.5 / 11 · (0.3 - 1) = 0.904…
    assert search.weights["need"] == pytest.approx(3.0 * (1 + 1.5 / 11))
    assert search.weights["place"] == pytest.approx(0.5 * (1 - 0.7 * 1.5 / 11))
    assert search.weights["topic"] == 2.0


def test_no_time_and_competition_teach_nothing(cluster: Cluster, manager: Actor) -> None:
    suggestion = make_suggestion(cluster)
    drop_suggestion(suggestion, because=Because.COMPETITOR, by=manager, at=NOW)

    assert {one.answers for one in lessons_of(manager)} == {0}
    assert {one.declined for one in lessons_of(manager)} == {None}


@pytest.mark.parametrize(
    ("because", "days"), [("time", 180), ("topic", 365), ("never", None), ("competitor", None)]
)
def test_how_long_a_pair_stays_apart(
    cluster: Cluster, manager: Actor, because: str, days: int | None
) -> None:
    suggestion = make_released(cluster)
    page = open_page_of(suggestion.one)
    assert page is not None
    consents.decline_suggestion(suggestion, Side.ONE, because=because, by=guest_on(page), at=NOW)

    def are_apart(after: int) -> bool:
        return bool(pairs_apart(manager, on=TODAY + timedelta(days=after)))

    assert are_apart(days - 1 if days else 3000)
    assert days is None or not are_apart(days)


def test_the_line_of_time_is_for_team_and_board(
    introduced: Suggestion, manager: Actor, viewer: Actor
) -> None:
    told = [entry.text for entry in tell_suggestions(manager, introduced.one)]

    assert told == ["Suggested: Hygroscope Sensors"]
    assert list(tell_suggestions(viewer, introduced.one)) == []


def test_who_is_erased_is_forgotten_here_too(introduced: Suggestion, manager: Actor) -> None:
    person = Person.objects.get(family_name="Mahler")
    page = open_page_of(introduced.one)
    assert page is not None
    steps.note_step(
        introduced, side="one", state="met", happened_on=TODAY, note="Mahler was there.",
        by=guest_on(page), at=NOW,
    )  # fmt: skip

    erase_person(person, by=manager, at=NOW, also=["Mahler"])

    page.refresh_from_db()
    assert (page.email, page.ended_at) == ("", NOW)
    assert Client().get(f"/partner/{page.secret}/").status_code == 410
    assert introduced.steps.get().note == "erased person was there."
    assert not PartnerLetter.objects.filter(email__icontains="mahler").exists()
    ours = Change.objects.filter(kind__startswith="collaboration.")
    kept = " ".join(f"{one.author} {one.thing_label} {one.values}" for one in ours)
    assert "mahler" not in kept.casefold()


def test_a_person_gets_what_is_kept(introduced: Suggestion, manager: Actor) -> None:
    person = Person.objects.get(family_name="Feuchter")

    given = kept_on_person.send(sender=Person, person=person, actor=manager)

    names = {sheet.name for _receiver, sheets in given for sheet in sheets}
    assert "Letters about partners" in names
