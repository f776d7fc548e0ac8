"""What the law asks: words and values are taken out of the past, for good."""

import pytest

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation.history import forget, take_out, without
from raceme.foundation.models import Change
from raceme.members import verbs
from tests.factories import NOW, make_organisation


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("Ann Example asks", ["Ann Example"], "X asks"),
        ("ANN EXAMPLE asks", ["Ann Example"], "X asks"),
        ("Annex and Ann", ["Ann"], "Annex and X"),
        ("write to ann@example.org.", ["ann@example.org"], "write to X."),
        ("call +43 1 (999)", ["+43 1 (999)"], "call X"),
        # The longer word first: no half of a name is left over.
        ("Ann Example", ["Ann", "Ann Example"], "X"),
        ("nothing", [], "nothing"),
        ("nothing", [""], "nothing"),
    ],
)
def test_words_give_way_where_they_stand_by_themselves(
    text: str, words: list[str], left: str
) -> None:
    assert without(text, words, instead="X") == left


def test_columns_are_forgotten_and_the_act_stays(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster, name="Old name", city="Musterstadt")
    verbs.describe_organisation(organisation, name="New name", by=manager, at=NOW)
    changes = Change.objects.filter(kind="members.organisation")

    forget(changes, columns={"name"}, label="somebody")

    assert [(one.verb, one.thing_label, "name" in one.values) for one in changes.all()] == [
        ("describe_organisation", "somebody", False),
        ("enter_organisation", "somebody", False),
    ]
    assert changes.last().values["city"] == [None, "Musterstadt"]


def test_words_go_from_labels_values_and_lists(cluster: Cluster) -> None:
    organisation = make_organisation(cluster, name="Ann & Co", description="By Ann, for Bob.")
    change = Change.objects.get(kind="members.organisation")
    change.values["topics"] = [[], ["ann", "bob"]]
    change.save()

    take_out(Change.objects.filter(pk=change.pk), ["Ann"], instead="X")

    change.refresh_from_db()
    assert change.thing_label == "X & Co"
    assert change.values["description"] == [None, "By X, for Bob."]
    assert change.values["topics"] == [[], ["X", "bob"]]
    assert organisation.name == "Ann & Co"
