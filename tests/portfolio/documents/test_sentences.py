"""Every reason that the core can give has its sentence."""

import re
from dataclasses import replace

import pytest
from django.utils import translation

from raceme.cores.planning import conflicts, explain
from raceme.cores.planning.values import Fact
from raceme.portfolio.documents.sentences import CONFLICTS, REASONS, names_in, sentence
from raceme.portfolio.documents.summary import (
    alignment_share,
    answered_share,
    five_sentences,
    nearly_offered,
    offered,
    unmet,
    why_open,
)
from tests.portfolio.documents.plans import HEADING, INFEASIBLE, NOBODY_ASKS, PLAN

NAMES = names_in(PLAN, "EUR")


def codes_listed_in(module) -> set[str]:
    """The table at the top of the module: each code at the start of an indented line."""
    return set(re.findall(r"^ {4}([a-z]\w+) ", module.__doc__, re.MULTILINE))


def test_every_reason_of_the_core_has_a_sentence_and_no_sentence_is_idle():
    assert codes_listed_in(explain) == set(REASONS)
    assert codes_listed_in(conflicts) == set(CONFLICTS)


@pytest.mark.parametrize("code", [*REASONS, *CONFLICTS])
def test_sentences_are_whole_with_any_figures(code):
    fact = Fact(code, topic="funding-search", objective="O1", service="S1", amount=1.5, limit=2.0)

    told = [sentence(fact, NAMES), sentence(Fact(code), NAMES)]

    assert all(re.fullmatch(r"[A-Z“].*\.", each) and "%(" not in each for each in told)


def test_a_code_nobody_knows_is_no_sentence():
    with pytest.raises(KeyError):
        sentence(Fact("because"), NAMES)


def test_figures_are_written_in_the_language_of_the_reader():
    fact = PLAN.services[2].reasons[1]

    english = sentence(fact, NAMES)
    with translation.override("de"):
        german = sentence(fact, NAMES)

    assert "€9,000" in english
    assert "9.000\u00a0€" in german


def test_shares_worked_by_hand():
    # demand: (0.25 x 0.9 + 0.5 x 0.24) / 0.75 = 0.345 / 0.75 = 0.46
    # objectives: (3 x 0.25 + 1 x 1) / 4 = 0.4375
    assert answered_share(PLAN) == pytest.approx(0.46)
    assert alignment_share(PLAN) == pytest.approx(0.4375)


def test_without_needs_or_objectives_shares_are_unknown():
    assert answered_share(NOBODY_ASKS) is None
    assert alignment_share(NOBODY_ASKS) is None


def test_the_surest_services_come_first_and_the_nearest_left_out_are_told():
    assert [service.id for service in offered(PLAN)] == ["S1", "S2"]
    assert [service.id for service in nearly_offered(PLAN)] == ["S3"]
    assert [topic.id for topic in unmet(PLAN)] == ["funding-search"]


def test_why_a_topic_stays_open():
    own, funding, security = PLAN.topics
    without = replace(PLAN, cells=PLAN.cells[2:])

    assert [why_open(PLAN, topic) for topic in (funding, security)] == [
        "“Funding check” suits it best and covers 24% of it.",
        "No service answers this topic.",
    ]
    assert why_open(without, own) == "“Large fair” would suit it best and is not in the plan."


def test_the_plan_in_five_sentences():
    assert five_sentences(PLAN, HEADING) == [
        "The plan offers 2 services in 4 editions; it takes 16 of 40 person-days and €8,400"
        " net of a budget of €12,000.",
        "It answers 46% of what members ask for, and offers 44% of the services that the"
        " objectives call for, by weight; together that is a value of 0.562 out of 1.",
        "1 of them belongs to the core that hardly depends on who answered, first of all “Funding"
        " check”; the others could change with a few more answers.",
        "1 topic that members ask for stays unmet: “Finding public funding”.",
        "What more money or days would buy was not computed.",
    ]


def test_what_more_would_buy_is_told_where_it_was_computed():
    plan = replace(PLAN, marginal=replace(PLAN.marginal, person_days=0.0))

    assert five_sentences(plan, HEADING)[-1] == (
        "Ten percent more money (€1,200) would raise the value by 0.010."
        " Ten percent more person-days (4) would change next to nothing."
    )


@pytest.mark.parametrize(
    ("services", "editions", "begins"),
    [
        (0, 0, "The plan offers 0 services in 0 editions; it takes"),
        (1, 1, "The plan offers 1 service in one edition; it takes"),
        (1, 3, "The plan offers one service in 3 editions; it takes"),
        (2, 6, "The plan offers 2 services in 6 editions; it takes"),
    ],
)
def test_one_edition_is_no_editions(services, editions, begins):
    chosen = [replace(one, editions=editions // services) for one in PLAN.services[:services]]

    first = five_sentences(replace(PLAN, services=tuple(chosen)), HEADING)[0]

    assert first.startswith(begins)


@pytest.mark.parametrize(
    ("answering", "told"),
    [
        (0, "No member has answered: the choice rests on the objectives alone."),
        (
            1,
            "Only 1 member has answered: that is too few to say how sure the choice is, whatever"
            " is called core. Ask more members before you rely on it.",
        ),
        (
            9,
            "Only 9 members have answered: that is too few to say how sure the choice is, whatever"
            " is called core. Ask more members before you rely on it.",
        ),
        (
            10,
            "1 of them belongs to the core that hardly depends on who answered, first of all"
            " “Funding check”; the others could change with a few more answers.",
        ),
    ],
)
def test_few_answers_make_nothing_sure(answering, told):
    assert five_sentences(PLAN, replace(HEADING, answering=answering))[2] == told


def test_no_document_says_that_services_reach_an_objective():
    told = [*five_sentences(PLAN, HEADING), *(str(said.sentence) for said in REASONS.values())]

    assert [each for each in told if "reach" in each] == []


def test_an_infeasible_plan_needs_one_sentence():
    assert five_sentences(INFEASIBLE, HEADING) == [
        "No plan keeps all limits: they contradict each other."
    ]
    assert [sentence(fact, NAMES) for fact in INFEASIBLE.conflicts] == [
        "“Large fair” is a must.",
        "The budget is €12,000; the other limits need at least €13,500.",
    ]
