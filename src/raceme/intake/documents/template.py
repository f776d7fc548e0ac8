"""The template to fill in: its headings, examples and explanations come from the fields themselves.

What a person fills in here is understood without a question; a test sends it in again.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from raceme.foundation.tabular.columns import Kind
from raceme.foundation.tabular.values import Cell
from raceme.foundation.tabular.writing import Heading, Sheet, Style, workbook
from raceme.intake.lists.fields import ListField, fields_of
from raceme.intake.lists.values import Holds
from raceme.vocabulary.topics import topics


def template_for(holds: Holds, made_on: date) -> bytes:
    """Make the template for members or for needs, with two rows of examples."""
    fields = [field for field in fields_of(holds) if field.name != "person.name"]
    examples = [[_example(field, at) for field in fields] for at in (0, 1)]
    title = _("Members") if holds == Holds.MEMBERS else _("Needs")
    headings = tuple(Heading(str(field.label), _style(field), width=18) for field in fields)
    sheets = [Sheet(title, headings, examples), _explained(fields)]
    if holds == Holds.NEEDS:
        sheets.append(_topics())
    return workbook(sheets, title=title, made_on=made_on)


def _example(field: ListField, at: int) -> Cell:
    example = field.examples[at]
    return None if example == "" else example


def _style(field: ListField) -> Style:
    # Numbers keep their digits; a code such as 01.11 must stay text.
    return Style.DECIMAL if field.column.kind == Kind.NUMBER else Style.TEXT


def _explained(fields: list[ListField]) -> Sheet:
    headings = (
        Heading(_("Column")),
        Heading(_("About")),
        Heading(_("What stands in it")),
        Heading(_("Needed")),
        Heading(_("Allowed words")),
        Heading(_("Example")),
    )
    rows = [
        (
            str(field.label),
            str(field.group),
            str(field.help),
            _("yes") if field.is_needed else "",
            ", ".join(field.column.choices),
            str(next((one for one in field.examples if one not in {"", None}), "")),
        )
        for field in fields
    ]
    return Sheet(_("Explanations"), headings, rows)


def _topics() -> Sheet:
    headings = (Heading(_("Code")), Heading(_("Topic")), Heading(_("Part of the talk")))
    rows = [(topic.code, topic.label, topic.module.label) for topic in topics()]
    return Sheet(_("Topics"), headings, rows)
