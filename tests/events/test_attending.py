"""At the event and after it: check-in, attendance, evaluation, calendar, paper, erasing."""

from datetime import timedelta
from io import BytesIO

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.events.documents.attendance import attendance_file
from raceme.events.documents.calendar import calendar_of, calendar_of_event
from raceme.events.documents.evaluation import sheet_of_feedback
from raceme.events.documents.paper import badges_pdf, certificates_pdf
from raceme.events.documents.tickets import address_of_ticket
from raceme.events.models import Attendance, EventLetter, Feedback, Registration
from raceme.events.queries.feedback import evaluation_of
from raceme.events.queries.keeping import sheets_on_person
from raceme.events.queries.registrations import found_at_the_desk
from raceme.events.verbs.attending import (
    check_in,
    decide_together,
    excuse,
    note_attendance,
    undo_check_in,
    walk_in,
)
from raceme.events.verbs.details import Answered
from raceme.events.verbs.feedback import ask_for_feedback, give_feedback
from raceme.events.verbs.forgetting import erase_registration
from raceme.events.verbs.links import renew_link
from raceme.events.verbs.registrations import Wish
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from raceme.members.verbs import enter_person, erase_person
from tests.events.making import (
    come,
    guest,
    make_open,
    make_question,
    make_session,
    newcomer,
    states,
)
from tests.factories import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_who_is_there_is_written_down_once_and_can_be_taken_back(
    cluster: Cluster, manager: Actor
) -> None:
    event = make_open(cluster)
    (ann,) = come(event, "Ann")

    check_in(ann, by=manager, at=LATER)
    again = check_in(ann, by=manager, at=LATER + timedelta(hours=1))

    assert again.checked_in_at == LATER
    assert undo_check_in(ann, by=manager, at=LATER).checked_in_at is None


def test_who_has_no_place_is_not_checked_in(cluster: Cluster, manager: Actor) -> None:
    event = make_open(cluster, capacity=1)
    (ann,), (ben,) = come(event, "Ann"), come(event, "Ben")

    with pytest.raises(Refused):
        check_in(ben, by=manager, at=LATER)
    with pytest.raises(NotAllowed):
        check_in(ann, by=guest(ann), at=LATER)


def test_somebody_at_the_desk_gets_a_place_beyond_the_limit(
    cluster: Cluster, manager: Actor
) -> None:
    event = make_open(cluster, capacity=1)
    come(event, "Ann")

    made = walk_in(event, newcomer("Ben"), quota=event.quotas.get(), by=manager, at=LATER)

    assert (made.state, made.source, made.is_there) == ("confirmed", "walk-in", True)
    assert not EventLetter.objects.filter(registration=made).exists()


def test_people_are_found_by_name_number_and_ticket(cluster: Cluster) -> None:
    event = make_open(cluster)
    (ann,), (ben,) = come(event, "Ann"), come(event, "Ben")

    assert found_at_the_desk(event, "ann sam", limit=5) == [ann]
    assert found_at_the_desk(event, "2", limit=5) == [ben]
    assert found_at_the_desk(event, ben.ticket.lower(), limit=5) == [ben]


def test_excused_is_who_said_so_beforehand(cluster: Cluster, manager: Actor) -> None:
    event = make_open(cluster)
    (ann,) = come(event, "Ann")

    assert excuse(ann, by=manager, at=LATER).excused_at == LATER
    assert excuse(ann, by=manager, at=LATER).excused_at is None
    check_in(ann, by=manager, at=LATER)
    with pytest.raises(Refused):
        excuse(ann, by=manager, at=LATER)


def test_many_are_decided_together_or_none(cluster: Cluster, manager: Actor) -> None:
    event = make_open(cluster, needs_approval=True)
    (ann,), (ben,) = come(event, "Ann"), come(event, "Ben")
    decide_together([ann], "approve", by=manager, at=LATER)

    with pytest.raises(Refused):
        decide_together([ben, ann], "approve", by=manager, at=LATER)

    assert states(event) == {"Ann": "confirmed", "Ben": "applied"}


def test_attendance_of_a_session_is_noted_changed_and_taken_back(
    cluster: Cluster, manager: Actor
) -> None:
    event = make_open(cluster)
    session = make_session(event)
    (ann,), (ben,) = come(event, "Ann"), come(event, "Ben")

    first = note_attendance(session, {ann.pk: "present", ben.pk: ""}, by=manager, at=LATER)
    second = note_attendance(session, {ann.pk: "absent"}, by=manager, at=LATER)
    third = note_attendance(session, {ann.pk: ""}, by=manager, at=LATER)

    assert (first, second, third) == (1, 1, 1)
    assert not Attendance.objects.exists()


def test_an_evaluation_without_names_leads_to_nobody(cluster: Cluster, manager: Actor) -> None:
    event = make_open(cluster)
    question = make_question(event, "talks", form="feedback", kind="scale")
    (ann,) = come(event, "Ann")
    check_in(ann, by=manager, at=event.starts_at)
    after = event.ends_at + timedelta(days=1)

    give_feedback(
        ann, rating=4, comment="Good.", answers={question: Answered(number=5)},
        by=guest(ann), at=after,
    )  # fmt: skip

    sheet = Feedback.objects.get()
    assert (sheet.registration, sheet.rating) == (None, 4)
    assert not Change.objects.filter(kind__in=["events.feedback", "events.feedbackanswer"]).exists()
    with pytest.raises(Refused):
        give_feedback(ann, rating=1, by=guest(ann), at=after)
    result = evaluation_of(event, "en")
    assert (result.asked, result.answered, result.mean, result.share) == (1, 1, 4.0, 1.0)
    assert result.results[0].mean == 5.0
    assert sheet_of_feedback(event, "en").rows[0][2:] == ("", 4, "5", "Good.")


def test_an_evaluation_is_asked_for_once_and_only_of_those_who_came(
    cluster: Cluster, manager: Actor
) -> None:
    event = make_open(cluster, feedback_is_anonymous=False)
    (ann,), _ben = come(event, "Ann"), come(event, "Ben")
    check_in(ann, by=manager, at=event.starts_at)
    after = event.ends_at + timedelta(days=1)
    with pytest.raises(Refused):
        ask_for_feedback(event, by=manager, at=NOW)

    (letter,) = ask_for_feedback(event, by=manager, at=after)

    assert letter.registration == ann
    with pytest.raises(Refused):
        ask_for_feedback(event, by=manager, at=after)
    assert give_feedback(ann, rating=5, by=guest(ann), at=after).registration == ann


def test_a_calendar_tells_the_zone_and_only_guests_the_address_online(cluster: Cluster) -> None:
    event = make_open(cluster, format="both", online_address="https://meet.example/forum")
    session = make_session(event, "Workshop", hour=1)
    (ann,) = come(event, "Ann", wish=Wish(consents=("data",), sessions=[session]))

    own = Calendar.from_ical(calendar_of(ann, made_at=NOW, sessions=[session]))
    public = calendar_of_event(event, "en", made_at=NOW)

    items = own.walk("VEVENT")
    assert [str(one["summary"]) for one in items] == ["Example forum", "Workshop"]
    assert items[0]["dtstart"].params["TZID"] == "Europe/Vienna"
    assert items[0]["dtstart"].dt == event.starts_at
    assert len(own.walk("VTIMEZONE")) == 1
    assert b"meet.example" not in public


def test_a_withdrawn_calendar_is_cancelled(cluster: Cluster) -> None:
    event = make_open(cluster)
    (ann,) = come(event, "Ann")

    calendar = Calendar.from_ical(calendar_of(ann, made_at=NOW, is_cancelled=True))

    earlier = Calendar.from_ical(calendar_of(ann, made_at=NOW - timedelta(hours=1)))
    assert calendar.walk("VEVENT")[0]["sequence"] > earlier.walk("VEVENT")[0]["sequence"]
    assert str(calendar["method"]) == "CANCEL"
    assert str(calendar.walk("VEVENT")[0]["status"]) == "CANCELLED"


def test_badges_and_certificates_name_everybody(cluster: Cluster, manager: Actor) -> None:
    event = make_open(cluster)
    (ann,), (ben,) = come(event, "Ann"), come(event, "Ben")

    badges = badges_pdf(event, [ann, ben])
    certificates = certificates_pdf(event, [ann, ben])

    assert "Ann Sample" in text_of(badges)
    assert len(PdfReader(BytesIO(certificates)).pages) == 2
    assert "Ben Sample" in text_of(certificates)
    assert address_of_ticket(ann).endswith(f"/c/here/events/check-in/{ann.ticket}/")


def test_the_list_of_those_who_came_says_absent_only_when_it_is_known(
    cluster: Cluster, manager: Actor
) -> None:
    event = make_open(cluster)
    (ann,), _ben = come(event, "Ann"), come(event, "Ben")

    before = attendance_file(event, None, "csv", on=NOW.date()).content.decode("utf-8-sig")
    check_in(ann, by=manager, at=event.starts_at)
    paper = attendance_file(event, None, "pdf", on=NOW.date()).content

    assert "absent" not in before
    assert "Ben Sample" in text_of(paper)


def test_a_renewed_link_ends_the_one_before(cluster: Cluster, manager: Actor) -> None:
    event = make_open(cluster)
    (ann,) = come(event, "Ann")
    secret, ticket = ann.secret, ann.ticket

    renewed = renew_link(ann, by=manager, at=LATER)

    assert renewed.secret != secret
    assert renewed.ticket != ticket
    assert not Registration.objects.filter(digest=Registration.digest_of(secret)).exists()


def test_an_erased_person_is_forgotten_everywhere(cluster: Cluster, manager: Actor) -> None:
    person = enter_person(
        given_name="Ann", family_name="Sample", email="ann@sample.example", by=manager, at=NOW
    )
    event = make_open(cluster)
    question = make_question(event, "meal")
    wish = Wish({question: Answered(text="Soup for Ann Sample.")}, ("data",))
    (ann,) = come(event, "Ann", wish=wish)
    check_in(ann, by=manager, at=LATER)
    assert [sheet.name for sheet in sheets_on_person(manager, person)] == [
        "Registrations", "Answers at registration", "Consents at events", "Letters about events",
    ]  # fmt: skip

    erase_person(person, by=manager, at=LATER)

    ann.refresh_from_db()
    assert (ann.given_name, ann.email, ann.is_there) == ("", "", True)
    assert not EventLetter.objects.exclude(email="").exists()
    kept = " ".join(
        f"{one.thing_label} {one.values} {one.author}"
        for one in Change.objects.filter(kind__startswith="events.")
    )
    assert "Ann" not in kept
    assert "sample.example" not in kept


def test_somebody_who_stands_in_no_other_book_is_erased_by_a_manager(
    cluster: Cluster, manager: Actor
) -> None:
    event = make_open(cluster)
    (ann,) = come(event, "Ann")

    erase_registration(ann, by=manager, at=LATER)

    ann.refresh_from_db()
    assert (str(ann), ann.email, ann.erased_at) == ("erased person", "", LATER)
