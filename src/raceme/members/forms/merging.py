"""What a person chooses before two records become one: whose values, whose periods."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.db import models
from django.forms.boundfield import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.foundation.figures import number
from raceme.foundation.templatetags.raceme import day
from raceme.members.models import Organisation
from raceme.members.queries.hanging import is_empty
from raceme.members.queries.merging import Choice, choices_between, ways_of_periods
from raceme.vocabulary.countries import label_of_country

KEEP, AWAY = "keep", "away"
PERIODS = "periods"


class MergeForm(forms.Form):
    """One choice for each field in which two records differ; the proposed one is marked."""

    def __init__(self, *args: Any, keep: models.Model, away: models.Model, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = choices_between(keep, away)
        self.same = [(label_of(one), in_words(keep, one)) for one in choices if not one.differs]
        self.differing = [one.name for one in choices if one.differs]
        for one in choices:
            if one.differs:
                self.fields[one.name] = forms.ChoiceField(
                    label=label_of(one),
                    widget=forms.RadioSelect,
                    choices=[(KEEP, in_words(keep, one)), (AWAY, in_words(away, one))],
                    initial=AWAY if one.takes_away else KEEP,
                )
        if isinstance(keep, Organisation) and isinstance(away, Organisation):
            self._ask_for_periods(keep, away)

    def _ask_for_periods(self, keep: Organisation, away: Organisation) -> None:
        ways = ways_of_periods(keep, away)
        self.fields[PERIODS] = forms.ChoiceField(
            label=gettext_lazy("Whose periods stand?"),
            widget=forms.RadioSelect,
            choices=[(way.value, way.label) for way in ways],
            initial=ways[0].value,
        )

    @property
    def rows(self) -> list[BoundField]:
        """The fields to choose between."""
        return [self[name] for name in self.differing]

    @property
    def taken(self) -> list[str]:
        """The fields whose value the record merged away gives."""
        return [name for name in self.differing if self.cleaned_data[name] == AWAY]


def label_of(choice: Choice) -> str:
    return capfirst(str(choice.columns[0].verbose_name))


def in_words(row: models.Model, choice: Choice) -> str:
    """Write the value of a field as people read it; of several columns, all."""
    values = [_said(row, column) for column in choice.columns]
    return ", ".join(value for value in values if value) or _("unknown")


def _said(row: models.Model, column: models.Field[Any, Any]) -> str:
    value = getattr(row, column.name)
    if is_empty(value):
        return ""
    if column.choices:
        return str(getattr(row, f"get_{column.name}_display")())
    if column.name == "country":
        return label_of_country(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _plainly(value, column)


def _plainly(value: Any, column: models.Field[Any, Any]) -> str:
    if isinstance(value, date | datetime):
        return day(value)
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    is_year = column.name.endswith("year")
    is_figure = isinstance(column, models.IntegerField | models.DecimalField) and not is_year
    return number(value) if is_figure else str(value)
