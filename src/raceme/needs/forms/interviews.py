"""What an adviser says about an interview."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from raceme.foundation.forms import DayInput
from raceme.members.models import Organisation, Person, Visit
from raceme.needs.forms.needs import not_in_future
from raceme.needs.models import Questionnaire


class StartForm(forms.Form):
    """By which questionnaire a member is asked."""

    questionnaire = forms.ModelChoiceField(Questionnaire.objects.none(), label=_("questionnaire"))

    def __init__(self, data: Any = None, *, questionnaires: QuerySet[Questionnaire]) -> None:
        super().__init__(data)
        field = self.fields["questionnaire"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = questionnaires
        if questionnaires.count() == 1:
            field.initial = questionnaires.first()
            field.empty_label = None


class FinishForm(forms.Form):
    """When, how and with whom the talk was."""

    happened_on = forms.DateField(label=_("day of the talk"), widget=DayInput)
    contact_kind = forms.ChoiceField(
        label=_("kind of contact"),
        choices=[(kind.value, kind.label) for kind in Visit.Kind if kind in Visit.PERSONAL],
        initial=Visit.Kind.INTERVIEW,
    )
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("with whom"), required=False, empty_label=_("not known")
    )
    minutes = forms.IntegerField(
        label=_("duration in minutes"), required=False, min_value=1, max_value=1440
    )
    note = forms.CharField(
        label=_("note on the talk"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, data: Any = None, *, organisation: Organisation, initial: dict[str, Any]
    ) -> None:
        super().__init__(data, initial=initial)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        person.queryset = Person.objects.filter(
            posts__organisation=organisation, posts__ended_on__isnull=True
        ).distinct()

    def clean_happened_on(self) -> date:
        return not_in_future(self.cleaned_data["happened_on"])
