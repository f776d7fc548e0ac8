"""The questions of a questionnaire: add, describe, move and remove them while it is not in use."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock, remove
from raceme.needs import rules
from raceme.needs.models import Part, Question
from raceme.needs.queries.course import neighbour_of
from raceme.needs.verbs.parts import open_for_building, refuse_wrong_order, tidy_condition
from raceme.vocabulary.topics import code_of_topic

# What may be put right while members answer: how it is said, not what is asked.
TEXTS = {"text", "hint", "low_label", "high_label"}


@transaction.atomic
def add_topics(part: Part, wanted: Sequence[str], *, by: Actor, at: datetime) -> list[Question]:
    """Ask about these topics at the end of a part; one that is asked about already stays."""
    require(rules.may_build, by, part.questionnaire)
    questionnaire = open_for_building(part.questionnaire)
    known = set(questionnaire.questions.values_list("code", flat=True))
    codes = [code for code in dict.fromkeys(map(code_of_topic, wanted)) if code not in known]
    kind = Question.Kind.TOPIC
    return [add_question(part, kind=kind, code=code, by=by, at=at) for code in codes]


@transaction.atomic
def add_question(part: Part, *, by: Actor, at: datetime, **values: Any) -> Question:
    """Ask one more thing at the end of a part."""
    require(rules.may_build, by, part.questionnaire)
    questionnaire = open_for_building(part.questionnaire)
    tidy_condition(values)
    last = part.questions.aggregate(last=Max("place"))["last"] or 0
    question = Question(
        cluster_id=part.cluster_id,
        questionnaire=questionnaire,
        part=part,
        place=last + 1,
        **values,
    )
    keep_new(question, verb="add_question", by=by, at=at)
    refuse_wrong_order(questionnaire)
    return question


@transaction.atomic
def describe_question(question: Question, *, by: Actor, at: datetime, **values: Any) -> Question:
    """Change what is asked; in use, how it is said only."""
    require(rules.may_build, by, question.questionnaire)
    questionnaire = lock(question.questionnaire)
    question = lock(question)
    tidy_condition(values)
    if questionnaire.is_frozen:
        values = _only_texts(question, values)
    elif values.get("part", question.part) != question.part:
        part = values["part"]
        values["place"] = (part.questions.aggregate(last=Max("place"))["last"] or 0) + 1
    _refuse_lost_choices(question, values)
    question = change(question, values, verb="describe_question", by=by, at=at)
    refuse_wrong_order(questionnaire)
    return question


@transaction.atomic
def move_question(question: Question, *, up: bool, by: Actor, at: datetime) -> Question:
    """Let a question change places with the one before it, or after it."""
    require(rules.may_build, by, question.questionnaire)
    questionnaire = open_for_building(question.questionnaire)
    question = lock(question)
    rows = list(question.part.questions.order_by("place", "pk"))
    other = neighbour_of(question, rows, up=up)
    if other is None:
        raise Refused(_("There is nothing to change places with."))
    change(other, {"place": question.place}, verb="move_question", by=by, at=at)
    question = change(question, {"place": other.place}, verb="move_question", by=by, at=at)
    refuse_wrong_order(questionnaire)
    return question


@transaction.atomic
def remove_question(question: Question, *, by: Actor, at: datetime) -> None:
    """Ask one thing less, in a questionnaire that is not in use."""
    require(rules.may_build, by, question.questionnaire)
    open_for_building(question.questionnaire)
    dependent = question.questions_shown.first() or question.parts_shown.first()
    if dependent is not None:
        raise Refused(
            _("“%(other)s” is shown only after “%(question)s”. Change that first.")
            % {"other": dependent, "question": question}
        )
    remove(question, verb="remove_question", by=by, at=at)


def _only_texts(question: Question, values: dict[str, Any]) -> dict[str, Any]:
    """Keep of the values what may change in use; of choices, how each of them is called."""
    kept = {name: value for name, value in values.items() if name in TEXTS}
    if "options" in values:
        texts = {option["code"]: option["text"] for option in values["options"]}
        kept["options"] = [
            {"code": one["code"], "text": texts.get(one["code"], one["text"])}
            for one in question.options
        ]
    return kept


def _refuse_lost_choices(question: Question, values: dict[str, Any]) -> None:
    """Refuse to drop a choice, or the kind of answer, on which something else depends."""
    after = Question(
        kind=values.get("kind", question.kind), options=values.get("options", question.options)
    )
    left = set(after.answer_codes)
    dependents: Iterable[Part | Question] = [
        *question.questions_shown.all(),
        *question.parts_shown.all(),
    ]
    for other in dependents:
        if not set(other.condition_values) <= left:
            raise Refused(
                _("“%(other)s” is shown only after an answer that would be gone.")
                % {"other": other},
                field="options",
            )
