"""Questionnaires from files: everything right, or everything that is wrong said at once."""

import difflib
import json
import tomllib
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field
from pydantic import ValidationError as Unreadable

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused
from raceme.needs.documents.definition import FORMAT
from raceme.needs.models import Part, Question, Questionnaire
from raceme.needs.queries.rounds import questionnaires_visible_to
from raceme.needs.verbs.parts import add_part
from raceme.needs.verbs.questionnaires import draft_questionnaire
from raceme.needs.verbs.questions import add_question
from raceme.needs.words import WORDS, known_languages
from raceme.vocabulary.topics import code_of_topic, near_topic

LONGEST = 8000
Text = Annotated[str, Field(max_length=LONGEST)]
Texts = dict[str, Text]
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]


class Strict(BaseModel):
    """Keys that nobody knows are refused: a misspelt one must not be lost without a word."""

    model_config = ConfigDict(extra="forbid")


class Condition(Strict):
    """After which answers something is shown."""

    question: str
    answers: list[str] = Field(min_length=1)


class Option(Strict):
    """One choice."""

    code: Code
    text: Texts


class QuestionIn(Strict):
    """One question of the file."""

    code: str = Field(min_length=1, max_length=80)
    kind: Question.Kind
    text: Texts = {}
    hint: Texts = {}
    required: bool = False
    options: list[Option] = []
    low: Texts = {}
    high: Texts = {}
    unit: Question.Unit | Literal[""] = ""
    lowest: float | None = None
    highest: float | None = None
    shown_if: Condition | None = None


class PartIn(Strict):
    """One page of the file."""

    title: Texts = {}
    introduction: Texts = {}
    module: str = Field("", max_length=40)
    shown_if: Condition | None = None
    questions: list[QuestionIn] = []


class DefinitionIn(Strict):
    """The whole file."""

    format: Literal["raceme-questionnaire-1"]
    code: Code
    version: int = 1
    languages: list[str] = Field(min_length=1)
    title: Texts
    introduction: Texts = {}
    privacy: Texts = {}
    closing: Texts = {}
    words: dict[str, Texts] = {}
    parts: list[PartIn]


@transaction.atomic
def draft_from_definition(
    file: tuple[str, bytes], *, by: Actor, at: datetime
) -> tuple[Questionnaire, list[str]]:
    """Draft a questionnaire from a file; say what was understood otherwise than it stands there."""
    return draft_from_values(_content(*file), by=by, at=at)


@transaction.atomic
def draft_from_values(
    values: object, *, by: Actor, at: datetime
) -> tuple[Questionnaire, list[str]]:
    """Draft a questionnaire from the values of a definition."""
    read = _understood(values)
    _refuse_unknown_languages(read)
    code, notes = _free_code(read.code, by)
    made = draft_questionnaire(
        code=code,
        languages=read.languages,
        title=read.title,
        introduction=read.introduction,
        privacy=read.privacy,
        closing=read.closing,
        words=_known_words(read, notes),
        by=by,
        at=at,
    )
    known: dict[str, Question] = {}
    for number, part in enumerate(read.parts, start=1):
        place = _("page %(number)s") % {"number": number}
        row = add_part(
            made,
            title=part.title,
            introduction=part.introduction,
            module=part.module,
            **_condition(part.shown_if, known, place),
            by=by,
            at=at,
        )
        for question in part.questions:
            known[question.code] = _draft_question(row, question, known, by=by, at=at)
            notes += _notes_on(question)
    return made, notes


def _draft_question(
    part: Part, read: QuestionIn, known: dict[str, Question], *, by: Actor, at: datetime
) -> Question:
    is_topic = read.kind == Question.Kind.TOPIC
    try:
        return add_question(
            part,
            kind=read.kind,
            code=code_of_topic(read.code) if is_topic else read.code,
            text=read.text,
            hint=read.hint,
            is_required=read.required,
            options=[option.model_dump() for option in read.options],
            low_label=read.low,
            high_label=read.high,
            unit=read.unit,
            lowest=read.lowest,
            highest=read.highest,
            **_condition(read.shown_if, known, read.code),
            by=by,
            at=at,
        )
    except ValidationError as error:
        said = " ".join(error.messages)
        raise Refused(
            _("Question “%(code)s”: %(said)s") % {"code": read.code, "said": said}
        ) from error


def _condition(read: Condition | None, known: dict[str, Question], place: str) -> dict[str, Any]:
    if read is None:
        return {}
    on = known.get(read.question)
    if on is None:
        raise Refused(
            _("%(place)s is shown only after “%(code)s”, which is not asked before it.")
            % {"place": place, "code": read.question}
        )
    return {"condition_on": on, "condition_values": read.answers}


def _content(name: str, content: bytes) -> object:
    try:
        text = content.decode("utf-8-sig")
        if name.lower().endswith(".toml"):
            return tomllib.loads(text)
        return cast(object, json.loads(text))
    except UnicodeDecodeError as error:
        raise Refused(_("This file is no text in UTF-8."), field="file") from error
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as error:
        said = _("This file cannot be read: %(trouble)s") % {"trouble": error}
        raise Refused(said, field="file") from error


def _understood(values: object) -> DefinitionIn:
    try:
        return DefinitionIn.model_validate(values)
    except Unreadable as error:
        found = [_complaint(one) for one in error.errors()[:20]]
        raise ValidationError({"file": found}) from error


def _complaint(error: Any) -> str:
    """Say in our words where something is wrong and what is expected."""
    place = ".".join(str(step + 1 if isinstance(step, int) else step) for step in error["loc"])
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        said = _("This is missing.")
    elif kind == "extra_forbidden":
        said = _("This key is not known.")
        near = difflib.get_close_matches(str(error["loc"][-1]), _keys(), n=1)
        if near:
            said = f"{said} " + _("Did you mean “%(near)s”?") % {"near": near[0]}
    elif kind in {"literal_error", "enum"}:
        said = _("Expected is %(values)s.") % {"values": context.get("expected", FORMAT)}
    elif kind.endswith("_type") or kind.endswith("_parsing"):
        said = _("This is of the wrong kind; expected is: %(kind)s.") % {"kind": kind.split("_")[0]}
    else:
        said = str(error["msg"])
    return f"{place or _('file')}: {said}"


def _keys() -> list[str]:
    models: Sequence[type[Strict]] = (DefinitionIn, PartIn, QuestionIn, Option, Condition)
    return [name for model in models for name in model.model_fields]


def _refuse_unknown_languages(read: DefinitionIn) -> None:
    unknown = [code for code in read.languages if code not in known_languages()]
    if unknown:
        raise Refused(
            _("No language has the code “%(code)s”. Codes have two letters, such as de.")
            % {"code": unknown[0]},
            field="file",
        )


def _free_code(code: str, by: Actor) -> tuple[str, list[str]]:
    """Keep the short name of the file, unless another questionnaire has it."""
    taken = set(questionnaires_visible_to(by).values_list("code", flat=True))
    if code not in taken:
        return code, []
    free = next(
        f"{code}-{number}" for number in range(2, 10_000) if f"{code}-{number}" not in taken
    )
    note = _("Another questionnaire is called “%(code)s”; this one is now “%(free)s”.")
    return free, [note % {"code": code, "free": free}]


def _known_words(read: DefinitionIn, notes: list[str]) -> dict[str, dict[str, str]]:
    unknown = sorted({name for texts in read.words.values() for name in texts} - set(WORDS))
    if unknown:
        names = ", ".join(unknown)
        notes.append(_("Words that nobody asks for were left aside: %(names)s.") % {"names": names})
    return {
        language: {name: text for name, text in texts.items() if name in WORDS}
        for language, texts in read.words.items()
    }


def _notes_on(question: QuestionIn) -> list[str]:
    near = near_topic(question.code) if question.kind == Question.Kind.TOPIC else None
    if near is None:
        return []
    note = _("“%(written)s” is asked as a topic of your own. Did you mean “%(known)s” (%(code)s)?")
    return [note % {"written": question.code, "known": near.label, "code": near.code}]
