"""Every field that a list can fill, made from the tables themselves, so that they never differ.

The mapping page, the template and the reading of cells all ask here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from raceme.foundation.tabular.cells import Decimal
from raceme.foundation.tabular.columns import Column, Kind
from raceme.foundation.tabular.parsing import value_of
from raceme.foundation.tabular.values import Cell
from raceme.intake.lists import cells
from raceme.intake.lists.values import Holds
from raceme.members.models import Membership, Organisation, Person, Post, Standing
from raceme.needs.models import Need
from raceme.vocabulary import helix
from raceme.vocabulary.headings import bare, fields_meant
from raceme.vocabulary.spellings import country_matching, language_matching, standing_matching
from raceme.vocabulary.topics import label_of_topic

Reader = Callable[[Cell, Column, Decimal], Any]
TOPIC = "topic"  # begins the name of a column of a sheet with one column a topic
SCALES = ("importance", "satisfaction")


@dataclass(frozen=True, slots=True)
class ListField:
    """One thing a column may hold. `name` is the capability's row and its field."""

    name: str
    label: str | Promise
    group: str | Promise
    column: Column
    holds: frozenset[Holds]
    examples: tuple[Cell, Cell]
    help: str | Promise = ""
    longest: int | None = None
    is_soft: bool = False  # a word that is not understood is noted, and refuses nothing
    read: Reader = value_of

    @property
    def about(self) -> str:
        return self.name.partition(".")[0]

    @property
    def attribute(self) -> str:
        return self.name.partition(".")[2]

    @property
    def is_needed(self) -> bool:
        return self.column.required


ORGANISATION, MEMBERSHIP = _("organisation"), _("membership")
CONTACT, WORD = _("contact person"), _("need")
MEMBERS_ONLY, NEEDS_ONLY = frozenset({Holds.MEMBERS}), frozenset({Holds.NEEDS})
BOTH = MEMBERS_ONLY | NEEDS_ONLY
# By these a list of needs names its members.
_IDENTIFYING = {f"organisation.{name}" for name in ("code", "vat", "website", "name")}
_TABLES: dict[str, tuple[type[models.Model], Promise, frozenset[Holds]]] = {
    "organisation": (Organisation, ORGANISATION, MEMBERS_ONLY),
    "membership": (Membership, MEMBERSHIP, MEMBERS_ONLY),
    "person": (Person, CONTACT, MEMBERS_ONLY),
    "post": (Post, CONTACT, MEMBERS_ONLY),
    "need": (Need, WORD, NEEDS_ONLY),
}

_EXAMPLES: dict[str, tuple[Cell, Cell]] = {
    "organisation.code": ("M001", "M002"),
    "organisation.name": ("Musterbau GmbH", "Example University"),
    "organisation.legal_form": ("GmbH", ""),
    "organisation.vat": ("ATU12345678", ""),
    "organisation.registration_number": ("FN 123456 a", ""),
    "organisation.founded_year": (1998, 1971),
    "organisation.description": ("Builds houses of timber", ""),
    "organisation.website": ("www.musterbau.example", "university.example"),
    "organisation.role": ("firm", "education"),
    "organisation.is_start_up": ("no", ""),
    "organisation.independence": ("autonomous", ""),
    "organisation.employees": (42, 1200),
    "organisation.turnover_eur": (5_200_000, None),
    "organisation.balance_eur": (2_100_000, None),
    "organisation.nace": ("41.20", "85.42"),
    "organisation.nace_revision": ("2", "2"),
    "organisation.products": ("timber frames", ""),
    "organisation.value_chain": ("manufacturer", ""),
    "organisation.customer_sectors": ("hotels, public buildings", ""),
    "organisation.languages": ("de, en", ""),
    "organisation.street": ("Musterweg 1", "Campus 5"),
    "organisation.postcode": ("9999", "01234"),
    "organisation.city": ("Musterstadt", "Sampleton"),
    "organisation.country": ("AT", "DE"),
    "organisation.nuts": ("AT313", "DE212"),
    "organisation.latitude": (48.3, None),
    "organisation.longitude": (14.3, None),
    "organisation.weight": (1, 1),
    "membership.standing": ("member", "partner"),
    "membership.joined_on": ("2019-04-01", "2021-01-01"),
    "membership.left_on": ("", ""),
    "membership.fee_eur": (450, None),
    "membership.fee_class": ("small firm", ""),
    "person.name": ("", ""),
    "person.title": ("Dr.", ""),
    "person.given_name": ("Erika", "Max"),
    "person.family_name": ("Mustermann", "Sample"),
    "person.email": ("erika@musterbau.example", "max@university.example"),
    "person.phone": ("+43 1 2345678", ""),
    "person.language": ("de", "en"),
    "person.legal_basis": ("contract", ""),
    "person.consented_on": ("2026-01-15", ""),
    "person.wants_news": ("yes", "no"),
    "person.is_not_to_contact": ("no", "no"),
    "post.function": ("managing director", "head of transfer office"),
    "post.department": ("", "transfer office"),
    "post.is_main_contact": ("yes", "yes"),
    "need.topic": ("foreign-markets", "recruiting"),
    "need.importance": (4, 5),
    "need.satisfaction": (2, None),
    "need.recorded_on": ("2026-03-31", "2026-03-31"),
    "need.source": ("interview", "survey"),
    "need.note": ("wants to sell in the Nordic countries", ""),
}

_NEEDED = {"organisation.name", "need.topic", "need.importance", "need.recorded_on"}
_READERS: dict[str, Reader] = {
    "organisation.code": cells.identifier,
    "organisation.founded_year": cells.year,
    "organisation.website": cells.website,
    "organisation.nace": cells.nace,
    "organisation.nuts": cells.nuts,
    "organisation.postcode": cells.postcode,
    "membership.joined_on": cells.day_or_year,
    "membership.left_on": cells.day_or_year,
    "person.email": cells.email,
    "person.name": cells.person_name,
    "need.importance": cells.one_to_five,
    "need.satisfaction": cells.one_to_five,
}
_UNDERSTANDS: dict[str, Callable[[str], str | None]] = {
    "organisation.role": lambda text: getattr(helix.role_matching(text), "code", None),
    "organisation.country": country_matching,
    "membership.standing": standing_matching,
    "person.language": language_matching,
}
_CHOICES: dict[str, Callable[[], tuple[str, ...]]] = {
    "organisation.role": lambda: tuple(role.code for role in helix.roles()),
    "organisation.country": lambda: ("AT", "DE", "SI"),
    "membership.standing": lambda: tuple(Standing.values),
    "person.language": lambda: ("de", "en", "sl"),
}
_SOFT = {
    "organisation.role",
    "organisation.independence",
    "organisation.country",
    "organisation.nace",
    "organisation.nuts",
    "person.language",
    "need.source",
}
_HELP: dict[str, str | Promise] = {
    "organisation.code": _("Your own number. Without one, new organisations get the next free."),
    "organisation.nace": _("A code such as 28.12."),
    "membership.joined_on": _("A year alone counts as its first day."),
    "membership.left_on": _("Makes it a former member from this day on."),
    "person.name": _("Given and family name in one cell; title first."),
    "person.email": _("Without a name, the contact is called “Office”."),
    "need.topic": _("A code or label of the vocabulary, or a topic of your own."),
    "need.satisfaction": _("Empty if unknown."),
}


@cache
def all_fields() -> tuple[ListField, ...]:
    """Give every field there is, in the order of the template."""
    return tuple(_full_name() if name == "person.name" else _from_table(name) for name in _EXAMPLES)


@cache
def _by_name() -> dict[str, ListField]:
    return {field.name: field for field in all_fields()}


@cache
def _by_label() -> dict[str, str]:
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for field in all_fields():
                found.setdefault(bare(str(field.label)), field.name)
    return found


def field_labelled(heading: str) -> str:
    """Give the field that we call so ourselves, in any of our languages; empty if there is none.

    “name” and “title” are many things to many people: what they mean the list must show.
    """
    name = _by_label().get(bare(heading), "")
    return "" if len(fields_meant(heading)) > 1 else name


def fields_of(holds: Holds) -> tuple[ListField, ...]:
    """Give the fields that a list of this kind may fill."""
    return tuple(field for field in all_fields() if holds in field.holds)


def field_named(target: str) -> ListField | None:
    """Find a field by its name, or make the one of a column that belongs to a topic."""
    if not target.startswith(f"{TOPIC}:"):
        return _by_name().get(target)
    topic, scale = topic_of(target)
    if scale not in SCALES or not topic:
        return None
    words = {"importance": _("importance"), "satisfaction": _("satisfaction")}
    label = format_lazy("{topic}: {scale}", topic=label_of_topic(topic), scale=words[scale])
    like = _by_name()[f"need.{scale}"]
    return replace(like, name=target, label=label, column=replace(like.column, required=False))


def topic_of(target: str) -> tuple[str, str]:
    """Take the name of a topic's column apart: the topic, and which of the two scales."""
    topic, _colon, scale = target.removeprefix(f"{TOPIC}:").rpartition(":")
    return topic, scale


def _from_table(name: str) -> ListField:
    about, _dot, attribute = name.partition(".")
    table, group, holds = _TABLES[about]
    # Since when, and how, an organisation belongs to the cluster is repeated on itself.
    if about == "membership" and attribute in {"standing", "joined_on", "left_on"}:
        table = Organisation
    of_table: Any = table._meta.get_field(attribute)
    bounds = {type(one): float(one.limit_value) for one in of_table.validators if _is_bound(one)}
    understand, choices = _UNDERSTANDS.get(name), _CHOICES.get(name)
    if understand is None and of_table.choices:
        understand = cells.choice_of(of_table.choices)
        choices = cells.codes_of(of_table.choices)
    column = Column(
        name=name,
        kind=_kind_of(of_table),
        required=name in _NEEDED,
        minimum=bounds.get(MinValueValidator),
        maximum=bounds.get(MaxValueValidator),
        choices=choices() if choices is not None else (),
        understand=understand,
    )
    return ListField(
        name=name,
        label=of_table.verbose_name,
        group=group,
        column=column,
        holds=BOTH if name in _IDENTIFYING else holds,
        examples=_EXAMPLES[name],
        help=_HELP.get(name, of_table.help_text),
        longest=of_table.max_length,
        is_soft=name in _SOFT,
        read=_READERS.get(name, value_of),
    )


def _full_name() -> ListField:
    return ListField(
        name="person.name",
        label=_("full name"),
        group=CONTACT,
        column=Column("person.name"),
        holds=MEMBERS_ONLY,
        examples=_EXAMPLES["person.name"],
        help=_HELP["person.name"],
        longest=200,
        read=_READERS["person.name"],
    )


def _is_bound(validator: object) -> bool:
    return type(validator) in {MinValueValidator, MaxValueValidator}


def _kind_of(of_table: object) -> Kind:
    kinds: tuple[tuple[type[Any], Kind], ...] = (
        (models.BooleanField, Kind.YES_NO),
        (models.DateField, Kind.DATE),
        (models.IntegerField, Kind.WHOLE),
        (models.DecimalField, Kind.NUMBER),
        (models.FloatField, Kind.NUMBER),
    )
    return next((kind for table, kind in kinds if isinstance(of_table, table)), Kind.TEXT)
