"""Which column means what: by its heading in many languages, and by what stands in it.

Every column is named, also those that are left aside. What a person has said stands.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from raceme.foundation.tabular.cells import Decimal, Unclear, is_nothing
from raceme.foundation.tabular.kinds import MAIL, WEB, CellKind, kind_of
from raceme.foundation.tabular.understanding import Understood
from raceme.foundation.tabular.values import Cell, Table, shown, text_of
from raceme.intake.lists.cells import is_title
from raceme.intake.lists.fields import (
    SCALES,
    TOPIC,
    ListField,
    field_labelled,
    field_named,
    fields_of,
)
from raceme.intake.lists.values import Holds, Place, Said, Trust
from raceme.vocabulary.headings import bare, fields_hinted_at, fields_meant
from raceme.vocabulary.terms import folded
from raceme.vocabulary.topics import code_of_topic, topic_matching

FIRST_VALUES = 3  # shown beside each column
_LOOKED_AT = 200  # values that say what a column holds
_FITS = 0.6  # of the values must be readable as the field
_FITS_SURE = 0.25  # where the heading can mean one thing only: the rest are errors of their rows
_WIDE = 2  # columns of topics that make a sheet one with a column for each topic

_VAT = re.compile(
    r"^(?:ATU|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI|GB|"
    r"CHE)[\s.-]?[A-Z0-9][0-9A-Z. ]{6,12}$"
)
_NUTS = re.compile(
    r"^(?:AL|AT|BE|BG|CH|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IS|IT|LI|LT|LU|LV|ME|MK|MT|NL|NO|PL|PT|"
    r"RO|RS|SE|SI|SK|TR|UA|UK|XK)(?=[A-Z0-9]*\d)[A-Z0-9]{1,3}$"
)
_NACE = re.compile(r"^[A-V]?\d{2}\.\d{1,2}(?:\.\d{1,2})?$")
_PHONE = re.compile(r"^(?:\+|00|\(?0)[\d\s()/.-]{6,}$")
_LOOKS = {
    "person.email": MAIL,
    "organisation.website": WEB,
    "organisation.vat": _VAT,
    "organisation.nace": _NACE,
    "organisation.nuts": _NUTS,
    "person.phone": _PHONE,
}
# Fields of words that anything would fit: their heading alone decides.
_SCALE_WORDS = {
    "importance": {"importance", "wichtigkeit", "bedeutung", "important", "wichtig", "priority"},
    "satisfaction": {"satisfaction", "zufriedenheit", "satisfied", "zufrieden"},
}


def holds_of(understood: Understood) -> Holds:
    """Tell members from needs by the columns: needs have a topic, or many topics."""
    header = understood.table.header
    meant = {field for heading in header for field in _meant(heading)[:1]}
    if {"need.topic", "need.importance"} <= meant:
        return Holds.NEEDS
    topics = {target for heading in header if (target := _topic_target(heading))}
    return Holds.NEEDS if _is_wide(topics) else Holds.MEMBERS


def places_in(understood: Understood, holds: Holds, said: Said) -> tuple[Place, ...]:
    """Name every column with what it is taken for; `said.targets` stand as they are."""
    table = understood.table
    columns = [_values(table, at) for at in range(len(table.header))]
    targets = {at: (target, Trust.SAID) for at, target in said.targets.items()}
    open_ = [at for at in range(len(table.header)) if at not in targets]
    if holds == Holds.NEEDS:
        targets |= _topics(table, open_)
    targets |= _by_heading(table, columns, holds, targets)
    if holds == Holds.MEMBERS:
        targets = _without_foreign_ids(table, targets)
        targets = _without_lonely_posts(targets)
    targets |= _by_values(columns, holds, targets)
    if holds == Holds.NEEDS:
        targets |= _own_topics(table, columns, targets)
    return tuple(
        Place(
            at=at,
            letter=understood.letters[at],
            heading=heading,
            values=tuple(dict.fromkeys(shown(cell) for cell in columns[at]))[:FIRST_VALUES],
            target=targets.get(at, ("", Trust.NONE))[0],
            trust=targets.get(at, ("", Trust.NONE))[1],
        )
        for at, heading in enumerate(table.header)
    )


def fits(field: ListField, cells: Sequence[Cell], *, share: float = _FITS) -> bool:
    """Whether most of these cells can be read as the field."""
    if field.name in _ALIKE and not _ALIKE[field.name](cells):
        return False
    return not cells or sum(_is_readable(field, cell) for cell in cells) >= share * len(cells)


def _are_titles(cells: Sequence[Cell]) -> bool:
    """Whether these are titles of people; titles of projects and of posts are called so, too."""
    return sum(is_title(text_of(cell).split()[0]) for cell in cells) >= _FITS * len(cells)


def _are_of_different_sites(cells: Sequence[Cell]) -> bool:
    """Whether each has a site of its own; pages of one portal are nobody's website."""
    sites = {
        re.sub(r"^(?:https?://)?(?:www\.)?", "", text_of(cell)).split("/")[0] for cell in cells
    }
    return len(cells) <= 5 or len(sites) > 0.3 * len({text_of(cell) for cell in cells})


_ALIKE = {
    "person.title": _are_titles,
    "organisation.website": _are_of_different_sites,
}


def _is_readable(field: ListField, cell: Cell) -> bool:
    try:
        value = field.read(cell, field.column, Decimal.POINT)
    except Unclear:
        return False
    return not (isinstance(value, str) and field.longest and len(value) > field.longest)


Targets = dict[int, tuple[str, Trust]]


def _by_heading(
    table: Table, columns: Sequence[Sequence[Cell]], holds: Holds, said: Targets
) -> Targets:
    """Give each field the column whose heading says it best; the surest and leftmost first."""
    allowed = {field.name: field for field in fields_of(holds)}
    meant = {
        at: [(name, trust) for name, trust in _trusted(heading) if name in allowed]
        for at, heading in enumerate(table.header)
        if at not in said
    }
    fitting = {
        at: sorted(
            [
                (name, trust)
                for name, trust in options
                if fits(allowed[name], columns[at], share=_share_of(options))
            ],
            # A word may mean country or place: what a word list knows is the surer of the two.
            key=lambda option: not allowed[option[0]].is_soft,
        )
        for at, options in meant.items()
    }
    taken = {target for target, _trust in said.values()}
    found: Targets = {}
    for rank in (Trust.SURE, Trust.LIKELY):
        # What can mean one thing only is settled before what can mean several.
        for at in sorted(fitting, key=lambda at: (len(fitting[at]), at)):
            if at in found:
                continue
            options = _in_context([name for name, trust in fitting[at] if trust == rank], taken)
            free = next((name for name in options if name not in taken), None)
            if free is not None:
                found[at] = (free, rank)
                taken.add(free)
    return found


def _share_of(options: Sequence[tuple[str, Trust]]) -> float:
    is_clear = len(options) == 1 and options[0][1] == Trust.SURE
    return _FITS_SURE if is_clear else _FITS


def _without_foreign_ids(table: Table, targets: Targets) -> Targets:
    """Leave a number aside that is not the organisations': of a project, a page, a district."""
    at_of = {target: at for at, (target, _trust) in targets.items()}
    at, name_at = at_of.get("organisation.code"), at_of.get("organisation.name")
    if at is None or name_at is None or targets[at][1] == Trust.SAID:
        return targets
    codes: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    for row in table.rows:
        code, name = (folded(text_of(row.cells[one])) for one in (at, name_at))
        if code and name:
            codes.setdefault(name, set()).add(code)
            names.setdefault(code, set()).add(name)
    several_codes = sum(len(found) > 1 for found in codes.values())
    several_names = sum(len(found) > 1 for found in names.values())
    if several_codes > max(1, 0.02 * len(codes)) or several_names > max(1, 0.02 * len(names)):
        return {place: said for place, said in targets.items() if place != at}
    return targets


def _without_lonely_posts(targets: Targets) -> Targets:
    """Leave titles and functions aside where nobody is named: they are titles of projects."""
    people = {f"person.{name}" for name in ("name", "given_name", "family_name", "email", "phone")}
    if people & {target for target, _trust in targets.values()}:
        return targets
    return {
        at: (target, trust)
        for at, (target, trust) in targets.items()
        if trust == Trust.SAID or not target.startswith(("post.", "person."))
    }


def _in_context(options: list[str], taken: Iterable[str]) -> list[str]:
    """“Name” beside a first name is the family's, once the firm has a column of its own."""
    if "organisation.name" in options and "organisation.name" in taken:
        rest = [name for name in options if name != "organisation.name"]
        if "person.family_name" in rest and "person.given_name" not in taken:
            return ["person.name", *(name for name in rest if name != "person.name")]
        return rest
    return options


def _trusted(heading: str) -> list[tuple[str, Trust]]:
    ours = field_labelled(heading)
    sure = [(name, Trust.SURE) for name in ((ours,) if ours else fields_meant(heading))]
    return sure or [(name, Trust.LIKELY) for name in fields_hinted_at(heading)]


def _meant(heading: str) -> tuple[str, ...]:
    return fields_meant(heading) or fields_hinted_at(heading)


def _by_values(columns: Sequence[Sequence[Cell]], holds: Holds, known: Targets) -> Targets:
    """Guess what stands in columns whose heading says nothing: addresses and codes show it."""
    allowed = {field.name for field in fields_of(holds)}
    taken = {target for target, _trust in known.values()}
    found: Targets = {}
    for at, cells in enumerate(columns):
        if at in known or not cells:
            continue
        for name, look in _LOOKS.items():
            if name not in allowed or name in taken:
                continue
            alike = sum(_looks_so(look, cell) for cell in cells)
            is_so = name not in _ALIKE or _ALIKE[name](cells)
            if is_so and alike >= 0.8 * len(cells):
                found[at] = (name, Trust.GUESS)
                taken.add(name)
                break
    return found


def _looks_so(look: re.Pattern[str], cell: Cell) -> bool:
    return look.match(text_of(cell)) is not None and kind_of(cell) != CellKind.DATE


def _topics(table: Table, open_: Iterable[int]) -> Targets:
    """Find the columns that belong to a topic of the vocabulary each."""
    found = {at: target for at in open_ if (target := _topic_target(table.header[at]))}
    if not _is_wide(set(found.values())):
        return {}
    return {at: (target, Trust.SURE) for at, target in _once_each(found).items()}


def _own_topics(table: Table, columns: Sequence[Sequence[Cell]], known: Targets) -> Targets:
    """In a sheet without a column “topic”, columns of steps from 1 to 5 are topics of one's own."""
    taken = {target for target, _trust in known.values()}
    if "need.topic" in taken:
        return {}
    importance = field_named("need.importance")
    assert importance is not None
    found: dict[int, str] = {}
    for at, heading in enumerate(table.header):
        if at not in known and columns[at] and fits(importance, columns[at], share=0.9):
            topic, scale, _is_said = _split_scale(heading)
            found[at] = f"{TOPIC}:{code_of_topic(topic)[:80]}:{scale}"
    return {at: (target, Trust.GUESS) for at, target in _once_each(found, taken).items()}


def _once_each(found: Mapping[int, str], taken: Iterable[str] = ()) -> dict[int, str]:
    seen = set(taken)
    once: dict[int, str] = {}
    for at, target in found.items():
        if target not in seen:
            once[at] = target
            seen.add(target)
    return once


def _is_wide(targets: Collection[str]) -> bool:
    """Whether so many columns belong to topics that the sheet has one column for each of them."""
    return len(targets) >= _WIDE


def _topic_target(heading: str) -> str:
    """Give the target of a column that belongs to a topic; empty if its heading names none."""
    topic, scale, is_said = _split_scale(heading)
    known = topic_matching(topic)
    if known is not None:
        return f"{TOPIC}:{known.code}:{scale}"
    return f"{TOPIC}:{code_of_topic(topic)[:80]}:{scale}" if is_said else ""


def _split_scale(heading: str) -> tuple[str, str, bool]:
    """Take “Export (satisfaction)” apart: topic, which of the two scales, whether that is said."""
    text = heading.strip().rstrip(")]").strip()
    for separator in (" / ", "(", "[", ":", " – ", " - ", "_"):  # noqa: RUF001
        topic, found, scale = text.rpartition(separator)
        for name in SCALES:
            if found and topic.strip() and bare(scale) in _SCALE_WORDS[name]:
                return topic.strip(), name, True
    return heading.strip(), "importance", False


def _values(table: Table, at: int) -> list[Cell]:
    found: list[Cell] = []
    for row in table.rows:
        cell = row.cells[at] if at < len(row.cells) else None
        if not is_nothing(cell):
            found.append(cell)
            if len(found) == _LOOKED_AT:
                break
    return found
