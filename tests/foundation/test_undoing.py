"""An act of several changes is taken back as a whole, or refused in words."""

import pytest

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation.errors import Refused
from raceme.foundation.history import begin_batch
from raceme.foundation.models import Change
from raceme.foundation.undoing import hindrances_of, undo_batch
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
