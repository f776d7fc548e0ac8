"""Calls for proposals: what they ask for, and whether a consortium keeps their rules."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.collaboration.models import Call, Consortium
from raceme.collaboration.queries.calls import CallsWanted, calls_found, calls_visible_to
from raceme.collaboration.queries.checks import checks_of
from raceme.collaboration.verbs import calls as verbs
from raceme.collaboration.verbs.partners import add_partner, record_partner_answer
from raceme.collaboration.words import rules_in_words
from raceme.foundation.errors import NotAllowed, Refused
from tests.factories import NOW, TODAY, make_call, make_cluster, make_consortium, make_organisation

ADDRESS = "/c/here/partners/calls/"
SME = {"employees": 20, "turnover_eur": 1_000_000, "independence": "autonomous"}


def at_the_table(
    consortium: Consortium, *, agrees: bool, role: str = "partner", **facts: object
) -> None:
    by = system_of(consortium.cluster)
    organisation = make_organisation(consortium.cluster, **facts)
    partner = add_partner(consortium, organisation, role=role, by=by, at=NOW)
    if agrees:
        record_partner_answer(partner, is_yes=True, by=by, at=NOW)


def verdicts_of(consortium: Consortium) -> dict[str, str]:
    partners = consortium.partners.select_related("organisation")
    return {one.rule: str(one.verdict) for one in checks_of(consortium.call, partners)}


def test_states_of_rows_and_of_queries_agree(cluster: Cluster, manager: Actor) -> None:
    make_call(cluster, title="No days said")
    make_call(cluster, title="Coming", opens_on=TODAY + timedelta(days=1))
    make_call(cluster, title="Last day", opens_on=TODAY, closes_on=TODAY)
    make_call(cluster, title="Over", closes_on=TODAY - timedelta(days=1))
    aside = make_call(cluster, title="Aside", closes_on=TODAY - timedelta(days=1))
    verbs.put_call_aside(aside, by=manager, at=NOW)

    found = {}
    for state in Call.State:
        rows = calls_found(calls_visible_to(manager), CallsWanted(state=(state,)), day=TODAY)
        assert {one.state_on(TODAY) for one in rows} == {state}
        found[state.value] = {one.title for one in rows}

    assert found == {
        "coming": {"Coming"},
        "open": {"No days said", "Last day"},
        "closed": {"Over"},
        "withdrawn": {"Aside"},
    }


def test_without_rules_a_consortium_needs_a_lead_only(cluster: Cluster) -> None:
    consortium = make_consortium(make_call(cluster))

    assert verdicts_of(consortium) == {"lead": "broken"}


def test_rules_count_those_who_take_part_and_those_who_may(cluster: Cluster) -> None:
    call = make_call(cluster, partners_min=2, partners_max=2, countries_min=2, smes_min=1)
    consortium = make_consortium(call)
    at_the_table(consortium, agrees=True, role="lead", country="AT", **SME)
    at_the_table(consortium, agrees=False, country="SI", employees=900)

    assert verdicts_of(consortium) == {
        "lead": "kept",
        "partners_min": "if-all-agree",
        "partners_max": "kept",
        "countries_min": "if-all-agree",
        "smes_min": "kept",
    }
    at_the_table(consortium, agrees=True, country="SI")
    assert verdicts_of(consortium)["partners_max"] == "broken"
    assert verdicts_of(consortium)["countries_min"] == "kept"


def test_what_nobody_knows_is_not_counted_as_no(cluster: Cluster) -> None:
    consortium = make_consortium(
        make_call(cluster, smes_min=2, countries_min=2, research_min=1, firms_min=1)
    )
    at_the_table(consortium, agrees=True, country="AT", **SME)
    at_the_table(consortium, agrees=True, role="partner", employees=30)  # turnover unknown
    by = system_of(cluster)
    nobody_knows = make_organisation(cluster, role="")
    add_partner(consortium, nobody_knows, by=by, at=NOW)

    assert verdicts_of(consortium) == {
        "lead": "broken",
        "smes_min": "unknown",
        "countries_min": "unknown",
        "firms_min": "kept",
        "research_min": "unknown",
    }


def test_whom_a_rule_keeps_out_is_named(cluster: Cluster) -> None:
    call = make_call(cluster, countries=("si", "AT"), kinds=("firm",))
    consortium = make_consortium(call)
    at_the_table(consortium, agrees=True, name="Far Works", country="IT")

    check = {
        one.rule: one for one in checks_of(call, consortium.partners.select_related("organisation"))
    }

    assert [one.name for one in check["countries"].against] == ["Far Works"]
    assert (check["countries"].verdict, check["kinds"].verdict) == ("broken", "kept")


def test_associated_partners_count_for_no_rule(cluster: Cluster) -> None:
    consortium = make_consortium(make_call(cluster, partners_min=1, countries=("AT",)))
    at_the_table(consortium, agrees=True, role="associated", country="IT")

    assert verdicts_of(consortium) == {
        "lead": "broken",
        "partners_min": "broken",
        "countries": "kept",
    }


def test_rules_are_said_in_words(cluster: Cluster) -> None:
    call = make_call(
        cluster, partners_min=3, countries_min=1, smes_min=1, countries=("AT",), kinds=("firm",)
    )

    assert rules_in_words(call) == [
        "at least 3 partners",
        "from at least 1 country",
        "at least 1 SME",
        "only from: Austria",
        "only: Firm",
    ]


def test_a_call_does_not_close_before_it_opens(cluster: Cluster) -> None:
    with pytest.raises(ValidationError):
        make_call(cluster, opens_on=TODAY, closes_on=TODAY - timedelta(days=1))
    with pytest.raises(ValidationError):
        make_call(cluster, partners_min=5, partners_max=3)


def test_aside_and_taken_up_again(cluster: Cluster, manager: Actor) -> None:
    call = make_call(cluster)
    verbs.put_call_aside(call, by=manager, at=NOW)

    with pytest.raises(Refused):
        verbs.put_call_aside(call, by=manager, at=NOW)
    with pytest.raises(Refused):
        make_consortium(call)
    assert verbs.take_call_up(call, by=manager, at=NOW).state_on(TODAY) == "open"


def test_nobody_but_the_team_of_the_cluster_writes_calls(
    cluster: Cluster, manager: Actor, viewer: Actor
) -> None:
    with pytest.raises(NotAllowed):
        verbs.enter_call(cluster, verbs.CallSaid("Not mine"), by=viewer, at=NOW)
    with pytest.raises(NotAllowed):
        verbs.enter_call(make_cluster("there"), verbs.CallSaid("Not here"), by=manager, at=NOW)


def test_from_the_form_to_the_page_and_back(cluster: Cluster, browser: Client) -> None:
    said = {
        "title": "Clean metal",
        "url": "example.org/call",
        "closes_on": "2030-01-31",
        "terms": "welding, casting",
        "partners_min": "3",
        "countries": "Austria, SI",
        "kinds": ["firm", "research"],
    }

    answer = browser.post(f"{ADDRESS}new/", said)

    call = Call.objects.get()
    assert answer["Location"] == f"{ADDRESS}{call.pk}/"
    assert (call.terms, call.partners_min, call.smes_min) == (["welding", "casting"], 3, None)
    assert (call.countries, call.kinds) == (["AT", "SI"], ["firm", "research"])
    page = browser.get(f"{ADDRESS}{call.pk}/edit/").content.decode()
    assert "Austria, Slovenia" in page
    wrong = browser.post(f"{ADDRESS}new/", said | {"countries": "Atlantis"})
    assert wrong.status_code == 422


def test_a_program_writes_the_same_call(cluster: Cluster, browser: Client) -> None:
    body = {"title": "Clean metal", "countries": ["si", "AT"], "terms": ["welding"]}

    made = browser.post(
        "/api/v1/c/here/partners/calls", body, content_type="application/json"
    ).json()

    assert made["countries"] == ["AT", "SI"]
    assert browser.get(f"/api/v1/c/here/partners/calls/{made['id']}").json() == made
