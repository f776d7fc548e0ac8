"""An act of several changes is taken back as a whole, or refused in words."""

import pytest
from pytest_django import DjangoAssertNumQueries

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation.errors import Refused
from raceme.foundation.history import begin_batch
from raceme.foundation.models import Change
from raceme.foundation.undoing import hindrances_of, kept_with, undo_batch
from raceme.members import verbs
from raceme.members.models import Membership, Organisation
from tests.factories import NOW, make_organisation


def test_what_was_made_goes_and_what_was_changed_is_as_before(
    cluster: Cluster, manager: Actor
) -> None:
    old = make_organisation(cluster, name="Example Mills", employees=12)
    batch = begin_batch("import_members", "list.xlsx", by=manager, at=NOW)
    within = manager.within(batch)
    verbs.enter_organisation(code="new", name="Example Foundry", by=within, at=NOW)
    verbs.describe_organisation(old, name="Example Mill", employees=90, by=within, at=NOW)

    undone = undo_batch(batch, verb="undo_import", by=manager, at=NOW)

    now = Organisation.objects.get()
    assert (now.name, now.employees, now.size) == ("Example Mills", 12, "small")
    assert Membership.objects.count() == 1
    assert undone.undone_at == NOW
    assert Change.objects.filter(verb="undo_import", effect="gone").count() == 2


def test_an_act_is_undone_once(manager: Actor) -> None:
    batch = begin_batch("import_members", "list.xlsx", by=manager, at=NOW)
    undo_batch(batch, verb="undo_import", by=manager, at=NOW)

    with pytest.raises(Refused):
        undo_batch(batch, verb="undo_import", by=manager, at=NOW)


def test_what_somebody_changed_since_is_not_overwritten(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster, name="Example Mills")
    batch = begin_batch("import_members", "list.xlsx", by=manager, at=NOW)
    within = manager.within(batch)
    verbs.describe_organisation(organisation, name="Imported", by=within, at=NOW)
    verbs.describe_organisation(organisation, city="Musterstadt", by=manager, at=NOW)

    assert [one.label for one in hindrances_of(batch)] == ["Imported"]
    with pytest.raises(Refused):
        undo_batch(batch, verb="undo_import", by=manager, at=NOW)

    assert Organisation.objects.get().name == "Imported"


def test_what_somebody_has_written_something_about_stays_unless_that_is_left(
    cluster: Cluster, manager: Actor
) -> None:
    batch = begin_batch("import_members", "list.xlsx", by=manager, at=NOW)
    within = manager.within(batch)
    kept = verbs.enter_organisation(code="kept", name="Kept", by=within, at=NOW)
    verbs.enter_organisation(code="goes", name="Goes", by=within, at=NOW)
    person = verbs.enter_person(family_name="Sample", by=manager, at=NOW)
    verbs.give_post(person, kept, by=manager, at=NOW)

    hindrances = hindrances_of(batch)
    assert [one.label for one in hindrances] == ["Kept"]
    with pytest.raises(Refused, match="Kept"):
        undo_batch(batch, verb="undo_import", by=manager, at=NOW)

    undo_batch(batch, verb="undo_import", by=manager, at=NOW, leaving=kept_with(batch, hindrances))

    assert Organisation.objects.get() == kept
    assert Membership.objects.get().organisation == kept


def test_many_rows_are_undone_with_as_many_questions_as_few(
    cluster: Cluster, manager: Actor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    batches = []
    for count in (3, 60):
        batch = begin_batch("import_members", "list.xlsx", by=manager, at=NOW)
        new = [
            verbs.NewOrganisation({"code": f"{count}-{n}", "name": f"Sample {count} {n}"})
            for n in range(count)
        ]
        verbs.enter_organisations(new, by=manager.within(batch), at=NOW)
        batches.append(batch)

    asked = []
    for batch in batches:
        with django_assert_max_num_queries(500) as questions:
            undo_batch(batch, verb="undo_import", by=manager, at=NOW)
        asked.append(len(questions))

    assert asked[0] == asked[1]
    assert not Organisation.objects.exists()
