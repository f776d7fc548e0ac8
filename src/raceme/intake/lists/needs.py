"""Rows become words of members: one word a row, or one row a member and one column a topic."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from raceme.intake.lists.drafts import Line, Lines
from raceme.intake.lists.fields import TOPIC, topic_of
from raceme.intake.lists.values import Drafts, Mentioned, NeedDraft
from raceme.needs.models import Need
from raceme.vocabulary.topics import code_of_topic


def drafts_of_needs(lines: Lines) -> Drafts:
    """Read the words of all rows; tell everything that is wrong with any of them."""
    needs: list[NeedDraft] = []
    for line in lines.lines:
        found = _words_of(lines, line)
        if not line.errors:
            needs += found
    return Drafts(
        needs=tuple(needs),
        errors=tuple(error for line in lines.lines for error in line.errors),
        notes=tuple(note for line in lines.lines for note in line.notes),
    )


def _words_of(lines: Lines, line: Line) -> list[NeedDraft]:
    member = Mentioned(**{name: str(value) for name, value in line.of("organisation").items()})
    if not member.label:
        _complain(lines, line, "organisation.name", _("The row names no member."))
    if "need.recorded_on" not in line.values:
        _complain(lines, line, "need.recorded_on", _("The date is missing."))
    wide = {} if line.errors else _by_topic(line)
    if wide:
        return [_word(line, member, topic, said) for topic, said in wide.items()]
    if any(name.startswith(f"{TOPIC}:") for name in lines.headings):
        return []  # a member that answered nothing
    topic, importance = line.values.get("need.topic"), line.values.get("need.importance")
    if topic is None:
        _complain(lines, line, "need.topic", _("The topic is missing."))
    if importance is None:
        _complain(lines, line, "need.importance", _("The importance is missing."))
    if line.errors:
        return []
    said = {"importance": importance, "satisfaction": line.values.get("need.satisfaction")}
    return [_word(line, member, str(topic), said)]


def _by_topic(line: Line) -> dict[str, dict[str, Any]]:
    """Give what the row says of each topic that has columns of its own."""
    found: dict[str, dict[str, Any]] = {}
    for name, value in line.values.items():
        if name.startswith(f"{TOPIC}:"):
            topic, scale = topic_of(name)
            found.setdefault(topic, {})[scale] = value
    # How satisfied somebody is with what it does not find important is no need.
    return {topic: said for topic, said in found.items() if said.get("importance") is not None}


def _word(line: Line, member: Mentioned, topic: str, said: dict[str, Any]) -> NeedDraft:
    return NeedDraft(
        row=line.row,
        member=member,
        topic=code_of_topic(topic),
        importance=said["importance"],
        satisfaction=said.get("satisfaction"),
        recorded_on=line.values["need.recorded_on"],
        source=line.values.get("need.source", Need.Source.OTHER),
        note=line.values.get("need.note", ""),
    )


def _complain(lines: Lines, line: Line, name: str, message: str) -> None:
    if any(error.column == lines.headings.get(name) and error.column for error in line.errors):
        return  # the cell is wrong, which is said
    remedy = _("Fill it in, or remove the row.")
    line.errors.append(lines.problem(line, name, message, remedy))
