"""Two records of one organisation become one, nothing is lost, and it can be taken back."""

from datetime import date

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Batch, Change
from raceme.members import queries, verbs
from raceme.members.models import (
    Membership,
    Organisation,
    Person,
    Post,
    Relation,
    Standing,
    YearFigures,
)
from raceme.members.queries.hanging import APART, keys_to
from raceme.members.queries.merging import Periods, choices_between, ways_of_periods
from raceme.needs.models import Need
from tests.factories import NOW, make_cluster, make_need, make_organisation
from tests.members.rows import make_row


@pytest.fixture
def keep(cluster: Cluster) -> Organisation:
    return make_organisation(cluster, code="A", name="Example Mills GmbH", city="Musterstadt")


@pytest.fixture
def away(cluster: Cluster) -> Organisation:
    return make_organisation(cluster, code="B", name="EXAMPLE MILLS", employees=12)


def make_person(cluster: Cluster, name: str, **values: object) -> Person:
    return Person.objects.create(cluster=cluster, family_name=name, **values)


def everything() -> dict[str, list[dict[str, object]]]:
    """All rows of all our tables, history left aside."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if model.__module__.startswith("raceme.")
        and model._meta.managed
        and model._meta.app_label != "foundation"
    }


def hang_on(record: Organisation | Person) -> None:
    """Give a record one row in every table that points at such records, whoever made the table."""
    for key in keys_to(type(record)):
        make_row(key.model, record.cluster, **{key.name: record})


def test_what_hangs_on_the_other_goes_over(keep: Organisation, away: Organisation, manager: Actor):
    hang_on(away)

    verbs.merge_organisations(keep, away, by=manager, at=NOW)

    for key in keys_to(Organisation):
        rows = {
            name: key.model.objects.filter(**{key.name: row}).count()
            for name, row in (("keep", keep), ("away", away))
        }
        assert (key.model, rows) == (key.model, {"keep": 1, "away": 0})


def test_no_foreign_key_to_an_organisation_or_person_is_forgotten():
    """A new table that points at one is moved by itself; a column without a key would not be."""
    pointing = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model in {Organisation, Person}
        and model._meta.managed
    }
    moved = {(key.model, key.name) for table in (Organisation, Person) for key in keys_to(table)}
    by_rule = {(table, name) for table, name in pointing if table in APART}
    itself = {(Organisation, "merged_into"), (Person, "merged_into")}
    without_key = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if not isinstance(field, models.ForeignKey)
        and field.name in {"organisation_id", "person_id", "member_id"}
    }

    assert moved | by_rule | itself == pointing
    assert without_key == set()


def test_the_record_that_stays_takes_the_values_that_were_chosen(
    keep: Organisation, away: Organisation, manager: Actor
):
    merged = verbs.merge_organisations(keep, away, take=["name", "employees"], by=manager, at=NOW)

    assert (merged.name, merged.employees, merged.size) == ("EXAMPLE MILLS", 12, "small")
    assert (merged.city, merged.code) == ("Musterstadt", "A")
    away.refresh_from_db()
    assert (away.name, away.code, away.merged_into) == ("EXAMPLE MILLS", "B", keep)


def test_the_merging_is_taken_back_as_a_whole(
    keep: Organisation, away: Organisation, manager: Actor
):
    hang_on(keep)
    hang_on(away)
    before = everything()

    verbs.merge_organisations(keep, away, take=["name"], by=manager, at=NOW)
    assert everything() != before
    verbs.undo_merging(away, by=manager, at=NOW)

    assert everything() == before
    assert Batch.objects.get().undone_at == NOW


@pytest.mark.parametrize("way", [Periods.KEEP, Periods.AWAY])
def test_it_is_taken_back_whosever_periods_stand(
    way: str, keep: Organisation, away: Organisation, manager: Actor
):
    verbs.record_leaving(keep, left_on=date(2024, 1, 1), by=manager, at=NOW)
    before = everything()

    verbs.merge_organisations(keep, away, periods=way, by=manager, at=NOW)
    verbs.undo_merging(away, by=manager, at=NOW)

    assert everything() == before


def test_figures_of_a_year_stand_once_and_learn_what_they_lack(
    keep: Organisation, away: Organisation, manager: Actor
):
    told = {"cluster": keep.cluster, "year": 2024}
    ours = YearFigures.objects.create(organisation=keep, employees=10, **told)
    theirs = YearFigures.objects.create(organisation=away, employees=11, rd_staff=2, **told)

    verbs.merge_organisations(keep, away, by=manager, at=NOW)

    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.organisation, ours.employees, ours.rd_staff) == (keep, 10, 2)
    assert (theirs.organisation, theirs.employees) == (away, 11)


def test_the_main_contact_of_the_other_is_a_contact_like_others(
    keep: Organisation, away: Organisation, manager: Actor, cluster: Cluster
):
    for organisation in (keep, away):
        person = make_person(cluster, f"Muster {organisation.code}")
        Post.objects.create(
            cluster=cluster, organisation=organisation, person=person, is_main_contact=True
        )

    verbs.merge_organisations(keep, away, by=manager, at=NOW)

    posts = [(one.person.family_name, one.is_main_contact) for one in keep.posts.all()]
    assert posts == [("Muster A", True), ("Muster B", False)]


def test_two_that_are_tied_to_each_other_leave_the_tie_behind(
    keep: Organisation, away: Organisation, manager: Actor
):
    tie = Relation.objects.create(
        cluster=keep.cluster, organisation=keep, other=away, kind=Relation.Kind.OWNS
    )

    verbs.merge_organisations(keep, away, by=manager, at=NOW)

    tie.refresh_from_db()
    assert (tie.organisation, tie.other) == (keep, away)


def test_the_last_contact_is_the_later_of_both(
    keep: Organisation, away: Organisation, manager: Actor
):
    Organisation.objects.filter(pk=away.pk).update(last_contact_on=date(2026, 3, 1))

    merged = verbs.merge_organisations(keep, away, by=manager, at=NOW)

    assert merged.last_contact_on == date(2026, 3, 1)


def period(organisation: Organisation, standing: str, start: date | None, end: date | None = None):
    return Membership.objects.create(
        cluster=organisation.cluster,
        organisation=organisation,
        standing=standing,
        starts_on=start,
        ends_on=end,
    )


def said(organisation: Organisation) -> list[tuple[str, date | None, date | None]]:
    return [(one.standing, one.starts_on, one.ends_on) for one in organisation.memberships.all()]


def test_who_left_and_came_back_under_another_name_has_both_periods(
    keep: Organisation, away: Organisation, manager: Actor
):
    Membership.objects.all().delete()
    period(keep, Standing.MEMBER, date(2018, 1, 1), date(2020, 1, 1))
    period(keep, Standing.LEFT, date(2020, 1, 1))
    period(away, Standing.MEMBER, date(2023, 6, 1))

    ways = ways_of_periods(keep, away)
    merged = verbs.merge_organisations(keep, away, by=manager, at=NOW)

    assert ways == [Periods.BOTH, Periods.AWAY, Periods.KEEP]
    assert said(merged) == [
        ("member", date(2018, 1, 1), date(2020, 1, 1)),
        ("left", date(2020, 1, 1), date(2023, 6, 1)),
        ("member", date(2023, 6, 1), None),
    ]
    assert (merged.standing, merged.joined_on, merged.left_on) == (
        Standing.MEMBER,
        date(2023, 6, 1),
        None,
    )


def test_a_member_counts_more_than_a_prospect(
    keep: Organisation, away: Organisation, manager: Actor
):
    Membership.objects.all().delete()
    period(keep, Standing.PROSPECT, None)
    period(away, Standing.MEMBER, date(2023, 6, 1))

    merged = verbs.merge_organisations(keep, away, periods=Periods.AWAY, by=manager, at=NOW)

    assert said(merged) == [("member", date(2023, 6, 1), None)]
    assert said(away) == [("prospect", None, None)]
    assert merged.standing == Standing.MEMBER


def test_periods_that_overlap_do_not_stand_together(
    keep: Organisation, away: Organisation, manager: Actor
):
    Membership.objects.all().delete()
    period(keep, Standing.MEMBER, date(2018, 1, 1))
    period(away, Standing.MEMBER, None)

    assert Periods.BOTH not in ways_of_periods(keep, away)
    with pytest.raises(Refused):
        verbs.merge_organisations(keep, away, periods=Periods.BOTH, by=manager, at=NOW)


def test_the_newer_of_two_values_is_proposed_and_the_only_one_of_one(
    keep: Organisation, away: Organisation, manager: Actor
):
    later = NOW.replace(year=2027)
    away = verbs.describe_organisation(away, website="new.example.org", by=manager, at=later)
    keep = verbs.describe_organisation(keep, website="old.example.org", by=manager, at=NOW)

    choices = {one.name: one for one in choices_between(keep, away)}

    assert choices["website"].takes_away
    assert choices["employees"].takes_away
    assert not choices["city"].takes_away
    assert not choices["role"].differs
    assert "vat" not in choices


def test_a_merged_record_is_found_by_its_id_and_number(
    keep: Organisation, away: Organisation, manager: Actor, cluster: Cluster
):
    third = make_organisation(cluster, code="C")
    verbs.merge_organisations(keep, away, by=manager, at=NOW)
    verbs.merge_organisations(third, keep, by=manager, at=NOW)

    assert queries.organisation_numbered(manager, away.pk) == third
    assert queries.organisations_by_code(manager, ["A", "B", "C", "D"]) == {
        "A": third,
        "B": third,
        "C": third,
    }
    assert list(queries.organisations_visible_to(manager)) == [third]


def test_what_was_changed_since_is_not_overwritten(
    keep: Organisation, away: Organisation, manager: Actor
):
    merged = verbs.merge_organisations(keep, away, take=["employees"], by=manager, at=NOW)
    verbs.describe_organisation(merged, employees=99, by=manager, at=NOW)

    with pytest.raises(Refused):
        verbs.undo_merging(away, by=manager, at=NOW)


def test_one_record_is_not_merged_with_itself_nor_one_that_is_gone(
    keep: Organisation, away: Organisation, manager: Actor
):
    with pytest.raises(Refused):
        verbs.merge_organisations(keep, keep, by=manager, at=NOW)
    with pytest.raises(Refused):
        verbs.undo_merging(away, by=manager, at=NOW)
    verbs.merge_organisations(keep, away, by=manager, at=NOW)
    with pytest.raises(Refused):
        verbs.merge_organisations(keep, away, by=manager, at=NOW)


def test_only_the_team_merges_and_only_its_own(
    keep: Organisation, away: Organisation, viewer: Actor, manager: Actor
):
    stranger = make_organisation(make_cluster("there"))
    for actor, one, other in ((viewer, keep, away), (manager, keep, stranger)):
        with pytest.raises(NotAllowed):
            verbs.merge_organisations(one, other, by=actor, at=NOW)
        with pytest.raises(NotAllowed):
            verbs.tell_apart(one, other, by=actor, at=NOW)
    with pytest.raises(NotAllowed):
        verbs.undo_merging(away, by=viewer, at=NOW)


def test_history_tells_of_every_row_that_went_over(
    keep: Organisation, away: Organisation, manager: Actor
):
    need = make_need(away)

    verbs.merge_organisations(keep, away, by=manager, at=NOW)

    change = Change.objects.get(kind="needs.need", thing_id=need.pk, verb="merge_organisations")
    assert change.values == {"organisation_id": [away.pk, keep.pk]}
    assert Need.objects.get(pk=need.pk).organisation == keep


def test_two_records_of_one_person_become_one(cluster: Cluster, manager: Actor):
    firm = make_organisation(cluster)
    keep = make_person(cluster, "Muster", given_name="Ada", email="ada@example.org")
    away = make_person(cluster, "Muster", given_name="A.", email="a.muster@example.org", phone="1")
    post = Post.objects.create(cluster=cluster, organisation=firm, person=away)
    before = everything()

    merged = verbs.merge_people(keep, away, take=["email", "phone"], by=manager, at=NOW)
    post.refresh_from_db()

    assert (merged.email, merged.phone) == ("a.muster@example.org", "1")
    assert post.person == keep
    assert list(queries.people_visible_to(manager)) == [keep]
    verbs.undo_merging(away, by=manager, at=NOW)
    assert everything() == before


def test_what_hangs_on_a_person_goes_over_and_is_taken_back(cluster: Cluster, manager: Actor):
    keep, away = (make_person(cluster, f"Muster {letter}") for letter in "AB")
    hang_on(keep)
    hang_on(away)
    before = everything()

    verbs.merge_people(keep, away, by=manager, at=NOW)
    for key in keys_to(Person):
        assert (key.model, key.model.objects.filter(**{key.name: keep}).count()) == (key.model, 2)
    verbs.undo_merging(away, by=manager, at=NOW)

    assert everything() == before


def test_an_answer_stays_with_the_invitation_that_must_stay(
    keep: Organisation, away: Organisation, manager: Actor
):
    """Both were asked in one round, and an organisation is asked once."""
    answers = pytest.importorskip("raceme.needs.models.response")
    rounds = pytest.importorskip("raceme.needs.models.round")
    asked = make_row(rounds.Round, keep.cluster)
    for one in (keep, away):
        told = {"organisation": one}
        invitation = make_row(rounds.Invitation, keep.cluster, round=asked, **told)
        make_row(answers.Response, keep.cluster, invitation=invitation, **told)
    make_row(answers.Response, keep.cluster, organisation=away)

    verbs.merge_organisations(keep, away, by=manager, at=NOW)

    assert rounds.Invitation.objects.filter(organisation=away).count() == 1
    assert answers.Response.objects.filter(organisation=away).get().invitation is not None
    assert answers.Response.objects.filter(organisation=keep).count() == 2


def test_only_the_team_sees_what_hangs_on_a_merged_record(
    browser: Client, viewer_browser: Client, cluster: Cluster, manager: Actor
) -> None:
    keep, away = make_organisation(cluster, code="A"), make_organisation(cluster, code="B")
    for one in (keep, away):
        verbs.record_figures(one, year=2025, employees=5, by=manager, at=NOW)
    verbs.merge_organisations(keep, away, by=manager, at=NOW)

    page = f"/c/{cluster.slug}/members/{away.pk}/merged/"
    pages = [one.get(page).content.decode() for one in (browser, viewer_browser)]

    assert [page.count("2025") > 0 for page in pages] == [True, False]
