"""Interviews: an adviser fills the sheet in; the talk stands among the contacts of the member."""

from datetime import date, timedelta

import pytest

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation.errors import NotAllowed, Refused
from raceme.members.models import Organisation, Visit
from raceme.members.verbs import record_leaving
from raceme.needs.models import Invitation, Need, Response
from raceme.needs.verbs.answers import Given, save_answers, submit_response
from raceme.needs.verbs.interviews import (
    finish_interview,
    set_aside_interview,
    start_interview,
)
from tests.factories import NOW, TODAY, make_organisation
from tests.needs.asking import guest, make_questionnaire, question_of, topic

DAY = timedelta(days=1)
YES = Given(is_yes=True)


def save(response: Response, *, by: Actor | None = None, **said: Given) -> Response:
    assert response.invitation is not None
    given = {question_of(response.questionnaire, code): one for code, one in said.items()}
    return save_answers(response, given, by=by or guest(response.invitation), at=NOW)


def test_an_interview_is_the_answer_to_a_running_round(
    invitation: Invitation, response: Response, manager: Actor
) -> None:
    save(response, training=topic(5, 2))
    same = start_interview(invitation.organisation, response.questionnaire, by=manager, at=NOW)
    save(same, by=manager, training=topic(5, 1, note="No time for courses"), exports=YES)
    done = finish_interview(
        same,
        happened_on=TODAY - DAY,
        contact_kind="call",
        person=invitation.person,
        minutes=30,
        note="In good spirits",
        by=manager,
        at=NOW,
    )

    (need,) = Need.objects.all()
    assert same == response
    assert (need.source, need.recorded_on, need.note) == (
        "interview", TODAY - DAY, "No time for courses",
    )  # fmt: skip
    assert (done.mode, done.interviewer) == ("interview", manager.user)
    visit = Visit.objects.get()
    assert done.visit == visit
    assert (visit.kind, visit.minutes, visit.note, visit.adviser, visit.topics) == (
        "call", 30, "In good spirits", manager.user, ["training"],
    )  # fmt: skip
    assert [str(one) for one in visit.people.all()] == [str(invitation.person)]
    assert visit.organisation.last_contact_on == TODAY - DAY


def test_a_talk_put_right_is_no_second_contact(
    response: Response, invitation: Invitation, manager: Actor
) -> None:
    save(response, by=manager, exports=YES, training=topic(3))
    facts = {"contact_kind": "call", "person": None, "minutes": 30, "note": ""}
    done = finish_interview(response, happened_on=TODAY, **facts, by=manager, at=NOW)

    finish_interview(done, happened_on=TODAY - DAY, **(facts | {"minutes": 45}), by=manager, at=NOW)

    visit = Visit.objects.get()
    assert (visit.minutes, visit.happened_on) == (45, TODAY - DAY)


def test_what_a_member_sent_itself_becomes_no_interview(
    response: Response, invitation: Invitation, manager: Actor
) -> None:
    save(response, training=topic(3), exports=YES)
    submit_response(response, by=guest(invitation), at=NOW)
    same = start_interview(invitation.organisation, response.questionnaire, by=manager, at=NOW)

    finish_interview(
        same, happened_on=TODAY - DAY, contact_kind="call", person=None, minutes=10, note="Thanks",
        by=manager, at=NOW,
    )  # fmt: skip

    now = Response.objects.get()
    assert (now.mode, now.interviewer, now.happened_on) == ("survey", None, None)
    assert now.person == invitation.person
    assert Need.objects.get().source == "survey"
    assert now.visit == Visit.objects.get()
    assert (now.visit.happened_on, now.visit.note) == (TODAY - DAY, "Thanks")


def test_an_interview_needs_no_round(cluster: Cluster, manager: Actor, viewer: Actor) -> None:
    organisation, questionnaire = make_organisation(cluster), make_questionnaire(cluster)

    begun = start_interview(organisation, questionnaire, by=manager, at=NOW)
    again = start_interview(organisation, questionnaire, by=manager, at=NOW)

    questionnaire.refresh_from_db()
    assert (again, begun.invitation, questionnaire.is_frozen) == (begun, None, True)
    with pytest.raises(NotAllowed):
        start_interview(organisation, questionnaire, by=viewer, at=NOW)
    aside = set_aside_interview(begun, by=manager, at=NOW)
    with pytest.raises(Refused):
        save_answers(aside, {}, by=manager, at=NOW)
    assert start_interview(organisation, questionnaire, by=manager, at=NOW) != begun


def test_who_has_left_meanwhile_is_not_interviewed(cluster: Cluster, manager: Actor) -> None:
    organisation, questionnaire = make_organisation(cluster), make_questionnaire(cluster)
    seen = Organisation.objects.get(pk=organisation.pk)
    record_leaving(organisation, left_on=TODAY, by=manager, at=NOW)

    with pytest.raises(Refused, match="has left"):
        start_interview(seen, questionnaire, by=manager, at=NOW)


def test_a_talk_is_not_finished_before_it_has_been(
    invitation: Invitation, response: Response, manager: Actor
) -> None:
    facts = {"contact_kind": "call", "person": None, "minutes": None, "note": ""}

    def finish(day: date) -> Response:
        return finish_interview(response, happened_on=day, **facts, by=manager, at=NOW)

    with pytest.raises(Refused, match="future"):
        finish(TODAY + DAY)
    with pytest.raises(Refused, match="must still be answered"):
        finish(TODAY)
    assert Response.objects.get().mode == "survey"
    with pytest.raises(Refused):
        set_aside_interview(response, by=manager, at=NOW)
