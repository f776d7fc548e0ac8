"""Forms that everybody can fill in: labels, help and errors tied to their fields.

`FORM_RENDERER` points to `Renderer`, so `{{ form }}` gives all of this by itself. A form
may declare `groups` to put fields under a common heading.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise

CHECKS = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)
LISTS = (forms.Select,)


@dataclass(frozen=True)
class Group:
    """Fields that belong together, under a heading; `note` explains them in a sentence.

    A folded group shows its heading only, until somebody opens it or something in it is wrong.
    """

    legend: str | Promise
    fields: tuple[str, ...]
    note: str | Promise = ""
    is_folded: bool = False


@dataclass(frozen=True)
class ShownGroup:
    """A group as the page shows it: with the bound fields themselves."""

    legend: str | Promise
    note: str | Promise
    fields: tuple[BoundField, ...]
    is_folded: bool = False

    @property
    def is_open(self) -> bool:
        """Whether a folded group is open from the start: what is wrong must be seen."""
        return any(field.errors for field in self.fields)


class DayInput(forms.DateInput):
    """A day, picked from the browser's calendar; sent as 2026-11-23 whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class Field(BoundField):
    """A field of a form as the page shows it, with the classes and hints of our look."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        # A plain date input would be free text in the format of the language.
        if type(field.widget) is forms.DateInput:
            field.widget = DayInput(field.widget.attrs)
        # A placeholder that only repeats the label is noise, and vanishes when needed most.
        hint = str(field.widget.attrs.get("placeholder", ""))
        if field.label and hint.casefold().startswith(str(field.label).casefold()):
            field.widget.attrs.pop("placeholder", None)
        super().__init__(form, field, name)

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        if self.is_hidden:
            return built
        own = " ".join(filter(None, [widget.attrs.get("class"), attrs.get("class")]))
        invalid = "is-invalid" if self.errors else ""
        built["class"] = " ".join(filter(None, [_look_of(widget), own, invalid]))
        if isinstance(widget, forms.RadioSelect):
            # A single button is never wrong; the group around it says so.
            built.pop("aria-invalid", None)
        if isinstance(widget, forms.NumberInput):
            whole = isinstance(self.field, forms.IntegerField) and not isinstance(
                self.field, forms.FloatField | forms.DecimalField
            )
            built.setdefault("inputmode", "numeric" if whole else "decimal")
        return built

    def value(self) -> Any:
        """Show 4 days as 4, not as 4.0000; money keeps its cents."""
        value = super().value()
        places = getattr(self.field, "decimal_places", None) or 0
        if isinstance(value, Decimal) and places > 2:
            return format(value.normalize(), "f")
        return value

    @property
    def is_check(self) -> bool:
        """Whether it is a single box to tick, whose label stands behind it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_one_of_several(self) -> bool:
        """Whether it is a group of buttons of which one is chosen."""
        widget = self.field.widget
        # Boxes of which several may be ticked are radio buttons to Django.
        return isinstance(widget, forms.RadioSelect) and not widget.allow_multiple_selected

    @property
    def address(self) -> str:
        """Where a link in the list of errors leads: the field, or the first of its group."""
        return self.id_for_label or self.auto_id

    @property
    def is_choice_of_checks(self) -> bool:
        """Whether it is a list of boxes or buttons, each with its own label."""
        return isinstance(self.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


class Renderer(TemplatesSetting):
    """Renders all forms of the product with our templates."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
    bound_field_class = Field


def groups_of(form: forms.BaseForm) -> list[ShownGroup]:
    """Give the visible fields of a form in its groups; ungrouped ones first, without heading."""
    declared: Sequence[Group] = getattr(form, "groups", ())
    taken = {name for group in declared for name in group.fields}
    rest = tuple(field for field in form.visible_fields() if field.name not in taken)
    shown = [ShownGroup("", "", rest)] if rest else []
    for group in declared:
        fields = tuple(form[name] for name in group.fields if name in form.fields)
        if fields:
            shown.append(ShownGroup(group.legend, group.note, fields, group.is_folded))
    return shown


def _look_of(widget: forms.Widget) -> str:
    """Name the class that gives a widget its look."""
    if isinstance(widget, CHECKS):
        return "form-check-input"
    if isinstance(widget, LISTS):
        return "form-select"
    return "form-control"
