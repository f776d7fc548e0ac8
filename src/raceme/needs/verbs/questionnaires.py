"""Build questionnaires: begin one, describe it, copy it, make its next version, put it away."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.needs import rules
from raceme.needs.models import Part, Question, Questionnaire
from raceme.needs.queries.course import leaves_of
from raceme.needs.verbs.parts import add_part
from raceme.needs.verbs.questions import add_topics
from raceme.needs.words import CLOSING, PRIVACY, filled, in_spoken
from raceme.vocabulary.topics import Module, topics

COPIED = ("title", "introduction", "privacy", "closing", "languages", "words")
COPIED_OF_PART = ("place", "module", "title", "introduction", "condition_values")
COPIED_OF_QUESTION = (
    "place", "kind", "code", "text", "hint", "is_required", "options", "low_label", "high_label",
    "unit", "lowest", "highest", "condition_values",
)  # fmt: skip


@transaction.atomic
def draft_questionnaire(
    *,
    code: str,
    languages: list[str],
    modules: Iterable[Module] = (),
    by: Actor,
    at: datetime,
    **values: Any,
) -> Questionnaire:
    """Begin a questionnaire, with a part for each of these modules of the diagnosis talk."""
    require(rules.may_build, by)
    assert by.cluster is not None
    privacy = {
        language: filled(text, cluster=by.cluster.name)
        for language, text in in_spoken(PRIVACY, languages).items()
    }
    usual = {"privacy": privacy, "closing": in_spoken(CLOSING, languages)}
    questionnaire = Questionnaire(
        cluster=by.cluster, code=code, languages=languages, **(usual | values)
    )
    keep_new(questionnaire, verb="draft_questionnaire", by=by, at=at)
    for module in modules:
        part = add_part(questionnaire, module=module.code, by=by, at=at)
        asked = [topic.code for topic in topics() if topic.module == module]
        add_topics(part, asked, by=by, at=at)
    return questionnaire


@transaction.atomic
def describe_questionnaire(
    questionnaire: Questionnaire, *, by: Actor, at: datetime, **values: Any
) -> Questionnaire:
    """Change what a questionnaire says of itself; in use, texts and more languages only."""
    require(rules.may_build, by, questionnaire)
    questionnaire = lock(questionnaire)
    if questionnaire.is_frozen:
        if values.get("code", questionnaire.code) != questionnaire.code:
            raise Refused(_("It is in use: its short name stays."), field="code")
        if not set(questionnaire.languages) <= set(values.get("languages", [])):
            gone = "languages" in values
            if gone:
                raise Refused(
                    _("It is in use: languages can be added, not taken away."), field="languages"
                )
    return change(questionnaire, values, verb="describe_questionnaire", by=by, at=at)


@transaction.atomic
def copy_questionnaire(
    questionnaire: Questionnaire, *, code: str, title: dict[str, str], by: Actor, at: datetime
) -> Questionnaire:
    """Make a new questionnaire of the same parts and questions, under a name of its own."""
    require(rules.may_build, by, questionnaire)
    return _copied(questionnaire, code=code, version=1, title=title, by=by, at=at)


@transaction.atomic
def revise_questionnaire(questionnaire: Questionnaire, *, by: Actor, at: datetime) -> Questionnaire:
    """Begin the next version of a questionnaire that is in use; the one in use stays as it is."""
    require(rules.may_build, by, questionnaire)
    versions = Questionnaire.objects.select_for_update().filter(
        cluster=questionnaire.cluster_id, code=questionnaire.code
    )
    newest = versions.order_by("-version")[0]
    if not newest.is_frozen:
        raise Refused(_("The next version has been begun already. Change that one."))
    version = newest.version + 1
    title = questionnaire.title
    return _copied(
        questionnaire, code=questionnaire.code, version=version, title=title, by=by, at=at
    )


@transaction.atomic
def freeze_questionnaire(questionnaire: Questionnaire, *, by: Actor, at: datetime) -> Questionnaire:
    """Fix what is asked, because somebody is asked with it now. Asked twice, nothing happens."""
    require(rules.may_build, by, questionnaire)
    questionnaire = lock(questionnaire)
    if questionnaire.is_frozen:
        return questionnaire
    if not questionnaire.questions.exists():
        raise Refused(_("This questionnaire has no question yet."), field="questionnaire")
    return change(questionnaire, {"frozen_at": at}, verb="freeze_questionnaire", by=by, at=at)


@transaction.atomic
def put_away_questionnaire(
    questionnaire: Questionnaire, *, by: Actor, at: datetime
) -> Questionnaire:
    """Let a questionnaire be offered no more; what was answered with it stays."""
    require(rules.may_build, by, questionnaire)
    questionnaire = lock(questionnaire)
    if questionnaire.is_put_away:
        raise Refused(_("This questionnaire has already been put away."))
    return change(questionnaire, {"put_away_at": at}, verb="put_away_questionnaire", by=by, at=at)


@transaction.atomic
def take_out_questionnaire(
    questionnaire: Questionnaire, *, by: Actor, at: datetime
) -> Questionnaire:
    """Offer a questionnaire again that was put away."""
    require(rules.may_build, by, questionnaire)
    return change(questionnaire, {"put_away_at": None}, verb="take_out_questionnaire", by=by, at=at)


def _copied(
    source: Questionnaire,
    *,
    code: str,
    version: int,
    title: dict[str, str],
    by: Actor,
    at: datetime,
) -> Questionnaire:
    values = {name: getattr(source, name) for name in COPIED} | {"title": title}
    made = Questionnaire(
        cluster_id=source.cluster_id, code=code, version=version, earlier=source, **values
    )
    keep_new(made, verb="copy_questionnaire", by=by, at=at)
    twins: dict[int, Question] = {}
    for leaf in leaves_of(source):
        part = _part_like(leaf.part, made, twins, by=by, at=at)
        for question in leaf.questions:
            twins[question.pk] = _question_like(question, part, twins, by=by, at=at)
    return made


def _part_like(
    source: Part, made: Questionnaire, twins: dict[int, Question], *, by: Actor, at: datetime
) -> Part:
    values = {name: getattr(source, name) for name in COPIED_OF_PART}
    part = Part(
        cluster_id=made.cluster_id,
        questionnaire=made,
        condition_on=twins.get(source.condition_on_id or 0),
        **values,
    )
    return keep_new(part, verb="add_part", by=by, at=at)


def _question_like(
    source: Question, part: Part, twins: dict[int, Question], *, by: Actor, at: datetime
) -> Question:
    values = {name: getattr(source, name) for name in COPIED_OF_QUESTION}
    question = Question(
        cluster_id=part.cluster_id,
        questionnaire=part.questionnaire,
        part=part,
        condition_on=twins.get(source.condition_on_id or 0),
        **values,
    )
    return keep_new(question, verb="add_question", by=by, at=at)
