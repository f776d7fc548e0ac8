"""What somebody says of a grouping, and of one of its groups."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.access.actor import Actor
from raceme.members.forms.fields import suggest
from raceme.region.models import OwnGrouping
from raceme.region.queries import groupings_visible_to
from raceme.vocabulary.groupings import groupings


class GroupingForm(forms.ModelForm[OwnGrouping]):
    """The name of a grouping, and where its definition comes from."""

    class Meta:
        model = OwnGrouping
        fields = ("name", "source")


class NewGroupingForm(forms.ModelForm[OwnGrouping]):
    """The same, and what it begins with."""

    copy_of = forms.ChoiceField(
        label=gettext_lazy("begin with"),
        required=False,
        help_text=gettext_lazy("A copy keeps the edition of NACE of what it was copied from."),
    )

    class Meta:
        model = OwnGrouping
        fields = ("name", "source", "nace_revision")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["copy_of"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("nothing")),
            (_("Lists that come with Raceme"), [(one.code, one.label) for one in groupings()]),
            (
                _("Own groupings"),
                [(str(one.pk), one.name) for one in groupings_visible_to(actor)],
            ),
        ]


class GroupForm(forms.Form):
    """A group: its name, what is in it, and one activity more, searched as one types."""

    label = forms.CharField(label=gettext_lazy("name of the group"), max_length=120)
    add = forms.CharField(
        label=gettext_lazy("add an activity"),
        required=False,
        max_length=250,
        help_text=gettext_lazy("A code, or words of its name; what fits is suggested as you type."),
    )
    codes = forms.CharField(
        label=gettext_lazy("activities"),
        required=False,
        max_length=12_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "One on each line: a code of NACE at any level, such as 25 or 25.62, with or without"
            " its name. Take a line away to take an activity out."
        ),
    )
    revision = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, actor: Actor, revision: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"revision": revision} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        suggest(self, "add", "nace", actor=actor, edition="revision")

    def clean(self) -> dict[str, Any]:
        """A group has at least one activity."""
        cleaned = super().clean() or {}
        if not self.errors and not self.activities_in(cleaned):
            self.add_error("add", _("Name at least one activity."))
        return cleaned

    @property
    def activities(self) -> list[str]:
        """All that was written: the lines, and the one to add."""
        return self.activities_in(self.cleaned_data)

    @staticmethod
    def activities_in(cleaned: dict[str, Any]) -> list[str]:
        lines = [_first_of(line) for line in cleaned.get("codes", "").splitlines()]
        return [one for one in (*lines, cleaned.get("add", "").strip()) if one]


def _first_of(line: str) -> str:
    """Take the code at the start of a line; a line without one is taken whole."""
    found = re.match(r"\s*([A-Z]?\d[\d.]*|[A-Z])(\s|$)", line)
    return found.group(1) if found else line.strip()
