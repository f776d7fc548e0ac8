"""What somebody says at registration: taken, kept, changed, agreed to, and never told to others."""

from datetime import timedelta

import pytest

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.events.models import Consent, EventLetter, Registration, RegistrationAnswer, Wording
from raceme.events.queries.registrations import Searched, registrations_found
from raceme.events.queries.wordings import networking_in
from raceme.events.verbs.details import Answered
from raceme.events.verbs.events import publish_event, write_wording
from raceme.events.verbs.registrations import Wish, describe_registration, register, withdraw
from raceme.foundation.errors import NotAllowed, Refused
from raceme.members.verbs import enter_person, give_post
from tests.events.making import (
    come,
    guest,
    make_event,
    make_open,
    make_question,
    make_quota,
    make_session,
    newcomer,
    states,
    visitor,
)
from tests.factories import NOW, make_organisation

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def test_a_draft_takes_no_registration(cluster: Cluster, manager: Actor) -> None:
    event = make_event(cluster)

    with pytest.raises(Refused):
        come(event, "Ann")

    publish_event(event, by=manager, at=NOW)
    event.refresh_from_db()
    come(event, "Ann")
    assert states(event) == {"Ann": "confirmed"}


def test_registration_has_its_dates(cluster: Cluster) -> None:
    event = make_open(
        cluster,
        registration_opens_at=NOW + timedelta(days=1),
        registration_closes_at=NOW + timedelta(days=3),
    )

    for at in (NOW, NOW + timedelta(days=3)):
        with pytest.raises(Refused):
            come(event, "Ann", at=at)

    come(event, "Ann", at=NOW + timedelta(days=2))
    assert states(event) == {"Ann": "confirmed"}


def test_the_door_of_one_event_opens_no_other(cluster: Cluster) -> None:
    here, there = make_open(cluster), make_open(cluster, code="other")

    with pytest.raises(NotAllowed):
        come(here, "Ann", by=visitor(there))


def test_a_link_opens_its_own_registration_only(cluster: Cluster) -> None:
    event = make_open(cluster)
    (ann,), (ben,) = come(event, "Ann"), come(event, "Ben")

    with pytest.raises(NotAllowed):
        withdraw(ann, by=guest(ben), at=LATER)


def test_who_registers_twice_gets_the_letter_again_and_no_second_place(cluster: Cluster) -> None:
    event = make_open(cluster)
    come(event, "Ann")

    (again,) = come(event, "Ann", at=LATER)

    assert again.number == 1
    assert Registration.objects.filter(event=event).count() == 1
    assert EventLetter.objects.filter(kind="confirmed").count() == 2


def test_two_people_may_share_an_address(cluster: Cluster) -> None:
    event = make_open(cluster)
    come(event, "Ann", email="office@works.example")
    come(event, "Ben", email="office@works.example")

    assert states(event) == {"Ann": "confirmed", "Ben": "confirmed"}


def test_a_group_gets_a_letter_each(cluster: Cluster) -> None:
    event = make_open(cluster, party_max=3)

    ann, ben = come(event, "Ann", "Ben")

    assert (ann.lead, ben.lead) == (None, ann)
    assert EventLetter.objects.filter(kind="confirmed").count() == 2
    with pytest.raises(Refused):
        come(event, "Cleo", "Dan", "Eve", "Fay")


def test_what_only_the_office_gives_is_not_had_on_the_public_page(cluster: Cluster) -> None:
    event = make_open(cluster)
    speakers = make_quota(event, "Speakers", is_public=False)

    with pytest.raises(Refused):
        come(event, "Ann", quota=speakers)


def test_a_person_of_the_books_is_known_again(cluster: Cluster, manager: Actor) -> None:
    works = make_organisation(cluster, name="Example Works")
    person = enter_person(
        given_name="Ann", family_name="Sample", email="ann@sample.example", by=manager, at=NOW
    )
    give_post(person, organisation=works, by=manager, at=NOW)
    event = make_open(cluster)

    (ann,) = come(event, "Ann")

    assert (ann.person, ann.organisation, ann.organisation_name) == (person, works, "Example Works")


def test_answers_are_kept_and_changed(cluster: Cluster) -> None:
    event = make_open(cluster)
    meal = make_question(event, "meal")
    wish = Wish({meal: Answered(text="Soup.")}, ("data",))
    (ann,) = come(event, "Ann", wish=wish)

    changed = Wish({meal: Answered(text="Bread.")}, ("data",))
    describe_registration(ann, wish=changed, function="Chef", by=guest(ann), at=LATER)

    assert RegistrationAnswer.objects.get().text == "Bread."
    ann.refresh_from_db()
    assert ann.function == "Chef"


def test_the_address_is_changed_by_the_office_only(cluster: Cluster, manager: Actor) -> None:
    event = make_open(cluster)
    (ann,) = come(event, "Ann")

    describe_registration(ann, email="other@sample.example", by=guest(ann), at=LATER)
    ann.refresh_from_db()
    assert ann.email == "ann@sample.example"

    describe_registration(ann, email="other@sample.example", by=manager, at=LATER)
    ann.refresh_from_db()
    assert ann.email == "other@sample.example"


def test_consents_keep_their_day_and_their_wording(cluster: Cluster, manager: Actor) -> None:
    event = make_open(cluster, has_networking=True)
    (ann,) = come(event, "Ann", wish=Wish(consents=("data", "networking")))
    write_wording(event, "networking", {"en": "Changed."}, by=manager, at=LATER)
    (ben,) = come(event, "Ben", wish=Wish(consents=("data", "networking")), at=LATER)

    describe_registration(ben, wish=Wish(consents=("data",)), by=guest(ben), at=LATER)

    versions = {one.registration: one for one in Consent.objects.filter(wording__kind="networking")}
    assert versions[ann].wording.version == 1
    assert (versions[ben].wording.version, versions[ben].taken_back_at) == (2, LATER)
    seen = Registration.objects.filter(networking_in(event))
    assert list(seen) == [ann]
    assert Wording.objects.filter(event=event, kind="networking").count() == 2


def test_a_wording_nobody_has_agreed_to_is_simply_changed(cluster: Cluster, manager: Actor) -> None:
    event = make_open(cluster)

    write_wording(event, "data", {"en": "Changed."}, by=manager, at=LATER)

    assert Wording.objects.get(event=event, kind="data").version == 1


def test_nobody_is_in_two_sessions_at_once_or_in_a_full_one(cluster: Cluster) -> None:
    event = make_open(cluster)
    first = make_session(event, "First", hour=0, capacity=1)
    second = make_session(event, "Second", hour=0)
    third = make_session(event, "Third", hour=2)
    come(event, "Ann", wish=Wish(consents=("data",), sessions=[first, third]))

    with pytest.raises(Refused):
        come(event, "Ben", wish=Wish(consents=("data",), sessions=[second, first]))
    with pytest.raises(Refused):
        come(event, "Ben", wish=Wish(consents=("data",), sessions=[first]))

    assert states(event) == {"Ann": "confirmed"}


def test_registrations_are_found_by_what_they_say(cluster: Cluster) -> None:
    event = make_open(cluster, has_networking=True)
    options = [{"code": code, "text": {"en": code}} for code in ("soup", "bread")]
    meal = make_question(event, "meal", kind="one", options=options)
    session = make_session(event)
    soup = Wish({meal: Answered(chosen=("soup",))}, ("data", "networking"), [session])
    come(event, "Ann", wish=soup, organisation_name="Example Works")
    come(event, "Ben", wish=Wish({meal: Answered(chosen=("bread",))}, ("data",)))

    def found(**wanted: object) -> list[str]:
        rows = registrations_found(Registration.objects.all(), Searched(**wanted))  # type: ignore[arg-type]
        return [one.given_name for one in rows.order_by("number")]

    assert found(text="example works") == ["Ann"]
    assert found(answer=f"{meal.pk}:bread") == ["Ben"]
    assert found(answer="nonsense") == []
    assert found(agreed="networking") == ["Ann"]
    assert found(session=session.pk) == ["Ann"]
    assert found(state=("confirmed",)) == ["Ann", "Ben"]
    assert found(state=("offered",)) == []
    assert found(presence="not-there") == ["Ann", "Ben"]
    assert found(books="unknown") == ["Ann", "Ben"]


def test_a_viewer_registers_nobody(cluster: Cluster, viewer: Actor) -> None:
    event = make_open(cluster)
    quota = event.quotas.get()

    with pytest.raises(NotAllowed):
        register(event, [newcomer("Ann")], quota=quota, by=viewer, at=NOW)


def test_another_organisation_is_looked_for_in_the_books_again(
    cluster: Cluster, manager: Actor
) -> None:
    works = make_organisation(cluster, name="Example Works")
    event = make_open(cluster)
    (ann,) = come(event, "Ann", organisation_name="Nobody knows")

    known = describe_registration(ann, organisation_name="Example Works", by=manager, at=LATER)
    unknown = describe_registration(ann, organisation_name="Other", by=manager, at=LATER)

    assert (known.organisation, unknown.organisation) == (works, None)
