"""Rows become members: each organisation once, with all people that its rows name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from raceme.foundation.tabular.values import Problem
from raceme.intake.lists.drafts import Line, Lines
from raceme.intake.lists.values import ContactDraft, Drafts, MemberDraft
from raceme.members.models import (
    Membership,
    NaceRevision,
    NutsVersion,
    Organisation,
    Person,
    Post,
    Standing,
)
from raceme.vocabulary.nace import activities
from raceme.vocabulary.nuts import regions, versions_with
from raceme.vocabulary.terms import folded

_TABLES: dict[str, type[models.Model]] = {
    "organisation": Organisation,
    "membership": Membership,
    "person": Person,
    "post": Post,
}
_MONEY = {"turnover_eur", "balance_eur", "fee_eur"}


@dataclass
class _Group:
    """The rows that describe one organisation."""

    lines: list[Line] = field(default_factory=list)
    code: str = ""
    vat: str = ""
    name: str = ""


def drafts_of_members(lines: Lines) -> Drafts:
    """Gather the rows of each organisation; tell everything that is wrong with any of them."""
    for line in lines.lines:
        _tidy(line)
        _check(lines, line)
    _refuse_shared_addresses(lines)
    return Drafts(
        members=tuple(_member(lines, group) for group in _grouped(lines)),
        errors=tuple(error for line in lines.lines for error in line.errors),
        notes=tuple(note for line in lines.lines for note in line.notes),
    )


def _tidy(line: Line) -> None:
    """Bring values into the form of the tables: names in parts, money in cents."""
    full_name = line.values.pop("person.name", None)
    if isinstance(full_name, Mapping):
        for part, text in full_name.items():
            if text:
                line.values.setdefault(f"person.{part}", text)
    place = line.values.get("organisation.postcode")
    if isinstance(place, Mapping):
        line.values["organisation.postcode"] = place["postcode"]
        line.values.setdefault("organisation.city", place["city"])
    for key, value in line.values.items():
        if key.partition(".")[2] in _MONEY and isinstance(value, float):
            line.values[key] = Decimal(str(value)).quantize(Decimal("0.01"))
    if "organisation.name" in line.values:
        name = str(line.values["organisation.name"])
        line.has_lines_in_name = "\n" in name.strip()
        line.values["organisation.name"] = " ".join(name.split())
    if "organisation.vat" in line.values:
        line.values["organisation.vat"] = "".join(line.values["organisation.vat"].split()).upper()
    _name_edition(line)
    reachable = {"person.email", "person.phone"} & line.values.keys()
    if reachable and "person.family_name" not in line.values:
        # A mailbox or a switchboard: somebody answers there, whose name nobody wrote down.
        given = line.values.pop("person.given_name", "")
        line.values["person.family_name"] = given or _("Office")


def _name_edition(line: Line) -> None:
    """Say in which edition a code stands, where the usual one lacks it."""
    code, region = (line.values.get(f"organisation.{name}") for name in ("nace", "nuts"))
    if code and not activities(NaceRevision.REV_2).named(code):
        line.values.setdefault("organisation.nace_revision", NaceRevision.REV_2_1.value)
    if region and not regions(NutsVersion.V2024).named(region):
        line.values["organisation.nuts_version"] = versions_with(region)[0]


def _check(lines: Lines, line: Line) -> None:
    """Find what no single cell shows: values the tables refuse, days that contradict."""
    if line.has_lines_in_name:
        line.notes.append(
            lines.problem(
                line,
                "organisation.name",
                _("The name has several lines and was taken for one."),
                _("Give each organisation a row of its own if these are several."),
            )
        )
    identifying = {"organisation.name", "organisation.code", "organisation.vat"}
    if not identifying & line.values.keys() and not line.errors:
        line.errors.append(
            lines.problem(
                line,
                "organisation.name",
                _("The row names no organisation."),
                _("Fill in the name, or remove the row."),
            )
        )
    line.errors += _refused_by_table(lines, line)
    if line.values.get("person.wants_news") and line.values.get("person.is_not_to_contact"):
        line.errors.append(
            lines.problem(
                line,
                "person.wants_news",
                _("Whoever does not want to be contacted gets no newsletter either."),
                _("Correct one of the two."),
            )
        )
    joined, left = (line.values.get(f"membership.{name}") for name in ("joined_on", "left_on"))
    if joined and left and left < joined:
        line.errors.append(
            lines.problem(
                line,
                "membership.left_on",
                _("This is before the day it joined."),
                _("Correct one of the two days."),
            )
        )


def _refused_by_table(lines: Lines, line: Line) -> list[Problem]:
    """Find what the tables refuse and the cell alone did not show, such as too many digits."""
    refused: list[Problem] = []
    columns = _columns()
    for name, value in line.values.items():
        try:
            columns[name].run_validators(value)
        except ValidationError as error:
            said = " ".join(error.messages)
            refused.append(lines.problem(line, name, said, _("Correct the cell.")))
    return refused


@cache
def _columns() -> dict[str, Any]:
    own = {
        f"{about}.{field.attname}": field
        for about, table in _TABLES.items()
        for field in table._meta.concrete_fields
    }
    # Since when, and how, an organisation belongs to the cluster is repeated on itself.
    told = {name: own[f"organisation.{name}"] for name in ("standing", "joined_on", "left_on")}
    return own | {f"membership.{name}": field for name, field in told.items()}


def _grouped(lines: Lines) -> list[_Group]:
    """Put rows of one organisation together: by id, else VAT number, else exact name."""
    groups: list[_Group] = []
    by_code: dict[str, _Group] = {}
    by_vat: dict[str, _Group] = {}
    by_name: dict[str, _Group] = {}
    for line in lines.lines:
        if line.errors:
            continue
        code, vat, name = (str(line.values.get(f"organisation.{one}", "")) for one in _KEYS)
        group = by_code.get(code) if code else None
        if group is None and vat:
            group = _if_same(by_vat.get(vat), code=code)
        if group is None and name:
            group = _if_same(by_name.get(folded(name)), code=code, vat=vat)
        if group is None:
            group = _Group()
            groups.append(group)
        if not _belongs(lines, line, group, code=code, name=name):
            continue
        group.lines.append(line)
        group.code, group.vat = group.code or code, group.vat or vat
        group.name = group.name or name
        for known, key in ((by_code, code), (by_vat, vat), (by_name, folded(name))):
            if key:
                known.setdefault(key, group)
    return [group for group in groups if group.lines]


_KEYS = ("code", "vat", "name")


def _if_same(group: _Group | None, *, code: str, vat: str = "") -> _Group | None:
    """Give the group unless its id, or its VAT number, is another one."""
    if group is None or (code and group.code and code != group.code):
        return None
    return None if vat and group.vat and vat != group.vat else group


def _belongs(lines: Lines, line: Line, group: _Group, *, code: str, name: str) -> bool:
    """Whether the row may be taken for the same organisation as the rows before it."""
    if not name or not group.name or folded(name) == folded(group.name):
        return True
    first = group.lines[0].row
    if code and code == group.code:
        line.errors.append(
            lines.problem(
                line,
                "organisation.code",
                _("This id stands in row %(row)d with another name.") % {"row": first},
                _("Give one of the two another id, or both the same name."),
            )
        )
        return False
    line.notes.append(
        lines.problem(
            line,
            "organisation.vat",
            _("Taken for the organisation of row %(row)d, whose VAT number is the same.")
            % {"row": first},
            _("Its name differs; the first counts."),
        )
    )
    return True


def _member(lines: Lines, group: _Group) -> MemberDraft:
    values = _first_said(lines, group, "organisation")
    membership = _first_said(lines, group, "membership")
    if membership.get("left_on"):
        membership["standing"] = Standing.LEFT.value
    contacts: list[ContactDraft] = []
    for line in group.lines:
        person = line.of("person")
        if person.get("family_name"):
            contacts.append(ContactDraft(line.row, person, line.of("post")))
    return MemberDraft(
        rows=tuple(line.row for line in group.lines),
        values=values,
        membership=membership,
        contacts=tuple(_once_each(contacts)),
    )


def _first_said(lines: Lines, group: _Group, about: str) -> dict[str, Any]:
    """Give what the first row says that says anything; a later row that contradicts is noted."""
    said: dict[str, tuple[Any, int]] = {}
    for line in group.lines:
        for name, value in line.of(about).items():
            first, row = said.setdefault(name, (value, line.row))
            if first != value and name not in _KEYS:
                line.notes.append(
                    lines.problem(
                        line,
                        f"{about}.{name}",
                        _("Row %(row)d says otherwise of the same organisation.") % {"row": row},
                        _("The first counts."),
                    )
                )
    return {name: value for name, (value, _row) in said.items()}


def _once_each(contacts: Iterable[ContactDraft]) -> list[ContactDraft]:
    seen: set[tuple[str, ...]] = set()
    once = []
    for contact in contacts:
        key = tuple(folded(str(contact.person.get(name, ""))) for name in _WHO)
        if key not in seen:
            seen.add(key)
            once.append(contact)
    return once


_WHO = ("email", "given_name", "family_name")


def _refuse_shared_addresses(lines: Lines) -> None:
    """One e-mail address is one person: a second name with it is refused, its row named."""
    first: dict[str, tuple[str, int]] = {}
    for line in lines.lines:
        person = line.of("person")
        address = str(person.get("email", "")).casefold()
        if not address:
            continue
        label = folded(f"{person.get('given_name', '')} {person.get('family_name', '')}")
        known, row = first.setdefault(address, (label, line.row))
        if known != label:
            line.errors.append(
                lines.problem(
                    line,
                    "person.email",
                    _("This address belongs to somebody else in row %(row)d.") % {"row": row},
                    _("Give each person an address of its own, or leave it empty."),
                )
            )
