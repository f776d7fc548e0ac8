"""The parts of a questionnaire: add, describe, move and remove them while it is not in use."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock, remove
from raceme.needs import rules
from raceme.needs.models import Part, Questionnaire
from raceme.needs.queries.course import leaves_of, neighbour_of, out_of_order

TEXTS = {"title", "introduction"}


def open_for_building(questionnaire: Questionnaire) -> Questionnaire:
    """Lock a questionnaire, and refuse if somebody was asked with it already."""
    questionnaire = lock(questionnaire)
    if questionnaire.is_frozen:
        raise Refused(
            _(
                "This questionnaire is in use: what it asks stays, so that answers can be compared."
                " Make its next version to ask something else."
            )
        )
    return questionnaire


def refuse_wrong_order(questionnaire: Questionnaire) -> None:
    """Refuse if something depends on a question that is asked after it."""
    wrong = out_of_order(leaves_of(questionnaire))
    if wrong is not None:
        raise Refused(
            _("“%(thing)s” is shown only after “%(question)s”, which must then come before it.")
            % {"thing": wrong[0], "question": wrong[1]},
            field="condition_on",
        )


def tidy_condition(values: dict[str, Any]) -> None:
    """Refuse a condition that can never be met; one without a question is none at all."""
    asked = values.get("condition_on")
    if asked is None:
        if "condition_on" in values:
            values["condition_values"] = []
        return
    wanted = set(values.get("condition_values", ()))
    if not wanted or not wanted <= set(asked.answer_codes):
        raise Refused(_("Say after which answers it is shown."), field="condition_values")


@transaction.atomic
def add_part(questionnaire: Questionnaire, *, by: Actor, at: datetime, **values: Any) -> Part:
    """Add a page to the end of a questionnaire."""
    require(rules.may_build, by, questionnaire)
    questionnaire = open_for_building(questionnaire)
    tidy_condition(values)
    last = questionnaire.parts.aggregate(last=Max("place"))["last"] or 0
    part = Part(
        cluster_id=questionnaire.cluster_id, questionnaire=questionnaire, place=last + 1, **values
    )
    keep_new(part, verb="add_part", by=by, at=at)
    refuse_wrong_order(questionnaire)
    return part


@transaction.atomic
def describe_part(part: Part, *, by: Actor, at: datetime, **values: Any) -> Part:
    """Change what a page says, and on what it depends; in use, its texts only."""
    require(rules.may_build, by, part.questionnaire)
    questionnaire = lock(part.questionnaire)
    tidy_condition(values)
    if questionnaire.is_frozen:
        values = {name: value for name, value in values.items() if name in TEXTS}
    part = change(part, values, verb="describe_part", by=by, at=at)
    refuse_wrong_order(questionnaire)
    return part


@transaction.atomic
def move_part(part: Part, *, up: bool, by: Actor, at: datetime) -> Part:
    """Let a page change places with the one before it, or after it."""
    require(rules.may_build, by, part.questionnaire)
    questionnaire = open_for_building(part.questionnaire)
    other = neighbour_of(part, list(questionnaire.parts.order_by("place", "pk")), up=up)
    if other is None:
        raise Refused(_("There is nothing to change places with."))
    change(other, {"place": part.place}, verb="move_part", by=by, at=at)
    part = change(part, {"place": other.place}, verb="move_part", by=by, at=at)
    refuse_wrong_order(questionnaire)
    return part


@transaction.atomic
def remove_part(part: Part, *, by: Actor, at: datetime) -> None:
    """Take a page and its questions out of a questionnaire that is not in use."""
    require(rules.may_build, by, part.questionnaire)
    open_for_building(part.questionnaire)
    own = list(part.questions.order_by("-place", "-pk"))
    for question in own:
        dependent = question.questions_shown.exclude(part=part).first()
        dependent_part = question.parts_shown.first()
        if dependent or dependent_part:
            raise Refused(
                _("“%(other)s” is shown only after “%(question)s”. Change that first.")
                % {"other": dependent or dependent_part, "question": question}
            )
    for question in own:
        remove(question, verb="remove_question", by=by, at=at)
    remove(part, verb="remove_part", by=by, at=at)
