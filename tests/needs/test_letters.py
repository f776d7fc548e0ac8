"""Letters: each goes out once, whatever happens; reminders keep within their limits."""

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation.errors import Refused
from raceme.foundation.mailing import ATTEMPTS, SILENCE
from raceme.members.verbs import describe_person, give_post
from raceme.needs.background import send_letters
from raceme.needs.models import Letter, Round
from raceme.needs.queries.recipients import Hindrance, to_remind
from raceme.needs.queries.rounds import Step, invitations_visible_to
from raceme.needs.verbs.answers import start_response, submit_response
from raceme.needs.verbs.letters import (
    OUTBOX,
    note_return,
    send_again,
    send_waiting,
)
from raceme.needs.verbs.links import decline_invitation
from raceme.needs.verbs.rounds import (
    choose_organisations,
    close_round,
    remind,
    reopen_round,
    send_round,
)
from tests.factories import NOW, make_organisation
from tests.needs.asking import (
    LAST_DAY,
    guest,
    make_contact,
    make_reachable,
    make_round,
    make_running,
)

LATER = NOW + timedelta(days=8)

pytestmark = pytest.mark.usefixtures("at_once")


class Server(EmailBackend):
    """A mail server that refuses some addresses and hangs up at others."""

    def send_messages(self, messages: list[EmailMessage]) -> int:
        for message in messages:
            (address,) = message.to
            if address.startswith("gone"):
                raise smtplib.SMTPRecipientsRefused({address: (550, b"no such user")})
            if address.startswith("busy"):
                raise smtplib.SMTPRecipientsRefused({address: (451, b"try later")})
            if address.startswith("hangs"):
                raise smtplib.SMTPServerDisconnected("hung up")
        return super().send_messages(messages)


class NoServer(EmailBackend):
    def open(self) -> bool:
        raise ConnectionRefusedError("nobody listens")


@pytest.fixture
def moody_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("raceme.foundation.mailing.get_connection", Server)


def states(round_: Round) -> list[str]:
    letters = Letter.objects.filter(invitation__round=round_).order_by("pk")
    return [letter.state for letter in letters]


def test_everybody_gets_a_letter_of_its_own_in_its_language(
    cluster: Cluster, manager: Actor
) -> None:
    german, english = make_reachable(cluster), make_organisation(cluster)
    make_contact(english, language="fr")

    round_, (first, second) = make_running(cluster, german, english)

    to_german, to_english = mail.outbox
    assert to_german.to == [f"contact{german.pk}@example.org"]
    assert to_german.subject == "Cluster here: Ihr Bedarf, zehn Minuten"
    assert f"/answer/{first.secret}/" in to_german.body
    assert f"/answer/{second.secret}/" in to_english.body
    assert "Dear Ada Example" in to_english.body
    assert "{" not in to_german.body + to_english.body
    assert to_german.reply_to == ["office@example.org"]
    assert to_german.from_email == "Cluster here <raceme@localhost>"
    assert states(round_) == ["sent", "sent"]
    assert round_.questionnaire.is_frozen


def test_a_name_that_looks_like_a_place_stays_a_name(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster, name="{link} & Sons\nBcc: all@example.org")
    make_contact(organisation)

    make_running(cluster, organisation, subject={"en": "For {organisation}", "de": "x"})

    (letter,) = mail.outbox
    assert letter.body.count("/answer/") == 1
    assert "{link} & Sons" in letter.body


def test_what_the_server_refuses_is_written_down_and_shown(
    cluster: Cluster, manager: Actor, moody_server: None
) -> None:
    organisations = [make_organisation(cluster) for _ in range(3)]
    for name, organisation in zip(("gone", "busy", "fine"), organisations, strict=True):
        make_contact(organisation, email=f"{name}@example.org")

    round_, invitations = make_running(cluster, *organisations)

    gone, busy, fine = Letter.objects.order_by("pk")
    assert (gone.state, gone.trouble) == ("refused", "550 no such user")
    assert (busy.state, busy.trouble, busy.attempts) == ("waiting", "451 try later", 1)
    assert fine.state == "sent"
    troubled = invitations_visible_to(manager).filter(is_troubled=True)
    assert [one.pk for one in troubled] == [invitations[0].pk]
    assert round_.mailing_at is not None  # it is tried again


def test_a_server_that_says_later_is_asked_again_but_not_for_ever(
    cluster: Cluster, manager: Actor, moody_server: None
) -> None:
    organisation = make_organisation(cluster)
    make_contact(organisation, email="busy@example.org")
    round_, _ = make_running(cluster, organisation)

    for _ in range(ATTEMPTS + 2):
        Round.objects.update(mailing_at=NOW - SILENCE * 2)
        OUTBOX.resume(at=NOW)

    letter = Letter.objects.get()
    round_.refresh_from_db()
    assert (letter.attempts, letter.state, round_.mailing_at) == (ATTEMPTS, "waiting", None)
    describe_person(organisation.posts.get().person, email="now@example.org", by=manager, at=NOW)
    send_waiting(round_, by=manager, at=NOW)
    letter.refresh_from_db()
    assert (letter.state, letter.email) == ("sent", "now@example.org")
    with pytest.raises(Refused):
        send_waiting(round_, by=manager, at=NOW)


def test_a_letter_cut_off_while_it_was_sent_is_not_sent_twice(
    cluster: Cluster, manager: Actor, moody_server: None
) -> None:
    first, second = make_organisation(cluster), make_reachable(cluster)
    make_contact(first, email="hangs@example.org")

    round_, (uncertain, _) = make_running(cluster, first, second)

    assert states(round_) == ["uncertain", "waiting"]
    assert round_.mail_trouble == "hung up"
    send_letters(round_id=round_.pk)
    assert states(round_) == ["uncertain", "sent"]
    assert len(mail.outbox) == 1
    describe_person(first.posts.get().person, email="here@example.org", by=manager, at=NOW)
    send_again(uncertain, by=manager, at=NOW)
    assert mail.outbox[-1].to == ["here@example.org"]


def test_a_killed_process_leaves_an_uncertain_letter(cluster: Cluster, manager: Actor) -> None:
    _round, (invitation,) = make_running(cluster, make_reachable(cluster))
    letter = invitation.letters.get()
    Letter.objects.update(state="waiting")
    assert OUTBOX.take(letter, email=letter.email, at=NOW) is True
    assert OUTBOX.take(letter, email=letter.email, at=NOW) is False  # another process was quicker

    assert OUTBOX.resume(at=NOW + SILENCE * 2) == 1

    letter.refresh_from_db()
    assert letter.state == "uncertain"
    assert len(mail.outbox) == 1


def test_without_a_server_letters_wait(
    cluster: Cluster, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("raceme.foundation.mailing.get_connection", NoServer)
        round_, _ = make_running(cluster, make_reachable(cluster))

    assert states(round_) == ["waiting"]
    assert round_.mail_trouble == "nobody listens"
    assert Letter.objects.get().attempts == 0
    send_waiting(round_, by=manager, at=NOW)
    assert states(round_) == ["sent"]


def test_who_was_never_written_to_is_asked_once_the_round_is_open_again(
    cluster: Cluster, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("raceme.foundation.mailing.get_connection", NoServer)
        round_, (invitation,) = make_running(cluster, make_reachable(cluster))
    close_round(round_, by=manager, at=NOW)
    reopen_round(round_, closes_on=LAST_DAY, by=manager, at=NOW)
    assert invitations_visible_to(manager).get().step == Step.WAITING

    (sent,) = send_round(round_, by=manager, at=NOW)

    assert (sent.invitation, states(round_)) == (invitation, ["dropped", "sent"])
    with pytest.raises(Refused, match="nobody to whom"):
        send_round(round_, by=manager, at=NOW)


def test_who_must_not_be_written_to_meanwhile_gets_nothing(
    cluster: Cluster, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    organisation = make_reachable(cluster)
    with monkeypatch.context() as patch:
        patch.setattr("raceme.foundation.mailing.get_connection", NoServer)
        round_, _ = make_running(cluster, organisation)
    person = organisation.posts.get().person
    describe_person(person, is_not_to_contact=True, by=manager, at=NOW)

    send_letters(round_id=round_.pk)

    assert states(round_) == ["dropped"]
    assert mail.outbox == []


def test_a_letter_that_came_back_is_noted_once(cluster: Cluster, manager: Actor) -> None:
    _round, (invitation,) = make_running(cluster, make_reachable(cluster))
    letter = invitation.letters.get()

    note_return(letter, by=manager, at=NOW)

    assert invitations_visible_to(manager).get().is_troubled is True
    with pytest.raises(Refused):
        note_return(letter, by=manager, at=NOW)
    send_again(invitation, by=manager, at=NOW)
    assert invitations_visible_to(manager).get().is_troubled is False


def test_reminded_is_who_has_not_answered_and_after_a_rest(
    cluster: Cluster, manager: Actor
) -> None:
    organisations = [make_reachable(cluster) for _ in range(4)]
    round_, (silent, begun, done, not_wanting) = make_running(cluster, *organisations)
    start_response(begun, language="en", by=guest(begun), at=NOW)
    answers = start_response(done, language="en", by=guest(done), at=NOW)
    answers.questionnaire.questions.update(is_required=False)
    submit_response(answers, by=guest(done), at=NOW)
    decline_invitation(not_wanting, by=guest(not_wanting), at=NOW)

    def reasons(at, *, with_started: bool) -> list[object]:
        found = to_remind(round_, manager, with_started=with_started, at=at)
        by_invitation = {one.invitation.pk: one.hindrance for one in found}
        return [by_invitation[one.pk] for one in (silent, begun, done, not_wanting)]

    done_or_declined = [Hindrance.ANSWERED, Hindrance.DECLINED]
    soon = Hindrance.TOO_SOON
    assert reasons(NOW, with_started=True) == [soon, soon, *done_or_declined]
    assert reasons(LATER, with_started=True) == [None, None, *done_or_declined]
    assert reasons(LATER, with_started=False) == [None, Hindrance.STARTED, *done_or_declined]

    remind(round_, with_started=False, by=manager, at=LATER)

    assert len(mail.outbox) == 5
    assert mail.outbox[-1].subject == "Cluster here: Ihre Antwort fehlt uns noch"
    assert f"/answer/{silent.secret}/" in mail.outbox[-1].body


def test_the_rest_between_letters_is_counted_in_days_of_the_office(
    cluster: Cluster, manager: Actor
) -> None:
    round_, _ = make_running(cluster, make_reachable(cluster))
    # A quarter past midnight in Vienna, a week after the day of the letter; still Sunday in UTC.
    early = datetime(2026, 11, 29, 23, 15, tzinfo=UTC)

    with timezone.override("Europe/Vienna"):
        (one,) = to_remind(round_, manager, with_started=True, at=early)
        (sooner,) = to_remind(round_, manager, with_started=True, at=early - timedelta(hours=1))

    assert (one.hindrance, sooner.hindrance) == (None, Hindrance.TOO_SOON)


def test_nobody_gets_more_reminders_than_allowed(cluster: Cluster, manager: Actor) -> None:
    round_, _ = make_running(cluster, make_reachable(cluster), reminders_max=2, closes_on=LAST_DAY)

    for week in (1, 2):
        remind(round_, by=manager, at=NOW + timedelta(days=7 * week))

    with pytest.raises(Refused, match="Nobody is to be reminded"):
        remind(round_, by=manager, at=NOW + timedelta(days=21))
    (one,) = to_remind(round_, manager, with_started=True, at=NOW + timedelta(days=21))
    assert one.hindrance == Hindrance.LIMIT


def test_who_speaks_for_two_organisations_is_reminded_as_one_person(
    cluster: Cluster, manager: Actor
) -> None:
    first, second = make_reachable(cluster), make_organisation(cluster)
    person = first.posts.get().person
    give_post(person, second, is_main_contact=True, by=manager, at=NOW)
    round_, _ = make_running(cluster, first, second, reminders_max=1)

    sent = remind(round_, by=manager, at=LATER)

    assert len(sent) == 1


def test_a_letter_of_another_round_counts_for_the_rest(cluster: Cluster, manager: Actor) -> None:
    organisation = make_reachable(cluster)
    round_, _ = make_running(cluster, organisation)
    other = make_round(round_.questionnaire, name="Other")
    choose_organisations(other, [organisation], by=manager, at=NOW)

    send_round(other, by=manager, at=LATER)

    (one,) = to_remind(round_, manager, with_started=True, at=LATER)
    assert one.hindrance == Hindrance.TOO_SOON
