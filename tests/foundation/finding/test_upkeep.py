"""The database keeps the words of members, whoever writes the rows, and however it was left."""

import pytest
from django.core.management import call_command
from django.db import connection

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation.finding import FoundBy, postgresql, upkeep
from raceme.foundation.finding.declaring import Kept
from raceme.foundation.models import Change
from raceme.members.models import Competence, Organisation, OrganisationWords, Person, Post
from tests.factories import NOW, TODAY, make_organisation


@pytest.fixture
def mills(cluster: Cluster) -> Organisation:
    return make_organisation(cluster, name="Mühlen AG", code="M7", city="Łódka")


def employ(organisation: Organisation, family_name: str) -> Post:
    person = Person.objects.create(cluster=organisation.cluster, family_name=family_name)
    return Post.objects.create(
        cluster=organisation.cluster, person=person, organisation=organisation
    )


def kept_of(organisation: Organisation) -> tuple[str, str]:
    kept = OrganisationWords.objects.get(organisation=organisation)
    return kept.words, kept.people


def test_what_a_verb_writes_is_kept(mills: Organisation) -> None:
    assert kept_of(mills) == (" muhlen ag m7 lodka muehlen ag m7 lodka ", "  ")


def test_what_is_written_by_hundreds_is_kept(cluster: Cluster) -> None:
    made = Organisation.objects.bulk_create(
        [Organisation(cluster=cluster, code=f"B{number}", name="Bulk") for number in range(3)]
    )
    made[1].name = "Renamed"
    Organisation.objects.bulk_update(made, ["name"])

    assert [kept_of(one)[0] for one in made] == [" bulk b0 ", " renamed b1 ", " bulk b2 "]
    renamed = Organisation.objects.get(pk=made[1].pk)
    assert renamed.name_folded == "renamed"


def test_a_repair_by_hand_is_kept(mills: Organisation) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE members_organisation SET name = 'Österreich' WHERE id = %s", [mills.pk]
        )

    mills.refresh_from_db()
    assert mills.name_folded == "osterreich"
    assert kept_of(mills)[0] == " osterreich m7 lodka oesterreich m7 lodka "


def test_a_row_saved_with_an_old_folded_name_has_the_right_one(mills: Organisation) -> None:
    mills.name, mills.name_folded = "Zebra", "nonsense"
    mills.save()

    mills.refresh_from_db()
    assert mills.name_folded == "zebra"


def test_people_are_kept_while_they_hold_a_post(mills: Organisation) -> None:
    other = make_organisation(mills.cluster)
    post = employ(mills, "Novák")
    assert kept_of(mills)[1] == " novak "

    post.person.family_name = "Müller"
    post.person.save()
    assert kept_of(mills)[1] == " muller mueller "

    post.organisation = other
    post.save()
    assert (kept_of(mills)[1], kept_of(other)[1]) == ("  ", " muller mueller ")

    post.ended_on = TODAY
    post.save()
    assert kept_of(other)[1] == "  "


def test_competences_are_kept_until_they_end(mills: Organisation) -> None:
    competence = Competence.objects.create(
        cluster=mills.cluster, organisation=mills, term="Laserschweißen"
    )
    assert kept_of(mills)[0].split()[-1] == "laserschweissen"
    competence.refresh_from_db()
    assert competence.term_folded == "laserschweissen"

    competence.ended_at = NOW
    competence.save()
    assert kept_of(mills)[0].split()[-1] == "lodka"


def test_what_goes_is_kept_no_longer(mills: Organisation) -> None:
    post = employ(mills, "Novák")
    post.delete()
    assert kept_of(mills)[1] == "  "

    mills.memberships.all().delete()
    number = mills.pk
    mills.delete()
    assert not OrganisationWords.objects.filter(pk=number).exists()


def test_history_does_not_tell_what_the_database_derives(mills: Organisation) -> None:
    entered = Change.objects.get(kind="members.organisation", thing_id=mills.pk)

    assert not {"name_folded", "city_folded"} & set(entered.values)


def kept_words() -> Kept:
    return next(
        kept
        for declared, kept in upkeep._all_kept(connection)
        if declared.tables > {"members_organisation"}
    )


def present() -> set[str]:
    dialect = upkeep.DIALECTS[connection.vendor]
    return set(dialect.present(kept_words().prefix, connection))


def test_a_migrate_that_changes_nothing_leaves_the_words_alone(mills: Organisation) -> None:
    OrganisationWords.objects.filter(organisation=mills).update(words=" a mark ")

    call_command("migrate", verbosity=0)

    assert kept_of(mills)[0] == " a mark "


def test_a_migration_finds_no_triggers_and_leaves_them_behind(mills: Organisation) -> None:
    upkeep.pause("default", plan=["a migration"])
    assert present() == set()
    # A migration changes rows behind the back of all triggers.
    Organisation.objects.filter(pk=mills.pk).update(name="Changed Meanwhile", name_folded="")

    upkeep.resume("default")

    mills.refresh_from_db()
    assert present() == kept_words().names
    assert mills.name_folded == "changed meanwhile"
    assert kept_of(mills)[0] == " changed meanwhile m7 lodka "


def test_what_a_killed_migration_left_is_mended_at_the_next_start(mills: Organisation) -> None:
    upkeep.pause("default", plan=["a migration"])

    call_command("migrate", verbosity=0)

    assert present() == kept_words().names
    assert kept_of(mills)[0] == " muhlen ag m7 lodka muehlen ag m7 lodka "


def test_triggers_of_an_older_declaration_give_way(mills: Organisation) -> None:
    dialect = upkeep.DIALECTS[connection.vendor]
    trigger = kept_words().triggers[0]
    old = trigger.name.replace("_new", "_old")
    with connection.cursor() as cursor:
        for statement in trigger.make:
            cursor.execute(statement.replace(trigger.name, old))
    assert old in dialect.present(kept_words().prefix, connection)

    upkeep.resume("default")

    assert present() == kept_words().names


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has its index always")
def test_without_an_index_the_log_says_what_to_do(
    mills: Organisation, caplog: pytest.LogCaptureFixture
) -> None:
    postgresql.index_trigrams(FoundBy("not_there", "members_organisation", words=()), connection)

    assert "Let the owner of the database run CREATE EXTENSION pg_trgm" in caplog.text
    # What was written before is not lost with it.
    assert Organisation.objects.filter(pk=mills.pk).exists()


def test_an_actor_finds_by_any_word(mills: Organisation, manager: Actor) -> None:
    found = OrganisationWords.objects.filter(words__has_words="MÜHLEN lód")

    assert [one.organisation_id for one in found] == [mills.pk]
    assert not OrganisationWords.objects.filter(words__has_words="a\0b").exists()
    assert list(OrganisationWords.objects.filter(words__has_words="&")) == list(
        OrganisationWords.objects.all()
    )
