"""Needs that come from answers: recorded when answers count, and kept in line with them."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from raceme.access.actor import Actor, system_for
from raceme.foundation.errors import require
from raceme.needs import rules
from raceme.needs.models import Answer, Need, Question, Response
from raceme.needs.verbs.needs import Word, correct_need, record_needs, withdraw_need


@transaction.atomic
def settle_needs(
    response: Response, questions: Collection[int], *, by: Actor, at: datetime
) -> list[Need]:
    """Bring needs in line with the answers to these questions; give those that are new.

    An answer that was changed on the day it was given corrects its need; one that is changed
    later is a new word, and the one before stays as history. An answer that says nothing about
    importance any more has its need withdrawn.
    """
    require(rules.may_fill, by, response)
    author = by if rules.may_record(by, response.organisation) else system_for(by)
    day = response.happened_on or timezone.localdate(at)
    new = []
    topics = response.answers.filter(
        question__kind=Question.Kind.TOPIC, question__in=list(questions)
    )
    for answer in topics.select_related("question").prefetch_related("needs"):
        word = _word(answer, response, day)
        known = [need for need in answer.needs.all() if not need.is_withdrawn]
        if word is None:
            _withdraw(known, by=author, at=at)
        elif not known:
            new.append(word)
        elif not _says(known[0], word):
            if known[0].recorded_on == day:
                _correct(known[0], word, by=author, at=at)
            else:
                new.append(word)
    return record_needs(new, by=author, at=at) if new else []


@transaction.atomic
def withdraw_needs(response: Response, *, by: Actor, at: datetime) -> None:
    """Withdraw all needs that come from a sheet, because it counts no longer."""
    require(rules.may_read_answers, by, response)
    needs = Need.objects.filter(answer__response=response, withdrawn_at__isnull=True)
    _withdraw(list(needs), by=by, at=at)


def _word(answer: Answer, response: Response, day: date) -> Word | None:
    """Give the need that an answer states; None where it states none."""
    if not answer.counts or answer.importance is None:
        return None
    return Word(
        organisation=response.organisation,
        topic=answer.question.code,
        importance=answer.importance,
        satisfaction=answer.satisfaction,
        recorded_on=day,
        source=Need.Source.INTERVIEW if response.is_interview else Need.Source.SURVEY,
        note=answer.note,
        answer=answer,
    )


def _says(need: Need, word: Word) -> bool:
    said = (need.importance, need.satisfaction, need.note)
    return said == (word.importance, word.satisfaction, word.note)


def _correct(need: Need, word: Word, *, by: Actor, at: datetime) -> None:
    values = {
        "importance": word.importance,
        "satisfaction": word.satisfaction,
        "note": word.note,
    }
    correct_need(need, by=by, at=at, **values)


def _withdraw(needs: list[Need], *, by: Actor, at: datetime) -> None:
    for need in needs:
        withdraw_need(need, by=by, at=at)
