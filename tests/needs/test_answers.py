"""Answers: saved as one goes, submitted into needs, corrected, taken back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from raceme.access.actor import VISITOR, Actor
from raceme.access.models import Cluster
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from raceme.members.verbs import record_leaving
from raceme.needs.models import Answer, Invitation, Need, Response
from raceme.needs.queries.last import last_words
from raceme.needs.verbs.answers import (
    Given,
    save_answers,
    speak_language,
    start_response,
    submit_response,
    take_back_response,
)
from raceme.needs.verbs.links import decline_invitation
from raceme.needs.verbs.needs import withdraw_need
from raceme.needs.verbs.questionnaires import revise_questionnaire
from raceme.needs.verbs.rounds import close_round
from tests.factories import NOW, TODAY, make_need
from tests.needs.asking import (
    guest,
    make_questionnaire,
    make_reachable,
    make_running,
    question_of,
    topic,
)

DAY = timedelta(days=1)
YES = Given(is_yes=True)


@pytest.fixture
def invitation(cluster: Cluster) -> Invitation:
    _round, (invitation,) = make_running(cluster, make_reachable(cluster))
    return invitation


@pytest.fixture
def response(invitation: Invitation) -> Response:
    return start_response(invitation, language="de", by=guest(invitation), at=NOW)


def save(response: Response, *, at=NOW, by: Actor | None = None, **said: Given) -> Response:
    assert response.invitation is not None
    given = {
        question_of(response.questionnaire, code.replace("_", "-")): one
        for code, one in said.items()
    }
    return save_answers(response, given, by=by or guest(response.invitation), at=at)


def submit(response: Response, *, at=NOW, **said: Given) -> Response:
    assert response.invitation is not None
    save(response, at=at, **said)
    return submit_response(response, by=guest(response.invitation), at=at)


def needs() -> list[tuple[str, int, int | None, str, bool]]:
    rows = Need.objects.order_by("topic", "pk")
    return [
        (one.topic, one.importance, one.satisfaction, one.source, one.is_withdrawn) for one in rows
    ]


def test_who_has_begun_goes_on_with_the_same_sheet(
    invitation: Invitation, response: Response
) -> None:
    again = start_response(invitation, language="en", by=guest(invitation), at=NOW + DAY)

    assert again == response
    assert response.person == invitation.person


def test_nothing_counts_before_it_is_submitted(response: Response) -> None:
    save(response, training=topic(5, 2), staff=Given(number=Decimal(12)))

    answer = Answer.objects.get(question__code="staff")
    assert (answer.number, answer.counts) == (Decimal(12), False)
    assert needs() == []
    assert not Change.objects.filter(verb="change_answers").exists()


def test_a_submitted_sheet_becomes_needs_with_their_evidence(
    response: Response, invitation: Invitation
) -> None:
    submit(
        response,
        training=topic(5, 2),
        cybersecurity=Given(is_declined=True),
        exports=Given(is_yes=False),
    )

    (need,) = Need.objects.all()
    told = Change.objects.get(kind="needs.need")
    assert (need.topic, need.importance, need.satisfaction, need.source) == (
        "training", 5, 2, "survey",
    )  # fmt: skip
    assert need.recorded_on == TODAY
    assert need.answer is not None
    assert need.answer.response == response
    assert told.author == f"{invitation.person} ({invitation.organisation})"
    sent = Change.objects.get(verb="submit_response")
    assert sent.values == {
        "cybersecurity": [None, "-"],
        "training": [None, "5; 2"],
        "exports": [None, "no"],
    }


def test_an_unknown_satisfaction_stays_unknown(response: Response) -> None:
    submit(response, training=topic(4), exports=YES, where=Given(text="Chile"))

    assert needs() == [("training", 4, None, "survey", False)]


def test_what_must_be_answered_holds_the_sheet_back(response: Response) -> None:
    save(response, training=topic(4))

    with pytest.raises(Refused, match="Do you export"):
        submit(response)
    with pytest.raises(Refused, match="Cybersecurity"):
        # How satisfied, but not how important: half an answer.
        submit(response, cybersecurity=topic(None, 3), exports=YES)
    assert needs() == []
    submit(response, cybersecurity=Given(is_declined=True))
    assert needs() == [("training", 4, None, "survey", False)]


def test_a_change_on_the_same_day_corrects_and_a_later_one_is_a_new_word(
    response: Response,
) -> None:
    submit(response, training=topic(5, 2), exports=YES)

    save(response, training=topic(4, 2))
    assert needs() == [("training", 4, 2, "survey", False)]
    save(response, training=topic(3, 3), at=NOW + DAY)
    assert needs() == [
        ("training", 4, 2, "survey", False),
        ("training", 3, 3, "survey", False),
    ]
    changed = Change.objects.filter(verb="change_answers").order_by("pk")
    assert [one.values for one in changed] == [
        {"training": ["5; 2", "4; 2"]},
        {"training": ["4; 2", "3; 3"]},
    ]


def test_what_is_no_concern_any_more_is_withdrawn_not_deleted(response: Response) -> None:
    submit(response, training=topic(5, 2), exports=YES)

    save(response, training=Given(is_declined=True))
    assert needs() == [("training", 5, 2, "survey", True)]
    save(response, training=topic(5, 2))
    assert needs() == [("training", 5, 2, "survey", True), ("training", 5, 2, "survey", False)]


def test_a_need_the_office_withdrew_does_not_come_back_with_the_next_save(
    response: Response, manager: Actor
) -> None:
    submit(response, training=topic(5, 2), exports=YES)
    withdraw_need(Need.objects.get(), by=manager, at=NOW)

    save(response, training=topic(5, 2), staff=Given(number=Decimal(3)))

    assert needs() == [("training", 5, 2, "survey", True)]


def test_an_answer_no_longer_asked_for_is_kept_and_does_not_count(response: Response) -> None:
    submit(response, exports=YES, where=Given(text="Chile"))

    save(response, exports=Given(is_yes=False))
    where = Answer.objects.get(question__code="where")
    assert (where.text, where.counts) == ("Chile", False)
    save(response, exports=YES)
    where.refresh_from_db()
    assert where.counts is True


@pytest.mark.parametrize(
    ("code", "nonsense"),
    [
        ("training", topic(6)),
        ("training", topic(3, 0)),
        ("used", Given(chosen=("teleport",))),
        ("benefit", Given(degree=9)),
        ("staff", Given(number=Decimal(-1))),
        ("where", Given(text="x" * 5001)),
    ],
)
def test_nonsense_is_refused(response: Response, code: str, nonsense: Given) -> None:
    with pytest.raises(ValidationError):
        save(response, **{code: nonsense})
    assert not Answer.objects.exists()


def test_a_question_of_another_questionnaire_is_left_aside(
    cluster: Cluster, response: Response, invitation: Invitation
) -> None:
    other = question_of(make_questionnaire(cluster, code="other"), "benefit")

    save_answers(response, {other: Given(degree=3)}, by=guest(invitation), at=NOW)

    assert not Answer.objects.exists()


def test_only_the_link_of_the_organisation_and_the_team_answer(
    cluster: Cluster, response: Response, invitation: Invitation, viewer: Actor, manager: Actor
) -> None:
    other = make_reachable(cluster)
    _round, (theirs,) = make_running(cluster, other, questionnaire=response.questionnaire)

    for actor in (VISITOR, viewer, guest(theirs)):
        for act in (
            lambda by: save(response, by=by, training=topic(1)),
            lambda by: submit_response(response, by=by, at=NOW),
            lambda by: start_response(invitation, language="de", by=by, at=NOW),
            lambda by: decline_invitation(invitation, by=by, at=NOW),
        ):
            with pytest.raises(NotAllowed):
                act(actor)
    assert save(response, by=manager, training=topic(1)).pk


def test_a_round_that_is_over_takes_nothing(
    response: Response, invitation: Invitation, manager: Actor
) -> None:
    with pytest.raises(Refused, match="closed"):
        save(response, at=NOW + 60 * DAY, training=topic(1))
    close_round(invitation.round, by=manager, at=NOW)
    response.refresh_from_db()
    with pytest.raises(Refused, match="closed"):
        save(response, training=topic(1))


def test_who_has_left_answers_no_more(
    response: Response, invitation: Invitation, manager: Actor
) -> None:
    record_leaving(invitation.organisation, left_on=TODAY, by=manager, at=NOW)
    response = Response.objects.get()

    with pytest.raises(Refused, match="no longer a member"):
        save(response, training=topic(1))


def test_who_answers_after_all_has_not_declined(response: Response, invitation: Invitation) -> None:
    decline_invitation(invitation, by=guest(invitation), at=NOW)
    submit(response, exports=YES)

    invitation.refresh_from_db()
    assert invitation.declined_at is None
    with pytest.raises(Refused):
        decline_invitation(invitation, by=guest(invitation), at=NOW)


def test_answers_taken_back_count_no_longer_until_they_are_sent_again(
    response: Response, manager: Actor
) -> None:
    submit(response, training=topic(5, 2), exports=YES)

    back = take_back_response(response, by=manager, at=NOW)
    assert needs() == [("training", 5, 2, "survey", True)]
    assert (back.submitted_at, back.answers.filter(counts=True).count()) == (None, 0)
    with pytest.raises(Refused):
        take_back_response(back, by=manager, at=NOW)
    submit(back)
    assert needs()[-1] == ("training", 5, 2, "survey", False)


def test_the_language_is_one_of_the_questionnaire(
    response: Response, invitation: Invitation
) -> None:
    by = guest(invitation)

    assert speak_language(response, language="en", by=by, at=NOW).language == "en"
    assert speak_language(response, language="xx", by=by, at=NOW).language == "en"


def test_what_was_said_last_stands_beside_each_question(
    cluster: Cluster, response: Response, manager: Actor
) -> None:
    organisation = response.organisation
    long_ago = TODAY - timedelta(days=365)
    make_need(organisation, topic="cybersecurity", importance=2, recorded_on=long_ago)
    make_need(organisation, topic="cybersecurity", importance=5, source="project")
    submit(response, training=topic(5, 2), benefit=Given(degree=4), exports=YES)
    later = revise_questionnaire(response.questionnaire, by=manager, at=NOW)
    _round, (next_one,) = make_running(cluster, organisation, questionnaire=later)
    next_year = start_response(next_one, language="de", by=guest(next_one), at=NOW + DAY)

    before = last_words(response)
    now = {
        question.code: last_words(next_year).get(question.pk) for question in later.questions.all()
    }

    # Of this sheet itself nothing is shown as said before.
    assert [(one.day, one.importance) for one in before.values()] == [(long_ago, 2)]
    assert (now["training"].importance, now["training"].satisfaction) == (5, 2)
    assert now["benefit"].answer.degree == 4
    assert now["benefit"].day == TODAY
    assert now["where"] is None
