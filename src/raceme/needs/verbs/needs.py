"""Record what members need; correct it, withdraw it, and take a withdrawal back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation import history
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import CHUNK, change, keep_new, lock
from raceme.members.models import Organisation
from raceme.needs import rules
from raceme.needs.models import Answer, Need
from raceme.vocabulary.topics import code_of_topic


@dataclass(frozen=True, slots=True)
class Word:
    """What one member says on one topic, before it is recorded.

    Importance and satisfaction go from 1 to 5; a satisfaction that nobody knows is None.
    """

    organisation: Organisation
    topic: str  # code or label of the vocabulary, or a topic of the cluster's own
    importance: int
    satisfaction: int | None
    recorded_on: date
    source: str = Need.Source.OTHER
    note: str = ""
    answer: Answer | None = None  # the answer to a questionnaire that says so


@transaction.atomic
def record_need(
    *, organisation: Organisation, topic: str, by: Actor, at: datetime, **values: Any
) -> Need:
    """Write down what a member says it needs, on one topic."""
    require(rules.may_record, by, organisation)
    _lock_none_former([organisation])
    need = Need(
        cluster_id=organisation.cluster_id,
        organisation=organisation,
        topic=code_of_topic(topic),
        **values,
    )
    return keep_new(need, verb="record_need", by=by, at=at)


@transaction.atomic
def record_needs(words: Sequence[Word], *, by: Actor, at: datetime) -> list[Need]:
    """Write down many needs at once, of one member or of many: all of them, or none.

    The same rules as `record_need`, with far fewer questions to the database, so that a survey
    of some thousand answers is loaded within seconds.
    """
    organisations = {word.organisation for word in words}
    for organisation in organisations:
        require(rules.may_record, by, organisation)
    _lock_none_former(organisations)
    needs = [_need_of(word) for word in words]
    for need in needs:
        # What full_clean asks the database besides is certain here: the organisations are at
        # hand, and the two constraints say what the fields' own bounds say.
        need.clean_fields(exclude={"cluster", "organisation", "answer"})
    recorded = Need.objects.bulk_create(needs, batch_size=500)
    history.record_new("record_need", recorded, by=by, at=at)
    return recorded


@transaction.atomic
def correct_need(need: Need, *, by: Actor, at: datetime, **values: Any) -> Need:
    """Put right what was recorded wrongly. What has changed since is a new record instead."""
    require(rules.may_record, by, need)
    need = lock(need)
    if need.is_withdrawn:
        raise Refused(_("This record is withdrawn. Restore it before you correct it."))
    organisation = values.get("organisation")
    if organisation is not None and organisation != need.organisation:
        require(rules.may_record, by, organisation)
        _lock_none_former([organisation])
    if "topic" in values:
        values["topic"] = code_of_topic(values["topic"])
    return change(need, values, verb="correct_need", by=by, at=at)


@transaction.atomic
def withdraw_need(need: Need, *, by: Actor, at: datetime) -> Need:
    """Let a record count no longer, because it was wrong or the member took it back."""
    require(rules.may_record, by, need)
    need = lock(need)
    if need.is_withdrawn:
        raise Refused(_("This record has already been withdrawn."))
    return change(need, {"withdrawn_at": at}, verb="withdraw_need", by=by, at=at)


@transaction.atomic
def restore_need(need: Need, *, by: Actor, at: datetime) -> Need:
    """Let a withdrawn record count again."""
    require(rules.may_record, by, need)
    return change(need, {"withdrawn_at": None}, verb="restore_need", by=by, at=at)


def _need_of(word: Word) -> Need:
    return Need(
        cluster_id=word.organisation.cluster_id,
        organisation=word.organisation,
        topic=code_of_topic(word.topic),
        importance=word.importance,
        satisfaction=word.satisfaction,
        recorded_on=word.recorded_on,
        source=word.source,
        note=word.note,
        answer=word.answer,
    )


def _lock_none_former(organisations: Iterable[Organisation]) -> None:
    """Lock whose needs are recorded, as they now stand, and refuse if one of them has left."""
    numbers = sorted({one.pk for one in organisations})
    for start in range(0, len(numbers), CHUNK):
        some = Organisation.objects.filter(pk__in=numbers[start : start + CHUNK]).order_by("pk")
        if any(one.has_left for one in some.select_for_update()):
            raise Refused(
                _(
                    "This organisation has left. Make it a member again before you record its"
                    " needs."
                ),
                field="organisation",
            )
