"""Consortia: from the idea to the answer of the funder, with partners, competences and gaps."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.collaboration.bridge.consortia import candidates_for
from raceme.collaboration.models import Consortium, ConsortiumPartner, Requirement
from raceme.collaboration.queries.consortia import (
    ConsortiaWanted,
    consortia_found,
    consortia_visible_to,
    contact_of,
    pipeline_of,
)
from raceme.collaboration.queries.workshop import fits, matrix_of
from raceme.collaboration.verbs import consortia as verbs
from raceme.collaboration.verbs import partners as partner_verbs
from raceme.foundation.errors import NotAllowed, Refused
from raceme.members.models import Organisation
from raceme.members.verbs import add_competence, introduce_person
from tests.factories import NOW, TODAY, make_call, make_consortium, make_notice, make_organisation

ADDRESS = "/c/here/partners/consortia/"


@pytest.fixture
def consortium(cluster: Cluster) -> Consortium:
    return make_consortium(make_call(cluster, terms=("laser welding", "casting")))


def able(cluster: Cluster, *terms: str, by: Actor, **facts: object) -> Organisation:
    organisation = make_organisation(cluster, **facts)
    for term in terms:
        add_competence(organisation, term=term, by=by, at=NOW)
    return organisation


def needed_of(consortium: Consortium, title: str) -> Requirement:
    return consortium.requirements.get(title=title)


def with_lead(consortium: Consortium, *, by: Actor) -> ConsortiumPartner:
    lead = make_organisation(consortium.cluster)
    partner = partner_verbs.add_partner(consortium, lead, role="lead", by=by, at=NOW)
    return partner_verbs.record_partner_answer(partner, is_yes=True, by=by, at=NOW)


def handed_in(consortium: Consortium, *, by: Actor, asked_eur: int | None = None) -> Consortium:
    with_lead(consortium, by=by)
    verbs.decide_consortium(consortium, is_go=True, reason="", by=by, at=NOW)
    return verbs.submit_consortium(
        consortium, submitted_on=TODAY, asked_eur=asked_eur, by=by, at=NOW
    )


def test_it_begins_with_the_competences_of_the_call(consortium: Consortium) -> None:
    assert [one.title for one in consortium.requirements.all()] == ["laser welding", "casting"]
    assert consortium.stage == "idea"


def test_a_competence_fits_if_it_holds_all_words_of_a_key_word() -> None:
    assert fits(["laser welding"], "Welding (laser) of copper")
    assert fits(["giessen", "Gießerei"], "Giesserei")
    assert not fits(["laser welding"], "Welding")
    assert not fits(["", "weld"], "Welding")


def test_the_matrix_tells_what_is_there_hoped_for_and_missing(
    cluster: Cluster, manager: Actor, consortium: Consortium
) -> None:
    welder = able(cluster, "Laser welding of copper", by=manager)
    caster = make_organisation(cluster)
    make_notice(caster, kind="offer", title="We cast", terms=["Casting"])
    by_books = partner_verbs.add_partner(consortium, welder, by=manager, at=NOW)
    partner_verbs.record_partner_answer(by_books, is_yes=True, by=manager, at=NOW)
    partner_verbs.add_partner(consortium, caster, by=manager, at=NOW)
    gap = partner_verbs.need_competence(consortium, title="robotics", by=manager, at=NOW)

    matrix = matrix_of(consortium, actor=manager, on=TODAY)

    assert [(row.requirement.title, str(row.filling)) for row in matrix.rows] == [
        ("laser welding", "filled"),
        ("casting", "hoped-for"),
        ("robotics", "gap"),
    ]
    assert matrix.rows[0].cells[0].proof == ("Laser welding of copper",)
    assert matrix.gaps == (gap,)


def test_what_somebody_says_counts_and_can_be_taken_back(
    cluster: Cluster, manager: Actor, consortium: Consortium
) -> None:
    partner = partner_verbs.add_partner(consortium, make_organisation(cluster), by=manager, at=NOW)
    casting = needed_of(consortium, "casting")

    def say(*brings: Requirement) -> list[str]:
        partner_verbs.describe_partner(
            partner, role="partner", task="", budget_eur=None, brings=brings, by=manager, at=NOW
        )
        rows = matrix_of(consortium, actor=manager, on=TODAY).rows
        return [cell.state.value for row in rows for cell in row.cells]

    assert say(casting) == ["", "said"]
    assert say(casting) == ["", "said"]
    assert say() == ["", ""]


def test_nobody_brings_what_another_consortium_needs(
    cluster: Cluster, manager: Actor, consortium: Consortium
) -> None:
    partner = partner_verbs.add_partner(consortium, make_organisation(cluster), by=manager, at=NOW)
    foreign = needed_of(make_consortium(consortium.call), "casting")

    with pytest.raises(Refused):
        partner_verbs.describe_partner(
            partner, role="partner", task="", budget_eur=None, brings=[foreign], by=manager, at=NOW
        )


def test_candidates_have_what_is_missing_and_help_with_the_rules(
    cluster: Cluster, manager: Actor
) -> None:
    call = make_call(cluster, terms=("casting",), countries_min=2, kinds=("firm", "research"))
    consortium = make_consortium(call)
    able(cluster, "Casting", by=manager, name="At the table", country="AT")
    here = able(cluster, "casting", by=manager, name="Near Casters", country="AT")
    there = able(cluster, "Casting (steel)", by=manager, name="Far Casters", country="SI")
    able(cluster, "casting", by=manager, name="Town of Casters", country="SI", role="public")
    able(cluster, "milling", by=manager, name="Millers", country="SI")
    said_no = able(cluster, "casting", by=manager, name="No Casters", country="SI")
    for organisation in (Organisation.objects.get(name="At the table"), said_no):
        partner_verbs.add_partner(consortium, organisation, by=manager, at=NOW)
    refused = ConsortiumPartner.objects.get(organisation=said_no)
    partner_verbs.record_partner_answer(refused, is_yes=False, by=manager, at=NOW)

    found = candidates_for(needed_of(consortium, "casting"), actor=manager, on=TODAY)

    assert {one.organisation for one in found} == {here, there}
    helps = {one.organisation: one.helps for one in found}
    assert (helps[here], helps[there]) == ((), ("countries_min",))
    has = {one.organisation: one.has for one in found}
    assert (has[here], has[there]) == (("casting",), ("casting (steel)",))


def test_only_countries_of_the_call_are_candidates(cluster: Cluster, manager: Actor) -> None:
    consortium = make_consortium(make_call(cluster, terms=("casting",), countries=("SI",)))
    able(cluster, "casting", by=manager, country="AT")
    there = able(cluster, "casting", by=manager, country="SI")

    found = candidates_for(needed_of(consortium, "casting"), actor=manager, on=TODAY)

    assert [one.organisation for one in found] == [there]


def test_an_empty_book_has_no_candidates(manager: Actor, consortium: Consortium) -> None:
    assert candidates_for(needed_of(consortium, "casting"), actor=manager, on=TODAY) == []


def test_the_way_from_idea_to_grant(manager: Actor, consortium: Consortium) -> None:
    handed_in(consortium, by=manager, asked_eur=500_000)
    won = verbs.record_answer(
        consortium, is_granted=True, answered_on=TODAY, granted_eur=400_000, by=manager, at=NOW
    )

    assert (won.stage, won.asked_eur, won.granted_eur) == ("granted", 500_000, 400_000)


def test_each_step_needs_the_one_before(manager: Actor, consortium: Consortium) -> None:
    with pytest.raises(Refused):
        verbs.submit_consortium(consortium, submitted_on=TODAY, by=manager, at=NOW)
    with pytest.raises(Refused):
        verbs.record_answer(consortium, is_granted=True, answered_on=TODAY, by=manager, at=NOW)
    verbs.decide_consortium(consortium, is_go=True, reason="", by=manager, at=NOW)
    with pytest.raises(Refused, match="Nobody leads"):
        verbs.submit_consortium(consortium, submitted_on=TODAY, by=manager, at=NOW)


def test_no_go_says_why(manager: Actor, consortium: Consortium) -> None:
    with pytest.raises(Refused):
        verbs.decide_consortium(consortium, is_go=False, reason=" ", by=manager, at=NOW)

    dropped = verbs.decide_consortium(
        consortium, is_go=False, reason="Nobody casts.", by=manager, at=NOW
    )

    assert (dropped.stage, dropped.decided_on, dropped.reason) == (
        "dropped",
        TODAY,
        "Nobody casts.",
    )


def test_every_step_can_be_taken_back(manager: Actor, consortium: Consortium) -> None:
    handed_in(consortium, by=manager, asked_eur=1000)
    verbs.record_answer(
        consortium, is_granted=True, answered_on=TODAY, granted_eur=10, by=manager, at=NOW
    )

    stages = [verbs.step_back(consortium, by=manager, at=NOW) for _ in range(3)]

    assert [one.stage for one in stages] == ["submitted", "proposal", "idea"]
    last = stages[-1]
    assert (last.granted_eur, last.asked_eur, last.submitted_on) == (None, None, None)
    with pytest.raises(Refused):
        verbs.step_back(consortium, by=manager, at=NOW)


def test_what_was_handed_in_is_not_changed(
    cluster: Cluster, manager: Actor, consortium: Consortium
) -> None:
    handed_in(consortium, by=manager)

    with pytest.raises(Refused):
        partner_verbs.add_partner(consortium, make_organisation(cluster), by=manager, at=NOW)
    with pytest.raises(Refused):
        partner_verbs.need_competence(consortium, title="robotics", by=manager, at=NOW)


def test_the_future_cannot_be_written_down(manager: Actor, consortium: Consortium) -> None:
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(Refused):
        verbs.submit_consortium(consortium, submitted_on=tomorrow, by=manager, at=NOW)


def test_one_partner_leads(cluster: Cluster, manager: Actor, consortium: Consortium) -> None:
    first = with_lead(consortium, by=manager)
    second = make_organisation(cluster)
    with pytest.raises(ValidationError, match="one lead partner"):
        partner_verbs.add_partner(consortium, second, role="lead", by=manager, at=NOW)

    partner_verbs.let_partner_go(first, by=manager, at=NOW)
    partner_verbs.add_partner(consortium, second, role="lead", by=manager, at=NOW)

    with pytest.raises(ValidationError, match="one lead partner"):
        partner_verbs.ask_partner_again(first, by=manager, at=NOW)


def test_a_partner_is_asked_answers_once_and_can_be_asked_again(
    cluster: Cluster, manager: Actor, consortium: Consortium
) -> None:
    partner = partner_verbs.add_partner(consortium, make_organisation(cluster), by=manager, at=NOW)
    invited = partner_verbs.invite_partner(partner, on=TODAY, by=manager, at=NOW)
    assert (invited.state, invited.invited_on) == ("invited", TODAY)
    with pytest.raises(Refused):
        partner_verbs.invite_partner(partner, on=TODAY, by=manager, at=NOW)

    partner_verbs.record_partner_answer(partner, is_yes=False, reason="No time", by=manager, at=NOW)

    with pytest.raises(Refused):
        partner_verbs.record_partner_answer(partner, is_yes=True, by=manager, at=NOW)
    again = partner_verbs.ask_partner_again(partner, by=manager, at=NOW)
    assert (again.state, again.reason, again.invited_on) == ("candidate", "", None)


def test_dropped_competences_are_no_gap_and_come_back(
    manager: Actor, consortium: Consortium
) -> None:
    casting = needed_of(consortium, "casting")
    partner_verbs.drop_requirement(casting, by=manager, at=NOW)
    left = matrix_of(consortium, actor=manager, on=TODAY).gaps
    assert [one.title for one in left] == ["laser welding"]

    partner_verbs.restore_requirement(casting, by=manager, at=NOW)

    assert len(matrix_of(consortium, actor=manager, on=TODAY).gaps) == 2


def test_the_success_rate_counts_what_was_answered(cluster: Cluster, manager: Actor) -> None:
    call = make_call(cluster)
    assert pipeline_of(consortia_visible_to(manager)).success_rate is None
    for is_granted in (True, False, False, None):
        consortium = handed_in(make_consortium(call), by=manager, asked_eur=100)
        if is_granted is not None:
            verbs.record_answer(
                consortium,
                is_granted=is_granted,
                answered_on=TODAY,
                granted_eur=60 if is_granted else None,
                by=manager,
                at=NOW,
            )
    make_consortium(call)

    found = pipeline_of(consortia_visible_to(manager))

    # Four were handed in, the funder has answered three, one of them with yes: 1 / 3.
    assert found.success_rate == pytest.approx(1 / 3)
    assert [number for _stage, number in found.counts] == [1, 0, 1, 1]
    assert (found.asked_eur, found.granted_eur) == (400, 60)


def test_consortia_are_for_team_and_board(
    cluster: Cluster, viewer: Actor, viewer_browser: Client, consortium: Consortium
) -> None:
    assert not consortia_visible_to(viewer).exists()
    assert viewer_browser.get(f"{ADDRESS}{consortium.pk}/").status_code == 403
    assert viewer_browser.get(ADDRESS).status_code == 403
    call = viewer_browser.get(f"/c/here/partners/calls/{consortium.call_id}/")
    assert consortium.title not in call.content.decode()
    with pytest.raises(NotAllowed):
        verbs.describe_consortium(consortium, title="Mine", idea="", by=viewer, at=NOW)


def test_found_by_words_stage_and_call(
    cluster: Cluster, manager: Actor, consortium: Consortium
) -> None:
    other = make_consortium(make_call(cluster, title="Other call"), title="Blue")
    handed_in(other, by=manager)
    rows = consortia_visible_to(manager)

    assert list(consortia_found(rows, ConsortiaWanted(text="other"))) == [other]
    assert list(consortia_found(rows, ConsortiaWanted(stage=("idea",)))) == [consortium]
    assert list(consortia_found(rows, ConsortiaWanted(call=other.call_id))) == [other]


def test_the_workshop_asks_as_often_for_one_partner_as_for_three(
    cluster: Cluster, manager: Actor, consortium: Consortium
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            matrix_of(consortium, actor=manager, on=TODAY)
        return len(asked)

    partner_verbs.add_partner(consortium, able(cluster, "a", by=manager), by=manager, at=NOW)
    one = queries()
    for _ in range(2):
        partner_verbs.add_partner(consortium, able(cluster, "b", by=manager), by=manager, at=NOW)

    assert queries() == one


def test_from_the_idea_to_the_invitation_through_pages(cluster: Cluster, browser: Client) -> None:
    call = make_call(cluster, terms=("casting",))
    organisation = make_organisation(cluster, code="M1", name="Example Casters")
    said = {"call": call.pk, "title": "New moulds", "idea": "Cast <thinner>."}
    assert browser.post(f"{ADDRESS}new/", said).status_code == 302
    consortium = Consortium.objects.get()

    browser.post(f"{ADDRESS}{consortium.pk}/partners/new/", {"organisation": "M1", "role": "lead"})
    partner = ConsortiumPartner.objects.get()
    invite = f"/c/here/partners/partners/{partner.pk}/invite/"
    letter = browser.get(invite).content.decode()
    browser.post(invite, {"on": str(TODAY)})
    browser.post(f"/c/here/partners/partners/{partner.pk}/do/agreed/")
    browser.post(f"{ADDRESS}{consortium.pk}/decide/", {"is_go": "yes"})
    browser.post(f"{ADDRESS}{consortium.pk}/submit/", {"submitted_on": str(TODAY)})
    browser.post(
        f"{ADDRESS}{consortium.pk}/answer/", {"is_granted": "no", "answered_on": str(TODAY)}
    )

    consortium.refresh_from_db()
    assert partner.organisation == organisation
    assert "Cast &lt;thinner&gt;." in letter
    assert consortium.stage == "refused"
    matrix = browser.get(f"{ADDRESS}{consortium.pk}/matrix/csv/").content.decode("utf-8-sig")
    assert matrix.splitlines()[0].endswith("Example Casters (M1)")


def test_nobody_is_written_to_who_does_not_want_it(
    cluster: Cluster, manager: Actor, viewer: Actor, consortium: Consortium
) -> None:
    organisation = make_organisation(cluster)
    person = introduce_person(
        organisation,
        given_name="Ann",
        family_name="Sample",
        email="ann@sample.example",
        post={"is_main_contact": True},
        by=manager,
        at=NOW,
    )
    partner = partner_verbs.add_partner(consortium, organisation, by=manager, at=NOW)

    assert contact_of(partner, manager) == person
    assert contact_of(partner, viewer) is None
    type(person).objects.filter(pk=person.pk).update(is_not_to_contact=True)
    assert contact_of(partner, manager) is None
