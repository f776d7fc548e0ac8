"""What somebody looks for among the services and in the library; everything may be left empty."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from raceme.access.models import Seat
from raceme.catalogue import words
from raceme.catalogue.archetypes import Archetype, archetype_named, archetypes
from raceme.catalogue.forms.choosing import choices_of, choose
from raceme.catalogue.models import Stage
from raceme.catalogue.queries import NOBODY
from raceme.strategy.models import Objective
from raceme.vocabulary.categories import categories
from raceme.vocabulary.topics import topics

# What stands in front; the other fields are folded away.
FIRST = ("text", "stage", "category", "sort")


class SearchForm(forms.Form):
    """What somebody looks for among the services."""

    text = forms.CharField(label=gettext_lazy("search"), required=False)
    stage = forms.ChoiceField(label=gettext_lazy("stage"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("category"), required=False)
    format = forms.ChoiceField(label=gettext_lazy("format"), required=False)
    delivered_by = forms.ChoiceField(label=gettext_lazy("delivered"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("owner"), required=False)
    objective = forms.ChoiceField(label=gettext_lazy("serves"), required=False)
    topic = forms.CharField(
        label=gettext_lazy("answers"),
        required=False,
        widget=forms.TextInput(attrs={"list": "topics"}),
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("sort by"),
        required=False,
        choices=[
            ("code", gettext_lazy("id")),
            ("name", gettext_lazy("name")),
            ("stage", gettext_lazy("stage")),
            ("category", gettext_lazy("category")),
            ("cost", gettext_lazy("cost")),
            ("days", gettext_lazy("person-days")),
        ],
    )
    cross_sectoral = forms.BooleanField(label=gettext_lazy("cross-sectoral only"), required=False)
    emerging = forms.BooleanField(
        label=gettext_lazy("for emerging industries only"), required=False
    )
    review_due = forms.BooleanField(label=gettext_lazy("review due"), required=False)
    with_retired = forms.BooleanField(label=gettext_lazy("show retired ones"), required=False)

    def __init__(
        self, *args: Any, objectives: Iterable[Objective], seats: Iterable[Seat], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("all"))]
        choose(self, "stage", [*everything, *Stage.choices])
        choose(self, "category", [*everything, *((one.code, one.label) for one in categories())])
        choose(self, "format", choices_of(words.FORMATS, _("all")))
        choose(self, "delivered_by", choices_of(words.DELIVERY, _("all")))
        choose(self, "objective", [*everything, *((one.code, str(one)) for one in objectives)])
        owners = [(str(one.pk), str(one.user)) for one in seats]
        if owners:
            choose(self, "owner", [*everything, *owners, (NOBODY, _("nobody"))])
        else:
            del self.fields["owner"]  # whoever may not see the team is not asked for its names

    @property
    def first_fields(self) -> list[BoundField]:
        return [self[name] for name in FIRST]

    @property
    def further_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name not in FIRST]

    @property
    def has_further(self) -> bool:
        """Whether somebody narrows down by what is folded away."""
        return any(field.value() for field in self.further_fields)


class LibraryForm(forms.Form):
    """What somebody looks for in the library."""

    text = forms.CharField(label=gettext_lazy("search"), required=False)
    topic = forms.ChoiceField(label=gettext_lazy("answers the need"), required=False)
    format = forms.ChoiceField(label=gettext_lazy("format"), required=False)
    target = forms.ChoiceField(label=gettext_lazy("for whom"), required=False)
    funding = forms.ChoiceField(label=gettext_lazy("who pays"), required=False)
    days_min = forms.FloatField(label=gettext_lazy("person-days from"), min_value=0, required=False)
    days_max = forms.FloatField(label=gettext_lazy("person-days to"), min_value=0, required=False)
    adopted = forms.ChoiceField(
        label=gettext_lazy("ours"),
        choices=[
            ("", gettext_lazy("all")),
            ("no", gettext_lazy("not adopted yet")),
            ("yes", pgettext_lazy("from the library", "adopted")),
        ],
        required=False,
    )
    cross_sectoral = forms.BooleanField(label=gettext_lazy("cross-sectoral only"), required=False)
    emerging = forms.BooleanField(
        label=gettext_lazy("for emerging industries only"), required=False
    )
    category = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "topic", [("", _("all")), *((one.code, one.label) for one in topics())])
        choose(self, "format", choices_of(words.FORMATS, _("all")))
        choose(self, "funding", choices_of(words.FUNDING, _("all")))
        everybody = {code: label for code, label in words.TARGETS.items() if code != "all"}
        choose(self, "target", choices_of(everybody, _("all")))
        choose(self, "category", [("", ""), *((one.code, one.label) for one in categories())])


class AdoptForm(forms.Form):
    archetypes = forms.MultipleChoiceField(
        error_messages={"required": gettext_lazy("Tick at least one service to adopt.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "archetypes", [(one.id, one.name) for one in archetypes()])

    def chosen(self) -> list[Archetype]:
        found = (archetype_named(id_) for id_ in self.cleaned_data["archetypes"])
        return [one for one in found if one is not None]
