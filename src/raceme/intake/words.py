"""What was understood about a list, what it would change and what undoing does, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raceme.foundation import acts, figures
from raceme.foundation.tabular.asides import Why
from raceme.intake.lists.fields import field_named
from raceme.intake.lists.reading import ReadList
from raceme.intake.lists.values import Place, Trust
from raceme.intake.queries.outcomes import EVERY
from raceme.intake.verbs.undoing import Undoing
from raceme.vocabulary.topics import label_of_topic

MOST_SHOWN = 200  # rows that stay when an import is undone
SEPARATORS = {
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tab"),
    "|": gettext_lazy("vertical bar"),
}
TRUST = {
    Trust.SURE: gettext_lazy("by its heading"),
    Trust.LIKELY: gettext_lazy("by a part of its heading"),
    Trust.GUESS: gettext_lazy("by its values"),
    Trust.SAID: gettext_lazy("as you said"),
    Trust.NONE: gettext_lazy("left aside"),
}
TONES = {
    Trust.SURE: "good",
    Trust.LIKELY: "accent",
    Trust.GUESS: "notice",
    Trust.SAID: "good",
    Trust.NONE: "",
}
WHYS = {
    Why.HEADING: gettext_lazy("heading between the rows"),
    Why.SUM: gettext_lazy("sum"),
    Why.NOTE: gettext_lazy("note"),
    Why.HEADER_AGAIN: gettext_lazy("header again"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that was understood about a file."""

    label: str
    value: str


def facts_of(
    *, form: str, encoding: str, separator: str, sheet: str, header_rows: Sequence[int], rows: int
) -> list[Fact]:
    """Say how a file was read."""
    header = ", ".join(str(row) for row in header_rows) or _("none")
    facts = [
        Fact(_("Kind of file"), form),
        Fact(_("Encoding"), encoding),
        Fact(_("Separator"), str(SEPARATORS.get(separator, ""))),
        Fact(_("Sheet"), sheet),
        Fact(_("Header row"), header),
        Fact(_("Rows"), figures.number(rows)),
    ]
    return [fact for fact in facts if fact.value]


def in_words(read: ReadList) -> dict[str, Any]:
    """Say of a list how it was read, and what was done to it."""
    understood = read.understood
    return {
        "facts": facts_of(
            form=understood.form,
            encoding=understood.encoding or "",
            separator=understood.table.separator or "",
            sheet=understood.table.sheet or "",
            header_rows=understood.header_rows,
            rows=len(understood.table.rows),
        ),
        "remarks": remarks(read),
    }


def columns_in_words(rows: Iterable[tuple[Place, BoundField]]) -> list[tuple[Any, ...]]:
    """Give each column with its choice, and why it was taken for what it was taken for."""
    return [(place, field, TRUST[place.trust], TONES[place.trust]) for place, field in rows]


def remarks(read: ReadList) -> list[str]:
    """Say what was left aside, put right or found twice, a sentence each."""
    understood = read.understood
    asides = [[one.row, one.why.value, one.text] for one in understood.asides]
    notes = [f"{note.message} {note.remedy}".strip() for note in understood.notes]
    return [*_aside(asides), *_repeated(len(understood.repeated)), *notes]


def _aside(asides: Sequence[Sequence[Any]]) -> list[str]:
    if not asides:
        return []
    named = "; ".join(
        _("row %(row)d: “%(text)s” (%(why)s)") % {"row": row, "text": text, "why": WHYS[Why(why)]}
        for row, why, text in asides[:5]
    )
    told = {"count": len(asides), "named": named if len(asides) <= 5 else f"{named} …"}
    message = ngettext(
        "%(count)d row is no record and was left aside: %(named)s",
        "%(count)d rows are no records and were left aside: %(named)s",
        len(asides),
    )
    return [message % told]


def _repeated(count: int) -> list[str]:
    if not count:
        return []
    message = ngettext(
        "%(count)d row is exactly like an earlier one.",
        "%(count)d rows are exactly like earlier ones.",
        count,
    )
    return [message % {"count": count}]


def shown_seen(seen: Mapping[str, Any], decisions: Mapping[str, str]) -> dict[str, Any]:
    """Say in words what a preview has put down in codes, and what was decided since."""
    facts = facts_of(
        form=seen["form"],
        encoding=seen["encoding"],
        separator=seen["separator"],
        sheet=seen["sheet"],
        header_rows=seen["header_rows"],
        rows=seen["rows"],
    )
    repairs = [f"{one['message']} {one['remedy']}".strip() for one in seen["repairs"]]
    return {
        **seen,
        "facts": facts,
        "remarks": [*_aside(seen["asides"]), *_repeated(seen["repeated"]), *repairs],
        "alike": [
            one | {"name_of_choice": f"row_{one['row']}", "chosen": decisions.get(str(one["row"]))}
            for one in seen["alike"]
        ],
        "rest": decisions.get(EVERY),
        "changed": [_changed(one) for one in seen["changed"]],
        "words": [one | {"label": label_of_topic(one["topic"])} for one in seen["words"]],
        "new_url": "#words" if seen["words"] else "#new" if seen["new"] else "",
        "changed_url": "#changed" if seen["changed"] else "",
        "errors_url": "#errors" if seen["errors"] else "",
        "alike_url": "#alike" if seen["alike"] else "",
        "to_load": seen["counts"]["new"] + seen["counts"]["changed"],
    }


def _changed(one: Mapping[str, Any]) -> dict[str, Any]:
    changes = [(label_of(name), before, after) for name, before, after in one["changes"]]
    people = [
        {
            "name": person["name"],
            "is_new": person["is_new"],
            "changes": [(label_of(name), *rest) for name, *rest in person["changes"]],
        }
        for person in one["people"]
    ]
    return {**one, "changes": changes, "people": people}


def label_of(name: str) -> str:
    """Call a field by its label."""
    field = field_named(name)
    return name.partition(".")[2] if field is None else str(field.label)


def shown_undoing(undoing: Undoing) -> dict[str, Any]:
    """Say of rows what they are, and how many of them go or become as before."""
    kinds = acts.registered()
    counted = [
        (
            str(kinds[kind].label) if kind in kinds else kind,
            undoing.goes.get(kind, 0),
            undoing.becomes_as_before.get(kind, 0),
        )
        for kind in {*undoing.goes, *undoing.becomes_as_before}
    ]
    return {
        "kinds": sorted(counted, key=lambda one: (-one[1] - one[2], one[0])),
        "stays": undoing.stays[:MOST_SHOWN],
        "stays_count": len(undoing.stays),
        "has_anything": undoing.has_anything,
    }
