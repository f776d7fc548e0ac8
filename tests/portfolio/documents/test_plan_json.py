"""`plan.json` keeps to its schema and loses nothing."""

import json
from dataclasses import fields, replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from raceme.cores.planning.values import TopicResult
from raceme.portfolio.documents.plan_json import plan_as_json, plan_from_json, plan_text
from tests.portfolio.documents.plans import HEADING, INFEASIBLE, NOBODY_ASKS, PLAN

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "plan.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_the_schema_itself_is_valid():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("plan", [PLAN, INFEASIBLE, NOBODY_ASKS])
def test_every_plan_keeps_to_the_schema(plan):
    VALIDATOR.validate(json.loads(plan_text(plan, HEADING)))


@pytest.mark.parametrize("plan", [PLAN, INFEASIBLE, NOBODY_ASKS])
def test_a_plan_comes_back_as_it_went(plan):
    assert plan_from_json(json.loads(plan_text(plan, HEADING))) == plan


@pytest.mark.parametrize(
    ("place", "nonsense"),
    [("status", "perhaps"), ("value", 2), ("services", [{}]), ("marginal", None), ("surprise", 1)],
)
def test_the_schema_refuses_what_is_no_plan(place, nonsense):
    content = plan_as_json(PLAN, HEADING) | {place: nonsense}

    assert not VALIDATOR.is_valid(content)


def test_the_keys_of_the_contract_are_there():
    content = plan_as_json(PLAN, HEADING)

    assert {
        "status": content["status"],
        "value": content["value"],
        "gap": content["gap"],
        "seed": content["seed"],
        "totals": content["totals"],
        "frontier": content["frontier"],
        "marginal": content["marginal"],
    } == {
        "status": "optimal",
        "value": 0.5625,
        "gap": 0.0,
        "seed": 7,
        "totals": {
            "person_days": 16.0,
            "cost_eur": 8700.0,
            "income_eur": 300.5,
            "net_cost_eur": 8399.5,
        },
        "frontier": [
            {"budget_eur": 2000.0, "value": None},
            {"budget_eur": 12000.0, "value": 0.5625},
        ],
        "marginal": {"budget": 0.01, "person_days": None},
    }
    assert [(each["id"], each["editions"], each["verdict"]) for each in content["services"]] == [
        ("S1", 3, "core"),
        ("S2", 1, "swing"),
        ("S3", 0, "out"),
    ]


def test_reasons_are_facts_with_their_sentence():
    (first, *_others) = plan_as_json(PLAN, HEADING)["services"][0]["reasons"]

    assert first == {
        "code": "answers_topic",
        "topic": "funding-search",
        "objective": None,
        "service": None,
        "amount": 0.24,
        "limit": 0.5,
        "text": "It adds 24% to the coverage of “Finding public funding”.",
    }


def test_a_number_that_is_none_is_refused():
    with pytest.raises(ValueError, match="not JSON compliant"):
        plan_text(replace(PLAN, value=float("nan")), HEADING)


@given(st.floats(0, 1), st.floats(0, 1))
def test_numbers_keep_all_their_digits(demand, value):
    topic = replace(PLAN.topics[0], demand=demand)
    plan = replace(PLAN, topics=(topic,), value=value)

    assert plan_from_json(json.loads(plan_text(plan, HEADING))) == plan


def test_no_field_of_a_topic_is_forgotten():
    written = set(plan_as_json(PLAN, HEADING)["topics"][0])

    assert written == {field.name for field in fields(TopicResult)} | {"label"}
