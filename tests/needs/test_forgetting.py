"""A person who is erased is forgotten in letters and answers, too; and told before what is kept."""

import json

import pytest
from django.core import serializers

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation.models import Change
from raceme.members.models import Person
from raceme.members.queries.keeping import sheets_about
from raceme.members.verbs import erase_person
from raceme.needs.models import Answer, Invitation, Letter, Need, Response
from raceme.needs.verbs.answers import Given, save_answers, start_response, submit_response
from tests.factories import NOW
from tests.needs.asking import guest, make_reachable, make_running, question_of, topic

KINDS = (Answer, Invitation, Letter, Need, Response)


@pytest.fixture
def person(cluster: Cluster) -> Person:
    """Somebody who was written to and has answered, under its own name."""
    _round, (invitation,) = make_running(cluster, make_reachable(cluster))
    assert invitation.person is not None
    response = start_response(invitation, language="en", by=guest(invitation), at=NOW)
    given = {
        question_of(response.questionnaire, "training"): topic(5, note="Ask Ada Example again"),
        question_of(response.questionnaire, "exports"): Given(is_yes=True),
        question_of(response.questionnaire, "where"): Given(
            text=f"Write to {invitation.person.email}"
        ),
    }
    save_answers(response, given, by=guest(invitation), at=NOW)
    submit_response(response, by=guest(invitation), at=NOW)
    return invitation.person


def everything_kept() -> str:
    rows = [row for model in KINDS for row in model._default_manager.all()]
    changes = Change.objects.exclude(kind__startswith="members.person")
    return serializers.serialize("json", rows) + json.dumps(
        [[one.author, one.thing_label, one.values] for one in changes]
    )


def test_name_and_address_go_and_the_answers_stay(person: Person, manager: Actor) -> None:
    name, email = person.name, person.email
    assert name in everything_kept()
    assert email in everything_kept()

    erase_person(person, also=["Ada Example"], by=manager, at=NOW)

    kept = everything_kept()
    assert name not in kept
    assert email not in kept
    assert "Ask erased person again" in kept
    assert Need.objects.get().importance == 5
    assert set(Letter.objects.values_list("email", flat=True)) == {""}


def test_others_are_not_forgotten_with_it(cluster: Cluster, person: Person, manager: Actor) -> None:
    _round, (other,) = make_running(
        cluster, make_reachable(cluster), questionnaire=Response.objects.get().questionnaire
    )

    erase_person(person, by=manager, at=NOW)

    other.refresh_from_db()
    assert other.email
    assert other.letters.get().email == other.email


def test_what_is_kept_is_told_to_the_person(person: Person, manager: Actor) -> None:
    sheets = {sheet.name: sheet.rows for sheet in sheets_about(manager, person)}

    assert [row[3] for row in sheets["Letters"]] == [person.email]
    assert [row[2] for row in sheets["Answers"]] == [
        "Specialised training",
        "Do you export?",
        "Where to?",
    ]
