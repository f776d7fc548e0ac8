"""Rounds: who is asked and who cannot be, links, turnout, and what is overdue."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db.models import Model

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.records import lock
from raceme.members.verbs import record_leaving
from raceme.needs import queries
from raceme.needs.models import Invitation, Need
from raceme.needs.queries.links import invitation_with
from raceme.needs.queries.recipients import Hindrance, recipients_of
from raceme.needs.queries.rounds import Step, invitations_visible_to, turnout_by_role, turnout_of
from raceme.needs.verbs.answers import start_response, submit_response
from raceme.needs.verbs.letters import (
    send_again,
)
from raceme.needs.verbs.links import end_link, note_opening, renew_link
from raceme.needs.verbs.rounds import (
    choose_organisations,
    close_round,
    describe_round,
    draft_round,
    leave_out,
    open_round,
    remind,
    reopen_round,
    send_round,
)
from tests.factories import NOW, TODAY, make_actor, make_organisation
from tests.needs.asking import (
    LAST_DAY,
    guest,
    make_contact,
    make_questionnaire,
    make_reachable,
    make_round,
    make_running,
)

LATER = NOW + timedelta(days=8)


pytestmark = pytest.mark.usefixtures("at_once")


def test_who_cannot_be_written_to_says_why(cluster: Cluster, manager: Actor) -> None:
    fine = make_reachable(cluster)
    alone, silent, shy, left = (make_organisation(cluster) for _ in range(4))
    make_contact(silent, email="")
    make_contact(shy, is_not_to_contact=True)
    make_contact(left)

    round_ = make_round(make_questionnaire(cluster))
    choose_organisations(round_, [fine, alone, silent, shy, left], by=manager, at=NOW)
    record_leaving(left, left_on=TODAY, by=manager, at=NOW)
    send_round(round_, by=manager, at=NOW)

    found = {one.organisation: one.hindrance for one in recipients_of(round_, manager)}
    assert found == {
        fine: None,
        alone: Hindrance.NO_CONTACT,
        silent: Hindrance.NO_EMAIL,
        shy: Hindrance.NOT_TO_CONTACT,
        left: Hindrance.LEFT,
    }
    assert [message.to for message in mail.outbox] == [[f"contact{fine.pk}@example.org"]]


def test_nobody_is_asked_twice_and_later_ones_get_theirs(cluster: Cluster, manager: Actor) -> None:
    first, second = make_reachable(cluster), make_reachable(cluster)
    round_, _ = make_running(cluster, first)

    choose_organisations(round_, [first, second], by=manager, at=NOW)
    send_round(round_, by=manager, at=NOW)

    assert round_.invitations.count() == 2
    assert [message.to[0] for message in mail.outbox] == [
        f"contact{first.pk}@example.org",
        f"contact{second.pk}@example.org",
    ]
    with pytest.raises(Refused):
        send_round(round_, by=manager, at=NOW)


def test_a_round_is_not_sent_to_nobody_or_too_late(cluster: Cluster, manager: Actor) -> None:
    round_ = make_round(make_questionnaire(cluster))
    with pytest.raises(Refused, match="Nobody is chosen"):
        send_round(round_, by=manager, at=NOW)

    choose_organisations(round_, [make_organisation(cluster)], by=manager, at=NOW)
    with pytest.raises(Refused, match="nobody to whom"):
        send_round(round_, by=manager, at=NOW)

    choose_organisations(round_, [make_reachable(cluster)], by=manager, at=NOW)
    with pytest.raises(Refused, match="last day to answer has passed"):
        send_round(round_, by=manager, at=NOW + timedelta(days=60))
    assert not round_.questionnaire.is_frozen
    assert mail.outbox == []


def test_only_the_chosen_one_without_letter_is_left_out(cluster: Cluster, manager: Actor) -> None:
    first, second = make_reachable(cluster), make_reachable(cluster)
    round_, (asked,) = make_running(cluster, first)
    (late,) = choose_organisations(round_, [second], by=manager, at=NOW)

    leave_out(late, by=manager, at=NOW)

    assert list(round_.invitations.all()) == [asked]
    with pytest.raises(Refused):
        leave_out(asked, by=manager, at=NOW)


def test_nothing_is_sent_while_somebody_is_left_out(
    cluster: Cluster, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_ = make_round(make_questionnaire(cluster))
    (chosen,) = choose_organisations(round_, [make_reachable(cluster)], by=manager, at=NOW)
    locked: list[object] = []

    def locking(row: Model) -> Model:
        locked.append(row)
        return lock(row)

    monkeypatch.setattr("raceme.needs.verbs.rounds.lock", locking)
    leave_out(chosen, by=manager, at=NOW)

    assert locked == [round_, chosen]  # the round first, as when it is sent


def test_a_closed_round_sends_nothing_until_it_is_opened_again(
    cluster: Cluster, manager: Actor
) -> None:
    round_, (invitation,) = make_running(cluster, make_reachable(cluster))

    close_round(round_, by=manager, at=NOW)

    for act in (
        lambda: close_round(round_, by=manager, at=NOW),
        lambda: remind(round_, by=manager, at=LATER),
        lambda: send_again(invitation, by=manager, at=NOW),
        lambda: choose_organisations(round_, [], by=manager, at=NOW),
        lambda: start_response(invitation, language="en", by=guest(invitation), at=NOW),
        lambda: reopen_round(round_, closes_on=TODAY - timedelta(days=1), by=manager, at=NOW),
    ):
        with pytest.raises(Refused):
            act()
    reopen_round(round_, closes_on=LAST_DAY, by=manager, at=NOW)
    invitation.refresh_from_db()
    assert start_response(invitation, language="en", by=guest(invitation), at=NOW).pk


def test_a_round_opens_without_letters(cluster: Cluster, manager: Actor) -> None:
    round_ = make_round(make_questionnaire(cluster))
    (invitation,) = choose_organisations(round_, [make_organisation(cluster)], by=manager, at=NOW)

    open_round(round_, by=manager, at=NOW)

    invitation.refresh_from_db()
    assert start_response(invitation, language="en", by=guest(invitation), at=NOW).pk
    assert mail.outbox == []
    with pytest.raises(Refused):
        open_round(round_, by=manager, at=NOW)


def test_the_questionnaire_of_a_sent_round_stays(cluster: Cluster, manager: Actor) -> None:
    round_, _ = make_running(cluster, make_reachable(cluster))
    other = make_questionnaire(cluster, code="other")

    with pytest.raises(Refused):
        describe_round(round_, questionnaire=other, by=manager, at=NOW)
    assert describe_round(round_, name="Later", by=manager, at=NOW).name == "Later"


def test_the_secret_of_a_link_is_not_stored(cluster: Cluster, manager: Actor, settings) -> None:
    _round, (invitation,) = make_running(cluster, make_reachable(cluster))
    secret = invitation.secret

    row = Invitation.objects.filter(pk=invitation.pk).values().get()
    assert secret not in map(str, row.values())
    assert invitation_with(secret) == invitation
    assert invitation_with(secret[:-1]) is None
    settings.SECRET_KEY = "another key of the installation, which makes other links"
    assert invitation.secret != secret


def test_a_link_is_ended_and_renewed(cluster: Cluster, manager: Actor) -> None:
    _round, (invitation,) = make_running(cluster, make_reachable(cluster))
    before = invitation.secret

    end_link(invitation, by=manager, at=NOW)
    with pytest.raises(Refused):
        end_link(invitation, by=manager, at=NOW)
    renewed = renew_link(invitation, by=manager, at=NOW)

    assert invitation_with(before) is None
    assert invitation_with(renewed.secret) == invitation
    assert renewed.link_ended_at is None


def test_how_far_everybody_is_is_counted(cluster: Cluster, manager: Actor) -> None:
    firms = [make_reachable(cluster) for _ in range(3)]
    school = make_reachable(cluster, role="education")
    round_, (asked, opened, begun, done) = make_running(cluster, *firms, school)
    note_opening(opened, by=guest(opened), at=NOW)
    start_response(begun, language="en", by=guest(begun), at=NOW)
    answers = start_response(done, language="en", by=guest(done), at=NOW)
    answers.questionnaire.questions.update(is_required=False)
    submit_response(answers, by=guest(done), at=NOW)

    steps = dict(invitations_visible_to(manager).values_list("pk", "step"))
    turnout = turnout_of(round_)
    by_role = {
        str(one.label): (one.asked, one.submitted, one.share) for one in turnout_by_role(round_)
    }

    assert steps == {
        asked.pk: Step.ASKED,
        opened.pk: Step.OPENED,
        begun.pk: Step.STARTED,
        done.pk: Step.SUBMITTED,
    }
    assert (turnout.asked, turnout.opened, turnout.started, turnout.submitted) == (4, 3, 2, 1)
    assert by_role == {"Firm": (3, 0, 0.0), "University or school": (1, 1, 1.0)}
    assert Need.objects.count() == 0


def test_waiting_rounds_are_overdue(cluster: Cluster, manager: Actor) -> None:
    day = timedelta(days=1)
    planned = make_round(make_questionnaire(cluster), name="Draft", planned_on=TODAY)
    round_, _ = make_running(
        cluster, make_reachable(cluster), questionnaire=planned.questionnaire, name="Running"
    )

    def overdue(on) -> list[tuple[str, str]]:
        return [(one.label, one.detail) for one in queries.overdue_questionnaires(manager, on)]

    assert overdue(TODAY) == []
    assert overdue(TODAY + day) == [("Draft", "was to be sent on 23 November 2026")]
    assert overdue(LAST_DAY + day)[1] == (
        "Running",
        "ended on 14 December 2026, 1 answer outstanding, not closed",
    )
    close_round(round_, by=manager, at=NOW)
    assert [label for label, _ in overdue(LAST_DAY + day)] == ["Draft"]
    (one,) = queries.overdue_questionnaires(manager, TODAY + day)
    assert one.address == f"/c/here/needs/questionnaires/rounds/{planned.pk}/"


def test_viewers_and_strangers_send_nothing(
    cluster: Cluster, manager: Actor, viewer: Actor
) -> None:
    round_, (invitation,) = make_running(cluster, make_reachable(cluster))
    other = make_actor(make_organisation(cluster).cluster)

    for act in (
        lambda: draft_round(round_.questionnaire, name="x", by=viewer, at=NOW),
        lambda: send_round(round_, by=viewer, at=NOW),
        lambda: remind(round_, by=viewer, at=LATER),
        lambda: end_link(invitation, by=viewer, at=NOW),
        lambda: note_opening(invitation, by=viewer, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert list(invitations_visible_to(viewer)) == []
    assert other.cluster == cluster


def test_lists_of_those_asked_cost_the_same_for_one_and_for_three(
    cluster: Cluster,
    manager: Actor,
    django_assert_num_queries,
) -> None:
    round_, _ = make_running(cluster, make_reachable(cluster))
    assert str(round_.questionnaire)  # fetched once, whatever the length of the list
    with django_assert_num_queries(2):
        recipients_of(round_, manager)
    more = [make_reachable(cluster) for _ in range(2)]
    choose_organisations(round_, more, by=manager, at=NOW)

    with django_assert_num_queries(2):
        assert len(recipients_of(round_, manager)) == 3
