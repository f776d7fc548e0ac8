"""History, told in words: a sentence for each change, and its values with their names.

The sentences come from the capabilities (`raceme.foundation.acts`). A verb without a sentence is
still told, by its own name.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from raceme.access.actor import SYSTEM, Actor
from raceme.foundation import acts
from raceme.foundation.acts import Kind
from raceme.foundation.models import Change
from raceme.foundation.templatetags.raceme import day

# Values that say nothing to people, or must not be read by anybody.
NEVER_SHOWN = {"cluster_id", "digest", "nonce", "password"}
LONGEST_VALUE = 300  # characters; the answer of a plan would fill pages


@dataclass(frozen=True)
class Difference:
    """One value of a row: what it is called, what it was, what it became."""

    label: str
    before: str
    after: str
    is_new: bool  # there was no value before


@dataclass(frozen=True)
class Told:
    """A change as people read it."""

    change: Change
    sentence: SafeString
    differences: list[Difference]


def label_of_kind(name: str) -> str:
    """Name a kind of row for people."""
    kind = acts.registered().get(name)
    return str(kind.label) if kind else name.rsplit(".", maxsplit=1)[-1]


def tell(change: Change, actor: Actor) -> Told:
    """Tell a change in a sentence, with the row's page at hand, and value by value."""
    kind = acts.registered().get(change.kind)
    return Told(
        change=change,
        sentence=sentence_of(change, actor),
        differences=_differences(change, kind, actor),
    )


def sentence_of(change: Change, actor: Actor) -> SafeString:
    """Tell a change in a sentence, with the row's page at hand."""
    kind = acts.registered().get(change.kind)
    sentence = acts.sentence_for(change.kind, change.verb)
    words = str(sentence or _("%(who)s: %(verb)s, %(what)s"))
    told = words % {
        "who": format_html("<strong>{}</strong>", _name_of(change.author)),
        "what": _linked(change, kind, actor),
        "verb": conditional_escape(change.verb.replace("_", " ")),
    }
    return mark_safe(told)  # noqa: S308 - our own words; all names in them are escaped


def _name_of(author: str) -> str:
    return _("The system") if author == SYSTEM.label else author


def _linked(change: Change, kind: Kind | None, actor: Actor) -> SafeString:
    if kind is None or not kind.page or actor.cluster is None:
        return format_html("“{}”", change.thing_label)
    values = {"cluster": actor.cluster.slug, "pk": change.thing_id}
    return format_html('<a href="{}">{}</a>', reverse(kind.page, kwargs=values), change.thing_label)


def _differences(change: Change, kind: Kind | None, actor: Actor) -> list[Difference]:
    extra = kind.fields if kind else {}
    readable = [name for name in change.values if kind is None or kind.may_read(actor, name)]
    columns = _columns_of(change.kind)
    # In the order of the table: what a database keeps as JSON has none of its own.
    place = {name: number for number, name in enumerate(columns)}
    names = sorted(readable, key=lambda name: place.get(name, len(place)))
    return [
        Difference(
            label=str(extra.get(name) or _label_of(columns.get(name), name)),
            before=_shown(columns.get(name), before),
            after=_shown(columns.get(name), after),
            is_new=before is None or before in ("", [], {}),
        )
        for name, (before, after) in ((name, change.values[name]) for name in names)
        if name not in NEVER_SHOWN and not _is_empty_news(columns.get(name), before, after)
    ]


def _is_empty_news(column: models.Field[Any, Any] | None, before: object, after: object) -> bool:
    """Whether a value need not be told: of a new row, what is empty and what it belongs to."""
    if before is not None:
        return before == after
    return after in (None, "", [], {}) or isinstance(column, models.ForeignKey)


def _columns_of(kind: str) -> dict[str, models.Field[Any, Any]]:
    try:
        model = apps.get_model(kind)
    except LookupError:
        return {}  # a table of long ago; its history stays readable
    return {column.attname: column for column in model._meta.fields}


def _label_of(column: models.Field[Any, Any] | None, name: str) -> str:
    return str(column.verbose_name) if column is not None else name.replace("_", " ")


def _shown(column: models.Field[Any, Any] | None, value: object) -> str:
    """Write a kept value as people read it; a very long one is cut."""
    if value is None or value in ("", [], {}):
        return _("empty")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        text = "; ".join(f"{key}: {one}" for key, one in value.items())
    elif isinstance(value, list):
        text = ", ".join(str(one) for one in value)
    elif isinstance(column, models.ForeignKey):
        text = _name_of_row(column, value)
    elif column is not None and column.choices:
        text = str(dict(column.flatchoices).get(value, value))
    else:
        when = _moment(column, str(value))
        text = day(when) if when else str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]} …"


def _name_of_row(column: models.ForeignKey[Any, Any], pk: object) -> str:
    """Name the row that a number stands for. Told of changes only, which are rare: see above."""
    model = column.related_model
    assert not isinstance(model, str)
    row = model._default_manager.filter(pk=pk).first()
    return str(pk) if row is None else str(row)


def _moment(column: models.Field[Any, Any] | None, text: str) -> date | datetime | None:
    if isinstance(column, models.DateTimeField):
        return parse_datetime(text)
    if isinstance(column, models.DateField):
        return parse_date(text)
    return None
