"""The shared list of need topics: whole, bilingual, and forgiving of how people write."""

import re
from collections import Counter

import pytest
from django.utils.translation import override

from raceme.vocabulary.topics import (
    label_of_topic,
    modules,
    topic_matching,
    topic_named,
    topics,
)

KEBAB = re.compile(r"[a-z]+(-[a-z]+)*")


def test_the_ten_modules_stand_in_the_order_of_the_talk():
    assert [module.number for module in modules()] == list(range(1, 11))
    assert modules()[0].label_de == "Strategie und Markt"


def test_the_list_has_46_topics_and_every_module_at_least_three():
    assert len(topics()) == 46
    in_module = Counter(topic.module.code for topic in topics())
    assert set(in_module) == {module.code for module in modules()}
    assert min(in_module.values()) >= 3


def test_codes_are_unique_and_in_one_style():
    codes = [topic.code for topic in topics()]

    assert len(set(codes)) == len(codes)
    assert [code for code in codes if not KEBAB.fullmatch(code)] == []


def test_no_two_topics_can_be_meant_by_the_same_word():
    for topic in topics():
        for word in (topic.code, topic.label_en, topic.label_de):
            assert topic_matching(word) == topic


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.code)
def test_every_topic_asks_one_plain_question_in_both_languages(topic):
    assert topic.question_en.startswith("How important is ")
    assert topic.question_de.startswith("Wie wichtig ")
    assert (topic.question_en.count("?"), topic.question_de.count("?")) == (1, 1)
    assert topic.question_en.endswith("?")
    assert topic.question_de.endswith("?")
    assert len(topic.question_en) <= 120
    assert len(topic.question_de) <= 140


def test_labels_and_questions_come_in_the_language_of_whoever_reads():
    topic = topic_named("partner-other-sector")

    with override("de-at"):
        assert (topic.label, str(topic)) == ("Partner in anderen Branchen",) * 2
        assert topic.question.startswith("Wie wichtig ist es Ihnen, Partner in Branchen")
        assert topic.module.label == "Kooperation"
    with override("en"):
        assert topic.label == "Partners in other sectors"
        assert topic.question.startswith("How important is it to you to find partners in sectors")


def test_a_language_without_texts_reads_english():
    with override("sl"):
        assert topic_named("energy").label == "Saving energy and using renewables"


@pytest.mark.parametrize(
    "written",
    [
        "funding-search",
        " Funding_Search ",
        "FINDING  public   funding",
        "passende förderung finden",
        "Passende Fo\u0308rderung finden",
    ],
)
def test_a_topic_is_found_however_it_is_written(written):
    assert topic_matching(written) == topic_named("funding-search")


@pytest.mark.parametrize("written", ["", "   ", "quantum beekeeping"])
def test_what_is_not_in_the_list_is_not_found(written):
    assert topic_matching(written) is None


def test_a_code_is_taken_exactly():
    assert topic_named("Funding-Search") is None


def test_a_topic_of_the_clusters_own_is_shown_as_written_but_readable():
    assert label_of_topic("cold_chain-for-berries") == "Cold chain for berries"
    assert label_of_topic("KI im Stall") == "KI im Stall"


def test_a_known_topic_is_shown_by_its_label():
    with override("de"):
        assert label_of_topic("succession") == "Unternehmensnachfolge"
