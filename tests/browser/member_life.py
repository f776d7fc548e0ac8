"""The life of one example member: people, contacts, periods, competences, figures, ties."""

from datetime import date

from raceme.access.actor import Actor
from raceme.members import verbs
from raceme.members.models import Organisation, Person, Standing
from tests.factories import NOW

Rows = dict[str, dict[str, object]]


def live(organisation: Organisation, other: Organisation, *, by: Actor) -> Rows:
    """Let an organisation have something of everything; say which row each address takes."""
    told = {"by": by, "at": NOW}
    verbs.describe_organisation(
        organisation,
        nuts="AT312",
        turnover_eur=4_200_000,
        independence="autonomous",
        founded_year=2023,
        joined_on=date(2019, 4, 1),
        **told,
    )
    person = _person(organisation, **told)
    post = person.posts.get()
    verbs.record_leaving(other, left_on=date(2026, 6, 30), reason="too-dear", **told)
    verbs.change_standing(other, standing=Standing.MEMBER, on=date(2026, 8, 1), **told)
    return {
        **_of(person, "person", "edit_person", "erase_person", "give_post"),
        "members:hand_out_person": {"pk": person.pk, "kind": "xlsx"},
        **_of(post, "edit_post", "end_post"),
        **_of(organisation.memberships.get(), "edit_period", "take_back_period"),
        **_contacts(organisation, person, **told),
        **_activities(organisation, other, **told),
        **_groups(organisation, person, **told),
        "members:suggest": {"what": "nace"},
        **_twins(organisation, **told),
        **_namesakes(person, **told),
    }


def _groups(organisation: Organisation, person: Person, **told) -> Rows:
    group = verbs.found_group(
        name="Circle for new materials",
        mandate="Shares what was tried.\nProposes projects.",
        began_on=date(2024, 2, 1),
        **told,
    )
    seat = verbs.give_group_seat(
        group, organisation, person=person, role="chair", since=date(2024, 2, 1), **told
    )
    former = verbs.give_group_seat(group, organisation, **told)
    verbs.end_group_seat(former, until=date(2025, 1, 31), **told)
    return {**_of(group, "group", "edit_group", "give_seat"), **_of(seat, "edit_seat", "end_seat")}


def _person(organisation: Organisation, **told) -> Person:
    return verbs.introduce_person(
        organisation,
        given_name="Ann",
        family_name="Example",
        title="Dr.",
        email="ann@example.org",
        phone="+43 000 123456",
        language="de",
        topics=["funding-search"],
        legal_basis="contract",
        post={"function": "Managing director", "is_main_contact": True, "level": "leads"},
        **told,
    )


def _twins(organisation: Organisation, **told) -> Rows:
    """Let an organisation stand in the books three times: as proposed, told apart, and merged."""
    name, city = organisation.name, organisation.city
    proposed, apart, away = (
        verbs.enter_organisation(
            name=name.upper(), role="firm", city=city, website="twin.example.org", **told
        )
        for _ in range(3)
    )
    verbs.tell_apart(organisation, apart, **told)
    verbs.merge_organisations(organisation, away, **told)
    two = {"pk": organisation.pk, "other": proposed.pk}
    pages = ("merge", "tell_apart")
    return {
        **{f"members:{page}": two for page in pages},
        "members:think_again": {"pk": organisation.pk, "other": apart.pk},
        **_of(away, "merged", "undo_merging"),
    }


def _namesakes(person: Person, **told) -> Rows:
    """Let a person stand in the books three times, once merged."""
    values = {"given_name": person.given_name, "family_name": person.family_name}
    namesake, away = (verbs.enter_person(**values, **told) for _ in range(2))
    verbs.merge_people(person, away, **told)
    return {
        "members:merge_people": {"pk": person.pk, "other": namesake.pk},
        **_of(person, "same_person"),
        **_of(away, "merged_person", "undo_merging_people"),
    }


def _contacts(organisation: Organisation, person: Person, **told) -> Rows:
    visit = verbs.record_visit(
        organisation,
        happened_on=date(2026, 9, 3),
        kind="visit",
        people=[person],
        newcomer=verbs.Newcomer("Sample", "Sam", "Quality"),
        topics=["market-knowledge", "funding-search"],
        note="Looks for partners in the north. Wants to export, and asks for help with funding.",
        mood=4,
        next_step="Send the list of experts",
        next_on=date(2026, 10, 1),
        adviser=told["by"].user,
        **told,
    )
    mail = verbs.record_visit(
        organisation, happened_on=date(2025, 2, 11), kind="mail", note="Sent the report.", **told
    )
    verbs.withdraw_visit(mail, **told)
    return {
        **_of(visit, "visit", "edit_visit", "withdraw_visit", "finish_step", "reopen_step"),
        **_of(mail, "restore_visit"),
    }


def _activities(organisation: Organisation, other: Organisation, **told) -> Rows:
    activity = verbs.add_activity(organisation, nace="28.41", revision="2", **told)
    competence = verbs.add_competence(
        organisation, term="Five-axis milling", kind="technology", level=4, readiness=9, **told
    )
    ended = verbs.add_competence(organisation, term="ISO 13485", kind="certificate", **told)
    verbs.end_competence(ended, **told)
    figures = verbs.record_figures(
        organisation, year=2025, employees=41, turnover_eur=4_200_000, export_share=0.35, **told
    )
    relation = verbs.add_relation(
        organisation, other, kind="supplies", since=date(2021, 5, 1), **told
    )
    return {
        **_of(activity, "remove_activity"),
        **_of(competence, "edit_competence", "end_competence"),
        **_of(ended, "reopen_competence"),
        **_of(figures, "edit_figures"),
        **_of(relation, "edit_relation", "end_relation"),
    }


def _of(row, *pages: str) -> Rows:
    return {f"members:{page}": {"pk": row.pk} for page in pages}
