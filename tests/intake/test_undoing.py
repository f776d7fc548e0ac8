"""An import is undone as a whole, except what was changed since, which is named and stays."""

import pytest

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused
from raceme.intake import verbs
from raceme.intake.verbs.undoing import undoing_of
from raceme.members import verbs as members
from raceme.members.models import Membership, Organisation, Person, Post
from raceme.needs.models import Need
from tests.factories import NOW, make_need, make_organisation
from tests.intake.lists import MEMBERS, confirm, csv_of, send


def names() -> list[str]:
    return list(Organisation.objects.order_by("name").values_list("name", flat=True))


def test_a_whole_import_is_undone(manager: Actor) -> None:
    known = make_organisation(manager.cluster, code="B", name="Old Beta", employees=9)
    upload = confirm(send(MEMBERS, by=manager), manager)
    assert undoing_of(upload, by=manager).goes == {
        "members.organisation": 1, "members.membership": 1, "members.person": 3, "members.post": 3,
    }  # fmt: skip

    upload = verbs.undo_upload(upload, by=manager, at=NOW)

    known.refresh_from_db()
    assert upload.state == "undone"
    assert (names(), known.employees, known.city) == (["Old Beta"], 9, "")
    assert (Person.objects.count(), Post.objects.count(), Membership.objects.count()) == (0, 0, 1)
    with pytest.raises(Refused):
        verbs.undo_upload(upload, by=manager, at=NOW)


def test_what_was_changed_since_stays_with_all_that_belongs_to_it(manager: Actor) -> None:
    upload = confirm(send(MEMBERS, by=manager), manager)
    alpha = Organisation.objects.get(code="A")
    members.describe_organisation(alpha, city="Neu-Ulm", by=manager, at=NOW)

    undoing = undoing_of(upload, by=manager)
    verbs.undo_upload(upload, by=manager, at=NOW)

    assert [(one.label, one.reason) for one in undoing.stays] == [
        ("Alpha", f"It was changed by {manager.label} afterwards.")
    ]
    assert names() == ["Alpha"]
    assert [str(post.person) for post in alpha.posts.all()] == ["Ann Sample", "Bob Sample"]
    assert alpha.memberships.count() == 1


def test_what_something_was_written_about_stays(manager: Actor) -> None:
    upload = confirm(send(MEMBERS, by=manager), manager)
    make_need(Organisation.objects.get(code="B"), topic="energy")

    undoing = undoing_of(upload, by=manager)
    verbs.undo_upload(upload, by=manager, at=NOW)

    assert [(one.label, one.reason.partition(":")[0]) for one in undoing.stays] == [
        ("Beta", "Something was written about it afterwards")
    ]
    assert names() == ["Beta"]


def test_where_nothing_is_left_to_undo_nothing_is_done(manager: Actor) -> None:
    upload = confirm(send(csv_of("name;city", "Alpha;Ulm"), by=manager), manager)
    members.describe_organisation(Organisation.objects.get(), city="Bonn", by=manager, at=NOW)

    with pytest.raises(Refused, match="nothing left to undo"):
        verbs.undo_upload(upload, by=manager, at=NOW)


def test_an_import_of_needs_is_undone(manager: Actor) -> None:
    make_organisation(manager.cluster, code="A", name="Alpha")
    upload = send(csv_of("member_id;topic;importance;date", "A;energy;4;1.3.2026"), by=manager)

    verbs.undo_upload(confirm(upload, manager), by=manager, at=NOW)

    assert not Need.objects.exists()
    assert names() == ["Alpha"]
