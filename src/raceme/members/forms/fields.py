"""Fields that several forms about members need."""

from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.access.http import address_of
from raceme.foundation.forms import Field
from raceme.vocabulary.topics import label_of_topic, topics


def suggest(form: forms.BaseForm, name: str, what: str, *, actor: Actor, edition: str = "") -> None:
    """Let a field suggest while somebody types; without script it stays a plain field.

    `what`: of the address members:suggest. `edition`: the field that says which edition is meant.
    """
    attrs = form.fields[name].widget.attrs
    attrs["data-suggest"] = address_of(actor, "members:suggest", what=what)
    if edition:
        attrs["data-suggest-edition"] = form.add_prefix(edition)
    attrs["autocomplete"] = "off"


def say_unknown(form: forms.BaseForm, name: str) -> None:
    """Let the empty choice of a field say that nobody knows, instead of a row of dashes."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    known = [(code, label) for code, label in field.widget.choices if code]
    field.choices = [("", _("unknown")), *known]


class _Percent(Field):
    @cached_property
    def initial(self) -> Any:
        """The share as it is kept, in percent."""
        kept = super().initial
        return kept if kept is None else round(kept * 100, 6)


class PercentField(forms.FloatField):
    """A share from 0 to 1, written as a percentage."""

    bound_field_class = _Percent

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=100, **kwargs)

    def clean(self, value: Any) -> Any:
        percent = super().clean(value)
        return None if percent is None else percent / 100


class DegreeField(forms.TypedChoiceField):
    """A degree from 1 to 5, or nothing while nobody knows."""

    def __init__(self, *, least: Any, most: Any, **kwargs: Any) -> None:
        middle = [(str(degree), str(degree)) for degree in (2, 3, 4)]
        choices = [("", _("unknown")), ("1", least), *middle, ("5", most)]
        super().__init__(choices=choices, coerce=int, empty_value=None, required=False, **kwargs)


class AgreedField(forms.MultipleChoiceField):
    """Some of the things that somebody may agree to."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, agreed: type[TextChoices], **kwargs: Any) -> None:
        super().__init__(choices=agreed.choices, required=False, **kwargs)


class TopicsField(forms.MultipleChoiceField):
    """Some of the need topics, in the order of the diagnosis talk."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_topic_choices, required=False, **kwargs)

    def keep(self, codes: list[str]) -> None:
        """Offer these as well: topics of the cluster's own that have been chosen before."""
        known = {code for code, _label in _topic_choices()}
        own = [(code, label_of_topic(code)) for code in codes if code not in known]
        self.choices = [*_topic_choices(), *own]


def _topic_choices() -> list[tuple[str, str]]:
    return [(topic.code, topic.label) for topic in topics()]
